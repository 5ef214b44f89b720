import Amounts
import CardData
import PaymentCall
import PaymentGateway
import Synchronization
import Testing

@testable import Ledger

/// A gateway that prepares payments, and a call that sleeps in the middle of that.
private final class PreparingGateway: GatewayClient {
    let name = "preparing"
    private let sleep: @Sendable () -> Void
    private let charged = Mutex<[String]>([])

    init(sleep: @escaping @Sendable () -> Void) { self.sleep = sleep }

    /// The payments that were charged.
    var charges: [String] { charged.withLock { $0 } }

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? {
        sleep()
        do { try learned("pi_" + request.transactionID) } catch { return .later(RetryAdvice(mayHaveCharged: false)) }
        charged.withLock { $0.append(request.transactionID) }
        return .approved(GatewayApproval(reference: "K7X2QF"))
    }

    // Nothing was prepared under a name that anybody knows: nothing can be charged.
    func standing(transactionID: String, handle: String?) -> PaymentStanding { handle == nil ? .notFound : .noAnswer }
    func void(transactionID: String, handle: String?) -> PaymentStanding { handle == nil ? .voided : .noAnswer }
}

@Suite("A payment taken over from a call that slept") struct TakenOverTests {
    private let clock = TestClock()

    @Test("what was made void meanwhile is not prepared, and so not charged") func voided() throws {
        let ledger = try Ledger(nil, clock: clock.clock)
        let other = PreparingGateway(sleep: {})
        let gateway = PreparingGateway(sleep: { [clock] in
            clock.pass(Ledger.lease + 1)
            try? Reconciler(ledger: ledger, client: other).reconcile { _, _ in }
        })
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) != .approved(GatewayApproval(reference: "K7X2QF")))
        #expect(gateway.charges == [])
        #expect(try ledger.state("t-1") == .voided)
        // The next try hears what stands.
        #expect(call.charge(LedgerKit.request("t-1", attempt: 2)) == .voided)
        #expect(gateway.charges == [])
    }

    @Test("one that nobody took is") func own() throws {
        let ledger = try Ledger(nil, clock: clock.clock)
        let gateway = PreparingGateway(sleep: { [clock] in clock.pass(Ledger.lease + 1) })
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        #expect(gateway.charges == ["t-1"])
        #expect(try ledger.payment("t-1")?.handle == "pi_t-1")
    }
}
