import CallPlan
import PaymentCall
import Telephony

/// Writes down what happens on a call: events, and the parts of the call.
struct CallRecorder {
    private(set) var events: [TimedEvent] = {
        var events: [TimedEvent] = []
        // As many as a payment without a mistake brings about.
        events.reserveCapacity(224)
        return events
    }()
    private(set) var segments: [CallSegment] = []
    private var open: (name: String, isSecure: Bool, start: MediaTime)?

    mutating func note(_ event: EngineEvent, at now: MediaTime) {
        switch event {
        case .call(.segment(let segment)): begin(segment.rawValue, isSecure: segment.isSecure, at: now)
        case .plan(.step(let name, kind: _)): begin(name, isSecure: false, at: now)
        default: break
        }
        events.append(TimedEvent(time: now, event: event))
    }

    /// The events since the last call of this method, in order.
    mutating func takeEvents() -> [TimedEvent] {
        defer { events = [] }
        return events
    }

    private mutating func begin(_ name: String, isSecure: Bool, at now: MediaTime) {
        close(at: now)
        open = (name, isSecure, now)
    }

    /// The part in hand is over; one of a plan that took no time is none.
    mutating func close(at now: MediaTime) {
        guard let open else { return }
        self.open = nil
        segments.append(CallSegment(name: open.name, isSecure: open.isSecure, start: open.start, end: now))
    }

    /// Parts of a call plan that took no time go.
    mutating func dropEmptySegments() { segments.removeAll { $0.start == $0.end } }
}
