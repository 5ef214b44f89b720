import CardData
import GRDB
import PaymentCall
import SQLiteFiles
import Testing

@testable import Ledger

/// The tables defend themselves, whoever writes to them.
@Suite("Schema") struct LedgerSchemaTests {
    /// A ledger with one payment, charged.
    private func ledger() throws -> Ledger {
        let ledger = try Ledger(nil, clock: TestClock().clock)
        #expect(try ledger.call(TestGateway()).charge(LedgerKit.request("t-1", reference: "INV-7")).isApproved)
        return ledger
    }

    static let columns = [
        "transaction_id", "call_id", "account", "account_key", "reference", "reference_key", "gateway", "handle",
        "action", "method", "currency", "brand", "masked", "token", "state", "decline", "confirmation", "told_boot",
        "created_at", "updated_at", "settled_at", "lease_owner",
    ]

    @Test("the list of text columns is that of the tables") func listOfColumns() throws {
        let ledger = try ledger()
        let texts = try ledger.read { database in
            try ["payments", "steps", "book"].map { table in
                try Row.fetchAll(database, sql: "SELECT name FROM pragma_table_info('\(table)') WHERE type = 'TEXT'")
                    .map { $0["name"] as String }
            }
        }
        #expect(texts == [Self.columns, ["at", "source", "what", "answer"], ["key_check"]])
        let strict = try ledger.read {
            try Int.fetchOne(
                $0, sql: "SELECT count(*) FROM pragma_table_list WHERE strict AND name IN ('payments', 'steps', 'book')"
            )
        }
        #expect(strict == 3)
    }

    /// Columns that take any text but a long number.
    private static let free: Set<String> = Set(columns).subtracting([
        "action", "method", "currency", "state", "created_at", "updated_at", "settled_at",
    ])

    @Test(
        "no text column takes 13 digits in a row",
        arguments: columns, ["4242424242424242", "x1234567890123y", "36227206271667"])
    func numbers(column: String, number: String) throws {
        let ledger = try Ledger(nil, clock: TestClock().clock)
        _ = try ledger.call(TestGateway()).charge(
            LedgerKit.request("t-1", minor: TestGateway.declined, reference: "INV-7"))
        try ledger.write { database in
            try database.execute(sql: "DROP TRIGGER payments_fixed")
            try database.execute(sql: "DROP TRIGGER payments_outcome")
            try database.execute(sql: "UPDATE payments SET lease_owner = 'x', lease_until = 1")
        }
        func set(_ value: String) throws {
            try ledger.write { database in
                try database.execute(sql: "UPDATE payments SET \(column) = ?", arguments: [value])
            }
        }
        if Self.free.contains(column) { try set("x123456789012y") }
        let error = #expect(throws: SQLiteFileError.self) { try set(number) }
        #expect(error?.code == .refused)
    }

    @Test("nor does a step", arguments: ["at", "source", "what", "answer"]) func stepNumbers(column: String) throws {
        let ledger = try ledger()
        func copy(_ changed: String?) throws {
            try ledger.write { database in
                let columns = ["at", "source", "what", "answer"]
                let chosen = columns.map { $0 == changed ? "'4242424242424242'" : $0 }.joined(separator: ", ")
                try database.execute(
                    sql: """
                        INSERT INTO steps (payment, \(columns.joined(separator: ", ")))
                        SELECT payment, \(chosen) FROM steps LIMIT 1
                        """)
            }
        }
        try copy(nil)
        let error = #expect(throws: SQLiteFileError.self) { try copy(column) }
        #expect(error?.code == .refused)
    }

    @Test(
        "what no payment may become",
        arguments: [
            "UPDATE payments SET state = 'nonsense'", "UPDATE payments SET amount = -1",
            "UPDATE payments SET amount = 1000000000000", "UPDATE payments SET charged = -1",
            "UPDATE payments SET charged = charged + 1", "UPDATE payments SET amount = 1",
            "UPDATE payments SET currency = 'EUR'", "UPDATE payments SET account_key = 'abc'",
            "UPDATE payments SET transaction_id = 't-2'", "UPDATE payments SET gateway = 'another'",
            "UPDATE payments SET state = 'declined', decline = 'lost_card', charged = 0",
            "UPDATE payments SET state = 'voided', charged = 0",
            "UPDATE payments SET state = 'unknown', settled_step = NULL, settled_at = NULL, charged = 0",
            "UPDATE payments SET decline = 'lost_card'", "UPDATE payments SET told_step = 99",
            "UPDATE payments SET settled_at = NULL", "UPDATE payments SET settled_step = 99",
            "UPDATE payments SET created_at = '2026-11-25'", "UPDATE payments SET updated_at = 'yesterday'",
            "UPDATE payments SET lease_owner = 'me'", "UPDATE payments SET tries = 0",
            "UPDATE payments SET amount = 'much'", "DELETE FROM payments", "DELETE FROM steps",
            "UPDATE steps SET answer = 'declined'", "UPDATE steps SET at = '2026-01-01T00:00:00.000Z'",
            "INSERT INTO steps (payment, at, source, what) VALUES (99, '2026-01-01T00:00:00.000Z', 'call', 'charge')",
            "INSERT INTO steps (payment, at, source, what) VALUES (1, '2026-01-01T00:00:00.000Z', 'me', 'charge')",
        ])
    func rules(statement: String) throws {
        let ledger = try ledger()
        let before = try ledger.payment("t-1")
        let error = #expect(throws: SQLiteFileError.self) {
            try ledger.write { try $0.execute(sql: statement) }
        }
        #expect(error?.code == .refused)
        #expect(try ledger.payment("t-1") == before)
    }

    @Test("what is paid may become void once the gateway has said so, and less by a refund") func voided() throws {
        let ledger = try ledger()
        try ledger.write { try $0.execute(sql: "UPDATE payments SET charged = 5000") }
        #expect(try ledger.payment("t-1")?.charged == 5_000)
        try ledger.write { database in
            try database.execute(
                sql: """
                    INSERT INTO steps (payment, at, source, what, answer)
                    VALUES (1, '2026-01-01T00:00:00.000Z', 'verify', 'inquiry', 'voided')
                    """)
            try database.execute(sql: "UPDATE payments SET state = 'voided', charged = 0")
        }
        #expect(try ledger.state("t-1") == .voided)
    }

    @Test(
        "long numbers are kept masked",
        arguments: [
            ("10023", "10023"), ("4242424242424242", "424242******4242"),
            ("4242 4242 4242 4242", "4242 42** **** 4242"), ("1234567890123", "*********0123"),
            ("a1234567890123456789012345b1", "a12345678**********9012345b1"), ("123456789012", "123456789012"),
            ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "٤٢٤٢٤٢******٤٢٤٢"), ("", ""),
            ("x1234567890123y12345678901234", "x*********0123y**********1234"),
        ])
    func kept(text: String, shown: String) { #expect(KeptText.keeping(text) == shown) }

    @Test("an account or a reference that is a card number is masked, and still found", arguments: [true, false])
    func longAccounts(isAccount: Bool) throws {
        let ledger = try Ledger(nil, clock: TestClock().clock)
        let (one, other) = ("4242424242424242", "4242421111114242")
        func request(_ id: String, _ number: String) -> ChargeRequest {
            LedgerKit.request(id, account: isAccount ? number : nil, reference: isAccount ? nil : number)
        }
        let gateway = TestGateway()
        #expect(try ledger.call(gateway).charge(request("t-1", one)).isApproved)
        #expect(
            try ledger.call(gateway).charge(request("t-2", one))
                == .heldBack(.paid(.init(minor: 12_000, currency: .usd))))
        // Another one that looks the same.
        #expect(try ledger.call(gateway).charge(request("t-3", other)).isApproved)
        var filter = LedgerFilter()
        if isAccount { filter.account = one } else { filter.reference = one }
        let found = try #require(try ledger.page(filter, limit: 9))
        #expect(found.map(\.transactionID) == ["t-1"])
        #expect((isAccount ? found[0].account : found[0].reference) == "424242******4242")
    }
}
