import Foundation
import GRDB
import SQLiteFiles
import Testing

@testable import Ledger

/// A file whose making was cut off: the next call finishes it, and reading tells what it is.
@Suite("A half-made ledger") struct HalfMadeFileTests {
    @Test("with nothing but the list of what it was brought to") func migrationsOnly() throws {
        try LedgerKit.withFolder { folder in
            let path = folder + "l"
            do {
                let queue = try DatabaseQueue(path: path)
                try queue.write {
                    try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
                }
                try queue.close()
            }
            let error = #expect(throws: SQLiteFileError.self) { try Ledger(path, .reading) }
            #expect(error?.description.contains("there is no ledger in it yet") == true)
            let gateway = TestGateway()
            #expect(try Ledger(path).call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        }
    }

    @Test("an empty file") func empty() throws {
        try LedgerKit.withFolder { folder in
            let path = folder + "l"
            try Data().write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: SQLiteFileError.self) { try Ledger(path, .reading) }
            #expect(error?.description.contains("there is no ledger in it yet") == true)
            #expect(try Ledger(path).call(TestGateway()).charge(LedgerKit.request("t-1")).isApproved)
        }
    }
}
