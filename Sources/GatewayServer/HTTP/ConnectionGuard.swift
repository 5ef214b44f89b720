import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Watches the bytes of a connection below HTTP: it sees a request that never ends, and it can answer when the parser
/// can't, or send what no encoder would.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connections: Connections
    /// What a client gets that is one too many.
    private let refusal: @Sendable () -> [UInt8]
    private var connection: Connection?

    init(_ connections: Connections, refusal: @escaping @Sendable () -> [UInt8]) {
        self.connections = connections
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) { connection = connections.add(context.channel) }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        if connection == nil { refuse(context, refusal()) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connections.remove(context.channel)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { connections.remove(context.channel) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let connection, connection.phase != .closing else { return }
        connection.bytesCame()
        context.fireChannelRead(data)
    }

    func flush(context: ChannelHandlerContext) {
        connection?.answerWent()
        context.flush()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            guard let connection else { return context.close(promise: nil) }
            connection.clientIsDone()
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Sends `answer` and ends the connection, with time for the client to read it.
    func refuse(_ context: ChannelHandlerContext, _ answer: [UInt8]) {
        connection?.ends()
        let channel = context.channel
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: answer)), promise: nil)
        if connection == nil {
            context.eventLoop.scheduleTask(in: ConnectionPatience(request: .zero, idle: .zero).refusal) {
                channel.close(promise: nil)
            }
        }
    }
}

/// Answers what is no HTTP with a JSON error, as long as no other answer is on its way.
final class ParserErrorHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let connections: Connections
    private let answer: @Sendable (GatewayProblem) -> [UInt8]

    init(_ connections: Connections, answer: @escaping @Sendable (GatewayProblem) -> [UInt8]) {
        self.connections = connections
        self.answer = answer
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, let connection = connections[context.channel],
            connection.phase == .reading || connection.phase == .waiting,
            let below = try? context.pipeline.syncOperations.context(handlerType: ConnectionGuard.self),
            let handler = below.handler as? ConnectionGuard
        else { return context.fireErrorCaught(error) }
        let problem: GatewayProblem =
            switch error as? HTTPParserError {
            case .headerOverflow: .headersTooLarge
            default: .notHTTP
            }
        handler.refuse(below, answer(problem))
    }
}

/// A connection of the framework with the guard below it.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    let base: Base
    let connections: Connections
    let refusal: @Sendable () -> [UInt8]

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ConnectionGuard(connections, refusal: refusal))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
