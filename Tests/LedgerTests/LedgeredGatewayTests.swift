import Amounts
import CardData
import Foundation
import PaymentCall
import PaymentGateway
import Synchronization
import Testing

@testable import Ledger

/// Each way that a call's payment may go, with what stands in the ledger after it.
@Suite("A gateway with a ledger") struct LedgeredGatewayTests {
    private let clock = TestClock()
    private let gateway = TestGateway()
    private let ledger: Ledger

    init() throws { ledger = try Ledger(nil, clock: clock.clock) }

    private var paid: GatewayReply? { .heldBack(.paid(Money(minor: 12_000, currency: .usd))) }

    /// A payment whose outcome its call never learned.
    private func leaveUnknown(_ id: String, _ fault: TestGateway.Fault, account: String? = "10023") throws {
        gateway.script(.charge, fault)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request(id, account: account)) == (fault == .processing ? .unknown : nil))
        call.paymentEnded(transactionID: id, callerHeard: true)
        #expect(try ledger.state(id) == .unknown)
    }

    @Test func approved() throws {
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1", reference: "INV-7")).isApproved)
        call.paymentEnded(transactionID: "t-1", callerHeard: true)
        let payment = try #require(try ledger.payment("t-1"))
        #expect(payment.state == .paid && payment.charged == 12_000 && payment.isTold)
        #expect(payment.confirmation == "K7X2QF" && payment.masked == "424242******4242" && payment.leaseOwner == nil)
        #expect(
            try ledger.steps(of: payment).map { "\($0.what) \($0.answer ?? "?")" } == [
                "charge ?", "charge approved", "told heard",
            ])
    }

    @Test func theAttemptIsWrittenBeforeTheGatewayIsAsked() throws {
        let seen = Mutex<[PaymentState?]>([])
        let ledger = ledger
        let gateway = TestGateway(whileAsked: { request in
            seen.withLock { $0.append(try? ledger.state(request.transactionID)) }
        })
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        #expect(seen.withLock { $0 } == [.asked, .asked])
        #expect(try ledger.state("t-1") == .paid)
    }

    @Test func declinedAndThenAnotherCardInTheSameCall() throws {
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1", minor: TestGateway.declined)) == .declined(.insufficientFunds))
        #expect(call.charge(LedgerKit.request("t-2")).isApproved)
        #expect(try ledger.state("t-1") == .declined)
        #expect(try ledger.payment("t-1")?.decline == "insufficient_funds")
        #expect(try ledger.state("t-2") == .paid)
        // A plan that takes two payments in one call knows of the first.
        #expect(call.charge(LedgerKit.request("t-3")).isApproved)
    }

    @Test func tokenized() throws {
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1", storesOnly: true)).isApproved)
        let payment = try #require(try ledger.payment("t-1"))
        #expect(payment.state == .tokenized && payment.charged == 0 && payment.token == "tok_abc")
        // What is stored stands in nobody's way, and nothing in the way of what is stored.
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")).isApproved)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-3", storesOnly: true)).isApproved)
    }

    @Test("further tries are of the same payment") func tries() throws {
        gateway.script(.charge, .lost, .later, .none)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        #expect(
            call.charge(LedgerKit.request("t-1", attempt: 2)) == .later(RetryAdvice(mayHaveCharged: false)))
        #expect(try ledger.state("t-1") == .asked)
        #expect(call.charge(LedgerKit.request("t-1", attempt: 3)).isApproved)
        #expect(try ledger.payment("t-1")?.tries == 3)
        #expect(try ledger.totals().count == [.paid: 1])
    }

    @Test("not sent: surely not charged, unless an earlier try was") func notSent() throws {
        gateway.script(.charge, .notSent, .lost, .notSent)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == .notSent)
        #expect(try ledger.state("t-1") == .notCharged)
        #expect(call.charge(LedgerKit.request("t-2")) == nil)
        #expect(call.charge(LedgerKit.request("t-2", attempt: 2)) == .notSent)
        #expect(try ledger.state("t-2") == .asked)
        call.paymentEnded(transactionID: "t-2", callerHeard: true)
        #expect(try ledger.state("t-2") == .unknown)
    }

    @Test func aGatewayThatOnlyWantsToBeLeftAloneDidNotCharge() throws {
        gateway.script(.charge, .later)
        let call = try ledger.call(gateway)
        _ = call.charge(LedgerKit.request("t-1"))
        call.paymentEnded(transactionID: "t-1", callerHeard: true)
        #expect(try ledger.state("t-1") == .notCharged)
    }

    @Test(
        "an inquiry settles what it can",
        arguments: [
            (TestGateway.Fault.lostAnswer, Int64(12_000), PaymentState.paid),
            (.lostAnswer, TestGateway.declined, .declined), (.lost, 12_000, .asked), (.processing, 12_000, .asked),
        ])
    func inquiry(fault: TestGateway.Fault, minor: Int64, after: PaymentState) throws {
        gateway.script(.charge, fault)
        let call = try ledger.call(gateway)
        _ = call.charge(LedgerKit.request("t-1", minor: minor))
        let reply = call.inquire(transactionID: "t-1")
        #expect(try ledger.state("t-1") == after)
        switch after {
        case .paid: #expect(reply.isApproved)
        case .declined: #expect(reply == .declined(.insufficientFunds))
        default: #expect(reply == .unknown)
        }
    }

    @Test func aVoidSettles() throws {
        gateway.script(.charge, .late)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        #expect(call.void(transactionID: "t-1") == .voided)
        #expect(try ledger.state("t-1") == .voided)
        gateway.deliver()
        #expect(gateway.charged.isEmpty)
        // Asked again, the ledger answers alone.
        #expect(call.void(transactionID: "t-1") == .voided && call.inquire(transactionID: "t-1") == .voided)
        #expect(gateway.count(.void) == 1 && gateway.count(.standing) == 0)
    }

    @Test func silenceIsNoAnswer() throws {
        gateway.script(.charge, .lost)
        gateway.script(.standing, .lost)
        gateway.script(.void, .lost)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        // At once, and not only when the call's patience is over.
        #expect(call.inquire(transactionID: "t-1") == .unknown && call.void(transactionID: "t-1") == .unknown)
        #expect(try ledger.state("t-1") == .unknown, "others may settle it from here on")
        call.paymentEnded(transactionID: "t-1", callerHeard: true)
        let payment = try #require(try ledger.payment("t-1"))
        #expect(payment.state == .unknown && payment.leaseOwner == nil)
        #expect(
            try ledger.steps(of: payment).map { "\($0.what) \($0.answer ?? "?")" } == [
                "charge ?", "charge no-answer", "inquiry ?", "inquiry no-answer", "void ?", "void no-answer",
            ])
    }

    @Test("a handle is written before anything is charged, and used again") func handles() throws {
        let ledger = ledger
        let seen = Mutex<[String?]>([])
        let gateway = TestGateway(handle: "pi_abc") { request in
            seen.withLock { $0.append(try? ledger.payment(request.transactionID)?.handle) }
        }
        gateway.script(.charge, .lost)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        #expect(call.charge(LedgerKit.request("t-1", attempt: 2)).isApproved)
        #expect(seen.withLock { $0 } == ["pi_abc", "pi_abc", "pi_abc", "pi_abc"])
        #expect(try ledger.steps(of: #require(try ledger.payment("t-1"))).filter { $0.what == "prepare" }.count == 1)
    }

    @Test("a handle that can't be kept ends the try before it is charged") func refusedHandle() throws {
        let gateway = TestGateway(handle: "pi_4242424242424242")
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")) == .notSent)
        #expect(gateway.count(.charge) == 0)
        #expect(try ledger.state("t-1") == .notCharged)
    }

    // MARK: Earlier payments

    @Test("an earlier payment that is in flight holds back, by account or by reference", arguments: [true, false])
    func inFlight(byAccount: Bool) throws {
        let ledger = ledger
        let other = TestGateway()
        let reply = Mutex<GatewayReply?>(nil)
        let gateway = TestGateway(whileAsked: { _ in
            let request = LedgerKit.request(
                "t-2", account: byAccount ? "10023" : "20046", reference: byAccount ? "INV-8" : "INV-7")
            reply.withLock { $0 = try? ledger.call(other).charge(request) }
        })
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1", reference: "INV-7")).isApproved)
        #expect(reply.withLock { $0 } == .heldBack(.unknown))
        #expect(other.count(.charge) == 0)
        #expect(try ledger.payment("t-2") == nil)
    }

    @Test("an unknown one is settled first, and what was paid is told", arguments: [TestGateway.Fault.lostAnswer])
    func unknownPaid(fault: TestGateway.Fault) throws {
        try leaveUnknown("t-1", fault)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-2")) == paid)
        #expect(try ledger.state("t-1") == .paid)
        #expect(gateway.count(.charge) == 1)
        // Whoever hangs up has not heard of it.
        call.paymentEnded(transactionID: "t-2", callerHeard: false)
        let next = try ledger.call(gateway)
        #expect(next.charge(LedgerKit.request("t-3")) == paid)
        next.paymentEnded(transactionID: "t-3", callerHeard: true)
        #expect(try ledger.payment("t-1")?.isTold == true)
        // Now it may be paid again, for whatever is owed next.
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-4")).isApproved)
    }

    @Test(
        "an unknown one that was not charged is made void, and the call goes on",
        arguments: [TestGateway.Fault.lost, .late, .processing])
    func unknownVoided(fault: TestGateway.Fault) throws {
        try leaveUnknown("t-1", fault)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")).isApproved)
        #expect(try ledger.state("t-1") == .voided)
        gateway.deliver()
        gateway.decide()
        #expect(gateway.charged == ["t-2": 12_000])
        let steps = try ledger.steps(of: #require(try ledger.payment("t-1")))
        #expect(steps.last?.source == "later-call" && steps.last?.answer == "voided")
    }

    @Test("one that can't be settled holds back", arguments: [TestGateway.Question.standing, .void])
    func unknownStays(silent: TestGateway.Question) throws {
        try leaveUnknown("t-1", .lost)
        gateway.script(silent, .lost)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")) == .heldBack(.unknown))
        #expect(gateway.count(.charge) == 1)
        let payment = try #require(try ledger.payment("t-1"))
        #expect(payment.state == .unknown && payment.leaseOwner == nil)
    }

    @Test func severalUnknownOnesAreSettledOneByOne() throws {
        for index in 1...5 { try leaveUnknown("t-\(index)", .late, account: index < 5 ? "a\(index)" : "a1") }
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-9", account: "a1")).isApproved)
        #expect(try ledger.totals().count == [.voided: 2, .unknown: 3, .paid: 1])
    }

    @Test func theUnknownPaymentOfAnotherGatewayHoldsBack() throws {
        try leaveUnknown("t-1", .lost)
        let other = TestGateway(name: "https://other.test")
        #expect(try ledger.call(other).charge(LedgerKit.request("t-2")) == .heldBack(.unknown))
        #expect(other.count(.standing) == 0 && other.count(.charge) == 0)
    }

    @Test func twoCallsThatBeginBeforeEitherPays() throws {
        let (first, second) = (try ledger.call(gateway), try ledger.call(gateway))
        #expect(first.charge(LedgerKit.request("t-1")).isApproved)
        first.paymentEnded(transactionID: "t-1", callerHeard: true)
        // The first caller heard of it; the second one can't have.
        #expect(second.charge(LedgerKit.request("t-2")) == paid)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-3")).isApproved)
    }

    @Test("nor may a caller know who called before another one was told") func toldMeanwhile() throws {
        let first = try ledger.call(gateway)
        #expect(first.charge(LedgerKit.request("t-1")).isApproved)
        first.paymentEnded(transactionID: "t-1", callerHeard: false)
        let (second, third) = (try ledger.call(gateway), try ledger.call(gateway))
        #expect(second.charge(LedgerKit.request("t-2")) == paid)
        second.paymentEnded(transactionID: "t-2", callerHeard: true)
        #expect(third.charge(LedgerKit.request("t-3")) == paid)
    }

    @Test("without account and reference nothing stands in the way") func noBill() throws {
        try leaveUnknown("t-1", .lost, account: nil)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2", account: nil)).isApproved)
    }

    @Test("a transaction that is settled is not asked for again") func settledID() throws {
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        #expect(gateway.count(.charge) == 1)
    }

    @Test("nor is another payment made under its id", arguments: [1, 2, 3]) func reusedID(what: Int) throws {
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-1")).isApproved)
        let request = [
            LedgerKit.request("t-1", minor: 5), LedgerKit.request("t-1", account: "20046"),
            LedgerKit.request("t-1", storesOnly: true),
        ][what - 1]
        let notes = Notes()
        let call = try LedgeredGateway(gateway, ledger: ledger, note: notes.add)
        #expect(call.charge(request) == .notSent)
        #expect(gateway.count(.charge) == 1 && notes.all.count == 1)
    }

    @Test("who heard that a payment is pending has not heard that it was found paid since") func foundMeanwhile() throws
    {
        gateway.script(.charge, .lostAnswer)
        gateway.script(.standing, .lost)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil && call.inquire(transactionID: "t-1") == .unknown)
        clock.pass(Ledger.lease)
        try Reconciler(ledger: ledger, client: gateway).reconcile { #expect($0.state == .paid && $1 == .settled) }
        call.paymentEnded(transactionID: "t-1", callerHeard: true)
        #expect(try ledger.payment("t-1")?.isTold == false)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")) == paid)
    }

    // MARK: Deaths, leases and clocks

    @Test("what a dead process left is settled at once; what a living one holds, when its time is over")
    func leases() throws {
        try LedgerKit.withFolder { folder in
            let dying = try Ledger(folder + "l", clock: clock.clock, owner: LedgerKit.deadOwner)
            let living = try Ledger(folder + "l", clock: clock.clock)
            gateway.script(.charge, .lost, .lost)
            #expect(try dying.call(gateway).charge(LedgerKit.request("t-1", account: "a")) == nil)
            #expect(try living.call(gateway).charge(LedgerKit.request("t-2", account: "b")) == nil)
            #expect(try living.call(gateway).charge(LedgerKit.request("t-3", account: "a")).isApproved)
            #expect(try living.call(gateway).charge(LedgerKit.request("t-4", account: "b")) == .heldBack(.unknown))
            clock.pass(Ledger.lease)
            #expect(try living.call(gateway).charge(LedgerKit.request("t-5", account: "b")).isApproved)
            #expect(try living.state("t-2") == .voided)
        }
    }

    @Test("a clock that is set, back or forward, frees nothing and locks nothing", arguments: [-3_600_000, 3_600_000])
    func setClock(by change: Int64) throws {
        gateway.script(.charge, .lost)
        let call = try ledger.call(gateway)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        clock.set(by: change)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-2")) == .heldBack(.unknown))
        #expect(call.charge(LedgerKit.request("t-1", attempt: 2)).isApproved)
        call.paymentEnded(transactionID: "t-1", callerHeard: false)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-3")) == paid)
        clock.set(by: change)
        try leaveUnknown("t-4", .lost, account: "b")
        clock.set(by: change)
        #expect(try ledger.call(gateway).charge(LedgerKit.request("t-5", account: "b")).isApproved)
    }

    @Test(
        "an approval of another amount, or of something stored, settles nothing and is told to nobody", arguments: 0..<3
    )
    func anotherAmount(row: Int) throws {
        let amounts: [Money?] = [
            Money(minor: 11_999, currency: .usd), Money(minor: 12_000, currency: Currency(code: "EUR")!), nil,
        ]
        let liar = StandingGateway(
            .approved(GatewayApproval(reference: "X"), of: amounts[row], charged: Money(minor: 12_000, currency: .usd)))
        let call = try ledger.call(liar)
        #expect(call.charge(LedgerKit.request("t-1")) == nil)
        #expect(call.inquire(transactionID: "t-1") == .unknown)
        #expect(call.void(transactionID: "t-1") == .unknown)
        call.paymentEnded(transactionID: "t-1", callerHeard: true)
        #expect(try ledger.state("t-1") == .unknown)
        try Reconciler(ledger: ledger, client: liar).reconcile { #expect($1 == .noAnswer) }
        #expect(try ledger.state("t-1") == .unknown)
    }

    @Test("who comes too late hears what others found out") func takenOver() throws {
        let (ledger, clock) = (ledger, clock)
        let gateway = gateway
        // While the first is asked, its time runs out, and another call makes it void.
        let slow = SlowGateway(gateway) {
            clock.pass(Ledger.lease)
            let after = try? ledger.call(gateway)
            #expect(after?.charge(LedgerKit.request("t-2")).isApproved == true)
        }
        #expect(try ledger.call(slow).charge(LedgerKit.request("t-1")) == .voided)
        #expect(try ledger.state("t-1") == .voided)
        #expect(gateway.charged == ["t-2": 12_000])
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

/// A gateway that never answers a try, and says the same of every payment.
private struct StandingGateway: GatewayClient {
    let name = "https://gateway.test"
    let standing: PaymentStanding

    init(_ standing: PaymentStanding) { self.standing = standing }

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? { nil }
    func standing(transactionID: String, handle: String?) -> PaymentStanding { standing }
    func void(transactionID: String, handle: String?) -> PaymentStanding { standing }
}

/// A gateway that is asked to charge, while something else happens, and never answers that.
private final class SlowGateway: GatewayClient {
    let name: String
    private let gateway: TestGateway
    private let meanwhile: @Sendable () -> Void

    init(_ gateway: TestGateway, _ meanwhile: @escaping @Sendable () -> Void) {
        self.gateway = gateway
        self.meanwhile = meanwhile
        name = gateway.name
    }

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? {
        meanwhile()
        return nil
    }

    func standing(transactionID: String, handle: String?) -> PaymentStanding {
        gateway.standing(transactionID: transactionID, handle: handle)
    }

    func void(transactionID: String, handle: String?) -> PaymentStanding {
        gateway.void(transactionID: transactionID, handle: handle)
    }
}
