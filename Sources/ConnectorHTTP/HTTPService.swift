import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// The HTTP client that all connectors of a program share.
///
/// It starts with the first request: a program that never asks a service has no thread and no socket of it.
public final class HTTPService: Sendable {
    private struct Running {
        let group: MultiThreadedEventLoopGroup
        let client: HTTPClient
    }

    private let running = Mutex<Running?>(nil)

    /// A client that is not started yet.
    public init() {}

    deinit { shutdown() }

    /// Ends every request that is under way and every thread; a later request would start them anew. Waits for it: not
    /// for the thread of a request.
    public func shutdown() {
        let ending = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let ending else { return }
        // What could fail here is a request that was under way, and it has been told so itself.
        try? ending.client.syncShutdown()
        try? ending.group.syncShutdownGracefully()
    }

    /// The client, started where it is not.
    var client: HTTPClient {
        running.withLock { running in
            if let running { return running.client }
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let client = HTTPClient(eventLoopGroup: group, configuration: HTTPService.configuration)
            running = Running(group: group, client: client)
            return client
        }
    }

    private static var configuration: HTTPClient.Configuration {
        // No redirect is followed: it could carry the headers' secrets and a caller's data to another host.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        // A refused connection is told at once; whether it is tried again is the request's own to say.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers commonly keep an idle connection, so that none is used as its server closes it.
        configuration.connectionPool.idleTimeout = .seconds(4)
        return configuration
    }
}
