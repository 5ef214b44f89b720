import Amounts
import PaymentCall
import PaymentGateway
import SQLiteFiles
import Testing

@testable import Ledger

@Suite("Reconciling") struct ReconcilerTests {
    private let clock = TestClock()
    private let gateway = TestGateway()
    private let ledger: Ledger

    init() throws { ledger = try Ledger(nil, clock: clock.clock) }

    private func leave(_ id: String, _ fault: TestGateway.Fault, minor: Int64 = 12_000) throws {
        gateway.script(.charge, fault)
        let call = try ledger.call(gateway)
        _ = call.charge(LedgerKit.request(id, minor: minor, account: id))
        call.paymentEnded(transactionID: id, callerHeard: true)
        #expect(try ledger.state(id) == .unknown)
    }

    private func reconcile(_ client: TestGateway? = nil) throws -> [String: Reconciler.Finding] {
        var found: [String: Reconciler.Finding] = [:]
        try Reconciler(ledger: ledger, client: client ?? gateway).reconcile { payment, finding in
            #expect(found[payment.transactionID] == nil)
            found[payment.transactionID] = finding
        }
        return found
    }

    private func verify() throws -> [String: Reconciler.Finding] {
        var found: [String: Reconciler.Finding] = [:]
        try Reconciler(ledger: ledger, client: gateway).verify { found[$0.transactionID] = $1 }
        return found
    }

    @Test(
        "each standing leads to its outcome, and twice to the same",
        arguments: [
            (TestGateway.Fault.lostAnswer, Int64(12_000), PaymentState.paid),
            (.lostAnswer, TestGateway.declined, .declined), (.lost, 12_000, .voided), (.late, 12_000, .voided),
            (.processing, 12_000, .voided),
        ])
    func outcomes(fault: TestGateway.Fault, minor: Int64, after: PaymentState) throws {
        try leave("t-1", fault, minor: minor)
        #expect(try reconcile() == ["t-1": .settled])
        let payment = try #require(try ledger.payment("t-1"))
        #expect(payment.state == after && payment.charged == (after == .paid ? 12_000 : 0) && !payment.isTold)
        #expect(try reconcile() == [:])
        gateway.deliver()
        gateway.decide()
        #expect(try ledger.payment("t-1") == payment)
        #expect(gateway.charged == (after == .paid ? ["t-1": 12_000] : [:]))
        #expect(try verify() == ["t-1": .agrees])
    }

    @Test("a gateway that is silent is left alone after three questions") func silence() throws {
        for index in 1...5 { try leave("t-\(index)", .lostAnswer) }
        gateway.script(.standing, .lost, .lost, .lost)
        let found = try reconcile()
        #expect(found == ["t-1": .noAnswer, "t-2": .noAnswer, "t-3": .noAnswer, "t-4": .notAsked, "t-5": .notAsked])
        #expect(try ledger.totals().count == [.unknown: 5])
        #expect(try reconcile().values.allSatisfy { $0 == .settled })
        #expect(try ledger.totals().charged == ["USD": 60_000])
    }

    @Test("a void that is not answered leaves it unknown") func silentVoid() throws {
        try leave("t-1", .late)
        gateway.script(.void, .lost)
        #expect(try reconcile() == ["t-1": .noAnswer])
        #expect(try ledger.state("t-1") == .unknown)
        #expect(try reconcile() == ["t-1": .settled])
        #expect(try ledger.state("t-1") == .voided)
    }

    @Test func thePaymentsOfAnotherGatewayAreLeft() throws {
        try leave("t-1", .lostAnswer)
        let other = TestGateway(name: "https://other.test")
        #expect(try reconcile(other) == ["t-1": .otherGateway])
        #expect(other.count(.standing) == 0)
    }

    @Test("a call that lives is left alone, one that died is not") func inFlight() throws {
        try LedgerKit.withFolder { folder in
            let dying = try Ledger(folder + "l", clock: clock.clock, owner: LedgerKit.deadOwner)
            let living = try Ledger(folder + "l", clock: clock.clock)
            gateway.script(.charge, .lostAnswer, .lostAnswer)
            _ = try dying.call(gateway).charge(LedgerKit.request("dead", account: "a"))
            _ = try living.call(gateway).charge(LedgerKit.request("alive", account: "b"))
            var found: [String: Reconciler.Finding] = [:]
            try Reconciler(ledger: living, client: gateway).reconcile { found[$0.transactionID] = $1 }
            #expect(found == ["dead": .settled, "alive": .held])
            #expect(try living.state("dead") == .paid && living.state("alive") == .asked)
        }
    }

    @Test("what the gateway gave back since is taken over once, and told") func refunds() throws {
        for id in ["t-1", "t-2"] {
            #expect(try ledger.call(gateway).charge(LedgerKit.request(id, account: id)).isApproved)
        }
        #expect(try verify() == ["t-1": .agrees, "t-2": .agrees])
        gateway.refund("t-1", leaving: 5_000)
        gateway.refund("t-2", leaving: 0)
        let found = try verify()
        #expect(found["t-1"] == .differs("the gateway says: approved, charged 50.00 USD; taken over"))
        #expect(found["t-2"] == .differs("the gateway says: voided; taken over"))
        #expect(try ledger.payment("t-1")?.charged == 5_000)
        #expect(try ledger.state("t-2") == .voided)
        #expect(try verify() == ["t-1": .agrees, "t-2": .agrees])
    }

    @Test("a charge that the ledger takes for none stays a difference") func differences() throws {
        gateway.script(.charge, .notSent)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == .notSent)
        // The gateway got it all the same.
        let other = try Ledger(nil, clock: clock.clock).call(gateway)
        #expect(other.charge(LedgerKit.request("t-1")).isApproved)
        for _ in 1...2 {
            #expect(try verify() == ["t-1": .differs("the gateway says: approved, charged 120.00 USD")])
            #expect(try ledger.state("t-1") == .notCharged)
        }
    }
}
