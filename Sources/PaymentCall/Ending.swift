import Amounts
import CardData

/// How a payment ends: result, reason, last words and way out, one row each.
enum Ending: Hashable, Sendable {
    case paid
    case tokenized
    case tooManyDeclines
    case mustNotBeTriedAgain(DeclineReason)
    case declinedAfterHangUp(DeclineReason)
    case identificationFailed
    case notPayable
    case accountBlocked
    /// At one field; nil for the limit of the whole call.
    case tooManyAttempts(Field?)
    case cardCheckUnavailable
    case askedForAgent
    case gatewayUnavailable
    case outcomeUnknown
    /// An earlier payment of this much turned out to be made.
    case alreadyPaid(Money)
    case earlierPaymentUnknown
    case callerCancelled
    case agentCancelled
    case hungUp

    /// The endings that have a reason by the defaults of the rules.
    private static let withReasons: [Ending] = [
        .tooManyDeclines, .mustNotBeTriedAgain(.stolenCard), .mustNotBeTriedAgain(.lostCard),
        .identificationFailed, .notPayable, .accountBlocked, .tooManyAttempts(nil), .askedForAgent,
        .cardCheckUnavailable, .gatewayUnavailable,
        .outcomeUnknown, .alreadyPaid(Money(minor: 0, currency: .usd)), .earlierPaymentUnknown, .callerCancelled,
        .agentCancelled,
    ]

    /// The reasons that a result may have.
    static let reasons: [String] = withReasons.compactMap(\.reason)

    /// Every ending, as results tell them apart: rules, and a caller who hangs up, may make one of any decline.
    static let all: [Ending] =
        [.paid, .tokenized] + withReasons + DeclineReason.allCases.map { .declinedAfterHangUp($0) } + [.hungUp]

    var outcome: Outcome {
        switch self {
        case .paid: .paid
        case .tokenized: .tokenized
        case .tooManyDeclines, .mustNotBeTriedAgain, .declinedAfterHangUp: .declined
        case .identificationFailed, .notPayable, .accountBlocked, .tooManyAttempts, .askedForAgent,
            .cardCheckUnavailable, .gatewayUnavailable, .alreadyPaid, .earlierPaymentUnknown:
            .failed
        case .outcomeUnknown: .pending
        case .callerCancelled, .agentCancelled: .cancelled
        case .hungUp: .hungUp
        }
    }

    var reason: String? {
        switch self {
        case .paid, .tokenized, .hungUp: nil
        case .tooManyDeclines: "too-many-declines"
        case .mustNotBeTriedAgain(let reason), .declinedAfterHangUp(let reason): reason.rawValue
        case .identificationFailed: "identification-failed"
        case .notPayable: "not-payable"
        case .accountBlocked: "account-blocked"
        case .tooManyAttempts: "too-many-attempts"
        case .askedForAgent: "asked-for-agent"
        case .cardCheckUnavailable: "card-check-unavailable"
        case .gatewayUnavailable: "gateway-unavailable"
        case .outcomeUnknown: "outcome-unknown"
        case .alreadyPaid: "already-paid"
        case .earlierPaymentUnknown: "earlier-payment-unknown"
        case .callerCancelled: "caller-cancelled"
        case .agentCancelled: "agent-cancelled"
        }
    }

    /// What the caller hears of it, before a transfer or goodbye; nil for nothing, or for words with values.
    var words: Prompt? {
        switch self {
        case .paid, .tokenized, .askedForAgent, .hungUp, .declinedAfterHangUp: nil
        case .mustNotBeTriedAgain: Prompt("card-not-usable")
        case .notPayable: Prompt("nothing-due")
        case .callerCancelled, .agentCancelled: Prompt("cancelled")
        case .alreadyPaid(let amount): Prompt("already-paid", [PromptValue(.amount, .money(amount))])
        default: reason.map { Prompt($0) }
        }
    }

    /// Where the caller goes, by the table of results: assisted calls go back to the agent, automated ones that are
    /// paid, cancelled or have nothing due are hung up, the others go to the queue, or where the rules say.
    func route(mode: CallMode, rules: CallRules) -> Route {
        guard mode == .automated else { return .agent(rules.agent) }
        if case .tooManyAttempts(let field) = self {
            let own = field.map { rules.fields[$0]?.ending } ?? rules.routes[CallRules.callAttemptsRoute]
            if let own { return own }
        }
        if let reason, let other = rules.routes[reason] { return other }
        switch self {
        case .paid, .tokenized, .notPayable, .callerCancelled, .agentCancelled, .hungUp: return .hangUp
        default: return .queue(rules.queue)
        }
    }
}
