import JSONText

/// The answer to one request, and what is to be done to the wire it goes over.
public struct GatewayAnswer: Sendable {
    /// A header's name and value.
    public struct Header: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The status code.
    public internal(set) var status: Int
    /// The headers, but for Content-Length, in the order they are sent.
    public internal(set) var headers: [Header]
    /// The body.
    public internal(set) var body: String
    /// What is done to the wire; nil where the answer simply goes out.
    public internal(set) var wire: WireFault?
    /// The name of the fault that is at work; nil for none.
    public internal(set) var fault: String?

    /// The value of the first header of that name, in any case.
    public subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The id of the request, `req_` and letters.
    public var requestID: String { self[header: "Request-Id"] ?? "" }

    init(
        status: Int, requestID: String, body: String, type: String = "application/json", headers: [Header] = []
    ) {
        self.status = status
        self.headers =
            [Header(name: "Request-Id", value: requestID), Header(name: "Content-Type", value: type)] + headers
        self.body = body
    }

    /// An error.
    init(_ problem: GatewayProblem, requestID: String, payment: JSON? = nil) {
        self.init(
            status: problem.status, requestID: requestID,
            body: problem.json(requestID: requestID, payment: payment).text,
            headers: problem.headers)
    }

    /// The answer as it is kept under its key: status and body. Headers follow from them.
    init(kept: KeptAnswer, requestID: String, isReplayed: Bool) {
        self.init(status: kept.status, requestID: requestID, body: kept.body)
        if kept.status >= 400 {
            headers.append(Header(name: "Should-Retry", value: "false"))
        }
        if isReplayed { headers.append(Header(name: "Idempotent-Replayed", value: "true")) }
    }
}

/// What a fault does to the wire after the service has answered.
public enum WireFault: Hashable, Sendable {
    /// The answer goes out so many seconds late.
    case delay(seconds: Double)
    /// No answer goes out; the connection stays open.
    case silence
    /// The connection is cut instead of an answer.
    case cut
    /// The body ends in the middle, though Content-Length is that of the whole.
    case truncated
    /// The answer goes out at that rate.
    case slow(bytesPerSecond: Int)
    /// The answer goes out twice.
    case twice
}
