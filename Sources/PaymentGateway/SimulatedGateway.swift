import CardData
import PaymentCall
import Telephony

/// What the simulated gateway does with one try instead of answering.
public enum GatewayFault: String, Hashable, Sendable, CaseIterable {
    /// It answers as it should.
    case none
    /// It can't be reached: the request is not sent.
    case unreachable
    /// It acts on the request, but its answer is lost.
    case noAnswer = "no-answer"
    /// The request is lost on its way.
    case lostRequest = "lost-request"
}

/// How the simulated gateway behaves.
public struct GatewayBehaviour: Sendable, Equatable {
    /// Media time from request to reply.
    public var latency = MediaDuration.milliseconds(1_500)
    /// What happens to the first try, the second, and so on; the last stands for all that follow.
    public var faults: [GatewayFault] = []
    /// Whether an inquiry is answered.
    public var answersInquiries = true

    /// Answers everything after 1.5 s.
    public init() {}
}

/// A gateway in the process: outcomes by published test number, latency in media time, one outcome a transaction id.
public struct SimulatedGateway: PaymentGateway {
    private let behaviour: GatewayBehaviour
    private var tries = 0
    private var outcomes: [String: GatewayReply] = [:]
    /// How many transactions were charged.
    public private(set) var chargesMade = 0

    /// A gateway that behaves like that.
    public init(behaviour: GatewayBehaviour = GatewayBehaviour()) { self.behaviour = behaviour }

    /// Charges unless the number's published outcome is a decline. A transaction id seen before gets its first answer.
    public mutating func charge(_ request: ChargeRequest, card: borrowing CardDetails) -> ScheduledReply? {
        defer { tries += 1 }
        let fault = behaviour.faults.isEmpty ? .none : behaviour.faults[min(tries, behaviour.faults.count - 1)]
        switch fault {
        case .unreachable: return ScheduledReply(.notSent, after: behaviour.latency)
        case .lostRequest: return nil
        case .none: return ScheduledReply(outcome(of: request, card), after: behaviour.latency)
        case .noAnswer:
            _ = outcome(of: request, card)
            return nil
        }
    }

    /// The outcome of a transaction; unknown for one it never got.
    public mutating func inquire(transactionID: String) -> ScheduledReply? {
        guard behaviour.answersInquiries else { return nil }
        return ScheduledReply(outcomes[transactionID] ?? .unknown, after: behaviour.latency)
    }

    private mutating func outcome(of request: ChargeRequest, _ card: borrowing CardDetails) -> GatewayReply {
        if let known = outcomes[request.transactionID] { return known }
        let reply: GatewayReply
        if let reason = TestCards.card(numbered: card.number)?.decline {
            reply = .declined(reason)
        } else {
            if !request.storesCardOnly { chargesMade += 1 }
            reply = .approved(reference: SimulatedGateway.reference(of: request.transactionID))
        }
        outcomes[request.transactionID] = reply
        return reply
    }

    /// A reference that can be said: a letter and five characters, none that sounds or looks like another.
    private static func reference(of transactionID: String) -> String {
        let characters = Array("ACEFHJKLMNPRTUWXY23456789")
        var hash = StableHash()
        hash.combine(transactionID)
        var rest = hash.value
        var text = String(characters[Int(rest % 17)])
        rest /= 17
        for _ in 0..<5 {
            text.append(characters[Int(rest % UInt64(characters.count))])
            rest /= UInt64(characters.count)
        }
        return text
    }
}
