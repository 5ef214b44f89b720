import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// What the server does with one request.
public enum ServerStep: Sendable {
    /// Sends these bytes.
    case send(String)
    /// Sends these bytes, whatever they are.
    case bytes([UInt8])
    /// Sends so many bytes of filling.
    case fill(Int)
    /// Waits so many milliseconds.
    case pause(Int64)
    /// Sends these bytes one by one, with so many milliseconds after each.
    case dribble(String, Int64)
    /// Sends filling until nobody listens.
    case fillForEver
    /// Closes the connection.
    case close
}

/// A server on this machine that sends the bytes a test tells it to, right or wrong, and keeps what it got.
public final class ScriptedServer: Sendable {
    struct Seen: Sendable {
        var requests: [String] = []
        var connections = 0
    }

    /// The port of 127.0.0.1 that it listens at.
    public let port: Int
    private let scheme: String
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let listening: any Channel
    private let seen: Shared

    final class Shared: Sendable {
        let value = Mutex(Seen())
    }

    /// Answers the first request with the first script, the second with the second, all later ones with the last.
    public convenience init(_ scripts: [ServerStep]...) async throws { try await self.init(scripts: scripts) }

    /// The same over TLS, where it is wanted with `TestCertificate`.
    public init(scripts: [[ServerStep]], overTLS: Bool = false) async throws {
        let seen = Shared()
        let tls = overTLS ? try NIOSSLContext(configuration: TestCertificate.configuration()) : nil
        listening = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptPlayer(scripts, seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listening.localAddress?.port ?? 0
        self.seen = seen
        scheme = overTLS ? "https" : "http"
    }

    /// Every request so far, as it came.
    public var requests: [String] { seen.value.withLock { $0.requests } }
    /// Connections that were made.
    public var connections: Int { seen.value.withLock { $0.connections } }
    /// The address of a path of it.
    public func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "\(scheme)://\(host):\(port)\(path)" }

    /// Ends it.
    public func stop() async throws {
        try await listening.close().get()
        try await group.shutdownGracefully()
    }
}

/// Takes a request by its blank line and its content length, and plays the script that is its turn.
private final class ScriptPlayer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let scripts: [[ServerStep]]
    private let seen: ScriptedServer.Shared
    private var text = ""

    init(_ scripts: [[ServerStep]], _ seen: ScriptedServer.Shared) {
        self.scripts = scripts
        self.seen = seen
    }

    func channelActive(context: ChannelHandlerContext) { seen.value.withLock { $0.connections += 1 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        let length = text.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.output.1) } ?? 0
        guard text[end.upperBound...].utf8.count >= length else { return }
        let count = seen.value.withLock { seen in
            seen.requests.append(text)
            return seen.requests.count
        }
        text = ""
        play(scripts[min(count, scripts.count) - 1][...], on: context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func play(_ steps: ArraySlice<ServerStep>, on channel: any Channel) {
        guard let step = steps.first, channel.isActive else { return }
        let rest = steps.dropFirst()
        switch step {
        case .bytes(let bytes): send(ByteBuffer(bytes: bytes), then: rest, on: channel)
        case .send(let text): send(text, then: rest, on: channel)
        case .fill(let count): send(String(repeating: "x", count: count), then: rest, on: channel)
        case .pause(let time): later(time, rest, on: channel)
        case .dribble(let text, let time):
            guard let first = text.first else { return play(rest, on: channel) }
            let next: [ServerStep] = [.pause(time), .dribble(String(text.dropFirst()), time)]
            send(String(first), then: next + rest, on: channel)
        case .fillForEver: send(String(repeating: "x", count: 65_536), then: [.pause(1), .fillForEver], on: channel)
        case .close: channel.close(promise: nil)
        }
    }

    private func send(_ text: String, then rest: some Sequence<ServerStep> & Sendable, on channel: any Channel) {
        send(ByteBuffer(string: text), then: rest, on: channel)
    }

    private func send(
        _ bytes: ByteBuffer, then rest: some Sequence<ServerStep> & Sendable, on channel: any Channel
    ) {
        let player = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let steps = Array(rest)
        channel.writeAndFlush(bytes).whenSuccess { player.value.play(steps[...], on: channel) }
    }

    private func later(_ milliseconds: Int64, _ rest: ArraySlice<ServerStep>, on channel: any Channel) {
        let player = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) { player.value.play(rest, on: channel) }
    }
}

/// An answer as a proper server writes it.
public func answer(_ status: String = "200 OK", _ body: String = "{}", headers: String = "") -> ServerStep {
    .send("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
}
