import Connectors
import NIOCore
import Synchronization

/// Asks services for a call in real time: requests run beside the call, and its driver collects the answers.
public final class LiveHTTPConnector: DataConnector, Sendable {
    private struct State {
        var underWay: [Int: HTTPExchange] = [:]
        var answers: [ConnectorAnswer] = []
    }

    private let service: HTTPService
    // Apart from the connector, so that a request under way does not keep that alive.
    private let state = Shared(State())

    private final class Shared: Sendable {
        let value: Mutex<State>
        init(_ state: State) { value = Mutex(state) }
    }

    /// A connector over `service`.
    public init(service: HTTPService) { self.service = service }

    deinit { cancelAll() }

    /// Sends the request in the background; always nil. Ids of one call differ.
    public func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer? {
        let exchange = HTTPExchange(request, client: service.client)
        state.value.withLock { $0.underWay[id] = exchange }
        exchange.run().whenSuccess { [state] answer in
            state.value.withLock { state in
                // A request that was given up is no longer under way.
                guard state.underWay.removeValue(forKey: id) != nil else { return }
                state.answers.append(ConnectorAnswer(id: id, reply: answer.reply, attempts: answer.attempts))
            }
        }
        return nil
    }

    /// Whether a request is under way, or an answer waits to be taken.
    public var isWaiting: Bool { state.value.withLock { !$0.underWay.isEmpty || !$0.answers.isEmpty } }

    /// The answers that have come since they were last taken, in the order they came.
    public func takeAnswers() -> [ConnectorAnswer] {
        state.value.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Gives up whatever is under way, at the end of a call: nothing more is sent or answered.
    public func cancelAll() {
        let ending = state.value.withLock { state in
            defer { state = State() }
            return state.underWay.values
        }
        for exchange in ending { exchange.cancel() }
    }
}
