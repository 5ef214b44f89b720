import CallEngine
import CallPlan
import CallReports
import PaymentCall
import Telephony

/// What made a call go as it went: attempts that failed, declines, silence where an answer was due, who hung up.
struct Pins {
    private(set) var all: [Pin] = []

    mutating func take(_ event: TimedEvent) {
        switch event.event {
        case .call(let call): take(call, at: event.time)
        case .plan(let plan): take(plan, at: event.time)
        case .callerSilenceChanged(let change):
            let word = change < .zero ? "cut" : "stretched"
            let tenths = Int((abs(change.seconds) * 10).rounded())
            add("silence \(word): \(tenths / 10).\(tenths % 10) s", word, .turn, at: event.time)
        default: break
        }
    }

    private mutating func take(_ event: CallEvent, at time: MediaTime) {
        switch event {
        case .attemptFailed(let question, let fault, let attempt, let limit):
            failed(question.name, fault, attempt, limit, at: time)
        case .timerExpired(.gateway): add("no answer of the gateway", "no answer", at: time)
        case .cardChecked(.unreachable): add("card check unreachable", "unreachable", at: time)
        case .gatewayAnswered(transactionID: _, let reply):
            if case .approved = reply { return }
            add([reply.name, reply.detail].compactMap { $0 }.joined(separator: ": "), reply.name, at: time)
        case .callerHungUp: add("caller hangs up", "hangs up", .turn, at: time)
        case .agentCancelled: add("agent cancels", "cancels", .turn, at: time)
        case .paymentRefused: add("second payment refused", "refused", at: time)
        default: break
        }
    }

    private mutating func take(_ event: PlanEvent, at time: MediaTime) {
        switch event {
        case .attemptFailed(let step, let fault, let attempt, let limit): failed(step, fault, attempt, limit, at: time)
        case .connectorAnswered(let step, let failure?): add("\(step): \(failure)", failure, at: time)
        case .returnedFromPCI(let result) where result == .noAnswer || result == .error:
            add("payment side: \(result.rawValue)", result.rawValue, at: time)
        case .callerHungUp: add("caller hangs up", "hangs up", .turn, at: time)
        case .paymentRefused: add("payment refused", "refused", at: time)
        default: break
        }
    }

    /// How the call ended.
    static func end(of record: CallRecord) -> Pin {
        let result = record.result
        let reason = result.reason.map { ": " + $0 } ?? ""
        let way = result.transfer.map { " → " + $0.route.text } ?? ""
        let isSuccess = result.outcome == .paid || result.outcome == .tokenized
        return Pin(
            time: .zero + record.duration, words: result.outcome.rawValue + reason + way,
            brief: result.outcome.rawValue, look: isSuccess ? .success : .failure)
    }

    private mutating func failed(
        _ question: String, _ fault: AttemptFault, _ attempt: Int, _ limit: Int, at time: MediaTime
    ) {
        add("\(question): \(fault.code), \(attempt) of \(limit)", "\(fault.code) \(attempt)/\(limit)", at: time)
    }

    private mutating func add(_ words: String, _ brief: String, _ look: Pin.Look = .wrong, at time: MediaTime) {
        all.append(Pin(time: time, words: words, brief: brief, look: look))
    }
}
