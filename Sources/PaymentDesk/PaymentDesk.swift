import Amounts
import CardData
import Connectors
import JSONText
import PaymentCall
import Telephony

/// What the payment desk does with one try instead of answering.
public enum DeskFault: String, Hashable, Sendable, CaseIterable {
    /// It answers as it should.
    case none
    /// It acts on the request, but its answer is lost.
    case noAnswer = "no-answer"
    /// It can't be reached: the request is not sent.
    case unreachable
    /// It answers with status 500, and does nothing.
    case serverError = "500"
    /// It acts on the request, and answers with what is no JSON.
    case malformed
}

/// How the payment desk behaves.
public struct DeskBehaviour: Hashable, Sendable {
    /// Media time from request to answer.
    public var latency = MediaDuration.milliseconds(300)
    /// What happens to the first try, the second, and so on; the last stands for all that follow, as at the gateway.
    public var faults: [DeskFault] = []
    /// Where calls to the desk go.
    public var destination = "+15550000100"
    /// Makes the numbers under which sessions are kept differ.
    public var seed: UInt64 = 0

    /// Answers everything after 0.3 s.
    public init() {}
}

/// A payment system in the process: it keeps what a call tells it under a caller-line identity of its own (CLID), and
/// tells what became of the payment.
///
/// `POST /sessions` opens a session, `GET /sessions/{clid}` tells its result.
public struct PaymentDesk: Sendable {
    /// Sessions that one desk may hold: as many as there are numbers for.
    private static let mostSessions: UInt64 = 8_000_000

    private let behaviour: DeskBehaviour
    private var tries = 0
    private var sessions: [String: PaymentSession] = [:]
    private var clidsByKey: [String: String] = [:]

    /// A desk that behaves like that and has no sessions.
    public init(behaviour: DeskBehaviour = DeskBehaviour()) { self.behaviour = behaviour }

    /// The session kept under `clid`; nil for none.
    public func session(clid: String) -> PaymentSession? { sessions[clid] }

    /// Keeps what became of the payment of a session; the last word stands. False when there is no such session.
    @discardableResult public mutating func record(_ outcome: PaymentOutcome, clid: String) -> Bool {
        guard sessions[clid] != nil else { return false }
        sessions[clid]?.outcome = outcome
        return true
    }

    /// The desk's answer to a request, with its status: JSON in every case, an object with `error` for a bad request.
    public mutating func respond(to request: ConnectorRequest) -> (status: Int, body: JSONValue) {
        let steps = request.address.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch (request.method, steps.first, steps.count) {
        case (.post, "sessions", 1): return open(request)
        case (.get, "sessions", 2): return result(of: PaymentDesk.clid(in: steps[steps.endIndex - 1]))
        case (_, "sessions", 1): return PaymentDesk.problem(405, "sessions are opened by POST")
        case (_, "sessions", 2): return PaymentDesk.problem(405, "a session is asked for by GET")
        default: return PaymentDesk.problem(404, "the desk has /sessions and /sessions/{clid} alone")
        }
    }

    private mutating func open(_ request: ConnectorRequest) -> (status: Int, body: JSONValue) {
        if let clid = request.idempotencyKey.flatMap({ clidsByKey[$0] }) { return opened(clid) }
        let count = UInt64(sessions.count)
        guard count < PaymentDesk.mostSessions else { return PaymentDesk.problem(503, "the desk is full") }
        let given: SessionRequest
        do { given = try SessionRequest(request.body) } catch { return PaymentDesk.problem(400, error.message) }
        let clid = clid(numbered: count)
        sessions[clid] = PaymentSession(
            clid: clid, account: given.account, amount: given.amount, currency: given.currency,
            isCurrencyGiven: given.isCurrencyGiven, reference: given.reference, language: given.language,
            parameters: given.parameters)
        if let key = request.idempotencyKey { clidsByKey[key] = clid }
        return opened(clid)
    }

    private func opened(_ clid: String) -> (status: Int, body: JSONValue) {
        (201, .members(["destination": .string(behaviour.destination), "clid": .string(clid)]))
    }

    private func result(of clid: String) -> (status: Int, body: JSONValue) {
        guard let session = sessions[clid] else { return PaymentDesk.problem(404, "no session has this clid") }
        let outcome = session.outcome ?? PaymentOutcome(.noAnswer)
        let amount = outcome.amount ?? session.amount
        let body = JSONValue.members([
            "clid": .string(clid), "result": .string(outcome.result.rawValue), "reason": .optional(outcome.reason),
            "transactionId": .optional(outcome.transactionID),
            "reference": .optional(outcome.reference ?? session.reference),
            "amount": .optional(amount?.decimalText),
            "currency": .string((amount?.currency ?? session.currency).code),
            "brand": .optional(outcome.brand?.rawValue), "maskedPAN": .optional(outcome.maskedPAN?.description),
        ])
        return (200, body)
    }

    private static func problem(_ status: Int, _ message: String) -> (status: Int, body: JSONValue) {
        (status, .members(["error": .string(message)]))
    }

    /// The number of a session: `+1555` and a local number from 2000000 to 9999999, as area code 555 belongs to nobody.
    /// Each count has its own, because the step has no divisor in common with their number.
    private func clid(numbered count: UInt64) -> String {
        var hash = StableHash()
        hash.combine(behaviour.seed)
        let start = hash.value % PaymentDesk.mostSessions
        return "+1555" + String(2_000_000 + (start + count * 3_141_593) % PaymentDesk.mostSessions)
    }

    /// The clid in a path, where a plus may be written as it is or as `%2B`.
    private static func clid(in step: Substring) -> String {
        step.lowercased().hasPrefix("%2b") ? "+" + step.dropFirst(3) : String(step)
    }
}

// MARK: - As a connector

extension PaymentDesk: DataConnector {
    /// Answers in media time, faults and further tries counted in.
    public mutating func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer? {
        var spent = MediaDuration.zero
        var attempts = 0
        while true {
            attempts += 1
            let (reply, cost) = attempt(request)
            spent = spent + cost
            guard case .failed(let failure) = reply,
                let wait = request.waitBeforeRetry(after: failure, attempts: attempts, spent: spent, retryAfter: nil)
            else { return ScheduledAnswer(reply, after: spent, attempts: attempts) }
            spent = spent + wait
        }
    }

    /// One try and the media time it takes.
    private mutating func attempt(_ request: ConnectorRequest) -> (ConnectorReply, MediaDuration) {
        defer { tries += 1 }
        let fault = behaviour.faults.isEmpty ? .none : behaviour.faults[min(tries, behaviour.faults.count - 1)]
        switch fault {
        case .unreachable: return (.failed(.unreachable), behaviour.latency)
        case .serverError: return (.failed(.status(500)), behaviour.latency)
        case .none, .noAnswer, .malformed: break
        }
        let (status, body) = respond(to: request)
        if fault == .noAnswer || behaviour.latency >= request.timeout { return (.failed(.timeout), request.timeout) }
        if fault == .malformed { return (.failed(.malformed), behaviour.latency) }
        let reply =
            (200...299).contains(status)
            ? ConnectorReply.answered(status: status, body: body) : .failed(.status(status))
        return (reply, behaviour.latency)
    }
}
