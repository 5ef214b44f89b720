import Amounts
import PaymentCall
import PaymentGateway
import TelephoneLine
import Testing

@testable import Ledger

/// Bills that people pay by phone, several calls at once, over a gateway and processes that fail: whatever happens, both
/// books agree in the end, and no bill is paid twice.
@Suite("Random calls on a ledger") struct RandomLedgerTests {
    /// A call in the middle of its payment.
    private struct Call {
        let gateway: LedgeredGateway
        let bill: Int
        var transaction: String
        var attempt = 0
        var inquired = false
        var voided = false
    }

    private struct World {
        let clock = TestClock()
        let gateway = TestGateway()
        let ledger: Ledger
        var random: SeededRandom
        var calls: [Call] = []
        var transactions = 0
        /// Bills that somebody was told are paid: nobody calls for them any more.
        var known: Set<Int> = []

        init(seed: UInt64) throws {
            random = SeededRandom(seed: seed)
            ledger = try Ledger(nil, clock: clock.clock)
        }

        mutating func chance(_ share: Double) -> Bool { random.uniform() < share }
        mutating func newTransaction() -> String {
            transactions += 1
            return "t-\(transactions)"
        }
    }

    private static let bills = 6

    @Test(arguments: 1...300) func seed(_ seed: UInt64) throws {
        var world = try World(seed: seed)
        for _ in 0..<120 { try step(&world) }
        // All hang up, time passes, and the gateway is well again.
        world.calls = []
        world.clock.pass(Ledger.lease)
        for question in [TestGateway.Question.charge, .standing, .void] { world.gateway.script(question) }
        try Reconciler(ledger: world.ledger, client: world.gateway).reconcile { payment, finding in
            #expect(finding == .settled, "seed \(seed): \(payment.transactionID) \(finding)")
        }
        world.gateway.deliver()
        world.gateway.decide()
        try compare(world, seed)
    }

    private func step(_ world: inout World) throws {
        let dice = world.random.uniform()
        let open = (0..<Self.bills).filter { !world.known.contains($0) }
        if world.calls.count < 4, dice < 0.3, let bill = open.randomElement(using: &world.random) {
            world.calls.append(
                Call(gateway: try world.ledger.call(world.gateway), bill: bill, transaction: world.newTransaction()))
        } else if dice < 0.35 {
            // A call is heard of no more; its process lives, so that only time frees what it held.
            if let victim = world.calls.indices.randomElement(using: &world.random) { world.calls.remove(at: victim) }
        } else if dice < 0.40 {
            world.clock.set(by: Int64(world.random.uniform() * 7_200_000) - 3_600_000)
        } else if dice < 0.45 {
            world.clock.pass(Ledger.lease)
        } else if dice < 0.50 {
            world.gateway.deliver()
        } else if dice < 0.55 {
            world.gateway.decide()
        } else if dice < 0.60 {
            fail(&world)
            try Reconciler(ledger: world.ledger, client: world.gateway).reconcile { _, _ in }
        } else if let index = world.calls.indices.randomElement(using: &world.random) {
            fail(&world)
            goOn(&world, index)
        }
    }

    /// What the gateway does next.
    private func fail(_ world: inout World) {
        for question in [TestGateway.Question.charge, .standing, .void] {
            let fault =
                world.chance(0.5) ? .none : TestGateway.Fault.allCases.randomElement(using: &world.random) ?? .none
            world.gateway.script(question, fault)
        }
    }

    /// The next thing that a payment call does: tries, an inquiry, a void, and its end.
    private func goOn(_ world: inout World, _ index: Int) {
        var call = world.calls[index]
        let reply: GatewayReply?
        if call.attempt < 3 {
            call.attempt += 1
            let minor = world.chance(0.2) ? TestGateway.declined : 10_000
            // Every try of one transaction is for the same.
            let amount = call.attempt == 1 ? minor : nil
            reply = call.gateway.charge(request(call, world, amount))
        } else if !call.inquired {
            call.inquired = true
            reply = call.gateway.inquire(transactionID: call.transaction)
        } else if !call.voided {
            call.voided = true
            reply = call.gateway.void(transactionID: call.transaction)
        } else {
            return end(&world, index)
        }
        world.calls[index] = call
        switch reply {
        case .approved, .heldBack, .voided: end(&world, index, reply)
        case .declined where world.chance(0.5):
            // Another card, under a new transaction id.
            world.calls[index] = Call(gateway: call.gateway, bill: call.bill, transaction: world.newTransaction())
        case .declined: end(&world, index, reply)
        case .notSent where call.attempt == 1: end(&world, index, reply)
        case .notSent, .unknown, .later, nil: break
        }
    }

    private func request(_ call: Call, _ world: World, _ amount: Int64?) -> ChargeRequest {
        let known = (try? world.ledger.payment(call.transaction))??.amount
        return LedgerKit.request(
            call.transaction, minor: known ?? amount ?? 10_000, account: "a\(call.bill)", attempt: call.attempt)
    }

    private func end(_ world: inout World, _ index: Int, _ reply: GatewayReply? = nil) {
        let call = world.calls.remove(at: index)
        let hears = world.chance(0.7)
        call.gateway.paymentEnded(transactionID: call.transaction, callerHeard: hears)
        guard hears else { return }
        switch reply {
        case .approved, .heldBack(.paid): world.known.insert(call.bill)
        default: break
        }
    }

    private func compare(_ world: World, _ seed: UInt64) throws {
        var charged: [String: Int64] = [:]
        var paidBills: [String: Int] = [:]
        try world.ledger.forEach { payment in
            #expect(payment.state.isSettled, "seed \(seed): \(payment.transactionID)")
            guard payment.state == .paid else { return #expect(payment.charged == 0, "seed \(seed)") }
            charged[payment.transactionID] = payment.charged
            paidBills[payment.account ?? "", default: 0] += 1
        }
        #expect(charged == world.gateway.charged, "seed \(seed)")
        for (bill, count) in paidBills where count != 1 {
            Issue.record("seed \(seed): \(bill) is paid \(count) times:\n\(try history(of: bill, world))")
        }
        try Reconciler(ledger: world.ledger, client: world.gateway).verify { payment, finding in
            #expect(finding == .agrees, "seed \(seed): \(payment.transactionID)")
        }
    }

    /// Everything that happened to one bill, in order.
    private func history(of bill: String, _ world: World) throws -> String {
        var filter = LedgerFilter()
        filter.account = bill
        var steps: [(id: Int64, line: String)] = []
        for payment in try world.ledger.page(filter, limit: 1000) ?? [] {
            for step in try world.ledger.steps(of: payment) {
                steps.append((step.id, "\(payment.transactionID) \(step.source) \(step.what) \(step.answer ?? "?")"))
            }
        }
        return steps.sorted { $0.id < $1.id }.map(\.line).joined(separator: "\n")
    }
}
