/// The names of events and of what belongs to each, as `docs/events.md` has them and `TimedEvent.json` writes them.
public enum EventNames {
    /// The members of an event beside its time and name; nil for a name that no event has.
    public static func members(of event: String) -> [String]? { table.first { $0.key == event }?.value }

    /// All events, in the order of the document.
    public static var all: [String] { table.map(\.key) }

    private static let table: KeyValuePairs<String, [String]> = [
        "answered": [],
        "prompt-started": ["prompt", "words"],
        "prompt-finished": ["prompt"],
        "prompt-interrupted": ["prompt"],
        "key": [],
        "key-waits": ["waiting"],
        "key-dropped": ["why"],
        "caller-silence-changed": ["change", "seconds"],
        "caller-hung-up": [],
        "hung-up": [],
        "transferred": ["transfer"],
        "ended": ["result", "reason"],
        "segment": ["segment", "secure"],
        "digits": ["field", "count", "key"],
        "choice": ["question", "key"],
        "accepted": ["field", "value"],
        "confirmed": ["field"],
        "given": ["field", "value"],
        "required": ["fields"],
        "language": ["language"],
        "attempt-failed": ["question", "reason", "attempt", "of"],
        "timer-started": ["timer", "seconds"],
        "timer-expired": ["timer"],
        "card-check-asked": [],
        "card-checked": ["answer"],
        "gateway-asked": ["transactionId", "attempt"],
        "gateway-inquired": ["transactionId"],
        "gateway-void-asked": ["transactionId"],
        "gateway-answered": ["transactionId", "answer", "detail"],
        "agent-talks": ["agent"],
        "agent-started-payment": [],
        "agent-cut-off": [],
        "agent-cancelled": [],
        "payment-refused": [],
        "agent-returned": [],
        "agent-told": [],
        "step": ["step", "kind"],
        "data-set": ["data", "value"],
        "connector-asked": ["step", "request"],
        "connector-answered": ["step", "failure"],
        "transferred-to-pci": ["destination", "clid", "recording"],
        "returned-from-pci": ["result", "recording"],
    ]
}
