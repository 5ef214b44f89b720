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

    @Test("a ledger that was taken away or replaced while it was open takes nothing more", arguments: [false, true])
    func replaced(isReplaced: Bool) throws {
        try LedgerKit.withFolder { folder in
            let path = folder + "l"
            let ledger = try Ledger(path)
            let call = try ledger.call(gateway)
            for name in ["l", "l-wal", "l-shm"] { try? FileManager.default.removeItem(atPath: folder + name) }
            if isReplaced { try Ledger(path).close() }
            #expect(call.charge(LedgerKit.request("t-1")) == .notSent)
            #expect(gateway.count(.charge) == 0)
        }
    }

    @Test("a reference is the same however it is written") func references() throws {
        let ledger = try Ledger(nil)
        gateway.script(.charge, .lostAnswer)
        gateway.script(.standing, .lost)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1", account: "1", reference: "caf\u{e9}-1")) == nil)
        let other = try ledger.call(gateway)
        #expect(
            other.charge(LedgerKit.request("t-2", account: "2", reference: " cafe\u{301}-1 ")) == .heldBack(.unknown))
    }
}
