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
    /// It does not act, and wants to be left alone for two seconds.
    case later
    /// It is not asked: an earlier payment turns out to be made.
    case alreadyPaid = "already-paid"
    /// It is not asked: what became of an earlier payment is not known.
    case earlierPaymentUnknown = "earlier-payment-unknown"
}

/// How the simulated gateway behaves.
public struct GatewayBehaviour: Sendable, Equatable {
    /// Media time from request to reply.
    public var latency = MediaDuration.milliseconds(1_500)
    /// What happens to the first try, the second, and so on; the last stands for all that follow.
    public var faults: [GatewayFault] = []
    /// Whether an inquiry is answered.
    public var answersInquiries = true
    /// Whether a void is answered.
    public var answersVoids = true

    /// Answers everything after 1.5 s.
    public init() {}
}

/// How the simulated card check behaves.
public struct CardCheckBehaviour: Sendable, Equatable {
    /// Media time from question to reply.
    public var latency = MediaDuration.milliseconds(500)
    /// Replies to the first question, the second, and so on; the last stands for all that follow, and none accepts.
    public var replies: [CardCheckReply] = []

    /// Accepts everything after 0.5 s.
    public init() {}
}

/// A card check in the process: its replies are given by turns.
public struct SimulatedCardCheck: CardChecker {
    private let behaviour: CardCheckBehaviour
    private var asked = 0

    /// A check that behaves like that.
    public init(behaviour: CardCheckBehaviour = CardCheckBehaviour()) { self.behaviour = behaviour }

    /// Replies by turns.
    public mutating func check(number: borrowing SecretDigits) -> ScheduledCheck? {
        defer { asked += 1 }
        let replies = behaviour.replies
        return ScheduledCheck(
            replies.isEmpty ? .accepted : replies[min(asked, replies.count - 1)], after: behaviour.latency)
    }
}

/// A gateway in the process: outcomes by published test number, latency in media time, one outcome a transaction id.
public struct SimulatedGateway: PaymentGateway {
    private let behaviour: GatewayBehaviour
    private var tries = 0
    private var outcomes: [String: GatewayReply] = [:]
    private var charged: Set<String> = []
    /// How many transactions were charged, and are not void.
    public var chargesMade: Int { charged.count }

    /// A gateway that behaves like that.
    public init(behaviour: GatewayBehaviour = GatewayBehaviour()) { self.behaviour = behaviour }

    /// Charges unless the number's published outcome is a decline. A transaction id seen before gets its first answer.
    public mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        defer { tries += 1 }
        let fault = behaviour.faults.isEmpty ? .none : behaviour.faults[min(tries, behaviour.faults.count - 1)]
        switch fault {
        case .unreachable: return ScheduledReply(.notSent, after: behaviour.latency)
        case .lostRequest: return nil
        case .later:
            let advice = RetryAdvice(wait: .milliseconds(2_000), mayHaveCharged: false)
            return ScheduledReply(.later(advice), after: behaviour.latency)
        case .alreadyPaid: return ScheduledReply(.heldBack(.paid(request.amount)), after: behaviour.latency)
        case .earlierPaymentUnknown: return ScheduledReply(.heldBack(.unknown), after: behaviour.latency)
        case .none: return ScheduledReply(outcome(of: request, details), after: behaviour.latency)
        case .noAnswer:
            _ = outcome(of: request, details)
            return nil
        }
    }

    /// The outcome of a transaction; unknown for one it never got.
    public mutating func inquire(transactionID: String) -> ScheduledReply? {
        guard behaviour.answersInquiries else { return nil }
        return ScheduledReply(outcomes[transactionID] ?? .unknown, after: behaviour.latency)
    }

    /// Makes a transaction void: one that was charged is no longer, one that comes later never will be.
    public mutating func void(transactionID: String) -> ScheduledReply? {
        guard behaviour.answersVoids else { return nil }
        let known = outcomes[transactionID]
        if case .declined = known { return ScheduledReply(known ?? .voided, after: behaviour.latency) }
        outcomes[transactionID] = .voided
        charged.remove(transactionID)
        return ScheduledReply(.voided, after: behaviour.latency)
    }

    private mutating func outcome(of request: ChargeRequest, _ details: borrowing PaymentDetails) -> GatewayReply {
        if let known = outcomes[request.transactionID] { return known }
        let reply: GatewayReply
        if let reason = SimulatedGateway.decline(of: request, details) {
            reply = .declined(reason)
        } else {
            if !request.storesOnly { charged.insert(request.transactionID) }
            reply = .approved(approval(of: request))
        }
        outcomes[request.transactionID] = reply
        return reply
    }

    /// Why what is paid with is declined, as published; nil when it is approved.
    private static func decline(of request: ChargeRequest, _ details: borrowing PaymentDetails) -> DeclineReason? {
        if let token = request.token { return TestToken.token(named: token)?.decline }
        return switch request.method {
        case .card: TestCards.card(numbered: details[.cardNumber])?.decline
        case .bankAccount: TestBankAccount.account(numbered: details[.bankAccount])?.decline
        }
    }

    /// An approval: a reference, the token of what was stored, and the call's parameters given back.
    private func approval(of request: ChargeRequest) -> GatewayApproval {
        let reference = SimulatedGateway.reference(of: request.transactionID)
        var approval = GatewayApproval(reference: reference)
        if request.storesOnly { approval.token = "tok_" + reference }
        approval.values = request.parameters
        return approval
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
