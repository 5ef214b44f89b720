import CardData
import Crypto
import Foundation
import JSONText
import SQLiteFiles
import Synchronization

/// The gateway without a network: requests in, answers out, each at a moment it is given. What it answers is in the book
/// by then, and on the disk where the book is a file.
public final class GatewayService: Sendable {
    /// The key of a gateway that was given none; it is taken on loopback alone.
    public static let testKey = "ivrpay_test_key"

    private struct State: Sendable {
        var names: NameMaker
        var faults: FaultPlan
        /// Keys of requests under way, and until when.
        var underWay: [Data: GatewayTime] = [:]
    }

    /// Keys under way from which on those whose time is over are looked for.
    private static let manyUnderWay = 10_000
    private static let forLong = GatewayTime(milliseconds: .max)

    let book: PaymentBook
    let rules: OutcomeRules
    private let bearer: [UInt8]
    private let state: Mutex<State>

    /// A gateway over `book`, whose clients send `key`. The names it makes follow from `seed` where one is given, for tests;
    /// else nobody can guess them.
    public init(
        book: PaymentBook, rules: OutcomeRules, key: String = GatewayService.testKey, faults: [FaultOrder] = [],
        seed: UInt64? = nil
    ) {
        self.book = book
        self.rules = rules
        bearer = Array("Bearer \(key)".utf8)
        state = Mutex(
            State(names: NameMaker(seed: seed), faults: FaultPlan(rules: rules.faults, orders: faults)))
    }

    /// Answers one request, as a whole: a transport without sockets. A key is under way for as long as its answer is
    /// delayed.
    public func respond(to request: GatewayRequest, at time: GatewayTime) -> GatewayAnswer {
        switch read(request, at: time) {
        case .answer(let answer): return answer
        case .work(let work):
            let answer = carryOut([work], at: time)[0]
            if case .delay(let seconds)? = answer.wire {
                holdKey(of: work, until: time.advanced(bySeconds: seconds), now: time)
            } else {
                answered(work)
            }
            return answer
        }
    }

    // MARK: Reading

    /// What a request comes to: the answer, or work for the book. The key of work is under way until `answered`.
    func read(_ request: GatewayRequest, at time: GatewayTime) -> RequestReader.Reading {
        let requestID = newRequestID()
        do throws(GatewayProblem) {
            guard Route.isOpen(request.path) || isAuthorized(request) else { throw .unauthorized }
            let route = try Route(method: request.method, path: request.path)
            let reader = RequestReader(rules: rules, hashKey: book.hashKey, time: time, requestID: requestID)
            if let answer = try answerAtOnce(request, route, reader) { return .answer(answer) }
            let work = try reader.work(request, route: route)
            try take(work, at: time)
            return .work(work)
        } catch {
            return .answer(GatewayAnswer(error, requestID: requestID))
        }
    }

    func newRequestID() -> String { state.withLock { $0.names.id("req_") } }

    /// Compares in a time that does not tell how much of the key is right.
    private func isAuthorized(_ request: GatewayRequest) -> Bool {
        let given = Array(request.headers["authorization", default: ""].utf8)
        guard given.count == bearer.count else { return false }
        var different: UInt8 = 0
        for index in given.indices { different |= given[index] ^ bearer[index] }
        return different == 0
    }

    /// What needs no book.
    private func answerAtOnce(
        _ request: GatewayRequest, _ route: Route, _ reader: RequestReader
    ) throws(GatewayProblem) -> GatewayAnswer? {
        func answer(_ body: String, _ status: Int = 200, type: String = "application/json") -> GatewayAnswer {
            GatewayAnswer(status: status, requestID: reader.requestID, body: body, type: type)
        }
        switch route {
        case .page:
            return answer(request.addressed(PackageResources.page_html), type: "text/html; charset=utf-8")
        case .document: return answer(request.addressed(PackageResources.openapi_json))
        case .health: return answer(JSON.members(["status": .string("ok")]).text)
        case .faults:
            let waiting = state.withLock { $0.faults.orders }
            return answer(JSON.members(["faults": .array(waiting.map(\.json))]).text)
        case .addFault:
            guard let body = try reader.body(request) else {
                throw .invalid("invalid_json", "a body is needed: a JSON object")
            }
            let order = try FaultOrder(body)
            let added = state.withLock { state in Result { () throws(GatewayProblem) in try state.faults.add(order) } }
            try added.get()
            return answer(order.json.text, 201)
        case .removeFaults:
            state.withLock { $0.faults.removeOrders() }
            return answer(JSON.members(["status": .string("ok")]).text)
        default: return nil
        }
    }

    // MARK: Keys under way

    private func take(_ work: GatewayWork, at time: GatewayTime) throws(GatewayProblem) {
        guard let key = work.attempt?.keyHash else { return }
        let isFree = state.withLock { state in
            if let until = state.underWay[key], until > time { return false }
            state.underWay[key] = GatewayService.forLong
            return true
        }
        guard isFree else { throw .inProgress }
    }

    private func holdKey(of work: GatewayWork, until end: GatewayTime, now: GatewayTime) {
        guard let key = work.attempt?.keyHash else { return }
        state.withLock { state in
            state.underWay[key] = end
            guard state.underWay.count > GatewayService.manyUnderWay else { return }
            state.underWay = state.underWay.filter { $0.value > now }
        }
    }

    /// The work's answer has gone out, or will never: its key may be used again.
    func answered(_ work: GatewayWork) {
        guard let key = work.attempt?.keyHash else { return }
        state.withLock { $0.underWay[key] = nil }
    }

    // MARK: Carrying out

    /// Carries work out in one transaction, and comes back when all is on the disk. Where that fails, nothing was done and
    /// every answer is a 503.
    func carryOut(_ works: [GatewayWork], at time: GatewayTime) -> [GatewayAnswer] {
        var answers = [GatewayAnswer?](repeating: nil, count: works.count)
        do throws(SQLiteFileError) {
            try book.commit(
                works.indices.map { index in
                    { pages in answers[index] = try self.answer(works[index], pages, at: time) }
                })
        } catch {
            let problem = GatewayProblem.overloaded(
                "the gateway can't write its book now; nothing was done, try again later")
            return works.map { GatewayAnswer(problem, requestID: $0.requestID) }
        }
        return zip(works, answers).map { work, answer in
            answer ?? GatewayAnswer(.internalError, requestID: work.requestID)
        }
    }

    private func answer(_ work: GatewayWork, _ pages: BookPages, at time: GatewayTime) throws -> GatewayAnswer {
        try pages.settle(until: time)
        let fault = try strike(work, pages)
        let processor = PaymentProcessor(pages: pages, time: time) { name in
            self.state.withLock { name == .confirmation ? $0.names.confirmation() : $0.names.id(name.rawValue) }
        }
        return try FaultyProcessor(processor: processor, fault: fault).answer(work)
    }

    private func strike(_ work: GatewayWork, _ pages: BookPages) throws -> ServerFault? {
        guard let on = work.operation.target else { return work.fault }
        guard !state.withLock({ $0.faults.isEmpty }) else { return work.fault }
        var target = FaultPlan.Target(on: on)
        switch work.operation {
        case .create(let order):
            target.reference = order.reference
            target.amount = order.money?.thousandths
        case .voidReference(let reference), .lookUpReference(let reference): target.reference = reference
        case .lookUp(let id), .capture(let id, _), .void(let id), .refund(let id, _):
            target.reference = try pages.payment(id: id)?.reference
        case .list, .totals, .deleteAll: break
        }
        return state.withLock { $0.faults.strike(target, header: work.fault) }
    }
}
