import Amounts
import CardData
import GRDB
import PaymentCall

/// What is known of a payment.
public enum PaymentState: String, Hashable, Sendable, CaseIterable {
    /// The gateway is being asked.
    case asked
    /// It was asked, and what became of it is not known.
    case unknown
    /// Charged.
    case paid
    /// Stored, nothing is charged.
    case tokenized
    /// The gateway refused.
    case declined
    /// It never got to the gateway.
    case notCharged = "not-charged"
    /// Void: nothing is charged, or no longer, and never will be.
    case voided

    /// Whether it is an outcome that stays.
    public var isSettled: Bool { self != .asked && self != .unknown }

    /// What a call is told of a payment in this state.
    func reply(decline: String?, confirmation: String?, token: String?) -> GatewayReply {
        switch self {
        case .asked, .unknown: return .unknown
        case .paid, .tokenized:
            var approval = GatewayApproval(reference: confirmation ?? "")
            approval.token = token
            return .approved(approval)
        case .declined: return .declined(decline.flatMap { DeclineReason(rawValue: $0) } ?? .cardDeclined)
        case .notCharged: return .notSent
        case .voided: return .voided
        }
    }
}

/// A payment as a ledger has it. Card data is masked.
public struct LedgerPayment: Hashable, Sendable {
    /// Its number in the ledger, growing with each.
    public let id: Int64
    /// Its idempotency key at the gateway.
    public let transactionID: String
    /// The call that asked.
    public let callID: String
    /// The account that is paid for; a long number is masked.
    public let account: String?
    /// The payment reference; a long number is masked.
    public let reference: String?
    /// The gateway and how it is spoken to.
    public let gateway: String
    /// The gateway's own name for it.
    public let handle: String?
    /// It is stored and nothing is charged.
    public let storesOnly: Bool
    /// What is paid with: `card` or `bank-account`.
    public let method: String
    /// What was asked for, in minor units.
    public let amount: Int64
    /// What the gateway has of it now, in minor units; 0 unless it is paid.
    public let charged: Int64
    /// The currency's code.
    public let currency: String
    /// The card's brand, where it is known.
    public let brand: String?
    /// The number of the card or bank account, masked.
    public let masked: String?
    /// The token of what is paid with.
    public let token: String?
    /// What is known of it.
    public let state: PaymentState
    /// Why it was declined.
    public let decline: String?
    /// The gateway's reference, as the caller is told.
    public let confirmation: String?
    /// Whether the caller heard that it is paid.
    public let isTold: Bool
    /// How often the gateway was asked to charge.
    public let tries: Int
    /// When it was written first: ISO 8601, UTC, milliseconds.
    public let createdAt: String
    /// When it was changed last.
    public let updatedAt: String
    /// When it was settled.
    public let settledAt: String?
    /// The step that settled it.
    let settledStep: Int64?
    /// Who holds it, and until when in milliseconds since the machine's start.
    let leaseOwner: String?
    let leaseUntil: Int64?

    init(_ row: Row) {
        id = row["id"]
        transactionID = row["transaction_id"]
        callID = row["call_id"]
        account = row["account"]
        reference = row["reference"]
        gateway = row["gateway"]
        handle = row["handle"]
        storesOnly = row["action"] == "tokenize"
        method = row["method"]
        amount = row["amount"]
        charged = row["charged"]
        currency = row["currency"]
        brand = row["brand"]
        masked = row["masked"]
        token = row["token"]
        state = PaymentState(rawValue: row["state"]) ?? .unknown
        decline = row["decline"]
        confirmation = row["confirmation"]
        isTold = row["told_step"] != nil
        tries = row["tries"]
        createdAt = row["created_at"]
        updatedAt = row["updated_at"]
        settledAt = row["settled_at"]
        settledStep = row["settled_step"]
        leaseOwner = row["lease_owner"]
        leaseUntil = row["lease_until"]
    }

    /// The amount that was asked for; nil where this version does not know the currency.
    public var money: Money? { Currency(code: currency).map { Money(minor: amount, currency: $0) } }

    /// What a call is told of it: its outcome, or that there is none yet.
    var reply: GatewayReply { state.reply(decline: decline, confirmation: confirmation, token: token) }
}

/// Something that was asked or answered about a payment, in the order in which it was written.
public struct LedgerStep: Hashable, Sendable {
    /// Its number in the ledger, growing with each.
    public let id: Int64
    /// When, ISO 8601, UTC, milliseconds.
    public let at: String
    /// Who asked: `call`, `later-call` (another call of the same bill), `reconcile` or `verify`.
    public let source: String
    /// What: `charge`, `prepare`, `inquiry`, `void`, `end` or `told`.
    public let what: String
    /// The answer; nil for the question.
    public let answer: String?

    init(_ row: Row) {
        id = row["id"]
        at = row["at"]
        source = row["source"]
        what = row["what"]
        answer = row["answer"]
    }
}
