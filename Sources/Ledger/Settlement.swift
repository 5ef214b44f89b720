import Amounts
import CardData
import PaymentCall
import PaymentGateway

/// An outcome as it is written.
struct Settlement: Sendable, Hashable {
    let state: PaymentState
    /// What the gateway has of it, in minor units.
    var charged: Int64 = 0
    var decline: String?
    var confirmation: String?
    var token: String?

    init(_ state: PaymentState) { self.state = state }

    init(declined reason: DeclineReason) {
        state = .declined
        decline = reason.rawValue
    }

    /// An approval; what a gateway calls things is kept as far as it may be.
    init(_ approval: GatewayApproval, charged: Int64, storesOnly: Bool) {
        state = storesOnly ? .tokenized : .paid
        self.charged = storesOnly ? 0 : charged
        confirmation = KeptText.keeping(approval.reference)
        token = approval.token.map(KeptText.keeping)
    }

    /// Whether money is taken, or a card kept.
    var isMade: Bool { state == .paid || state == .tokenized }

    /// What a call is told of it.
    var reply: GatewayReply { state.reply(decline: decline, confirmation: confirmation, token: token) }

    /// What the standing of `payment` makes of it; nil where it is not settled by that.
    init?(_ standing: PaymentStanding, of payment: LedgerPayment) {
        switch standing {
        case .approved(let approval, let amount, let charged):
            guard payment.isFor(amount), payment.storesOnly || (0...payment.amount).contains(charged.minor) else {
                return nil
            }
            self.init(approval, charged: charged.minor, storesOnly: payment.storesOnly)
        case .declined(let reason): self.init(declined: reason)
        case .voided: self.init(.voided)
        case .processing, .notFound, .noAnswer, .notAsked: return nil
        }
    }
}

extension LedgerPayment {
    /// Whether a payment of `amount` at the gateway, nil for one that only stores, can be this one.
    fileprivate func isFor(_ amount: Money?) -> Bool { storesOnly ? amount == nil : amount != nil && amount == money }
}

extension PaymentStanding {
    /// Whether it is made.
    var isApproved: Bool { if case .approved = self { true } else { false } }
}

/// Answers as the steps of a ledger name them.
enum AnswerText {
    /// Of a question that did not get out.
    static let notSent = "not-sent"

    static func of(_ reply: GatewayReply?) -> String {
        switch reply {
        case .approved: "approved"
        case .declined(let reason): "declined " + reason.rawValue
        case .notSent: notSent
        case .unknown: "unknown"
        case .later(let advice): advice.mayHaveCharged ? "later, may have charged" : "later, has not charged"
        case .voided: "voided"
        case .heldBack: "held-back"
        case nil: "no-answer"
        }
    }

    static func of(_ standing: PaymentStanding) -> String {
        switch standing {
        case .approved(_, _, let charged): "approved, charged \(charged.decimalText) \(charged.currency.code)"
        case .declined(let reason): "declined " + reason.rawValue
        case .voided: "voided"
        case .processing: "processing"
        case .notFound: "not-found"
        case .noAnswer: "no-answer"
        case .notAsked: AnswerText.notSent
        }
    }
}

/// Who asks, as the steps of a ledger name it.
enum StepSource: String, Sendable {
    /// The payment's own call.
    case call
    /// A call that found it in its way.
    case laterCall = "later-call"
    case reconcile, verify
}

/// What is asked, as the steps of a ledger name it.
enum StepKind: String, Sendable {
    case charge, prepare, inquiry, void, end, told
}
