import CallEngine
import CallPlan
import PaymentCall
import Telephony

/// The timers of a call: from their start until they run out, start anew, or are stopped. No event says the last: a timer
/// of a question is stopped by the key that counts, and by whatever ends the question; those of gateway and card check by
/// the answer.
struct TimerSpans {
    private var done: [Span] = []
    private var running: (timer: CallTimer, span: Span)?
    /// When the key was pressed of which it is not yet known whether it counts.
    private var keyAt: MediaTime?

    mutating func take(_ event: TimedEvent) {
        if let pressed = keyAt {
            keyAt = nil
            if !event.event.isKeyDrop { stop(at: pressed) }
        }
        switch event.event {
        case .key: if running?.timer.isOfQuestion == true { keyAt = event.time }
        case .call(.timerStarted(let timer, let length)), .plan(.timerStarted(let timer, let length)):
            stop(at: event.time)
            running = (
                timer, Span(from: event.time, to: event.time, name: timer.rawValue, detail: length.words, look: .timer)
            )
        case .call(.timerExpired), .plan(.timerExpired): runOut(at: event.time)
        case .call(.gatewayAnswered), .call(.cardChecked), .ended: stop(at: event.time)
        // Whoever was asked is waited for while a prompt plays, and when the caller has left.
        case .promptStarted, .plan(.step), .call(.callerHungUp), .call(.agentCancelled):
            if running?.timer.isOfQuestion == true { stop(at: event.time) }
        default: break
        }
    }

    func spans(until end: MediaTime) -> [Span] {
        var whole = self
        whole.stop(at: end)
        return whole.done
    }

    private mutating func stop(at time: MediaTime) {
        guard var span = running?.span else { return }
        span.to = time
        done.append(span)
        running = nil
    }

    private mutating func runOut(at time: MediaTime) {
        guard let (timer, span) = running else { return }
        let look: Span.Look = timer.endsEntry ? .timerOver : .wrong
        done.append(
            Span(from: span.from, to: time, name: span.name, detail: span.detail + ", ran out", look: look))
        running = nil
    }
}

extension CallTimer {
    /// Whether it runs behind a digit, so that it ends an entry when it runs out.
    fileprivate var endsEntry: Bool { self == .interDigit || self == .termination }

    /// Whether it waits for the caller.
    fileprivate var isOfQuestion: Bool {
        switch self {
        case .firstDigit, .interDigit, .termination: true
        case .gateway, .cardCheck: false
        }
    }
}

extension EngineEvent {
    /// Whether a key was thrown away.
    fileprivate var isKeyDrop: Bool {
        switch self {
        case .call(.keyDropped), .plan(.keyDropped): true
        default: false
        }
    }
}
