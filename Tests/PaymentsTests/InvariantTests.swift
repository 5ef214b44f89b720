import Amounts
import CallEngine
import CallReports
import CallSession
import CallTestKit
import CardData
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

/// Calls through machine, client, faulty gateway and ledger, in virtual time; then both books are laid beside each other.
@Suite("The whole way of a payment") struct InvariantTests {
    /// What one call was about, and how it ended.
    private struct Ended {
        let bill: String
        let call: FinishedCall
    }

    /// What the operator was told.
    private final class Notes: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ note: String) { kept.withLock { $0.append(note) } }
    }

    /// The way from the call to the gateway, and callers who use it.
    private final class World {
        let transport: LoopbackTransport
        let ledger: Ledger
        let client: any GatewayClient
        var random: SeededRandom
        var unpaid: [String] = []
        var bills = 0
        let notes = Notes()

        init(seed: UInt64, faults share: Double) throws {
            random = SeededRandom(seed: seed)
            let service = GatewayService(
                book: try PaymentBook(path: nil), rules: try #require(try OutcomeRules.shipped("stripe")), seed: seed)
            transport = LoopbackTransport(service, seed: seed &+ 1, chance: LoopbackTransport.faulty(share))
            ledger = try Ledger(nil)
            client = GatewayDialect.native.client(
                of: try GatewayAddress("http://127.0.0.1:1"), over: transport, key: .test, timeout: .seconds(10))
        }

        func chance(_ share: Double) -> Bool { random.uniform() < share }

        /// The bill of a caller who was not told that it is paid, or a new one.
        func nextBill() -> String {
            if !unpaid.isEmpty, chance(0.5) { return unpaid.remove(at: Int(random.next() % UInt64(unpaid.count))) }
            bills += 1
            return "INV-\(bills)"
        }

        /// The keys of a caller: mostly one card, sometimes others before it, some hang up at once behind the last `1`.
        func keys() -> String {
            let cards = TestCards.all.map(\.number).filter { $0.count == 16 }
            var keys = ""
            for _ in 0..<(chance(0.2) ? 2 : 1) {
                let card = chance(0.7) ? "4242424242424242" : cards[Int(random.next() % UInt64(cards.count))]
                keys += "\(card)# 1 1230# 1 123# 1 1 "
            }
            if chance(0.02) { return "4242424242424242# 1 12!" }
            return keys + (chance(0.15) ? "!" : chance(0.2) ? "w!" : "")
        }

        func call() throws -> Ended {
            let bill = nextBill()
            var scene = CallScene(prompts: CallKit.prompts)
            scene.identified = true
            scene.amount = "\(10 + random.next() % 90).\(10 + random.next() % 90)"
            scene.reference = bill
            scene.tokenizes = false
            scene.settings.rules.voidsUnknown = true
            let gateway = try LedgeredGateway(client, ledger: ledger) { [notes] in notes.add($0) }
            let caller = KeyedCaller(script: try KeyScript(keys()), hangsUpAtEnd: chance(0.3))
            var engine = try scene.engine(
                door: ["test"],
                gateway: BlockingGateway(
                    gateway, latency: .milliseconds(1_500), rules: scene.settings.rules, clock: transport),
                keepsPayments: true)
            caller.drive(&engine)
            let call = try FinishedCall(of: &engine)
            let hung = call.callEvents.contains(.callerHungUp)
            let wasTold = call.result.outcome == .paid || call.result.reason == "already-paid"
            if hung || !wasTold { unpaid.append(bill) }
            return Ended(bill: bill, call: call)
        }
    }

    @Test("20,000 calls: both books agree to the cent, and no bill is paid twice") func books() throws {
        let seed = TestSeed.next()
        let world = try World(seed: seed, faults: 0.3)
        var ended: [String: FinishedCall] = [:]
        var outcomes: [String: Int] = [:]
        for number in 0..<20_000 {
            let call = try world.call()
            outcomes[call.call.summary, default: 0] += 1
            if let id = call.call.result.payment?.transactionID { ended[id] = call.call }
            // Somebody reconciles now and then, while the gateway is as faulty as ever.
            if number % 500 == 0 { try Reconciler(ledger: world.ledger, client: world.client).reconcile { _, _ in } }
        }
        world.transport.mend()
        try Reconciler(ledger: world.ledger, client: world.client).reconcile { payment, finding in
            #expect(finding == .settled, "\(payment.transactionID), seed \(seed)")
        }
        try compare(world, ended, seed)
        #expect(world.notes.all == [])
        // Nothing would be tested where these never came.
        for outcome in [
            "paid", "failed/already-paid", "failed/gateway-unavailable", "pending/outcome-unknown", "hung-up",
        ] {
            #expect(outcomes[outcome, default: 0] > 20, "\(outcomes), seed \(seed)")
        }
        #expect(world.transport.faultsMet.count == LoopbackTransport.faults.count + 2)
    }

    private func compare(_ world: World, _ ended: [String: FinishedCall], _ seed: UInt64) throws {
        var gateway: [String: Int64] = [:]
        var paid: [String: Int] = [:]
        for payment in try world.transport.payments() {
            guard case .string(let id)? = payment["reference"], case .string("paid")? = payment["status"],
                case .number(let text)? = payment["capturedAmount"]
            else { continue }
            gateway[id] = Int64(text)
            if case .string(let bill)? = payment["description"] { paid[bill, default: 0] += 1 }
        }
        #expect(paid.allSatisfy { $0.value == 1 }, "a bill was paid twice, seed \(seed)")
        var ledger: [String: LedgerPayment] = [:]
        try world.ledger.forEach { payment in ledger[payment.transactionID] = payment }
        for (id, payment) in ledger {
            #expect(payment.state.isSettled, "\(id), seed \(seed)")
            #expect(gateway[id, default: 0] == payment.charged, "\(id), seed \(seed)")
        }
        #expect(Set(gateway.keys).subtracting(ledger.keys).isEmpty, "seed \(seed)")
        for (id, call) in ended {
            switch call.result.outcome {
            case .paid: #expect(ledger[id]?.state == .paid, "\(id), seed \(seed)")
            case .declined: #expect(ledger[id]?.state == .declined, "\(id), seed \(seed)")
            case .failed where call.result.reason == "gateway-unavailable":
                #expect(gateway[id] == nil, "\(id) was told not to be charged, seed \(seed)")
            default: break
            }
        }
    }
}
