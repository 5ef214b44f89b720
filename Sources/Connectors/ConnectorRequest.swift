import Telephony

/// What is asked of a service.
public enum ConnectorMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether to ask twice is the same as to ask once (RFC 9110, section 9.2.2).
    public var isIdempotent: Bool { self == .get || self == .put || self == .delete }
}

/// A request to a service: what a step of a call asks, and how long it waits.
///
/// Headers, query and body may hold secrets: what describes a request shows its method, its host and its path.
public struct ConnectorRequest: Hashable, Sendable {
    /// How long one try may take: 0.1 to 120 s.
    public static let timeouts = MediaDuration.milliseconds(100)...MediaDuration.milliseconds(120_000)
    /// How often it may be tried again: 0 to 10 times.
    public static let retryCounts = 0...10
    /// How long to wait before another try: 0 to 60 s.
    public static let retryDelays = MediaDuration.zero...MediaDuration.milliseconds(60_000)

    /// What is asked.
    public let method: ConnectorMethod
    /// Where.
    public let address: ConnectorAddress
    /// Headers, in order.
    public let headers: [ConnectorHeader]
    /// The body; nil for none.
    public let body: String?
    /// What the body is, for the header `Content-Type`; unused without a body.
    public let contentType: String
    /// The key by which the service knows another try of the same request, sent as `Idempotency-Key`; nil for none.
    public let idempotencyKey: String?
    /// How long one try may take, from the first byte out to the last byte in.
    public let timeout: MediaDuration
    /// How often it is tried again.
    public let retries: Int
    /// How long to wait before another try.
    public let retryDelay: MediaDuration

    /// A request; an error says which of the values can't be sent, or is out of its range.
    public init(
        _ method: ConnectorMethod, _ url: String, headers: [ConnectorHeader] = [], body: String? = nil,
        contentType: String = "application/json", idempotencyKey: String? = nil,
        timeout: MediaDuration = .milliseconds(5_000), retries: Int = 0,
        retryDelay: MediaDuration = .milliseconds(500)
    ) throws(ConnectorRequestError) {
        self.method = method
        self.address = try ConnectorAddress(url)
        self.headers = headers
        self.body = body
        self.contentType = try ConnectorHeader(sending: contentType, key: "content-type").value
        self.idempotencyKey = try idempotencyKey.map { key throws(ConnectorRequestError) in
            try ConnectorHeader(sending: key, key: "idempotency-key").value
        }
        self.timeout = timeout
        self.retries = retries
        self.retryDelay = retryDelay
        try checkRanges()
    }

    private func checkRanges() throws(ConnectorRequestError) {
        guard ConnectorRequest.timeouts.contains(timeout) else {
            throw ConnectorRequestError("timeout", "a try may take from 0.1 to 120 seconds")
        }
        guard ConnectorRequest.retryCounts.contains(retries) else {
            throw ConnectorRequestError("retries", "a request may be tried again from 0 to 10 times")
        }
        guard ConnectorRequest.retryDelays.contains(retryDelay) else {
            throw ConnectorRequestError("retry-delay", "the wait before another try may be from 0 to 60 seconds")
        }
    }

    /// The headers that go out: those given, then `Content-Type` with a body and `Idempotency-Key` with a key, where
    /// they are not among the given ones.
    public var sentHeaders: [ConnectorHeader] {
        var sent = headers
        if body != nil, !has("Content-Type") { sent.append(ConnectorHeader(known: "Content-Type", contentType)) }
        if let idempotencyKey, !has("Idempotency-Key") {
            sent.append(ConnectorHeader(known: "Idempotency-Key", idempotencyKey))
        }
        return sent
    }

    func has(_ name: String) -> Bool { headers.contains { $0.name.lowercased() == name.lowercased() } }
}

extension ConnectorRequest: CustomStringConvertible, CustomReflectable {
    /// Method and address; neither headers nor body.
    public var description: String { "\(method.rawValue) \(address)" }
    /// Hides headers and body from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One header of a request; its value may be a secret and is not described.
public struct ConnectorHeader: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The name, as it is sent.
    public let name: String
    /// The value, as it is sent.
    public let value: String

    /// A header; an error for a name or a value that could break out of its line, and for the names of those that say
    /// where a message goes and ends, which only the client knows.
    public init(name: String, value: String) throws(ConnectorRequestError) {
        guard !name.isEmpty, name.utf8.allSatisfy(ConnectorHeader.isTokenByte) else {
            throw ConnectorRequestError("headers", "a header's name has letters, digits and - alone")
        }
        guard !ConnectorHeader.ownNames.contains(name.lowercased()) else {
            throw ConnectorRequestError("headers", "\(name) is written by the client itself; leave it out")
        }
        self.name = name
        self.value = try ConnectorHeader(sending: value, key: "headers, \(name)").value
    }

    init(known name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Text that is sent as a header's value; `key` names it in an error.
    init(sending value: String, key: String) throws(ConnectorRequestError) {
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            throw ConnectorRequestError(key, "a header's value lies on one line, without control characters")
        }
        self.init(known: key, value)
    }

    /// The name alone.
    public var description: String { "\(name): (not shown)" }
    /// Hides the value from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static let ownNames: Set<String> = [
        "connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// A byte of a token (RFC 9110, section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// Why a request can't be sent as it is. It never shows a value.
public struct ConnectorRequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value's name: `url`, `headers`, `timeout`, ...
    public let key: String
    /// What is wrong and what to do.
    public let message: String

    init(_ key: String, _ message: String) {
        self.key = key
        self.message = message
    }

    /// The name and what is wrong.
    public var description: String { "\(key): \(message)" }
}
