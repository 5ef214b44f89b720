import Foundation
import GRDB
import SQLiteFiles
import Testing

@testable import GatewayServer

@Suite("Payment book") struct PaymentBookTests {
    /// A row that the table takes, and one change that it refuses.
    static let refused: [(column: String, value: String)] = [
        ("id", "'pay_4242424242424242'"), ("reference", "'4242424242424242'"), ("reference", "''"),
        ("reference", "'INV 1234567890123 x'"), ("status", "'lost'"), ("action", "'steal'"), ("amount", "-1"),
        ("currency", "'DOLLAR'"), ("currency", "NULL"), ("masked", "'4242424242424242'"),
        ("token", "'4242424242424242'"),
        ("brand", "'4242424242424242'"), ("description", "'card 4242424242424242'"),
        ("parameters", "'{\"a\":\"4242424242424242\"}'"), ("confirmation", "'4242424242424242'"),
        ("decline_code", "'lost_card'"), ("captured", "101"), ("captured", "-1"), ("refunded", "101"),
        ("refunded", "-1"),
        ("settles_at", "1"), ("status", "'declined'"), ("status", "'processing'"), ("status", "'authorized'"),
        ("amount", "'100'||'x'"), ("source", "'cash'"),
    ]

    private static let row = [
        "id": "'pay_a'", "reference": "'r'", "action": "'charge'", "status": "'paid'", "amount": "100",
        "currency": "'USD'", "captured": "100", "refunded": "0", "parameters": "'{}'", "created_at": "1",
        "updated_at": "1",
    ]

    private func insert(_ row: [String: String]) throws {
        let database = try DatabaseQueue()
        try PaymentBook.schema.migrate(database)
        let names = row.keys.sorted()
        let values = names.compactMap { row[$0] }
        try database.write {
            try $0.execute(
                sql:
                    "INSERT INTO payments (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
            )
        }
    }

    @Test("the tables take a payment") func taken() throws { try insert(Self.row) }

    @Test("the tables refuse what no payment may be", arguments: refused.indices) func refusal(index: Int) throws {
        var row = Self.row
        row[Self.refused[index].column] = Self.refused[index].value
        let error = #expect(throws: DatabaseError.self) { try insert(row) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }

    @Test("no secret lies in the file, whole or in parts") func secrets() throws {
        try withFolder { folder in
            let kit = try GatewayKit(path: folder + "/book.sqlite")
            for (index, number) in [GatewayKit.visa, "4000000000009995", "378282246310005"].enumerated() {
                let code = number.count == 15 ? "9171" : "917"
                let body = GatewayKit.body("ref-\(index)", number: number, code: code)
                _ = kit.send("POST", "/v1/payments", body, key: "key-\(index)")
            }
            let account = GatewayKit.body("ref-9", source: GatewayKit.account("000123456789"))
            #expect(kit.send("POST", "/v1/payments", account, key: "key-9").status == 201)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
                for secret in [GatewayKit.visa, "4000000000009995", "378282246310005", "000123456789", "securityCode"] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret.count) characters in \(file)")
                }
            }
        }
    }

    @Test("a book that another process holds is answered 503, and nothing is done") func locked() throws {
        try withFolder { folder in
            let kit = try GatewayKit(path: folder + "/book.sqlite")
            #expect(kit.pay("ref-1").status == 201)
            let other = try otherProcess(folder + "/book.sqlite")
            try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let refused = kit.pay("ref-2")
            #expect(refused.status == 503 && refused.code == "overloaded" && refused[header: "Should-Retry"] == "true")
            try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
            #expect(kit.pay("ref-2").status == 201)
            #expect(try kit.totals()["payments"]?.plainText == "2")
        }
    }

    @Test("a disk that is full is answered 503, and what was answered stands") func full() throws {
        try withFolder { folder in
            let path = folder + "/book.sqlite"
            let kit = try GatewayKit(path: path)
            try kit.service.book.limitPages(to: 60)
            var made = 0
            var last = kit.pay("ref-0")
            while last.status == 201, made < 2000 {
                made += 1
                last = kit.pay("ref-\(made)")
            }
            #expect(last.status == 503 && made > 10)
            #expect(try kit.totals()["payments"]?.plainText == String(made))
            #expect(kit.send("GET", "/v1/payments?reference=ref-\(made)").status == 404)
            try kit.service.book.limitPages(to: 10_000)
            #expect(kit.pay("ref-\(made)").status == 201)
            #expect(try kit.service.book.damage() == nil)
        }
    }

    @Test("a file that is no book is refused in a sentence") func noBook() throws {
        try withFolder { folder in
            try Data("this is no database, only some words of text".utf8).write(to: URL(fileURLWithPath: folder + "/x"))
            let error = #expect(throws: SQLiteFileError.self) { try PaymentBook(path: folder + "/x") }
            #expect(error?.code == .damaged)
            let nowhere = #expect(throws: SQLiteFileError.self) { try PaymentBook(path: folder + "/none/x") }
            #expect(nowhere?.code == .unusable)
        }
    }
}

extension PaymentBook {
    /// Lets the file grow to so many pages, as a disk does that has no more.
    fileprivate func limitPages(to count: Int) throws {
        try writer.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(count)") }
    }
}
