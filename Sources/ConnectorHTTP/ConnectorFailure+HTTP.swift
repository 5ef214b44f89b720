import AsyncHTTPClient
import Connectors
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension ConnectorFailure {
    /// What an error of the client means.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(error)
        case is ResponseAccumulator.ResponseTooBigError: self = .tooLarge
        case HTTPParserError.invalidEOFState: self = .interrupted
        case HTTPParserError.headerOverflow: self = .tooLarge
        case is HTTPParserError: self = .malformed
        case is NIOConnectionError, is SocketAddressError: self = .unreachable
        case ChannelError.connectTimeout: self = .unreachable
        // An address in figures fails with the system's own error.
        case let error as IOError where ConnectorFailure.ofConnecting.contains(error.errnoCode): self = .unreachable
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .insecure
        // What is left is a connection that was reset, and the like.
        default: self = .interrupted
        }
    }

    private static let ofConnecting: Set<CInt> = [
        ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, ETIMEDOUT, EADDRNOTAVAIL,
    ]

    private init(_ error: HTTPClientError) {
        self =
            switch error {
            case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout: .timeout
            case .connectTimeout, .emptyHost, .invalidURL: .unreachable
            case .tlsHandshakeTimeout: .insecure
            default: .interrupted
            }
    }
}
