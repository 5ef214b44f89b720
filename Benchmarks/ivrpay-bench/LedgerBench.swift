import Amounts
import CardData
import Dispatch
import Foundation
import GRDB
import Ledger
import PaymentCall
import PaymentGateway
import Synchronization

/// A gateway that approves at once, so that the ledger alone is measured.
private final class ApprovingClient: GatewayClient {
    let name = "approving"

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? { .approved(GatewayApproval(reference: "K7X2QF")) }

    func standing(transactionID: String, handle: String?) -> PaymentStanding { .notFound }
    func void(transactionID: String, handle: String?) -> PaymentStanding { .voided }
}

/// Payments a second through one ledger, and how long its pages take.
func measureLedger() throws {
    if let only = CommandLine.arguments.dropFirst().first, !"ledger".contains(only) { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for calls in [1, 200] { try measurePayments(folder.appendingPathComponent("calls-\(calls)").path, at: calls) }
    try measurePages(folder.appendingPathComponent("million").path)
}

/// Payments of `threads` calls at once: attempt, outcome and whether the caller heard, three commits each.
private func measurePayments(_ path: String, at threads: Int) throws {
    let ledger = try Ledger(path)
    let client = ApprovingClient()
    let done = Atomic<Int>(0)
    let (clock, group) = (ContinuousClock(), DispatchGroup())
    let start = clock.now
    let end = start + .seconds(4)
    for thread in 0..<threads {
        group.enter()
        Thread {
            var count = 0
            while clock.now < end {
                count += 1
                let id = "t-\(thread)-\(count)"
                let request = ChargeRequest(
                    callID: id, transactionID: id, amount: Money(minor: 12_000, currency: .usd),
                    account: "\(thread)-\(count)", brand: .visa, maskedNumber: "424242******4242")
                guard let call = try? LedgeredGateway(client, ledger: ledger, note: { print($0) }) else { break }
                guard case .approved = call.charge(request, details: PaymentDetails()) else { break }
                call.paymentEnded(transactionID: id, callerHeard: true)
                done.wrappingAdd(1, ordering: .relaxed)
            }
            group.leave()
        }.start()
    }
    group.wait()
    let took = start.duration(to: clock.now).components
    let seconds = Double(took.seconds) + Double(took.attoseconds) / 1e18
    let paid = done.load(ordering: .relaxed)
    let written = try ledger.totals().count[.paid]
    precondition(written == paid)
    print("ledger, \(threads) calls at once: \(Int(Double(paid) / seconds)) payments a second, each durable")
}

/// A million payments of 20,000 accounts over 400 days: the pages that people look at.
private func measurePages(_ path: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let account = try fill(path)
    print("ledger, a million payments made in \(start.duration(to: clock.now).components.seconds) s")
    let ledger = try Ledger(path, .reading)
    func time(_ what: String, _ filter: LedgerFilter = LedgerFilter(), before: String? = nil) throws {
        var slowest = 0.0
        for _ in 0..<20 {
            let start = clock.now
            let page = try ledger.page(filter, before: before, limit: 50)
            let took = start.duration(to: clock.now).components
            precondition(page?.isEmpty == false)
            slowest = max(slowest, Double(took.attoseconds) / 1e15 + Double(took.seconds) * 1000)
        }
        print("ledger, a million payments, \(what): \(Decimals.text(slowest, 2)) ms, the slowest of 20")
    }
    try time("the first page")
    try time("a page in the middle", before: "t-500000")
    try time("the last page", before: "t-60")
    for state in [PaymentState.paid, .declined, .unknown] {
        var filter = LedgerFilter()
        filter.state = state
        try time("result \(state.rawValue)", filter)
        try time("result \(state.rawValue), in the middle", filter, before: "t-500000")
    }
    var filter = LedgerFilter()
    filter.account = account
    try time("an account", filter)
    filter.state = .paid
    try time("an account and a result", filter)
    filter = LedgerFilter()
    filter.from = "2026-03-01"
    filter.to = "2026-03-01"
    try time("a day", filter)
    filter.from = "2025-12-01"
    filter.to = "2026-10-01"
    try time("ten months", filter)
    filter.state = .voided
    try time("ten months and a rare result", filter)
}

/// Fills a ledger behind the back of the program, which would write each payment to the disk before the next; an account.
private func fill(_ path: String) throws -> String {
    let first = try Ledger(path)
    let account = "10023"
    let client = ApprovingClient()
    for index in 0..<2 {
        let request = ChargeRequest(
            callID: "c", transactionID: "known-\(index)", amount: Money(minor: 100, currency: .usd),
            account: account, brand: .visa, maskedNumber: "424242******4242")
        let call = try LedgeredGateway(client, ledger: first, note: { print($0) })
        _ = call.charge(request, details: PaymentDetails())
        call.paymentEnded(transactionID: request.transactionID, callerHeard: true)
    }
    try first.close()
    var configuration = Configuration()
    // Payments come before the steps that settled them.
    configuration.foreignKeysEnabled = false
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.write { database in
        try database.execute(
            sql: """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                INSERT INTO payments (transaction_id, call_id, account, account_key, reference, reference_key, gateway,
                    action, method, amount, charged, currency, brand, masked, state, decline, confirmation, told_step,
                    created_at, updated_at, settled_at, settled_step)
                SELECT 't-' || i, 'call-' || i, 'a' || (i % 20000),
                    CASE WHEN i % 20000 = 7 THEN (SELECT account_key FROM payments WHERE id = 1) ELSE 'key' || (i % 20000) END,
                    'INV-' || i, 'ref' || i, 'approving', 'charge', 'card', 12000,
                    CASE WHEN i % 10 = 0 OR i % 1000 < 3 THEN 0 ELSE 12000 END, 'USD', 'visa', '424242******4242',
                    CASE WHEN i % 1000 = 1 THEN 'unknown' WHEN i % 1000 = 2 THEN 'voided' WHEN i % 10 = 0 THEN 'declined'
                        ELSE 'paid' END,
                    CASE WHEN i % 10 = 0 THEN 'insufficient_funds' END, 'K7X2QF', i, at, at,
                    CASE WHEN i % 1000 = 1 THEN NULL ELSE at END, CASE WHEN i % 1000 = 1 THEN NULL ELSE i END
                FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%fZ', 1761955200 + i * 34, 'unixepoch') AS at FROM n)
                """)
        try database.execute(
            sql: """
                INSERT INTO steps (payment, at, source, what, answer)
                SELECT id, created_at, 'call', 'charge', answer
                FROM payments, (SELECT NULL AS answer UNION ALL SELECT 'approved') WHERE id > 2
                """)
    }
    return account
}
