#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import NIOCore
import NIOPosix
import Synchronization

/// How long a connection may take over what it does.
struct ConnectionPatience: Sendable {
    /// From the first byte of a request to its last; and from the connection to the first byte.
    var request: TimeAmount
    /// Between two requests.
    var idle: TimeAmount
    /// From a refusal to the end of the connection, for the client to read it.
    var refusal = TimeAmount.milliseconds(500)
    /// For a client that waits for an answer that never comes.
    var silence = TimeAmount.minutes(10)
}

/// One connection: where it stands, known on its event loop and to whoever answers on it.
final class Connection: Sendable {
    enum Phase: Sendable {
        /// Nothing of a request came yet.
        case waiting
        case reading
        /// A request is there, and not answered.
        case answering
        /// It is never answered.
        case silent
        /// It ends, and what still comes is not read.
        case closing
    }

    struct State: Sendable {
        var phase = Phase.waiting
        var since = NIODeadline.now()
        var isFresh = true
        /// Bytes of the next request came while this one is answered.
        var hasMore = false
        var clientIsDone = false

        mutating func begin(_ phase: Phase) {
            (self.phase, since, isFresh, hasMore) = (phase, .now(), false, false)
        }
    }

    let channel: any Channel
    private let state = Mutex(State())

    init(channel: any Channel) { self.channel = channel }

    var phase: Phase { state.withLock { $0.phase } }

    /// Bytes came from the client.
    func bytesCame() {
        state.withLock { state in
            switch state.phase {
            case .waiting: state.begin(.reading)
            case .answering: state.hasMore = true
            case .reading, .silent, .closing: break
            }
        }
    }

    /// The whole request is there.
    func requestCame() { enter(.answering) }

    /// An answer went out.
    func answerWent() {
        state.withLock { state in
            guard state.phase == .answering else { return }
            state.begin(state.hasMore ? .reading : .waiting)
        }
    }

    /// Nothing will be answered; a client that has gone already ends it.
    func neverAnswers() {
        let clientIsDone = state.withLock { state in
            state.phase = .silent
            state.since = .now()
            return state.clientIsDone
        }
        if clientIsDone { channel.close(promise: nil) }
    }

    /// The connection ends soon.
    func ends() { enter(.closing) }

    /// The client sends no more.
    func clientIsDone() {
        let isSilent = state.withLock { state in
            state.clientIsDone = true
            return state.phase == .silent
        }
        if isSilent { channel.close(promise: nil) }
    }

    private func enter(_ phase: Phase) {
        state.withLock { state in
            state.phase = phase
            state.since = .now()
            state.hasMore = false
        }
    }

    /// Closes it where it takes too long.
    func closeIfLate(at now: NIODeadline, _ patience: ConnectionPatience) {
        let isLate = state.withLock { state in
            switch state.phase {
            case .waiting: now - state.since > (state.isFresh ? patience.request : patience.idle)
            case .reading: now - state.since > patience.request
            case .answering: false
            case .silent: now - state.since > patience.silence
            case .closing: now - state.since > patience.refusal
            }
        }
        if isLate { channel.close(promise: nil) }
    }

    /// Cuts it: the client gets a reset, not an end.
    func cut() {
        let channel = channel
        let resets = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        (resets ?? channel.eventLoop.makeSucceededVoidFuture()).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Writes bytes that bypass the HTTP encoder.
    func writeRaw(_ bytes: [UInt8]) async throws {
        let channel = channel
        try await channel.eventLoop.flatSubmit {
            let sent = channel.eventLoop.makePromise(of: Void.self)
            do {
                let context = try channel.pipeline.syncOperations.context(handlerType: ConnectionGuard.self)
                context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: sent)
            } catch {
                sent.fail(error)
            }
            return sent.futureResult
        }.get()
    }
}

/// The connections there are, at most so many, and who closes those that take too long.
final class Connections: Sendable {
    private let capacity: Int
    private let patience: ConnectionPatience
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    init(capacity: Int, patience: ConnectionPatience) {
        self.capacity = capacity
        self.patience = patience
    }

    subscript(channel: any Channel) -> Connection? { open.withLock { $0[ObjectIdentifier(channel)] } }

    /// Adds a connection; nil where there are too many already.
    func add(_ channel: any Channel) -> Connection? {
        let connection = Connection(channel: channel)
        return open.withLock { open in
            guard open.count < capacity else { return nil }
            open[ObjectIdentifier(channel)] = connection
            return connection
        }
    }

    func remove(_ channel: any Channel) { open.withLock { $0[ObjectIdentifier(channel)] = nil } }

    /// Closes those that are late, now and four times a second.
    func watch(on eventLoop: any EventLoop) -> RepeatedTask {
        eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(250), delay: .milliseconds(250)) { _ in
            let now = NIODeadline.now()
            for connection in self.open.withLock({ Array($0.values) }) {
                connection.closeIfLate(at: now, self.patience)
            }
        }
    }
}
