import Amounts
import GRDB
import PaymentCall
import PaymentGateway
import SQLiteFiles

/// Settles what calls have left open: each payment that was asked for by a process that is gone, or whose outcome is
/// unknown. Safe when run again and again, and by several processes at once.
public struct Reconciler: Sendable {
    private let ledger: Ledger
    private let client: any GatewayClient
    private let holder: String

    /// What became of one payment.
    public enum Finding: Hashable, Sendable {
        /// Settled now.
        case settled
        /// The gateway did not say.
        case noAnswer
        /// Not asked: the gateway was silent too often before.
        case notAsked
        /// A call, or another reconcile, holds it.
        case held
        /// It belongs to another gateway than the one that is asked.
        case otherGateway
        /// Settled, and the gateway agrees.
        case agrees
        /// Settled, and the gateway says otherwise, in these words.
        case differs(String)
    }

    /// How many silences in a row end the asking.
    private static let patience = 3
    /// Payments that are read at once.
    private static let page = 200

    /// Asks `client` about the payments of `ledger`.
    public init(ledger: Ledger, client: any GatewayClient) {
        self.ledger = ledger
        self.client = client
        holder = ledger.newHolder()
    }

    // MARK: What is open

    /// Goes through all open payments, oldest first; `report` hears of each, as the ledger has it then.
    public func reconcile(
        _ report: (LedgerPayment, Finding) throws -> Void
    ) throws {
        var silences = 0
        try forEach(LedgerSchema.isOpen) { payment in
            guard payment.gateway == client.name else { return try report(payment, .otherGateway) }
            guard silences < Reconciler.patience else { return try report(payment, .notAsked) }
            let (held, isMine) = try take(payment.id)
            guard isMine else { return try report(held, held.state.isSettled ? .settled : .held) }
            let after = try Settler(ledger: ledger, client: client, holder: holder, source: .reconcile).settle(held)
            silences = after.state.isSettled ? 0 : silences + 1
            try report(after, after.state.isSettled ? .settled : .noAnswer)
        }
    }

    /// Takes an open payment that nobody holds: of two who come at once, one gets it.
    private func take(_ id: Int64) throws(SQLiteFileError) -> (payment: LedgerPayment, isMine: Bool) {
        try ledger.write { [ledger, holder] database in
            let payment = try ledger.payment(id, in: database)
            guard !payment.state.isSettled, ledger.isFree(payment) else { return (payment, false) }
            try ledger.hold(id, holder, database)
            try ledger.addStep(id, .reconcile, .inquiry, nil, database)
            return (payment, true)
        }
    }

    // MARK: What is settled

    /// Compares every settled payment with what the gateway says, oldest first; `report` hears of each.
    ///
    /// What the gateway has made void or given back since is taken over, and told as a difference that once. Any other
    /// difference stays, and is told each time.
    public func verify(_ report: (LedgerPayment, Finding) throws -> Void) throws {
        var silences = 0
        try forEach("settled_step IS NOT NULL") { payment in
            guard payment.gateway == client.name else { return try report(payment, .otherGateway) }
            guard silences < Reconciler.patience else { return try report(payment, .notAsked) }
            let standing = client.standing(transactionID: payment.transactionID, handle: payment.handle)
            silences = standing == .noAnswer || standing == .notAsked ? silences + 1 : 0
            try compare(payment, standing, report)
        }
    }

    private func compare(
        _ payment: LedgerPayment, _ standing: PaymentStanding, _ report: (LedgerPayment, Finding) throws -> Void
    ) throws {
        let charged: Int64
        switch standing {
        case .noAnswer, .notAsked: return try report(payment, .noAnswer)
        case .approved(_, _, let money):
            guard payment.storesOnly || money.currency.code == payment.currency else {
                return try report(payment, .differs("the gateway has it in \(money.currency.code)"))
            }
            charged = payment.storesOnly ? 0 : money.minor
        case .processing: return try report(payment, .differs("the gateway has not decided"))
        case .declined, .voided, .notFound: charged = 0
        }
        // What is stored has nothing charged, and yet must be there.
        if payment.charged == charged, payment.state != .tokenized || standing.isApproved {
            return try report(payment, .agrees)
        }
        let words = "the gateway says: " + AnswerText.of(standing)
        guard let settlement = Settlement(standing, of: payment) else { return try report(payment, .differs(words)) }
        let asking = Ledger.Asking(id: payment.id, holder: holder, source: .verify, what: .inquiry)
        let after = try ledger.answer(asking, AnswerText.of(standing), settlement)
        let isTaken = after.state != payment.state || after.charged != payment.charged
        try report(payment, .differs(words + (isTaken ? "; taken over" : "")))
    }

    // MARK: Payments one after the other

    private func forEach(_ condition: String, _ body: (LedgerPayment) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let payments = try ledger.read { database in
                try LedgerPayment.fetch(
                    database, "\(condition) AND id > ? ORDER BY id LIMIT \(Reconciler.page)", [last])
            }
            for payment in payments { try body(payment) }
            guard let end = payments.last else { return }
            last = end.id
        }
    }
}
