import CallEngine
import CallPlan
import PaymentCall
import Telephony

/// The parts of a call: the steps of its plan, and the segments of its payments.
struct PartSpans {
    private var stepsDone: [Span] = []
    private var segmentsDone: [Span] = []
    private var step: Span?
    private var segment: Span?

    mutating func take(_ event: TimedEvent) {
        switch event.event {
        case .plan(.step(let name, let kind)):
            closeStep(at: event.time)
            step = Span(from: event.time, to: event.time, name: name, detail: kind)
        case .call(.segment(let part)):
            closeSegment(at: event.time)
            segment = Span(
                from: event.time, to: event.time, name: part.rawValue, look: part.isSecure ? .secure : .plain)
        case .plan(.returnedFromPCI): closeSegment(at: event.time)
        default: break
        }
    }

    func steps(until end: MediaTime) -> [Span] {
        var whole = self
        whole.closeStep(at: end)
        return whole.stepsDone
    }

    func segments(until end: MediaTime) -> [Span] {
        var whole = self
        whole.closeSegment(at: end)
        return whole.segmentsDone
    }

    private mutating func closeStep(at time: MediaTime) {
        guard var done = step else { return }
        done.to = time
        stepsDone.append(done)
        step = nil
    }

    /// A part that took no time, as the one before a payment that goes on at once, is none.
    private mutating func closeSegment(at time: MediaTime) {
        guard var done = segment else { return }
        done.to = time
        if done.from < time { segmentsDone.append(done) }
        segment = nil
    }
}
