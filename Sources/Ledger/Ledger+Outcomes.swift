import GRDB
import PaymentGateway
import SQLiteFiles

// What is written of a payment while the gateway is asked, and behind its answers.
extension Ledger {
    /// One question or answer: of which payment, who asked, and what.
    struct Asking: Sendable {
        let id: Int64
        let holder: String
        let source: StepSource
        let what: StepKind
    }

    /// Writes that the gateway is about to be asked, and holds the payment on.
    func ask(_ asking: Asking) throws(SQLiteFileError) {
        try write { [self] database in
            try holdOn(asking, database)
            try addStep(asking.id, asking.source, asking.what, nil, database)
        }
    }

    /// Whether somebody has asked the gateway to make a payment void, and that may have got out.
    func wasVoidAsked(_ id: Int64, in database: Database) throws -> Bool {
        // Each question is a step, and each answer another; a process that died in between left no answer.
        try Bool.fetchOne(
            database,
            sql: """
                SELECT count(*) FILTER (WHERE answer IS NULL) > count(*) FILTER (WHERE answer = ?)
                FROM steps WHERE payment = ? AND what = 'void'
                """, arguments: [AnswerText.notSent, id]) ?? false
    }

    /// Writes the name under which the gateway prepared a payment. Throws where the payment is no longer the asker's: whoever
    /// took it from a process that slept for too long did not know the name, and what they settled must stay true.
    func prepare(_ asking: Asking, handle: String) throws(SQLiteFileError) {
        try write { [self] database in
            let known = try payment(asking.id, in: database)
            guard !known.state.isSettled, known.leaseOwner == asking.holder else {
                throw SQLiteFileError(
                    code: .refused, path: path,
                    message: "somebody else holds or has settled payment \(known.transactionID)")
            }
            try holdOn(asking, database)
            try database.run(
                sql: "UPDATE payments SET handle = ? WHERE id = ?", arguments: [handle, asking.id])
            try addStep(asking.id, asking.source, .prepare, handle, database)
        }
    }

    /// Writes an answer and what it settles; what stands in the ledger after it.
    ///
    /// A payment that is settled stays so, and one that somebody else holds by now is left to them: the answer is a step all
    /// the same. One that may be made void yet is not settled as made, but by what a void says. `releases` gives up a payment that is not settled: its outcome is unknown until somebody asks.
    @discardableResult
    func answer(
        _ asking: Asking, _ answer: String, _ settlement: Settlement?, releases: Bool = false
    ) throws(SQLiteFileError) -> LedgerPayment {
        try write { [self] database in
            try addStep(asking.id, asking.source, asking.what, answer, database)
            let step = database.lastInsertedRowID
            let known = try payment(asking.id, in: database)
            guard known.leaseOwner == nil || known.leaseOwner == asking.holder else { return known }
            let isDoubtful =
                try settlement?.isMade == true && asking.what != .void && wasVoidAsked(asking.id, in: database)
            if let settlement, known.state.isSettled ? known.canBecome(settlement) : !isDoubtful {
                try settle(asking.id, settlement, step, database)
            } else if releases, !known.state.isSettled {
                try release(asking.id, database)
            }
            return try payment(asking.id, in: database)
        }
    }

    private func settle(_ id: Int64, _ settlement: Settlement, _ step: Int64, _ database: Database) throws {
        let now = clock.text
        try database.run(
            sql: """
                UPDATE payments SET state = ?, charged = ?, decline = ?, confirmation = coalesce(?, confirmation),
                    token = coalesce(?, token), updated_at = ?, settled_at = coalesce(settled_at, ?),
                    settled_step = coalesce(settled_step, ?), lease_owner = NULL, lease_until = NULL
                WHERE id = ?
                """,
            arguments: [
                settlement.state.rawValue, settlement.charged, settlement.decline, settlement.confirmation,
                settlement.token, now, now, step, id,
            ])
    }

    /// Nobody holds it any more, and what became of it is not known.
    private func release(_ id: Int64, _ database: Database) throws {
        try database.run(
            sql: """
                UPDATE payments SET state = 'unknown', lease_owner = NULL, lease_until = NULL, updated_at = ? WHERE id = ?
                """, arguments: [clock.text, id])
    }

    /// Writes what is known when a payment's call is over: that its outcome is unknown where none is known, and whether the
    /// caller heard that it is paid. `heardOf` are other payments of which this caller heard so.
    func end(
        _ asking: Asking?, wasNeverSent: Bool, heardOfIt: Bool, heardOf: Set<Int64>
    ) throws(SQLiteFileError) {
        try write { [self] database in
            var told = heardOf
            if let asking {
                let known = try payment(asking.id, in: database)
                if heardOfIt, known.state == .paid { told.insert(asking.id) }
                if !known.state.isSettled, known.leaseOwner == asking.holder {
                    try addStep(asking.id, .call, .end, wasNeverSent ? "not-sent" : "unknown", database)
                    if wasNeverSent {
                        try settle(asking.id, Settlement(.notCharged), database.lastInsertedRowID, database)
                    } else {
                        try release(asking.id, database)
                    }
                }
            }
            for id in told.sorted() where try !payment(id, in: database).isTold {
                try addStep(id, asking?.id == id ? .call : .laterCall, .told, "heard", database)
                try database.run(
                    sql: """
                        UPDATE payments SET told_step = ?, told_boot = ?, told_since_boot = ?, updated_at = ? WHERE id = ?
                        """,
                    arguments: [database.lastInsertedRowID, owner.boot, clock.sinceBoot(), clock.text, id])
            }
        }
    }

    // MARK: Parts of the above

    private func holdOn(_ asking: Asking, _ database: Database) throws {
        let known = try payment(asking.id, in: database)
        if !known.state.isSettled, known.leaseOwner == asking.holder { try hold(asking.id, asking.holder, database) }
    }

    func addStep(
        _ id: Int64, _ source: StepSource, _ what: StepKind, _ answer: String?, _ database: Database
    ) throws {
        try database.run(
            sql: "INSERT INTO steps (payment, at, source, what, answer) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, clock.text, source.rawValue, what.rawValue, answer])
    }

    func payment(_ id: Int64, in database: Database) throws -> LedgerPayment {
        guard let found = try LedgerPayment.fetch(database, "id = ?", [id]).first else {
            throw SQLiteFileError(code: .damaged, path: path, message: "a payment is gone from it; see to the disk")
        }
        return found
    }

    func payment(_ transactionID: String, in database: Database) throws -> LedgerPayment? {
        try LedgerPayment.fetch(database, "transaction_id = ?", [transactionID]).first
    }
}

extension LedgerPayment {
    /// The payments for which `condition` holds.
    static func fetch(_ database: Database, _ condition: String, _ arguments: StatementArguments) throws
        -> [LedgerPayment]
    {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM payments WHERE \(condition)"), arguments: arguments
        ).map { LedgerPayment($0) }
    }

    /// Whether the outcome may still give way to another one: what is paid may be made void or be given back.
    fileprivate func canBecome(_ settlement: Settlement) -> Bool {
        switch (state, settlement.state) {
        case (.paid, .voided), (.tokenized, .voided): true
        case (.paid, .paid): settlement.charged < charged
        default: false
        }
    }
}

extension Database {
    /// Runs a statement that is run again and again: it is read once a connection.
    func run(sql: String, arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
