/// Why a request has no answer that can be used.
public enum ConnectorFailure: Hashable, Sendable {
    /// The answer, or its end, did not come in time.
    case timeout
    /// No connection to the service.
    case unreachable
    /// No secure connection: the service's certificate or its TLS is not accepted.
    case insecure
    /// The connection ended in the middle of the answer.
    case interrupted
    /// A status outside 200 to 299.
    case status(Int)
    /// The answer is no HTTP, or no JSON.
    case malformed
    /// The answer is larger than 1 MiB.
    case tooLarge

    /// The name in events: `timeout`, `unreachable`, ..., `status`.
    public var name: String {
        switch self {
        case .timeout: "timeout"
        case .unreachable: "unreachable"
        case .insecure: "insecure"
        case .interrupted: "interrupted"
        case .status: "status"
        case .malformed: "malformed"
        case .tooLarge: "too-large"
        }
    }

    /// Every name.
    public static let names = [
        ConnectorFailure.timeout, .unreachable, .insecure, .interrupted, .status(500), .malformed, .tooLarge,
    ].map(\.name)

    /// The status, where that is what is wrong.
    public var status: Int? { if case .status(let code) = self { code } else { nil } }

    /// What happened and what to do, as a sentence about `address`; nothing of the answer is in it.
    public func sentence(for address: ConnectorAddress) -> String {
        let service = address.scheme == .inProcess ? "the payment desk in the process" : address.host
        return switch self {
        case .timeout: "\(service) did not answer in time; see whether it works, or give it a longer timeout"
        case .unreachable: "\(service) can't be reached; see whether the address is right and the service runs"
        case .insecure: "\(service) offers no secure connection that can be trusted; see to its certificate"
        case .interrupted: "\(service) ended the connection in the middle of its answer; see whether it works"
        case .status(let code): "\(service) answered with status \(code); \(ConnectorFailure.advice(on: code))"
        case .malformed:
            "\(service) answered with something that is no JSON over HTTP; see whether the address is right"
        case .tooLarge: "\(service) answered with more than 1 MiB; ask it for less"
        }
    }

    private static func advice(on status: Int) -> String {
        switch status {
        case 300...399: "redirects are not followed: give the address where the service is now"
        case 401, 403: "see whether the request's credentials are right"
        case 404, 410: "see whether the path is right"
        case 429: "it gets too many requests"
        case 400...499: "see whether it understands what the request sends"
        default: "the error is the service's own"
        }
    }
}
