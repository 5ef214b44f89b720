import CallSession
import GatewayHTTP
import GatewayServer
import JSONText
import Synchronization
import TelephoneLine
import Telephony

/// The gateway beside the client, without a network: its clock stands still but for what exchanges take, and what a wire
/// fault does to an answer is done here. By chance an exchange finds a fault, or no gateway at all.
final class LoopbackTransport: GatewayTransport, WaitingClock {
    /// Faults that a request to pay is sent with.
    static let faults = [
        "cut-before", "cut-after", "500-before", "500-after", "500-kept", "malformed", "truncated", "lost-request",
        "no-answer", "503; retryAfter=1", "429; retryAfter=1", "other-payment", "duplicate-answer",
        "late-success; seconds=15",
        "late-success; seconds=200", "delay; seconds=3", "delay; seconds=12", "slow-bytes; bytesPerSecond=20",
        "clock-skew; seconds=-7200",
    ]

    /// What a request meets: the text of a fault of the gateway, `away` (nobody listens) or `lost` (its answer is).
    typealias Chance = @Sendable (_ isCharge: Bool, _ random: inout SeededRandom) -> String?

    private static let start: Int64 = 1_767_225_600_000

    private struct State {
        var milliseconds = LoopbackTransport.start
        var random: SeededRandom
        var chance: Chance?
        var faultsMet: [String: Int] = [:]
    }

    let service: GatewayService
    private let state: Mutex<State>

    /// The way to `service`, on which requests meet what `chance` says.
    init(_ service: GatewayService, seed: UInt64 = 0, chance: @escaping Chance) {
        self.service = service
        state = Mutex(State(random: SeededRandom(seed: seed), chance: chance))
    }

    /// `share` of all requests meet a fault.
    static func faulty(_ share: Double) -> Chance {
        { isCharge, random in
            guard random.uniform() < share else { return nil }
            guard isCharge else { return random.uniform() < 0.5 ? "away" : "lost" }
            let all = faults + ["away", "lost"]
            return all[Int(random.next() % UInt64(all.count))]
        }
    }

    /// From now on nothing goes wrong.
    func mend() { state.withLock { $0.chance = nil } }

    /// How often each fault was met.
    var faultsMet: [String: Int] { state.withLock { $0.faultsMet } }

    func exchange(_ request: GatewayHTTPRequest, limit: MediaDuration) -> GatewayExchange {
        let isCharge = request.method == "POST" && request.path == "/v1/payments"
        let fault = state.withLock { state in
            let fault = state.chance?(isCharge, &state.random)
            if let fault { state.faultsMet[fault, default: 0] += 1 }
            return fault
        }
        if fault == "away" { return failed(.unreachable, took: 0) }
        let body = request.body?.withBytes { Array($0) } ?? []
        var headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        if isCharge, let fault, fault != "lost" { headers["ivrpay-fault"] = fault }
        let answer = service.respond(
            to: GatewayRequest(method: request.method, target: request.path, headers: headers, body: body), at: moment)
        if fault == "lost" { return failed(.interrupted, took: 0.02) }
        return outcome(of: answer, limit: limit)
    }

    private var moment: GatewayTime { GatewayTime(milliseconds: state.withLock { $0.milliseconds }) }

    var now: MediaDuration { .milliseconds(Int(state.withLock { $0.milliseconds } - LoopbackTransport.start)) }
    func sleep(_ length: MediaDuration) { pass(length.seconds) }

    /// What the client sees of an answer.
    private func outcome(of answer: GatewayAnswer, limit: MediaDuration) -> GatewayExchange {
        switch answer.wire {
        case .delay(let seconds):
            seconds < limit.seconds ? answered(answer, took: seconds) : failed(.timeout, took: limit.seconds)
        case .slow(let rate):
            Double(answer.body.utf8.count) / Double(rate) < limit.seconds
                ? answered(answer, took: Double(answer.body.utf8.count) / Double(rate))
                : failed(.timeout, took: limit.seconds)
        case .silence: failed(.timeout, took: limit.seconds)
        case .cut, .truncated: failed(.interrupted, took: 0.02)
        case .twice, nil: answered(answer, took: 0.02)
        }
    }

    private func answered(_ answer: GatewayAnswer, took seconds: Double) -> GatewayExchange {
        pass(seconds)
        return GatewayExchange(
            .answered(
                GatewayHTTPAnswer(
                    status: answer.status, headers: answer.headers.map { ($0.name, $0.value) },
                    body: Array(answer.body.utf8))),
            took: .seconds(seconds))
    }

    private func failed(_ failure: TransportFailure, took seconds: Double) -> GatewayExchange {
        pass(seconds)
        return GatewayExchange(.failed(failure), took: .seconds(seconds))
    }

    private func pass(_ seconds: Double) { state.withLock { $0.milliseconds += Int64(seconds * 1000) } }

    // MARK: The gateway's book

    /// All payments of the gateway's book, in the order they were made.
    func payments() throws -> [JSONValue] {
        var all: [JSONValue] = []
        var after = ""
        while true {
            let answer = service.respond(
                to: GatewayRequest(
                    method: "GET", target: "/v1/payments?limit=1000" + (after.isEmpty ? "" : "&after=\(after)"),
                    headers: ["authorization": "Bearer \(GatewayService.testKey)"]), at: moment)
            let page = try JSONValue(parsing: Array(answer.body.utf8))
            guard case .array(let payments)? = page["payments"] else { throw NoPayments(status: answer.status) }
            all += payments
            guard case .bool(true)? = page["hasMore"], case .string(let last)? = payments.last?["id"] else {
                return all
            }
            after = last
        }
    }

    struct NoPayments: Error {
        let status: Int
    }
}
