import CallEngine
import CallReports
import PaymentCall
import Prompts
import Telephony

/// A call in lanes: what lasted from when to when, what the caller pressed, and what went wrong. It is made of the events
/// alone, and knows no pixel.
struct CallTimeline: Sendable {
    /// From the answer to the end.
    let duration: MediaDuration
    private(set) var steps: [Span]
    private(set) var segments: [Span]
    private(set) var questions: [Span]
    private(set) var prompts: [Span]
    private(set) var timers: [Span]
    private(set) var gateway: [Span]
    private(set) var services: [Span]
    private(set) var agent: [Span]
    private(set) var keys: CallerKeys
    private(set) var pins: [Pin]

    init(_ call: FinishedCall, prompts: PromptSet) {
        let end = MediaTime.zero + call.record.duration
        duration = call.record.duration
        var parts = PartSpans()
        var questions = QuestionSpans()
        var said = PromptSpans(prompts: prompts)
        var timers = TimerSpans()
        var asked = AskedSpans()
        var keys = CallerKeys()
        var pins = Pins()
        for event in call.events {
            parts.take(event)
            questions.take(event)
            said.take(event)
            timers.take(event)
            asked.take(event)
            keys.take(event)
            pins.take(event)
        }
        steps = parts.steps(until: end)
        segments = parts.segments(until: end)
        self.questions = questions.spans(until: end)
        self.prompts = said.spans(until: end)
        self.timers = timers.spans(until: end)
        gateway = asked.gateway(until: end)
        services = asked.services(until: end)
        agent = (call.record.agentHeard ?? []).map { hearing in
            Span(
                from: hearing.start, to: hearing.end, name: hearing.isSilence ? "hears silence" : "hears the call",
                look: hearing.isSilence ? .silence : .heard)
        }
        self.keys = keys
        self.pins = pins.all + [Pins.end(of: call.record)]
    }

    /// When sensitive digits were keyed.
    var secure: [Span] { segments.filter { $0.look == .secure } }
}
