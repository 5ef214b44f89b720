import CallTestKit
import Foundation
import TelephoneLine
import Testing

/// The real program against the real gateway, either of them killed at any moment: after a reconcile both books agree, and
/// nobody has paid twice.
@Suite("Killed at any moment") struct KillTests {
    private static func reconcile(_ gateway: String, _ ledger: String) -> [String] {
        ["ledger", "reconcile", "--gateway", gateway, "--ledger", ledger]
    }

    private static let faults = [
        "cut-before", "cut-after", "500-before", "500-after", "500-kept", "malformed", "truncated", "lost-request",
        "no-answer", "503; retryAfter=1", "429; retryAfter=1", "other-payment", "duplicate-answer",
        "late-success; seconds=0.2", "delay; seconds=0.05", "delay; seconds=0.1",
    ]

    private static func result(_ call: RunningProgram) -> String? {
        guard let line = call.out.split(separator: "\n").last,
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        else { return nil }
        return object["result"] as? String
    }

    @Test("300 times at random, call or gateway, faults on, with callers who dial again") func atRandom() throws {
        try Program.withFiles { folder in
            let seed = TestSeed.next()
            var random = SeededRandom(seed: seed)
            let (store, ledger) = (folder.path + "/gateway.db", folder.path + "/ledger.db")
            let gateway = try GatewayProcess(store: store)
            var results: [String: [String]] = [:]
            var killed = 0
            var number = 0
            while killed < 300 {
                number += 1
                let bill = "INV-\(number)"
                if number % 12 == 0 {
                    let faults = (0..<8).flatMap { _ in ["--fault", Self.faults.randomElement(using: &random)!] }
                    try gateway.restart(faults)
                }
                let call = try RunningProgram(PayingCall.arguments(bill, gateway, ledger, timeout: 0.5))
                usleep(UInt32.random(in: 0...90_000, using: &random))
                if Int.random(in: 0..<5, using: &random) == 0 {
                    gateway.kill()
                    killed += 1
                    if Bool.random(using: &random) {
                        usleep(UInt32.random(in: 0...30_000, using: &random))
                        try gateway.restart()
                    }
                } else if call.isRunning {
                    call.kill()
                    killed += 1
                }
                let end = call.wait()
                if !end.wasKilled {
                    #expect(end.code == 0, "\(call.err), seed \(seed)")
                    results[bill, default: []].append(Self.result(call) ?? "none")
                }
                if !gateway.isRunning { try gateway.restart() }
                // Half of the callers who have not heard that they paid dial again, some after the books were put right.
                if try !Self.heard(bill, ledger), Bool.random(using: &random) {
                    if Bool.random(using: &random) { _ = try Program.run(Self.reconcile(gateway.url, ledger)) }
                    let again = try RunningProgram(PayingCall.arguments(bill, gateway, ledger, timeout: 0.5))
                    #expect(again.wait() == (false, 0), "\(again.err)")
                    results[bill, default: []].append(Self.result(again) ?? "none")
                }
            }
            try gateway.restart()
            try Self.settle(gateway, ledger)
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [], "seed \(seed)")
            #expect(books.taken == books.charged, "seed \(seed)")
            for (bill, results) in results where results.contains("paid") {
                #expect(results.count { $0 == "paid" } == 1, "\(bill) \(results), seed \(seed)")
                #expect(books.paidTimes[bill] == 1, "\(bill) was told to be paid, seed \(seed)")
            }
            #expect(books.paidTimes.count > 50, "some must have been paid, or nothing was tested")
        }
    }

    /// Whether the ledger has a payment of the bill whose caller heard of it.
    private static func heard(_ bill: String, _ ledger: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: ledger) else { return false }
        let list = try Program.run(
            ["ledger", "list", "--ledger", ledger, "--reference", bill, "--result", "paid", "--format", "json"])
        return list.out.contains("\"callerHeard\":true")
    }

    /// Reconciles by two processes at once, and once more: it must say that all is settled.
    private static func settle(_ gateway: GatewayProcess, _ ledger: String) throws {
        let two = try (0..<2).map { _ in try RunningProgram(reconcile(gateway.url, ledger)) }
        for process in two { #expect(process.wait() == (false, 0), "\(process.err)") }
        let last = try Program.run(reconcile(gateway.url, ledger))
        #expect(last.code == 0, "\(last.out)\(last.err)")
        let verified = try Program.run(reconcile(gateway.url, ledger) + ["--verify"])
        #expect(verified.code == 0, "\(verified.out)\(verified.err)")
    }

    /// A named step, and the faults under which a call gets there.
    struct Step: CustomTestStringConvertible {
        let name: String
        var faults: [String] = []
        var testDescription: String { name + (faults.first.map { " (\($0))" } ?? "") }
    }

    private static let lost = Array(repeating: "lost-request", count: 3)
    private static let stepsOfCalls: [Step] =
        ["attempt-begin", "attempt-written", "charge-answered", "outcome-written"].flatMap { name in
            [Step(name: name), Step(name: name, faults: ["cut-after"]), Step(name: name, faults: ["cut-before"])]
        } + ["void-asked", "void-answered"].map { Step(name: $0, faults: lost) }

    @Test("a call at every named step, then the same caller again", arguments: stepsOfCalls)
    func call(step: Step) throws {
        try Program.withFiles { folder in
            let (store, ledger) = (folder.path + "/gateway.db", folder.path + "/ledger.db")
            let gateway = try GatewayProcess(store: store, step.faults.flatMap { ["--fault", $0] })
            let call = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger), crashAt: step.name)
            #expect(call.wait().wasKilled, "the step was not reached: \(call.out)\(call.err)")
            let again = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger))
            #expect(again.wait() == (false, 0), "\(again.err)")
            try Self.settle(gateway, ledger)
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [])
            #expect(books.paidTimes["INV-1"] == 1, "paid once, by the first call or the second: \(again.out)")
        }
    }

    @Test("a call whose caller had heard that they paid: what they pay then is another payment") func afterTold() throws
    {
        try Program.withFiles { folder in
            let (store, ledger) = (folder.path + "/gateway.db", folder.path + "/ledger.db")
            let gateway = try GatewayProcess(store: store)
            let call = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger), crashAt: "told-written")
            #expect(call.wait().wasKilled)
            #expect(try Self.heard("INV-1", ledger))
            let again = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger))
            #expect(again.wait() == (false, 0), "\(again.err)")
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.paidTimes["INV-1"] == 2 && books.taken == books.charged)
        }
    }

    @Test(
        "a reconcile at every named step",
        arguments: ["reconcile-asked", "reconcile-written", "void-asked", "void-answered"])
    func reconcile(step: String) throws {
        try Program.withFiles { folder in
            let (store, ledger) = (folder.path + "/gateway.db", folder.path + "/ledger.db")
            let isVoid = step.hasPrefix("void")
            let gateway = try GatewayProcess(
                store: store, isVoid ? ["--fault", "lost-request"] : ["--fault", "no-answer"])
            let call = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger))
            try Self.waitForFault(gateway)
            call.kill()
            _ = call.wait()
            let reconcile = try RunningProgram(Self.reconcile(gateway.url, ledger), crashAt: step)
            #expect(reconcile.wait().wasKilled, "the step was not reached: \(reconcile.out)\(reconcile.err)")
            try Self.settle(gateway, ledger)
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [])
            #expect(books.ledger.values.map(\.state) == [isVoid ? "voided" : "paid"])
        }
    }

    /// Waits until the fault has struck: the request is out, and its answer never comes.
    private static func waitForFault(_ gateway: GatewayProcess) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline {
            let waiting = try #require(try gateway.get("/admin/faults")["faults"] as? [Any])
            if waiting.isEmpty { return }
            usleep(5_000)
        }
        throw RequestNeverCame()
    }

    private struct RequestNeverCame: Error {}

    @Test("the gateway at its named steps", arguments: ["gateway-before-commit", "gateway-committed"])
    func gateway(step: String) throws {
        try Program.withFiles { folder in
            let (store, ledger) = (folder.path + "/gateway.db", folder.path + "/ledger.db")
            let gateway = try GatewayProcess(store: store, crashAt: step)
            let call = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger))
            #expect(call.wait() == (false, 0), "\(call.err)")
            #expect(Self.result(call) == "pending")
            #expect(!gateway.isRunning, "the step was not reached")
            let down = try Program.run(Self.reconcile(gateway.url, ledger))
            #expect(down.code == 3, "nobody can know while the gateway is down: \(down.out)\(down.err)")
            try gateway.restart()
            let again = try RunningProgram(PayingCall.arguments("INV-1", gateway, ledger))
            #expect(again.wait() == (false, 0), "\(again.err)")
            #expect(Self.result(again) == (step == "gateway-committed" ? "failed" : "paid"), "\(again.out)")
            try Self.settle(gateway, ledger)
            let books = try BothBooks(gateway, ledger: ledger)
            #expect(books.faults() == [])
            #expect(books.paidTimes["INV-1"] == 1)
        }
    }
}
