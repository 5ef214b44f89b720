import GRDB
import SQLiteFiles

/// Which payments of a ledger are meant. What is nil does not count.
public struct LedgerFilter: Hashable, Sendable {
    /// The first day, UTC, as 2026-11-25.
    public var from: String?
    /// The last day, UTC.
    public var to: String?
    /// What is known of them.
    public var state: PaymentState?
    /// The account that is paid for, as it was keyed.
    public var account: String?
    /// The payment reference, as it was given.
    public var reference: String?

    /// All payments.
    public init() {}

    /// The conditions in SQL, and their arguments.
    fileprivate func terms(_ ledger: Ledger) throws(SQLiteFileError) -> (sql: [String], arguments: StatementArguments) {
        var sql: [String] = []
        var arguments = StatementArguments()
        func add(_ condition: String, _ value: String) {
            sql.append(condition)
            arguments += [value]
        }
        if let account { add("account_key = ?", try ledger.billKeys().account(account)) }
        if let reference { add("reference_key = ?", try ledger.billKeys().reference(reference)) }
        // The plus keeps SQLite from going by the result, which many payments share, where it can go by the bill.
        let isOfBill = account != nil || reference != nil
        if let state { add(isOfBill ? "+state = ?" : "state = ?", state.rawValue) }
        if let from { add("created_at >= ?", from) }
        // Behind every time of that day.
        if let to { add("created_at < ?", to + "U") }
        return (sql, arguments)
    }
}

// Looking into a ledger.
extension Ledger {
    /// A page of payments, the newest first by the time they were written, and where that is the same by their number.
    /// `before` is the transaction id behind which it begins: the last one of the page before. Nil where the ledger does not
    /// have it.
    public func page(
        _ filter: LedgerFilter = LedgerFilter(), before: String? = nil, limit: Int
    ) throws(SQLiteFileError) -> [LedgerPayment]? {
        var (terms, arguments) = try filter.terms(self)
        if let before {
            guard let last = try payment(before) else { return nil }
            terms.append("(created_at, id) < (?, ?)")
            arguments += [last.createdAt, last.id]
        }
        let condition = terms.isEmpty ? "TRUE" : terms.joined(separator: " AND ")
        arguments += [limit]
        return try read { [arguments] database in
            try LedgerPayment.fetch(database, "\(condition) ORDER BY created_at DESC, id DESC LIMIT ?", arguments)
        }
    }

    /// The payment with that transaction id; nil for none.
    public func payment(_ transactionID: String) throws(SQLiteFileError) -> LedgerPayment? {
        try read { try payment(transactionID, in: $0) }
    }

    /// What was asked and answered about a payment, in order.
    public func steps(of payment: LedgerPayment) throws(SQLiteFileError) -> [LedgerStep] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM steps WHERE payment = ? ORDER BY id", arguments: [payment.id]
            ).map { LedgerStep($0) }
        }
    }

    /// Every payment in the order in which they were written, one at a time: memory does not grow with their number.
    /// What is written meanwhile is left out.
    public func forEach(_ filter: LedgerFilter = LedgerFilter(), _ body: (LedgerPayment) throws -> Void) throws {
        let (terms, arguments) = try filter.terms(self)
        let condition = terms.isEmpty ? "TRUE" : terms.joined(separator: " AND ")
        // An error of the body is no error of the file.
        var failure: (any Error)?
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM payments WHERE \(condition) ORDER BY id", arguments: arguments)
            do { while let row = try rows.next() { try body(LedgerPayment(row)) } } catch let error as DatabaseError {
                throw error
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// How many payments are in each state, and what the gateway has of them, by currency in minor units.
    public func totals() throws(SQLiteFileError) -> LedgerTotals {
        try read { database in
            var totals = LedgerTotals()
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT state, currency, count(*) AS n, sum(charged) AS charged FROM payments GROUP BY 1, 2")
            for row in rows {
                if let state = PaymentState(rawValue: row["state"]) { totals.count[state, default: 0] += row["n"] }
                totals.charged[row["currency"], default: 0] += row["charged"]
            }
            return totals
        }
    }
}

/// The sums of a ledger.
public struct LedgerTotals: Hashable, Sendable {
    /// Payments by what is known of them.
    public var count: [PaymentState: Int] = [:]
    /// What gateways have of them, in minor units by currency.
    public var charged: [String: Int64] = [:]
}
