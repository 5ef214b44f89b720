import Amounts
import CardData
import Foundation
import Ledger
import PaymentCall
import PaymentGateway
import Synchronization

/// Clocks that a test sets.
final class TestClock: Sendable {
    private let times = Mutex((now: Int64(1_795_639_200_000), sinceBoot: Int64(1_000_000)))

    /// The clocks as a ledger takes them; each look takes a millisecond.
    var clock: LedgerClock {
        LedgerClock(
            now: {
                self.times.withLock {
                    $0.now += 1
                    return $0.now
                }
            }, sinceBoot: { self.times.withLock(\.sinceBoot) })
    }

    /// Sets the clock on the wall, forward or back, in milliseconds.
    func set(by change: Int64) { times.withLock { $0.now += change } }

    /// Lets time pass on both.
    func pass(_ milliseconds: Int64) {
        times.withLock {
            $0.now += milliseconds
            $0.sinceBoot += milliseconds
        }
    }
}

/// A gateway that keeps one payment a transaction id, and does with each question what a script says.
final class TestGateway: GatewayClient {
    enum Fault: CaseIterable {
        /// It answers.
        case none
        /// It acts, and the answer is lost.
        case lostAnswer
        /// The question is lost.
        case lost
        /// The question comes to it later: when `deliver` says so.
        case late
        /// It was not sent.
        case notSent
        /// It does not act, and wants to be left alone.
        case later
        /// It has it, and does not decide before `decide` says so.
        case processing
    }

    enum Question: Hashable { case charge, standing, void }

    private enum Status { case paid, stored, declined, processing, voided }
    private struct Payment {
        var status: Status
        /// What is charged, of what it was asked for.
        var money: Money
        let asked: Money

        init(status: Status, money: Money) {
            self.status = status
            self.money = money
            asked = money
        }
    }
    private struct State {
        var payments: [String: Payment] = [:]
        var waiting: [ChargeRequest] = []
        var waitingVoids: [String] = []
        var faults: [Question: [Fault]] = [:]
        var asked: [Question: Int] = [:]
    }

    let name: String
    /// Called while it is asked to charge, before and after it acts.
    private let whileAsked: @Sendable (ChargeRequest) -> Void
    private let handle: String?
    private let state = Mutex(State())
    /// What is declined: amounts of this many minor units.
    static let declined: Int64 = 4_000

    init(
        name: String = "https://gateway.test", handle: String? = nil,
        whileAsked: @escaping @Sendable (ChargeRequest) -> Void = { _ in }
    ) {
        self.name = name
        self.handle = handle
        self.whileAsked = whileAsked
    }

    /// The next questions of that kind meet these faults, in order.
    func script(_ question: Question, _ faults: Fault...) { state.withLock { $0.faults[question] = faults } }

    /// How often it was asked.
    func count(_ question: Question) -> Int { state.withLock { $0.asked[question] ?? 0 } }

    /// What is charged and not void, of each transaction.
    var charged: [String: Int64] {
        state.withLock { $0.payments.filter { $0.value.status == .paid }.mapValues(\.money.minor) }
    }

    /// What was late comes in now.
    func deliver() {
        state.withLock { state in
            for request in state.waiting { TestGateway.act(request, &state) }
            for id in state.waitingVoids { TestGateway.void(id, &state) }
            (state.waiting, state.waitingVoids) = ([], [])
        }
    }

    /// What was in process is paid now.
    func decide() {
        state.withLock { state in
            for (id, payment) in state.payments where payment.status == .processing {
                state.payments[id]?.status = .paid
            }
        }
    }

    /// Somebody gives it back at the gateway.
    func refund(_ id: String, leaving minor: Int64) {
        state.withLock { state in
            guard let money = state.payments[id]?.money else { return }
            state.payments[id]?.money = Money(minor: minor, currency: money.currency)
            if minor == 0 { state.payments[id]?.status = .voided }
        }
    }

    private func fault(_ question: Question, _ state: inout State) -> Fault {
        state.asked[question, default: 0] += 1
        guard let first = state.faults[question]?.first else { return .none }
        state.faults[question]?.removeFirst()
        return first
    }

    private static func act(_ request: ChargeRequest, _ state: inout State) {
        guard state.payments[request.transactionID] == nil else { return }
        let status: Status =
            request.storesOnly ? .stored : request.amount.minor == TestGateway.declined ? .declined : .paid
        state.payments[request.transactionID] = Payment(status: status, money: request.amount)
    }

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? {
        if let own = self.handle, handle == nil {
            do { try learned(own) } catch { return .notSent }
        }
        whileAsked(request)
        let reply: GatewayReply? = state.withLock { state in
            switch fault(.charge, &state) {
            case .none:
                TestGateway.act(request, &state)
                return TestGateway.reply(request, state)
            case .lostAnswer:
                TestGateway.act(request, &state)
                return nil
            case .lost: return nil
            case .late:
                state.waiting.append(request)
                return nil
            case .notSent: return .notSent
            case .later: return .later(RetryAdvice(mayHaveCharged: false))
            case .processing:
                if state.payments[request.transactionID] == nil {
                    state.payments[request.transactionID] = Payment(status: .processing, money: request.amount)
                }
                return .unknown
            }
        }
        whileAsked(request)
        return reply
    }

    private static func reply(_ request: ChargeRequest, _ state: State) -> GatewayReply {
        switch state.payments[request.transactionID]?.status {
        case .paid, .stored:
            var approval = GatewayApproval(reference: "K7X2QF")
            if request.storesOnly { approval.token = "tok_abc" }
            return .approved(approval)
        case .declined: return .declined(.insufficientFunds)
        case .voided: return .voided
        case .processing, nil: return .unknown
        }
    }

    func standing(transactionID: String, handle: String?) -> PaymentStanding {
        state.withLock { state in
            let fault = fault(.standing, &state)
            guard fault == .none || fault == .processing else { return .noAnswer }
            return TestGateway.standing(state.payments[transactionID])
        }
    }

    func void(transactionID: String, handle: String?) -> PaymentStanding {
        state.withLock { state in
            switch fault(.void, &state) {
            case .none:
                TestGateway.void(transactionID, &state)
                return TestGateway.standing(state.payments[transactionID])
            case .lostAnswer:
                TestGateway.void(transactionID, &state)
                return .noAnswer
            case .late:
                state.waitingVoids.append(transactionID)
                return .noAnswer
            case .notSent: return .notAsked
            case .lost, .later, .processing: return .noAnswer
            }
        }
    }

    private static func void(_ id: String, _ state: inout State) {
        var payment = state.payments[id] ?? Payment(status: .voided, money: Money(minor: 0, currency: .usd))
        if payment.status != .declined { payment.status = .voided }
        state.payments[id] = payment
    }

    private static func standing(_ payment: Payment?) -> PaymentStanding {
        guard let payment else { return .notFound }
        switch payment.status {
        case .paid:
            return .approved(GatewayApproval(reference: "K7X2QF"), of: payment.asked, charged: payment.money)
        case .stored:
            return .approved(GatewayApproval(reference: "K7X2QF"), of: nil, charged: Money(minor: 0, currency: .usd))
        case .declined: return .declined(.insufficientFunds)
        case .processing: return .processing
        case .voided: return .voided
        }
    }
}

enum LedgerKit {
    /// A try to charge.
    static func request(
        _ id: String, minor: Int64 = 12_000, account: String? = "10023", reference: String? = nil,
        storesOnly: Bool = false, attempt: Int = 1
    ) -> ChargeRequest {
        ChargeRequest(
            callID: "call-" + id, transactionID: id, attempt: attempt, amount: Money(minor: minor, currency: .usd),
            reference: reference, storesOnly: storesOnly, account: account, brand: .visa,
            maskedNumber: "424242******4242")
    }

    /// A process that has ended.
    static let deadOwner = LeaseOwner(
        boot: LeaseOwner.current.boot, namespace: LeaseOwner.current.namespace, process: Int32.max, started: "1")

    /// A folder of its own, gone afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path + "/")
    }
}

/// Sentences that were noted.
final class Notes: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }
    func add(_ text: String) { kept.withLock { $0.append(text) } }
}

extension Ledger {
    /// A call that begins now, with its notes thrown away.
    func call(_ client: any GatewayClient) throws -> LedgeredGateway {
        try LedgeredGateway(client, ledger: self, note: { _ in })
    }

    /// What is known of a payment.
    func state(_ id: String) throws -> PaymentState? { try payment(id)?.state }
}

extension LedgeredGateway {
    /// One try with no details: the test gateway looks at none.
    func charge(_ request: ChargeRequest) -> GatewayReply? { charge(request, details: PaymentDetails()) }
}

extension GatewayReply? {
    /// Whether it is an approval.
    var isApproved: Bool { if case .approved = self { true } else { false } }
}
