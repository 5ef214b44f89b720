import Amounts
import CallTestKit
import CardData
import Dispatch
import Foundation
import Ledger
import PaymentCall
import PaymentGateway
import Synchronization
import Testing

/// A ledger as calls leave it, with times that are always the same.
enum LedgerFile {
    /// Makes one at `path`: paid, declined, stored, not sent, paid by a caller who hung up, and one left unknown.
    static func make(_ path: String, owner: LeaseOwner = .current) throws {
        let time = Mutex(Int64(1_795_639_200_000))
        let clock = LedgerClock(
            now: {
                time.withLock {
                    $0 += 250
                    return $0
                }
            }, sinceBoot: { 1_000 })
        let ledger = try Ledger(path, clock: clock, owner: owner)
        var faulty = GatewayBehaviour()
        faulty.faults = [.none, .none, .none, .unreachable, .none, .noAnswer]
        let client = SimulatedClient(behaviour: faulty)
        let cards = [
            "4242424242424242", "4000000000009995", "5555555555554444", "4242424242424242", "378282246310005",
            "4242424242424242",
        ]
        for (index, number) in cards.enumerated() {
            var details = PaymentDetails()
            for digit in number.utf8 { details[.cardNumber].append(digit - 0x30) }
            let id = "ivr-call\(index)-1"
            let request = ChargeRequest(
                callID: "ivr-call\(index)", transactionID: id,
                amount: Money(minor: 12_000 + Int64(index), currency: .usd),
                reference: index == 0 ? "=INV-7, \"spring\"" : nil, storesOnly: index == 2,
                account: index == 4 ? "4242424242424242" : "1002\(index)", brand: index == 2 ? .mastercard : .visa,
                maskedNumber: details[.cardNumber].masked.description)
            let call = try LedgeredGateway(client, ledger: ledger, note: { _ in })
            _ = call.charge(request, details: details)
            call.paymentEnded(transactionID: id, callerHeard: index != 4)
        }
        try ledger.close()
    }
}

@Suite("ivrpay ledger") struct LedgerCommandTests {
    static let runs: [(name: String, arguments: [String], code: Int32)] = [
        ("ledger-list.txt", ["list"], 0), ("ledger-list.json", ["list", "--format", "json", "--limit", "2"], 0),
        ("ledger-page.txt", ["list", "--limit", "2", "--before", "ivr-call4-1"], 0),
        ("ledger-declined.txt", ["list", "--result", "declined", "--from", "2026-11-25", "--to", "2026-11-25"], 0),
        ("ledger-account.txt", ["list", "--account", "4242424242424242"], 0),
        ("ledger-show.txt", ["show", "ivr-call5-1"], 0),
        ("ledger-show.json", ["show", "ivr-call0-1", "--format", "json"], 0),
        ("ledger-export.csv", ["export", "--format", "csv", "-o", "-"], 0),
        ("ledger-export.json", ["export", "--format", "json", "-o", "-", "--result", "paid"], 0),
        ("ledger-reconcile.txt", ["reconcile"], 0),
        ("ledger-reconcile.json", ["reconcile", "--format", "json"], 0),
    ]

    @Test(arguments: runs.map(\.name)) func golden(name: String) throws {
        let run = try #require(Self.runs.first { $0.name == name })
        try Program.withFiles { folder in
            try LedgerFile.make(folder.appendingPathComponent("l").path)
            let result = try Program.run(["ledger"] + run.arguments + ["--ledger", "l"], in: folder.path)
            #expect(result.code == run.code, "\(result.err)")
            // What is settled now is settled at this very time.
            let out = name.contains("reconcile") ? Self.withoutNow(result.out) : result.out
            try expectGolden(name, out)
        }
    }

    private static func withoutNow(_ text: String) -> String {
        text.replacingOccurrences(
            of: "\"(updated|settled)At\":\"[^\"]*\"", with: "\"$1At\":\"now\"", options: .regularExpression)
    }

    @Test("reconcile settles once; then there is nothing left") func reconcile() throws {
        try Program.withFiles { folder in
            try LedgerFile.make(folder.appendingPathComponent("l").path)
            let first = try Program.run(["ledger", "reconcile", "--ledger", "l"], in: folder.path)
            #expect(first.code == 0 && first.out.contains("ivr-call5-1") && first.out.contains("1 settled"))
            let second = try Program.run(["ledger", "reconcile", "--ledger", "l"], in: folder.path)
            #expect(second.code == 0)
            #expect(second.out == "0 settled, 0 without an answer, 0 in flight, 0 of another gateway\n")
        }
    }

    @Test("four processes at once settle each payment once") func processes() throws {
        try Program.withFiles { folder in
            let path = folder.appendingPathComponent("l").path
            let dead = LeaseOwner(
                boot: LeaseOwner.current.boot, namespace: LeaseOwner.current.namespace, process: Int32.max,
                started: "1")
            var faulty = GatewayBehaviour()
            faulty.faults = [.lostRequest]
            let client = SimulatedClient(behaviour: faulty)
            let ledger = try Ledger(path, owner: dead)
            for index in 0..<40 {
                let request = ChargeRequest(
                    callID: "c", transactionID: "t-\(index)", amount: Money(minor: 100, currency: .usd),
                    account: "a\(index)")
                _ = try LedgeredGateway(client, ledger: ledger, note: { _ in })
                    .charge(request, details: PaymentDetails())
            }
            let group = DispatchGroup()
            for _ in 0..<4 {
                group.enter()
                Thread {
                    let run = try? Program.run(["ledger", "reconcile", "--ledger", "l"], in: folder.path)
                    #expect(run?.code == 0, "\(run?.err ?? "not started")")
                    group.leave()
                }.start()
            }
            group.wait()
            #expect(try ledger.totals().count == [.voided: 40])
            for index in 0..<40 {
                let payment = try #require(try ledger.payment("t-\(index)"))
                let voids = try ledger.steps(of: payment).filter { $0.what == "void" && $0.answer == nil }
                #expect(voids.count == 1)
            }
        }
    }

    @Test("a payment of a gateway that is not given is left, and told") func otherGateway() throws {
        try Program.withFiles { folder in
            let ledger = try Ledger(folder.appendingPathComponent("l").path)
            let call = try LedgeredGateway(NamedClient(), ledger: ledger, note: { _ in })
            let request = ChargeRequest(
                callID: "c", transactionID: "t-1", amount: Money(minor: 100, currency: .usd), account: "a")
            _ = call.charge(request, details: PaymentDetails())
            call.paymentEnded(transactionID: "t-1", callerHeard: true)
            let run = try Program.run(["ledger", "reconcile", "--ledger", "l"], in: folder.path)
            #expect(run.code == 3 && run.out.contains("give its gateway, https://pay.example.com"), "\(run.err)")
        }
    }

    @Test("bad input: one sentence, the right code, and no file is made") func badInput() throws {
        try Program.withFiles { folder in
            try LedgerFile.make(folder.appendingPathComponent("l").path)
            try Data("I am no ledger, and I go on for a while to be sure.\n".utf8).write(
                to: folder.appendingPathComponent("text"))
            let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).count
            for (arguments, code) in [
                (["list", "--ledger", "none"], Int32(3)), (["show", "x", "--ledger", "none"], 3),
                (["reconcile", "--ledger", "none"], 3),
                (["export", "--format", "csv", "-o", "-", "--ledger", "none"], 3),
                (["list", "--ledger", "text"], 3), (["reconcile", "--ledger", "text"], 3),
                (["show", "x", "--ledger", "l"], 4), (["list", "--account", "none", "--ledger", "l"], 4),
                (["list", "--before", "x", "--ledger", "l"], 4), (["list", "--limit", "0", "--ledger", "l"], 64),
                (["list", "--from", "yesterday", "--ledger", "l"], 64),
                (["list", "--to", "2026-02-30", "--ledger", "l"], 64),
                (["reconcile", "--verify", "--ledger", "l"], 64),
                (["export", "--format", "csv", "-o", "/no/such/folder/x", "--ledger", "l"], 3),
                (["export", "--format", "csv", "-o", "/dev/full", "--ledger", "l"], 3),
            ] {
                let run = try Program.run(["ledger"] + arguments, in: folder.path)
                #expect(run.code == code, "\(arguments): \(run.err)")
                #expect(run.err.split(separator: "\n").count == 1, "\(arguments): \(run.err)")
                #expect(run.out.isEmpty, "\(arguments): \(run.out)")
            }
            for name in ["none", "none.key", "text.key"] {
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count <= before + 2)
        }
    }

    @Test("no card number in any output, nor in a byte of the file") func leaks() throws {
        try Program.withFiles { folder in
            try LedgerFile.make(folder.appendingPathComponent("l").path)
            let numbers = TestCards.all.map(\.number)
            for arguments in [
                ["list"], ["list", "--format", "json"], ["export", "--format", "csv", "-o", "-"],
                ["export", "--format", "json", "-o", "-"], ["show", "ivr-call4-1"], ["reconcile"],
                ["list", "--account", "4242424242424241"], ["show", "4242424242424242"],
            ] {
                let run = try Program.run(["ledger"] + arguments + ["--ledger", "l"], in: folder.path)
                #expect(!(run.out + run.err).isEmpty)
                if let leak = LeakSearch.number(numbers, in: run.out + run.err) {
                    Issue.record("\(arguments): a card number of \(leak.count) digits")
                }
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
                for number in numbers where bytes.range(of: Data(number.utf8)) != nil {
                    Issue.record("\(name): a card number of \(number.count) digits")
                }
            }
        }
    }
}

/// A gateway elsewhere that never answers.
private struct NamedClient: GatewayClient {
    let name = "https://pay.example.com"

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? { nil }

    func standing(transactionID: String, handle: String?) -> PaymentStanding { .noAnswer }
    func void(transactionID: String, handle: String?) -> PaymentStanding { .noAnswer }
}
