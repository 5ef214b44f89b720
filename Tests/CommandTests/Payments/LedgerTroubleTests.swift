import Foundation
import GRDB
import Testing

/// A ledger that can't be written, under the real program: nothing is asked that is not written.
@Suite("A ledger in trouble") struct LedgerTroubleTests {
    private static func taken(_ gateway: GatewayProcess) throws -> Int {
        try #require(try gateway.get("/v1/payments?limit=1000")["payments"] as? [Any]).count
    }

    @Test("locked by another process, nothing is asked") func locked() throws {
        try Program.withFiles { folder in
            let ledger = folder.path + "/ledger.db"
            let gateway = try GatewayProcess(store: folder.path + "/gateway.db")
            #expect(try Program.run(PayingCall.arguments("INV-1", gateway, ledger)).code == 0)
            let other = try DatabaseQueue(path: ledger)
            let run = try other.inDatabase { database in
                try database.execute(sql: "BEGIN EXCLUSIVE")
                defer { try? database.execute(sql: "ROLLBACK") }
                return try Program.run(PayingCall.arguments("INV-2", gateway, ledger))
            }
            #expect(run.code == 3)
            #expect(run.err.contains("another process holds it"), "\(run.err)")
            #expect(try Self.taken(gateway) == 1)
            // Once it is free, the same bill is paid.
            let again = try Program.run(PayingCall.arguments("INV-2", gateway, ledger))
            #expect(again.out.contains("\"result\":\"paid\""), "\(again.out)\(again.err)")
        }
    }

    @Test("on a full disk nothing is asked") func full() throws {
        try Program.withFiles { folder in
            let ledger = folder.path + "/ledger.db"
            let gateway = try GatewayProcess(store: folder.path + "/gateway.db")
            #expect(try Program.run(PayingCall.arguments("INV-1", gateway, ledger)).code == 0)
            // No file may grow beyond a block: the write-ahead log can't take a page.
            let run = try Program.shell(
                "( ulimit -f 1; \"$0\" \"$@\"; echo \"code $?\" ) 2>&1 | cat",
                [Program.path] + PayingCall.arguments("INV-2", gateway, ledger))
            #expect(run.out.contains("code 3"), "\(run.out)")
            #expect(run.out.contains("ledger.db: the disk"), "\(run.out)")
            #expect(try Self.taken(gateway) == 1)
            let again = try Program.run(PayingCall.arguments("INV-2", gateway, ledger))
            #expect(again.out.contains("\"result\":\"paid\""), "\(again.out)\(again.err)")
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [])
        }
    }

    @Test("five phones, one bill: paid once", arguments: 0..<6) func manyPhones(round: Int) throws {
        try Program.withFiles { folder in
            let ledger = folder.path + "/ledger.db"
            let faults = round % 2 == 0 ? ["--fault", "delay; seconds=0.3*2"] : []
            let gateway = try GatewayProcess(store: folder.path + "/gateway.db", faults)
            let phones = try (0..<5).map { _ in try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger)) }
            for phone in phones { #expect(phone.wait() == (false, 0), "\(phone.err)") }
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [])
            #expect(books.paidTimes["INV-1"] == 1)
            #expect(phones.count { $0.out.contains("\"result\":\"paid\"") } == 1)
        }
    }
}
