import Amounts
import CardData
import GRDB
import PaymentCall
import SQLiteFiles

// The begin of an attempt: whether it may be made, and its row.
extension Ledger {
    /// What a charge meets in the ledger.
    enum Begin {
        /// It is written; the gateway may be asked.
        case ask(id: Int64, handle: String?)
        /// This transaction is settled already.
        case settled(LedgerPayment)
        /// The transaction id belongs to a payment for something else.
        case refused
        /// A payment of the bill was made, and this caller can't know.
        case paid(LedgerPayment)
        /// One is in flight, or nobody here can find out about it.
        case unknown
        /// What became of this one is not known; it is held now, and to be settled before.
        case settleFirst(LedgerPayment)
    }

    /// Who begins.
    struct Beginner: Sendable {
        /// The gateway that is asked.
        let gateway: String
        /// The name under which the call holds its payments.
        let holder: String
        /// The payments of this same call, which don't stand in its way.
        let own: Set<Int64>
        /// The last step that was in the ledger as the call began.
        let since: Int64
    }

    /// The number of the newest step; 0 for none.
    func lastStep() throws(SQLiteFileError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM steps") ?? 0 }
    }

    /// The number of the newest step before this process began: what callers were told behind that, this one could not know.
    func lastStepBeforeProcess() throws(SQLiteFileError) -> Int64 {
        let newest = try lastStep()
        guard let start = owner.startedSinceBoot else { return newest }
        let told = try read { [owner] database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT min(told_step) FROM (
                        SELECT told_step, told_boot, told_since_boot FROM payments WHERE told_step IS NOT NULL
                        ORDER BY told_step DESC LIMIT \(Ledger.toldAtOnce))
                    WHERE told_boot = ? AND told_since_boot >= ?
                    """, arguments: [owner.boot, start])
        }
        return told.map { min(newest, $0 - 1) } ?? newest
    }

    /// Callers who may be told of a payment while a program starts.
    private static let toldAtOnce = 256

    /// Writes an attempt, unless something stands in its way: all in one transaction.
    func begin(_ request: ChargeRequest, _ beginner: Beginner) throws(SQLiteFileError) -> Begin {
        let bill = Bill(request, try billKeys())
        return try write { [self] database in
            if let known = try payment(request.transactionID, in: database) {
                return try goOn(with: known, bill, beginner, database)
            }
            if !request.storesOnly, let obstacle = try obstacle(to: bill, beginner, database) { return obstacle }
            let id = try insert(request, bill, beginner, database)
            return .ask(id: id, handle: nil)
        }
    }

    /// A further try of a transaction that is in the ledger.
    private func goOn(
        with known: LedgerPayment, _ bill: Bill, _ beginner: Beginner, _ database: Database
    ) throws -> Begin {
        guard try bill.isThat(of: known, database), known.gateway == beginner.gateway else { return .refused }
        if known.state.isSettled { return .settled(known) }
        guard known.leaseOwner == beginner.holder || isFree(known) else { return .unknown }
        try hold(known.id, beginner.holder, database)
        try database.run(
            sql: "UPDATE payments SET state = 'asked', tries = tries + 1 WHERE id = ?", arguments: [known.id])
        try addStep(known.id, .call, .charge, nil, database)
        return .ask(id: known.id, handle: known.handle)
    }

    /// Another payment of the same account or reference that has to be heard of, or settled, first.
    private func obstacle(to bill: Bill, _ beginner: Beginner, _ database: Database) throws -> Begin? {
        let isSameBill = "action = 'charge' AND (account_key = ?1 OR reference_key = ?2)"
        let inTheWay = try LedgerPayment.fetch(
            database, "\(isSameBill) AND \(LedgerSchema.standsInTheWay) ORDER BY id",
            [bill.accountKey, bill.referenceKey])
        for other in inTheWay where !other.state.isSettled {
            let isFree = isFree(other) || other.leaseOwner == beginner.holder
            guard isFree, other.gateway == beginner.gateway else { return .unknown }
            try hold(other.id, beginner.holder, database)
            try addStep(other.id, .laterCall, .inquiry, nil, database)
            return .settleFirst(other)
        }
        // Nobody can know of it who called before somebody was told.
        let toldMeanwhile = try LedgerPayment.fetch(
            database, "\(isSameBill) AND told_step > ?3 AND state = 'paid' ORDER BY id",
            [bill.accountKey, bill.referenceKey, beginner.since])
        return (inTheWay + toldMeanwhile).first { !beginner.own.contains($0.id) }.map { .paid($0) }
    }

    private func insert(
        _ request: ChargeRequest, _ bill: Bill, _ beginner: Beginner, _ database: Database
    ) throws -> Int64 {
        let now = clock.text
        try database.run(
            sql: """
                INSERT INTO payments (transaction_id, call_id, account, account_key, reference, reference_key, gateway,
                    action, method, amount, currency, brand, masked, token, state, created_at, updated_at, lease_owner,
                    lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', ?, ?, ?, ?)
                """,
            arguments: [
                request.transactionID, request.callID, bill.account, bill.accountKey, bill.reference,
                bill.referenceKey, beginner.gateway, bill.action, request.method.rawValue, bill.amount, bill.currency,
                request.brand?.rawValue, request.maskedNumber, request.token.map(KeptText.keeping), now, now,
                beginner.holder, leaseEnd,
            ])
        let id = database.lastInsertedRowID
        try addStep(id, .call, .charge, nil, database)
        return id
    }

    // MARK: Leases

    /// Milliseconds since the machine's start at which a lease taken now is over.
    private var leaseEnd: Int64 { clock.sinceBoot() + Ledger.lease }

    /// Whether nobody holds a payment any more: its holder gave it up, is dead, or has been silent for too long. Clocks that
    /// are set don't count.
    func isFree(_ payment: LedgerPayment) -> Bool {
        guard let text = payment.leaseOwner, let until = payment.leaseUntil else { return true }
        guard let holder = LeaseOwner(text: text) else { return true }
        return until <= clock.sinceBoot() || holder.isDead(seenBy: owner)
    }

    /// Holds a payment for `holder`, from now on.
    func hold(_ id: Int64, _ holder: String, _ database: Database) throws {
        try database.run(
            sql: "UPDATE payments SET lease_owner = ?, lease_until = ?, updated_at = ? WHERE id = ?",
            arguments: [holder, leaseEnd, clock.text, id])
    }
}

/// What a charge is for, as it is kept.
private struct Bill: Sendable {
    let account: String?
    let accountKey: String?
    let reference: String?
    let referenceKey: String?
    let action: String
    let amount: Int64
    let currency: String

    init(_ request: ChargeRequest, _ keys: BillKeys) {
        account = request.account.map(KeptText.keeping)
        accountKey = request.account.map(keys.account)
        reference = request.reference.map(KeptText.keeping)
        referenceKey = request.reference.map(keys.reference)
        action = request.storesOnly ? "tokenize" : "charge"
        amount = request.amount.minor
        currency = request.amount.currency.code
    }

    /// Whether a payment that is in the ledger is for the same.
    func isThat(of known: LedgerPayment, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT account_key IS ? AND reference_key IS ? AND action = ? AND amount = ? AND currency = ?
                FROM payments WHERE id = ?
                """, arguments: [accountKey, referenceKey, action, amount, currency, known.id]) ?? false
    }
}
