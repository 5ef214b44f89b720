import CallEngine
import CallPlan
import CallReports
import PaymentCall
import Telephony

extension CallStrip {
    /// The strip of a call that is over, its instants rounded to the millisecond.
    public init(of call: FinishedCall) {
        self.init()
        let end = CallStrip.seconds(.zero + call.record.duration)
        duration = end
        segments = call.record.segments.map {
            Span($0.name, from: CallStrip.seconds($0.start), to: CallStrip.seconds($0.end))
        }
        var prompts = OpenSpans()
        var gateway = OpenSpans()
        var services = OpenSpans()
        for timed in call.events {
            let time = CallStrip.seconds(timed.time)
            switch timed.event {
            case .key: keys.append(time)
            case .promptStarted(let prompt): prompts.begin(prompt.id, at: time)
            case .promptFinished, .promptInterrupted: prompts.close(at: time)
            case .call(let event):
                gateway.takeGateway(event, at: time)
                services.takeCardCheck(event, at: time)
            case .plan(.connectorAsked(let step, request: _)): services.begin(step, at: time)
            case .plan(.connectorAnswered): services.close(at: time)
            default: break
            }
            if let fault = timed.event.fault { faults.append(Span(fault, from: time, to: time)) }
        }
        self.prompts = prompts.done(until: end)
        waits = (gateway.done(until: end) + services.done(until: end)).sorted {
            ($0.start, $0.end) < ($1.start, $1.end)
        }
    }

    private static func seconds(_ time: MediaTime) -> Double { (time.seconds * 1000).rounded() / 1000 }
}

/// Spans of one lane, of which at most one is open.
private struct OpenSpans {
    private var spans: [CallStrip.Span] = []
    private var open: (name: String, start: Double)?

    mutating func begin(_ name: String, at time: Double) {
        close(at: time)
        open = (name, time)
    }

    mutating func close(at time: Double) {
        guard let open else { return }
        spans.append(CallStrip.Span(open.name, from: open.start, to: time))
        self.open = nil
    }

    /// All of them; one that is still open ends with the call.
    func done(until end: Double) -> [CallStrip.Span] {
        var whole = self
        whole.close(at: end)
        return whole.spans
    }

    /// Opens and closes the wait for the gateway: a try that got no answer ends with its timer, or with the next one.
    mutating func takeGateway(_ event: CallEvent, at time: Double) {
        switch event {
        case .gatewayAsked(transactionID: _, let attempt):
            begin(attempt == 1 ? "charge" : "charge, try \(attempt)", at: time)
        case .gatewayInquired: begin("inquiry", at: time)
        case .gatewayVoidAsked: begin("void", at: time)
        case .gatewayAnswered, .timerExpired(.gateway): close(at: time)
        default: break
        }
    }

    /// Opens and closes the wait for the check of the card.
    mutating func takeCardCheck(_ event: CallEvent, at time: Double) {
        switch event {
        case .cardCheckAsked: begin("card check", at: time)
        case .cardChecked: close(at: time)
        default: break
        }
    }
}

extension EngineEvent {
    /// What went wrong, in a few words; nil where nothing did.
    fileprivate var fault: String? {
        switch self {
        case .call(.attemptFailed(let question, let fault, let attempt, let limit)):
            "\(question.name): \(fault.code), \(attempt) of \(limit)"
        case .plan(.attemptFailed(let step, let fault, let attempt, let limit)):
            "\(step): \(fault.code), \(attempt) of \(limit)"
        case .call(.timerExpired(let timer)), .plan(.timerExpired(let timer)):
            // The other timers end an entry as `#` does.
            [.firstDigit, .gateway, .cardCheck].contains(timer) ? "\(timer.rawValue) timeout" : nil
        case .call(.gatewayAnswered(transactionID: _, let reply)):
            switch reply {
            case .approved, .voided: nil
            default: [reply.name, reply.detail].compactMap(\.self).joined(separator: ": ")
            }
        case .call(.cardChecked(let reply)): reply == .accepted ? nil : "card check: \(reply.rawValue)"
        case .plan(.connectorAnswered(let step, let failure?)): "\(step): \(failure)"
        case .call(.paymentRefused), .plan(.paymentRefused): "payment refused"
        default: nil
        }
    }
}
