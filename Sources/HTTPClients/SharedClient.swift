import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// An HTTP client that starts with its first request: a program that never asks has no thread and no socket of it.
public final class SharedClient: Sendable {
    private struct Running {
        let group: MultiThreadedEventLoopGroup
        let client: HTTPClient
    }

    private let configuration: HTTPClient.Configuration
    private let running = Mutex<Running?>(nil)

    /// A client that is not started yet.
    public init(_ configuration: HTTPClient.Configuration = .careful) { self.configuration = configuration }

    deinit { shutdown() }

    /// Ends every request that is under way and every thread; a later request would start them anew. Waits for it: not for
    /// the thread of a request.
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
    public var client: HTTPClient {
        running.withLock { running in
            if let running { return running.client }
            // One thread: what a request is told of having been sent, and its end, come in order.
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let client = HTTPClient(eventLoopGroup: group, configuration: configuration)
            running = Running(group: group, client: client)
            return client
        }
    }
}

extension HTTPClient.Configuration {
    /// What all clients here have in common.
    public static var careful: HTTPClient.Configuration {
        // No redirect is followed: it could carry secrets and a caller's data to another host.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        // A refused connection is told at once; whether it is tried again is the asker's own to say.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers commonly keep an idle connection, so that none is used as its server closes it.
        configuration.connectionPool.idleTimeout = .seconds(4)
        return configuration
    }
}
