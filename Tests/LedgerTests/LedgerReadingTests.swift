import Foundation
import PaymentCall
import Testing

@testable import Ledger

@Suite("Looking into a ledger") struct LedgerReadingTests {
    /// 30 payments, one an hour: every third account's, every fifth declined.
    private func filled(_ clock: TestClock) throws -> Ledger {
        let ledger = try Ledger(nil, clock: clock.clock)
        let gateway = TestGateway()
        for index in 0..<30 {
            let minor: Int64 = index % 5 == 0 ? TestGateway.declined : 10_000
            let request = LedgerKit.request(
                "t-\(index)", minor: minor, account: "a\(index % 3)", reference: "INV-\(index)")
            let call = try ledger.call(gateway)
            _ = call.charge(request)
            call.paymentEnded(transactionID: "t-\(index)", callerHeard: true)
            clock.pass(3_600_000)
        }
        return ledger
    }

    private func pages(_ ledger: Ledger, _ filter: LedgerFilter, limit: Int) throws -> [String] {
        var found: [String] = []
        while true {
            let page = try #require(try ledger.page(filter, before: found.last, limit: limit))
            found += page.map(\.transactionID)
            if page.count < limit { return found }
        }
    }

    @Test("pages of any size have every payment once, the newest first", arguments: [1, 7, 30, 100])
    func pages(limit: Int) throws {
        let ledger = try filled(TestClock())
        #expect(try pages(ledger, LedgerFilter(), limit: limit) == (0..<30).reversed().map { "t-\($0)" })
    }

    @Test("also where the clock was set back") func setBack() throws {
        let clock = TestClock()
        let ledger = try filled(clock)
        clock.set(by: -20 * 3_600_000)
        let gateway = TestGateway()
        for index in 30..<40 {
            #expect(try ledger.call(gateway).charge(LedgerKit.request("t-\(index)", account: "b\(index)")).isApproved)
        }
        let found = try pages(ledger, LedgerFilter(), limit: 3)
        #expect(Set(found) == Set((0..<40).map { "t-\($0)" }) && found.count == 40)
    }

    @Test func filters() throws {
        let ledger = try filled(TestClock())
        func count(_ change: (inout LedgerFilter) -> Void) throws -> Int {
            var filter = LedgerFilter()
            change(&filter)
            var exported = 0
            try ledger.forEach(filter) { _ in exported += 1 }
            let listed = try pages(ledger, filter, limit: 4).count
            #expect(exported == listed)
            return listed
        }
        #expect(try count { $0.account = "a1" } == 10)
        #expect(try count { $0.account = "a9" } == 0)
        #expect(try count { $0.reference = "INV-7" } == 1)
        #expect(try count { $0.state = .declined } == 6)
        #expect(
            try count {
                $0.state = .paid
                $0.account = "a0"
            } == 8)
        // The first is written at 20:40, an hour a payment.
        #expect(try count { $0.to = "2026-11-24" } == 0)
        #expect(try count { $0.to = "2026-11-25" } == 4)
        let days = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
        let each = try days.map { day in
            try count {
                $0.from = day
                $0.to = day
            }
        }
        #expect(each.reduce(0, +) == 30 && each.max() == 24, "\(each)")
    }

    @Test func aPageBehindNothing() throws {
        let ledger = try filled(TestClock())
        #expect(try ledger.page(before: "t-99", limit: 5) == nil)
    }

    @Test(
        "times as text",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00.000Z"), (1_795_639_200_123, "2026-11-25T20:40:00.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (-5, "1970-01-01T00:00:00.000Z"),
            (.max, "9999-12-31T23:59:59.999Z"),
        ])
    func times(milliseconds: Int64, text: String) { #expect(LedgerTime.text(milliseconds) == text) }

    @Test("times are those of another calendar", arguments: [1, 2, 3]) func timesAgree(seed: UInt64) throws {
        let formatter = ISO8601DateFormatter()
        var number = seed &* 0x9E37_79B9_7F4A_7C15
        for _ in 0..<500 {
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let seconds = Int64(number >> 31) % 253_402_300_799
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(LedgerTime.text(seconds * 1000) == expected.dropLast() + ".000Z", "seed \(seed)")
        }
    }

    @Test(
        "days of the calendar",
        arguments: [
            ("2026-11-25", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false),
            ("2026-00-10", false), ("2026-04-31", false), ("2026-1-1", false), ("26-11-25", false), ("", false),
            ("2026-11-25T", false), ("+026-11-25", false), ("٢٠٢٦-11-25", false), ("--", false),
        ])
    func days(text: String, isDay: Bool) { #expect(LedgerTime.isDay(text) == isDay) }

    @Test("a process that lives, one that is gone, and one of another start or place") func owners() {
        let own = LeaseOwner.current
        #expect(LeaseOwner(text: own.text + " 7") == own)
        #expect(!own.isDead(seenBy: own))
        #expect(LedgerKit.deadOwner.isDead(seenBy: own))
        func other(boot: String? = nil, namespace: String? = nil, started: String? = nil) -> LeaseOwner {
            LeaseOwner(
                boot: boot ?? own.boot, namespace: namespace ?? own.namespace, process: own.process,
                started: started ?? own.started)
        }
        #expect(other(boot: "another").isDead(seenBy: own))
        #expect(other(started: "1").isDead(seenBy: own))
        // Its number means nothing here: only time can tell.
        #expect(!other(namespace: "1", started: "1").isDead(seenBy: own))
        #expect(LeaseOwner(text: "nonsense") == nil)
    }
}
