import Dispatch
import Foundation
import GRDB
import PaymentCall
import PaymentGateway
import SQLiteFiles
import Synchronization
import Testing

@testable import Ledger

/// Many at once on one file, and a file that can't be written.
@Suite("A ledger in use", .timeLimit(.minutes(20))) struct LedgerCrowdTests {
    /// Runs `body` in so many threads at once.
    private func threads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for index in 0..<count {
            group.enter()
            let thread = Thread {
                body(index)
                group.leave()
            }
            thread.start()
        }
        #expect(group.wait(timeout: .now() + 1000) == .success, "a thread hangs")
    }

    @Test("two at once on one bill: one charge", arguments: 1...10) func oneBill(round: Int) throws {
        try LedgerKit.withFolder { folder in
            let gateway = TestGateway()
            let ledgers = [try Ledger(folder + "l"), try Ledger(folder + "l")]
            // Both calls begin before either is paid.
            let calls = try ledgers.map { try $0.call(gateway) }
            let replies = Mutex<[GatewayReply?]>([])
            threads(2) { index in
                let reply = calls[index].charge(LedgerKit.request("t-\(index)"))
                replies.withLock { $0.append(reply) }
            }
            #expect(gateway.count(.charge) == 1)
            #expect(replies.withLock { $0.filter(\.isApproved).count } == 1)
            #expect(gateway.charged.count == 1)
            #expect(try ledgers[0].totals().charged == ["USD": 12_000])
        }
    }

    @Test("many at once on one bill whose last payment is unknown: it is settled once") func unknownBill() throws {
        try LedgerKit.withFolder { folder in
            let gateway = TestGateway()
            gateway.script(.charge, .lostAnswer)
            let first = try Ledger(folder + "l")
            let call = try first.call(gateway)
            _ = call.charge(LedgerKit.request("t"))
            call.paymentEnded(transactionID: "t", callerHeard: true)
            let ledgers = try (0..<4).map { _ in try Ledger(folder + "l") }
            threads(16) { index in
                do {
                    let reply = try ledgers[index % 4].call(gateway).charge(LedgerKit.request("t-\(index)"))
                    #expect(!reply.isApproved)
                } catch { Issue.record("\(error)") }
            }
            #expect(gateway.count(.charge) == 1 && gateway.count(.standing) == 1)
            #expect(gateway.charged == ["t": 12_000])
        }
    }

    @Test("three reconcilers at once ask about each payment once") func reconcilers() throws {
        try LedgerKit.withFolder { folder in
            let gateway = TestGateway()
            let dying = try Ledger(folder + "l", owner: LedgerKit.deadOwner)
            let count = 60
            for index in 0..<count {
                gateway.script(.charge, index % 2 == 0 ? .lostAnswer : .late)
                _ = try dying.call(gateway).charge(LedgerKit.request("t-\(index)", account: "a\(index)"))
            }
            let ledgers = try (0..<3).map { _ in try Ledger(folder + "l", .existing) }
            let settled = Mutex(0)
            threads(3) { index in
                do {
                    try Reconciler(ledger: ledgers[index], client: gateway).reconcile { _, finding in
                        #expect(finding == .settled || finding == .held)
                        if finding == .settled { settled.withLock { $0 += 1 } }
                    }
                } catch { Issue.record("\(error)") }
            }
            #expect(gateway.count(.standing) == count && gateway.count(.void) == count / 2)
            #expect(settled.withLock { $0 } >= count)
            gateway.deliver()
            #expect(try dying.totals().count == [.paid: count / 2, .voided: count / 2])
            #expect(try dying.totals().charged["USD"] == gateway.charged.values.reduce(0, +))
        }
    }

    @Test("two hundred calls at once on one file") func crowd() throws {
        try LedgerKit.withFolder { folder in
            let gateway = TestGateway()
            let ledgers = [try Ledger(folder + "l"), try Ledger(folder + "l")]
            threads(200) { index in
                do {
                    let call = try ledgers[index % 2].call(gateway)
                    let id = "t-\(index)"
                    let minor: Int64 = index % 10 == 0 ? TestGateway.declined : 10_000
                    let reply = call.charge(LedgerKit.request(id, minor: minor, account: "a\(index)"))
                    #expect(reply.isApproved == (index % 10 != 0))
                    call.paymentEnded(transactionID: id, callerHeard: true)
                } catch { Issue.record("\(error)") }
            }
            let totals = try ledgers[0].totals()
            #expect(totals.count == [.paid: 180, .declined: 20])
            #expect(totals.charged["USD"] == gateway.charged.values.reduce(0, +))
        }
    }

    @Test("several open a new file at once") func newFile() throws {
        try LedgerKit.withFolder { folder in
            let gateway = TestGateway()
            threads(6) { index in
                do {
                    let call = try Ledger(folder + "l").call(gateway)
                    #expect(call.charge(LedgerKit.request("t-\(index)", account: "a\(index)")).isApproved)
                } catch { Issue.record("\(error)") }
            }
            let totals = try Ledger(folder + "l", .reading).totals()
            #expect(totals.count == [.paid: 6])
        }
    }

    // MARK: A ledger that can't be written

    /// Another connection, which may keep a transaction open.
    private func locker(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    @Test("locked by somebody else: nothing is asked, and it goes on afterwards") func locked() throws {
        try LedgerKit.withFolder { folder in
            let (gateway, notes) = (TestGateway(), Notes())
            let ledger = try Ledger(folder + "l")
            let call = try LedgeredGateway(gateway, ledger: ledger, note: notes.add)
            let other = try locker(folder + "l")
            try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            #expect(call.charge(LedgerKit.request("t-1")) == .notSent)
            #expect(gateway.count(.charge) == 0)
            #expect(notes.all.count == 1 && notes.all[0].contains("another process holds it"), "\(notes.all)")
            try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            #expect(call.charge(LedgerKit.request("t-2")).isApproved)
        }
    }

    @Test(
        "locked while the gateway is asked: the caller hears, and the outcome is written later",
        arguments: [true, false])
    func lockedAfterwards(callGoesOn: Bool) throws {
        try LedgerKit.withFolder { folder in
            let notes = Notes()
            let ledger = try Ledger(folder + "l")
            let other = try locker(folder + "l")
            let gateway = TestGateway(whileAsked: { request in
                guard request.transactionID == "t-1" else { return }
                // The second time there is a lock already.
                try? other.writeWithoutTransaction {
                    if !$0.isInsideTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
                }
            })
            let call = try LedgeredGateway(gateway, ledger: ledger, note: notes.add)
            #expect(call.charge(LedgerKit.request("t-1", minor: TestGateway.declined)) == .declined(.insufficientFunds))
            #expect(try ledger.state("t-1") == .asked && notes.all.count == 1)
            try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            if callGoesOn {
                #expect(call.charge(LedgerKit.request("t-2")).isApproved)
            } else {
                call.paymentEnded(transactionID: "t-1", callerHeard: true)
            }
            #expect(try ledger.state("t-1") == .declined)
        }
    }

    @Test("a full disk: nothing is asked") func full() throws {
        try LedgerKit.withFolder { folder in
            let (gateway, notes) = (TestGateway(), Notes())
            let ledger = try Ledger(folder + "l")
            // No page more than there are: a disk of this size.
            try ledger.write { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            var asked = 0
            for index in 0..<200 where notes.all.isEmpty {
                let call = try LedgeredGateway(gateway, ledger: ledger, note: notes.add)
                let reply = call.charge(LedgerKit.request("t-\(index)", account: "a\(index)"))
                if notes.all.isEmpty {
                    #expect(reply.isApproved)
                    asked += 1
                } else if reply == .notSent {
                    #expect(gateway.count(.charge) == asked)
                } else {
                    // The attempt had room, its outcome had none.
                    #expect(reply.isApproved && gateway.count(.charge) == asked + 1)
                }
            }
            #expect(notes.all.count == 1 && notes.all[0].contains("the disk is full"), "\(notes.all)")
            // Room again: whatever is open is settled, and both books agree.
            try ledger.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            let dead = try Ledger(folder + "l", clock: LedgerClock(now: { 0 }, sinceBoot: { .max / 2 }))
            try Reconciler(ledger: dead, client: gateway).reconcile { _, finding in #expect(finding == .settled) }
            #expect(try ledger.totals().charged["USD"] ?? 0 == gateway.charged.values.reduce(0, +))
        }
    }

    // MARK: Files

    @Test("a file that is no ledger is not touched", arguments: ["text", "database", "folder", "nothing"])
    func foreign(what: String) throws {
        try LedgerKit.withFolder { folder in
            let path = folder + "f"
            switch what {
            case "text":
                try Data("10023# is what I keyed, then I waited. This goes on for long.\n".utf8).write(
                    to: URL(fileURLWithPath: path))
            case "database":
                try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE bookmarks (url TEXT)") }
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            default: break
            }
            let before = try? Data(contentsOf: URL(fileURLWithPath: path))
            for opening in [Ledger.Opening.existing, .reading, .making] where what != "nothing" || opening != .making {
                let error = #expect(throws: SQLiteFileError.self) { _ = try Ledger(path, opening) }
                #expect(error?.path?.hasPrefix(path) == true, "\(String(describing: error))")
            }
            #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == before)
            #expect(!FileManager.default.fileExists(atPath: path + ".key"))
        }
    }

    @Test("the key must be the ledger's own") func keys() throws {
        try LedgerKit.withFolder { folder in
            for name in ["a", "b"] { _ = try Ledger(folder + name) }
            let files = FileManager.default
            for name in ["a", "a.key"] {
                let rights = try files.attributesOfItem(atPath: folder + name)[.posixPermissions] as? Int
                #expect(rights == 0o600)
            }
            try files.removeItem(atPath: folder + "a.key")
            #expect(throws: SQLiteFileError.self) { _ = try Ledger(folder + "a") }
            // Reading and reconciling need none, but to look for an account.
            #expect(try Ledger(folder + "a", .existing).totals().count.isEmpty)
            var filter = LedgerFilter()
            filter.account = "10023"
            let reading = try Ledger(folder + "a", .reading)
            #expect(throws: SQLiteFileError.self) { _ = try reading.page(filter, limit: 1) }
            try files.copyItem(atPath: folder + "b.key", toPath: folder + "a.key")
            let error = #expect(throws: SQLiteFileError.self) { _ = try Ledger(folder + "a") }
            #expect(error?.description.contains("another ledger") == true)
        }
    }
}
