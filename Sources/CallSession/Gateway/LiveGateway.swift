import CardData
import Dispatch
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony

/// Asks a gateway outside the process for a call in real time: it is waited for beside the call, whose driver collects the
/// answers.
///
/// One thing is asked at a time, in order: a second try begins when the first has been given up.
public final class LiveGateway: PaymentGateway, Sendable {
    /// The gateway's answer, and to what.
    public struct Answer: Hashable, Sendable {
        /// The transaction that was asked about.
        public let transactionID: String
        /// What the gateway said.
        public let reply: GatewayReply
    }

    private struct State {
        var asked = 0
        var underWay = 0
        var answers: [Answer] = []
    }

    private let gateway: any WaitingGateway
    private let queue = DispatchQueue(label: "ivrpay.gateway")
    private let state = Mutex(State())

    /// Asks `gateway` beside the call.
    public init(_ gateway: any WaitingGateway) { self.gateway = gateway }

    /// Asks in the background; always nil.
    public func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        let lent = LentDetails(details)
        ask(request.transactionID) { gateway in lent.spend { gateway.charge(request, details: $0) } }
        return nil
    }

    /// Asks in the background; always nil.
    public func inquire(transactionID: String) -> ScheduledReply? {
        ask(transactionID) { $0.inquire(transactionID: transactionID) }
        return nil
    }

    /// Asks in the background; always nil.
    public func void(transactionID: String) -> ScheduledReply? {
        ask(transactionID) { $0.void(transactionID: transactionID) }
        return nil
    }

    /// Passes it on, behind what was asked before.
    public func paymentEnded(transactionID: String, callerHeard: Bool) {
        queue.async { [gateway] in gateway.paymentEnded(transactionID: transactionID, callerHeard: callerHeard) }
    }

    /// Whether something is being asked, or an answer waits to be taken.
    public var isWaiting: Bool { state.withLock { $0.underWay > 0 || !$0.answers.isEmpty } }

    /// The answers that have come since they were last taken, in the order they came.
    public func takeAnswers() -> [Answer] {
        state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Waits until all that was asked is answered or given up, and written where it is kept.
    public func finish() { queue.sync {} }

    private func ask(_ transactionID: String, _ question: @escaping @Sendable (any WaitingGateway) -> GatewayReply?) {
        let number = state.withLock { state in
            state.asked += 1
            state.underWay += 1
            return state.asked
        }
        queue.async { [self] in
            let reply = question(gateway)
            state.withLock { state in
                state.underWay -= 1
                // A try that was given up says nothing about what was asked after it; an outcome always counts.
                guard let reply, reply.isOutcome || number == state.asked else { return }
                state.answers.append(Answer(transactionID: transactionID, reply: reply))
            }
        }
    }
}

extension GatewayReply {
    fileprivate var isOutcome: Bool {
        switch self {
        case .approved, .declined, .voided, .heldBack: true
        case .notSent, .unknown, .later: false
        }
    }
}
