import CallEngine
import CallReports
import CallSession
import CallTestKit
import Foundation
import GatewayHTTP
import GatewayServer
import JSONText
import Ledger
import PaymentCall
import PaymentGateway
import SQLiteFiles
import Synchronization
import TelephoneLine
import Telephony
import Testing

/// What a call comes to under each fault of the gateway, once and for good: the table of docs/payments.md, run.
@Suite("Every fault of a gateway") struct FaultTableTests {
    /// One row of the table.
    struct Row: Sendable, CustomTestStringConvertible {
        /// The fault, as it is asked for; `away` for nobody listening.
        let fault: String
        /// Which requests it strikes.
        let strikes: Strikes
        /// What is asked of the gateway, in order: tries, inquiry, void.
        let asked: String
        /// Result and reason of the call.
        let result: String
        /// Result in the ledger behind the call.
        let ledger: PaymentState
        /// Result in the ledger behind a reconcile without faults.
        let settled: PaymentState

        var testDescription: String { line }

        /// The row of the document.
        var line: String {
            "| `\(fault)` | \(strikes.rawValue) | \(asked) | `\(result)` | `\(ledger.rawValue)` | `\(settled.rawValue)` |"
        }

        init(
            _ fault: String, _ strikes: Strikes, _ asked: String, _ result: String, _ ledger: PaymentState,
            _ settled: PaymentState? = nil
        ) {
            self.fault = fault
            self.strikes = strikes
            self.asked = asked
            self.result = result
            self.ledger = ledger
            self.settled = settled ?? ledger
        }
    }

    enum Strikes: String {
        case firstTry = "the first try"
        case everyTry = "every try"
        case everything = "everything"
    }

    static let table: [Row] = [
        Row("delay; seconds=3", .firstTry, "1 try", "paid", .paid),
        Row("delay; seconds=12", .firstTry, "3 tries, inquiry", "paid", .paid),
        Row("no-answer", .firstTry, "2 tries", "paid", .paid),
        Row("no-answer", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("no-answer", .everything, "3 tries, inquiry, void", "pending/outcome-unknown", .unknown, .voided),
        Row("lost-request", .firstTry, "2 tries", "paid", .paid),
        Row("lost-request", .everyTry, "3 tries, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("lost-request", .everything, "3 tries, inquiry, void", "pending/outcome-unknown", .unknown, .voided),
        Row("cut-before", .firstTry, "2 tries", "paid", .paid),
        Row("cut-before", .everyTry, "3 tries, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("cut-after", .firstTry, "2 tries", "paid", .paid),
        Row("cut-after", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("cut-after", .everything, "3 tries, inquiry, void", "pending/outcome-unknown", .unknown, .voided),
        Row("500-before", .firstTry, "2 tries", "paid", .paid),
        Row("500-before", .everyTry, "3 tries, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("500-after", .firstTry, "2 tries", "paid", .paid),
        Row("500-after", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("500-kept", .firstTry, "1 try, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("malformed", .firstTry, "2 tries", "paid", .paid),
        Row("malformed", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("truncated", .firstTry, "2 tries", "paid", .paid),
        Row("truncated", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("slow-bytes; bytesPerSecond=20", .firstTry, "2 tries", "paid", .paid),
        Row("slow-bytes; bytesPerSecond=20", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("429; retryAfter=2", .firstTry, "2 tries", "paid", .paid),
        Row("429; retryAfter=2", .everyTry, "3 tries", "failed/gateway-unavailable", .notCharged),
        Row("429; retryAfter=60", .firstTry, "1 try", "failed/gateway-unavailable", .notCharged),
        Row("503; retryAfter=2", .firstTry, "2 tries", "paid", .paid),
        Row("503; retryAfter=2", .everyTry, "3 tries, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("503; retryAfter=60", .firstTry, "1 try, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("late-success; seconds=0.01", .firstTry, "3 tries, inquiry", "paid", .paid),
        Row("late-success; seconds=200", .firstTry, "3 tries, inquiry, void", "failed/gateway-unavailable", .voided),
        Row("duplicate-answer", .everyTry, "1 try", "paid", .paid),
        Row("other-payment", .firstTry, "2 tries", "paid", .paid),
        Row("other-payment", .everyTry, "3 tries, inquiry", "paid", .paid),
        Row("clock-skew; seconds=-7200", .everyTry, "1 try", "paid", .paid),
        Row("away", .firstTry, "1 try", "failed/gateway-unavailable", .notCharged),
        Row("away", .everything, "1 try", "failed/gateway-unavailable", .notCharged),
    ]

    @Test(arguments: table) func row(row: Row) throws {
        let service = GatewayService(
            book: try PaymentBook(path: nil), rules: try #require(try OutcomeRules.shipped("stripe")), seed: 7)
        let tries = Mutex(0)
        let transport = LoopbackTransport(service) { isCharge, _ in
            guard isCharge else { return row.strikes == .everything ? "lost" : nil }
            let number = tries.withLock { count in
                count += 1
                return count
            }
            return row.strikes == .firstTry && number > 1 ? nil : row.fault
        }
        let ledger = try Ledger(nil)
        let client = GatewayDialect.native.client(
            of: try GatewayAddress("http://127.0.0.1:1"), over: transport, key: .test, timeout: .seconds(10))
        let call = try call(client, transport, ledger)
        #expect(asked(call) == row.asked)
        #expect(call.summary == row.result)
        let id = try #require(call.result.payment?.transactionID)
        let taken = try transport.payments().filter { $0["status"] == .string("paid") }.count
        #expect(try ledger.payment(id)?.state == row.ledger)
        #expect(taken == (row.settled == .paid ? 1 : 0))
        transport.mend()
        try Reconciler(ledger: ledger, client: client).reconcile { _, finding in #expect(finding == .settled) }
        #expect(try ledger.payment(id)?.state == row.settled)
        #expect(tries.withLock { $0 } == Int(String(row.asked.prefix(1))), "what was asked was sent")
    }

    private func call(
        _ client: any GatewayClient, _ transport: LoopbackTransport, _ ledger: Ledger
    ) throws -> FinishedCall {
        var scene = CallScene(prompts: CallKit.prompts)
        scene.settings.rules.voidsUnknown = true
        let gateway = try LedgeredGateway(client, ledger: ledger) { Issue.record("\($0)") }
        var engine = try scene.engine(
            door: ["test"],
            gateway: BlockingGateway(
                gateway, latency: .milliseconds(1_500), rules: scene.settings.rules, clock: transport),
            keepsPayments: true)
        KeyedCaller(script: try KeyScript(CallKit.canonical)).drive(&engine)
        return try FinishedCall(of: &engine)
    }

    private func asked(_ call: FinishedCall) -> String {
        let tries = call.callEvents.count { if case .gatewayAsked = $0 { true } else { false } }
        var asked = tries == 1 ? "1 try" : "\(tries) tries"
        for event in call.callEvents {
            if case .gatewayInquired = event { asked += ", inquiry" }
            if case .gatewayVoidAsked = event { asked += ", void" }
        }
        return asked
    }

    @Test("the table has every fault") func complete() {
        let names = Set(Self.table.map { String($0.fault.prefix { $0 != ";" }) })
        #expect(names == Set(ServerFault.Kind.allCases.map(\.rawValue)).union(["away"]))
    }

    @Test("the document shows the table") func document() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("docs/payments.md")
        let document = try String(contentsOf: file, encoding: .utf8)
        let parts = document.components(separatedBy: "<!-- faults -->\n")
        try #require(parts.count == 3)
        let head =
            "| fault | strikes | what is asked | the call | the ledger then | after a reconcile |\n"
            + "| --- | --- | --- | --- | --- | --- |\n"
        let table = head + Self.table.map { $0.line + "\n" }.joined()
        let written = parts[0] + "<!-- faults -->\n" + table + "<!-- faults -->\n" + parts[2]
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Data(written.utf8).write(to: file) }
        #expect(parts[1] == table, "UPDATE_GOLDEN=1 writes it anew")
    }
}
