import Foundation
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The gateway over HTTP/1.1, with TLS where it has a certificate.
public final class GatewayHTTPServer: Sendable {
    /// Where and how it listens, and what it bears.
    public struct Options: Sendable {
        /// The name or address to listen on.
        public var host = "127.0.0.1"
        /// The port, 0 for any that is free.
        public var port = 8085
        /// Files in PEM: the certificates, the server's first, and its key; nil for plain HTTP.
        public var certificate: (chain: String, key: String)?
        /// Connections at once, fewer where the system lets a process have fewer files; one more is answered 503.
        public var connections = 4096
        /// Requests for the book that may wait; one more is answered 503.
        public var waiting = 512
        /// Bytes of a body.
        public var bodySize = 65_536
        /// Seconds that a request may take to come.
        public var requestPatience = 10.0
        /// Seconds that a connection may lie idle between two requests.
        public var idlePatience = 60.0
        /// Whether SIGTERM and SIGINT stop it.
        public var stopsOnSignals = false
        /// Gets a line for each request; nil for no log.
        public var log: (@Sendable (String) -> Void)?

        /// On loopback at port 8085, without TLS and without a log.
        public init() {}
    }

    /// Bytes of a path with its query.
    static let targetSize = 2048
    /// Bytes of all headers.
    private static let headSize = 16_384

    private let service: GatewayService
    private let options: Options
    private let connections: Connections
    private let group: ServiceGroup
    private let listener: Listener

    /// A server of `service`; throws for a certificate that can't be used.
    public init(_ service: GatewayService, options: Options = Options()) throws(GatewayHTTPError) {
        self.service = service
        self.options = options
        connections = Connections(
            capacity: FileLimit.raise(forConnections: options.connections),
            patience: ConnectionPatience(
                request: .milliseconds(Int64(options.requestPatience * 1000)),
                idle: .milliseconds(Int64(options.idlePatience * 1000))))
        var logger = Logger(label: "ivrpay.gateway")
        // The framework's own words are not for the user; errors come back as errors.
        logger.logLevel = .critical
        let exchange = HTTPExchange(service: service, options: options, connections: connections)
        listener = Listener(
            child: try GatewayHTTPServer.child(exchange, options, connections), options: options,
            connections: connections,
            logger: logger)
        group = ServiceGroup(
            configuration: .init(services: [listener], gracefulShutdownSignals: options.stopSignals, logger: logger))
    }

    /// Listens until it is stopped, and answers what is under way then. `ready` gets the address once it listens:
    /// `http://127.0.0.1:8085`.
    public func run(ready: @escaping @Sendable (String) -> Void) async throws {
        listener.ready.withLock { $0 = ready }
        do {
            try await group.run()
        } catch {
            throw GatewayHTTPError(error, host: options.host, port: options.port)
        }
    }

    /// Takes no more connections, answers what is under way, and lets `run` come back.
    public func stop() async { await group.triggerGracefulShutdown() }

    private static func child(
        _ exchange: HTTPExchange, _ options: Options, _ connections: Connections
    ) throws(GatewayHTTPError) -> any ServerChildChannel {
        let http = HTTP1Channel(
            responder: exchange.respond,
            configuration: .init(
                additionalChannelHandlers: [ParserErrorHandler(connections, answer: exchange.rawRefusal)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: headSize, maxHeaderListSize: headSize, maxHeaderFieldCount: 100)))
        let guarded = GuardedChannel(
            base: http, connections: connections,
            refusal: { exchange.rawRefusal(.overloaded("there are too many connections; try again later")) })
        guard let files = options.certificate else { return guarded }
        return try secured(guarded, files)
    }

    private static func secured(
        _ base: some ServerChildChannel, _ files: (chain: String, key: String)
    ) throws(GatewayHTTPError) -> any ServerChildChannel {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.chain) } catch {
            throw .certificate("\(files.chain): no certificate can be read from it; give a file in PEM")
        }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) } catch {
            throw .certificate("\(files.key): no private key can be read from it; give a file in PEM")
        }
        do {
            return try TLSChannel(
                base,
                tlsConfiguration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        } catch {
            throw .certificate("\(files.key): this key is not that of the certificate in \(files.chain)")
        }
    }
}

extension GatewayHTTPServer.Options {
    /// Signals that stop the server; none unless `stopsOnSignals`.
    fileprivate var stopSignals: [UnixSignal] { stopsOnSignals ? [.sigterm, .sigint] : [] }
}

/// The part that the framework runs.
private final class Listener: Service {
    let ready = Mutex<(@Sendable (String) -> Void)?>(nil)
    private let child: any ServerChildChannel
    private let options: GatewayHTTPServer.Options
    private let connections: Connections
    private let logger: Logger

    init(
        child: any ServerChildChannel, options: GatewayHTTPServer.Options, connections: Connections, logger: Logger
    ) {
        self.child = child
        self.options = options
        self.connections = connections
        self.logger = logger
    }

    func run() async throws {
        let loops = MultiThreadedEventLoopGroup.singleton
        let watch = connections.watch(on: loops.next())
        defer { watch.cancel() }
        let scheme = options.certificate == nil ? "http" : "https"
        let host = options.host
        let ready = ready.withLock { $0 }
        let server = child.server(
            configuration: ServerConfiguration(address: .hostname(host, port: options.port), backlog: 1024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                ready?("\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)")
            }, eventLoopGroup: loops, logger: logger)
        try await server.run()
    }
}
