import Foundation

/// A port of 127.0.0.1 at which nobody listens, and nobody else will: it is held, as long as this is.
public final class ClosedPort {
    /// The port.
    public let port: Int
    private let descriptor: Int32

    /// Takes one that is free.
    public init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isTaken = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        precondition(isTaken, "there is no free port")
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// Its address.
    public var url: String { "http://127.0.0.1:\(port)" }
}
