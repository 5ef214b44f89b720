import CallEngine
import CallPlan
import PaymentCall
import Prompts
import Telephony
import YAMLText

/// What has been seen of a call while its steps run, event by event in their order.
struct CallObserver: ~Copyable {
    /// The words of its prompts.
    let prompts: PromptSet
    /// The requests that the gateway got.
    let gateway: GatewayLog
    /// How many events have been looked at.
    private(set) var seen = 0
    /// The digits keyed for each field: a sensitive one has its count alone.
    private(set) var keyed: [String: (count: Int, text: String)] = [:]
    /// How many gateway requests have been looked at.
    private(set) var requests = 0
    /// Since when no prompt plays; nil while one does.
    private(set) var quietSince: MediaTime? = .zero
    /// What steps have kept of events.
    var captures: [String: String] = [:]

    init(prompts: PromptSet, gateway: GatewayLog) { (self.prompts, self.gateway) = (prompts, gateway) }

    /// The next event that was not looked at; nil for none up to `instant`.
    mutating func next(of engine: borrowing CallEngine, until instant: MediaTime) -> TimedEvent? {
        guard seen < engine.eventCount else { return nil }
        let event = engine.event(seen)
        guard event.time <= instant else { return nil }
        seen += 1
        note(event)
        return event
    }

    private mutating func note(_ timed: TimedEvent) {
        switch timed.event {
        case .promptStarted: quietSince = nil
        case .promptFinished, .promptInterrupted: quietSince = timed.time
        case .call(.digits(let field, let count, let key)): note(field.rawValue, count, key)
        case .plan(.digits(let field, let count, let key)): note(field, count, key)
        case .call(.gatewayAsked): requests += 1
        default: break
        }
    }

    private mutating func note(_ field: String, _ count: Int, _ key: Key?) {
        let before = count > 1 ? keyed[field]?.text ?? "" : ""
        keyed[field] = (count, before + (key.map { String($0.character) } ?? ""))
    }

    /// A text with what steps have kept.
    func resolved(_ text: VariableText) -> String { text.replacing(captures) }
}
