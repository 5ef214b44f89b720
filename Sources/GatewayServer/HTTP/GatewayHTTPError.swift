#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import NIOCore

/// Why the gateway can't be served.
public enum GatewayHTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address is taken, or none of this machine's.
    case address(host: String, port: Int, reason: String)
    /// A certificate or its key can't be used.
    case certificate(String)

    /// The whole sentence.
    public var description: String {
        switch self {
        case .address(let host, let port, let reason): "\(host):\(port): \(reason)"
        case .certificate(let sentence): sentence
        }
    }

    init(_ error: any Error, host: String, port: Int) {
        let code = (error as? IOError)?.errnoCode
        let reason =
            switch code {
            case EADDRINUSE: "another program listens there; give another --port, or 0 for any"
            case EACCES: "listening there is not allowed; give a --port above 1023"
            case EADDRNOTAVAIL: "this machine has no such address; give another --host"
            default: "the gateway can't listen there; check --host and --port"
            }
        self = .address(host: host, port: port, reason: reason)
    }
}
