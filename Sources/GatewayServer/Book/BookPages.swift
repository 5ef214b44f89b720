import Foundation
import GRDB

/// What stands in the book, read and written within a transaction.
struct BookPages {
    let database: Database

    private static let columns =
        "id, reference, action, status, amount, currency, source, brand, masked, token, confirmation, decline_code, "
        + "captured, refunded, description, parameters, settles_at, created_at, updated_at"

    // MARK: Payments

    func payment(id: String) throws -> Payment? { try payment("SELECT \(Self.columns) FROM payments WHERE id = ?", id) }

    func payment(reference: String) throws -> Payment? {
        try payment("SELECT \(Self.columns) FROM payments WHERE reference = ?", reference)
    }

    /// The payment that was made before this one, or else the one after it.
    func neighbour(of payment: Payment) throws -> Payment? {
        let seq = "(SELECT seq FROM payments WHERE id = ?)"
        return try self.payment(
            "SELECT \(Self.columns) FROM payments WHERE seq < \(seq) ORDER BY seq DESC LIMIT 1", payment.id)
            ?? self.payment("SELECT \(Self.columns) FROM payments WHERE seq > \(seq) ORDER BY seq LIMIT 1", payment.id)
    }

    private func payment(_ sql: String, _ name: String) throws -> Payment? {
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: [name]).map(Payment.init)
    }

    /// Payments in the order they were made, behind the one with that id; nil where there is none of that id.
    func payments(after id: String?, limit: Int) throws -> [Payment]? {
        var seq: Int64 = 0
        if let id {
            guard
                let found = try Int64.fetchOne(database, sql: "SELECT seq FROM payments WHERE id = ?", arguments: [id])
            else { return nil }
            seq = found
        }
        return try Row.fetchAll(
            database, sql: "SELECT \(Self.columns) FROM payments WHERE seq > ? ORDER BY seq LIMIT ?",
            arguments: [seq, limit]
        ).map(Payment.init)
    }

    func insert(_ payment: Payment) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO payments (\(Self.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        try statement.execute(arguments: [
            payment.id, payment.reference, payment.action.rawValue, payment.status.rawValue, payment.amount,
            payment.currency, payment.source?.kind.rawValue, payment.source?.brand, payment.source?.masked,
            payment.source?.token, payment.confirmation, payment.declineCode, payment.captured, payment.refunded,
            payment.description, payment.parameters, payment.settlesAt, payment.createdAt, payment.updatedAt,
        ])
    }

    /// Writes what may have changed of it.
    func update(_ payment: Payment) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE payments SET status = ?, captured = ?, refunded = ?, settles_at = ?, updated_at = ? WHERE id = ?
                """)
        try statement.execute(arguments: [
            payment.status.rawValue, payment.captured, payment.refunded, payment.settlesAt, payment.updatedAt,
            payment.id,
        ])
    }

    /// Payments whose time has come succeed.
    func settle(until time: GatewayTime) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT \(Self.columns) FROM payments WHERE settles_at IS NOT NULL AND settles_at <= ?")
        for row in try Row.fetchAll(statement, arguments: [time.milliseconds]) {
            var payment = try Payment(row)
            payment.succeed(at: payment.settlesAt ?? time.milliseconds)
            try update(payment)
        }
    }

    // MARK: First answers, tokens, all of it

    func answer(keyHash: Data) throws -> KeptAnswer? {
        let statement = try database.cachedStatement(
            sql: "SELECT request_hash, status, body FROM answers WHERE key_hash = ?")
        return try Row.fetchOne(statement, arguments: [keyHash]).map {
            KeptAnswer(requestHash: $0[0], status: $0[1], body: $0[2])
        }
    }

    func keep(_ answer: KeptAnswer, keyHash: Data, at time: GatewayTime) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO answers (key_hash, request_hash, status, body, made_at) VALUES (?,?,?,?,?)")
        try statement.execute(arguments: [keyHash, answer.requestHash, answer.status, answer.body, time.milliseconds])
    }

    func source(token: String) throws -> Payment.Source? {
        try Row.fetchOne(database, sql: "SELECT brand, masked FROM tokens WHERE token = ?", arguments: [token]).map {
            Payment.Source(kind: .token, brand: $0[0], masked: $0[1], token: token)
        }
    }

    /// The token is good no more.
    func remove(token: String) throws {
        try database.execute(sql: "DELETE FROM tokens WHERE token = ?", arguments: [token])
    }

    func keep(token: String, of source: Payment.Source) throws {
        try database.execute(
            sql: "INSERT INTO tokens (token, brand, masked) VALUES (?,?,?)",
            arguments: [token, source.brand, source.masked])
    }

    /// How many payments there are of each status.
    func counts() throws -> [(status: String, count: Int64)] {
        try Row.fetchAll(database, sql: "SELECT status, count(*) FROM payments GROUP BY status ORDER BY status").map {
            ($0[0], $0[1])
        }
    }

    /// What all payments of each currency bring, in minor units.
    func nets() throws -> [(currency: String, minor: Int64)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT currency, sum(CASE WHEN status = 'voided' THEN 0 ELSE captured - refunded END) FROM payments
                WHERE currency IS NOT NULL GROUP BY currency ORDER BY currency
                """
        ).map { ($0[0], $0[1]) }
    }

    func deleteAll() throws {
        for table in ["payments", "answers", "tokens"] { try database.execute(sql: "DELETE FROM \(table)") }
    }
}

/// The first answer under an idempotency key.
struct KeptAnswer: Hashable, Sendable {
    let requestHash: Data
    let status: Int
    let body: String
}

extension Payment {
    /// The row's columns are those of `BookPages`, in their order.
    init(_ row: Row) throws {
        guard let action = Action(rawValue: row[2]), let status = Status(rawValue: row[3]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a payment of no known status")
        }
        let kind = (row[6] as String?).flatMap(Source.Kind.init)
        self.init(
            id: row[0], reference: row[1], action: action, status: status, amount: row[4], currency: row[5],
            source: kind.map { Source(kind: $0, brand: row[7], masked: row[8], token: row[9]) }, confirmation: row[10],
            declineCode: row[11], captured: row[12], refunded: row[13], description: row[14], parameters: row[15],
            settlesAt: row[16], createdAt: row[17], updatedAt: row[18])
    }
}
