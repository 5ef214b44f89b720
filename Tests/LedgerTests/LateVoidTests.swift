import Amounts
import CardData
import Foundation
import PaymentCall
import PaymentGateway
import Synchronization
import Testing

@testable import Ledger

/// A void that was asked for, got no answer, and comes to the gateway later.
@Suite("A void that is late") struct LateVoidTests {
    private let gateway = TestGateway()

    @Test("what is found paid meanwhile is made void, and not told to be paid", arguments: [false, true])
    func late(byLaterCall: Bool) throws {
        let ledger = try Ledger(nil)
        gateway.script(.charge, .lostAnswer)
        gateway.script(.standing, .lost)
        gateway.script(.void, .late)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        _ = call.inquire(transactionID: "t-1")
        _ = call.void(transactionID: "t-1")
        call.paymentEnded(transactionID: "t-1", callerHeard: false)
        #expect(try ledger.state("t-1") == .unknown)
        if byLaterCall {
            #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")).isApproved)
        } else {
            try Reconciler(ledger: ledger, client: gateway).reconcile { #expect($1 == .settled) }
        }
        #expect(try ledger.state("t-1") == .voided)
        // The first void arrives.
        gateway.deliver()
        #expect(gateway.charged["t-1", default: 0] == 0)
        #expect(try ledger.state("t-1") == .voided)
    }

    @Test("a void that can't be written is not asked for") func unwritten() throws {
        try LedgerKit.withFolder { folder in
            gateway.script(.charge, .lostAnswer)
            let call = try Ledger(folder + "l").call(gateway)
            #expect(call.charge(LedgerKit.request("t-1")) == nil)
            try FileManager.default.removeItem(atPath: folder + "l")
            #expect(call.void(transactionID: "t-1") == .unknown)
            #expect(gateway.count(.void) == 0)
        }
    }

    @Test("a try that is answered behind somebody else's void is not told to be paid") func behind() throws {
        let clock = TestClock()
        let ledger = try Ledger(nil, clock: clock.clock)
        let call = try ledger.call(gateway)
        gateway.script(.charge, .lost)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        // The call sleeps for too long; a reconcile asks for a void, which is late.
        clock.pass(Ledger.lease)
        gateway.script(.void, .late)
        try Reconciler(ledger: ledger, client: gateway).reconcile { #expect($1 == .noAnswer) }
        #expect(call.charge(LedgerKit.request("t-1", attempt: 2)) == .unknown)
        #expect(call.inquire(transactionID: "t-1") == .unknown)
        #expect(call.void(transactionID: "t-1") == .voided)
        gateway.deliver()
        #expect(try ledger.state("t-1") == .voided)
    }
}
