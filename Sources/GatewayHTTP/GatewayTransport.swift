import Telephony

/// The way to a gateway and back. `HTTPTransport` is the one over the network; a gateway in the process may be another.
public protocol GatewayTransport: Sendable {
    /// Sends `request` once and waits for what comes of it, at most for `limit`.
    func exchange(_ request: GatewayHTTPRequest, limit: MediaDuration) -> GatewayExchange
}

/// One request to a gateway. It holds a key and perhaps card digits, so that nothing of it but method and path is described.
public struct GatewayHTTPRequest: CustomStringConvertible, CustomReflectable {
    /// `GET` or `POST`.
    public let method: String
    /// The path from its first `/` on, with its query.
    public let path: String
    /// Names and values, in order; the `Authorization` among them is a secret.
    public let headers: [(name: String, value: String)]
    /// What is sent; nil for nothing.
    public let body: SecretBody?

    /// A request that is sent as it stands.
    public init(method: String, path: String, headers: [(name: String, value: String)], body: SecretBody?) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// Method and path, without the query.
    public var description: String { "\(method) \(path.prefix { $0 != "?" })" }
    /// Hides headers and body from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What one exchange came to, and the time it took.
public struct GatewayExchange: Sendable {
    /// An answer, or none.
    public enum Outcome: Sendable {
        /// A whole answer, whatever it says.
        case answered(GatewayHTTPAnswer)
        /// None.
        case failed(TransportFailure)
    }

    /// An answer, or none.
    public let outcome: Outcome
    /// From the request to the outcome.
    public let took: MediaDuration

    /// `outcome` came after `took`.
    public init(_ outcome: Outcome, took: MediaDuration) {
        self.outcome = outcome
        self.took = took
    }
}

/// Why there is no answer.
public enum TransportFailure: Hashable, Sendable, CaseIterable {
    /// No connection was made, so that nothing was sent: refused, no such host, no route, none in time.
    case unreachable
    /// Nothing was sent because the other side could not prove who it is.
    case insecure
    /// Something was sent, and no whole answer came in time.
    case timeout
    /// Something was sent, and the connection ended before a whole answer.
    case interrupted
    /// What came is no HTTP.
    case malformed
    /// The answer is longer than 1 MiB.
    case tooLarge
}

/// A whole answer, as it came.
public struct GatewayHTTPAnswer: Sendable {
    /// The status, 100 to 599 where the other side keeps to HTTP.
    public let status: Int
    /// Names and values, in order.
    public let headers: [(name: String, value: String)]
    /// What was sent.
    public let body: [UInt8]

    /// An answer as it came.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case; nil for none.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
