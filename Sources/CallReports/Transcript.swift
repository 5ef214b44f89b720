import Amounts
import CallEngine
import CallPlan
import CardData
import PaymentCall
import Prompts
import Telephony

/// A call as a person reads it: who said or did what, when. Made event by event, so that a live call shows as it goes.
public struct Transcript {
    private let prompts: PromptSet
    private let verbose: Bool
    private let isLive: Bool
    /// A prompt that plays, until it is known whether it was heard to its end.
    private var playing: String?
    /// What the caller has keyed of the answer at hand: keys of harmless fields, dots for the others.
    private var keyed: (since: MediaTime, field: String, text: String)?

    /// Where the words of a line begin.
    public static let indent = 18

    /// A transcript with the words of `prompts`; a verbose one tells of timers, segments and waiting keys too. A live one
    /// shows each prompt as it begins; others say of a prompt, once it is over, that it was cut short.
    public init(prompts: PromptSet, verbose: Bool = false, isLive: Bool = false) {
        self.prompts = prompts
        self.verbose = verbose
        self.isLive = isLive
    }

    /// What the caller's own screen shows of a digit as it is taken: the key in a harmless field, else a dot; `head` stands
    /// before the first of a line.
    public static func echo(of event: TimedEvent) -> (head: String, key: String)? {
        guard let (field, key) = digit(of: event) else { return nil }
        return (line(event.time, "caller", field + ": "), key.map { String($0.character) } ?? "•")
    }

    /// The field of a digit that was taken, and the key where it may be named; nil for another event.
    private static func digit(of event: TimedEvent) -> (field: String, key: Key?)? {
        switch event.event {
        case .call(.digits(let field, count: _, let key)): (field.rawValue, key)
        case .plan(.digits(let field, count: _, let key)): (field, key)
        default: nil
        }
    }

    /// The lines that `event` completes.
    public mutating func lines(for event: TimedEvent) -> [String] {
        if let (field, key) = Transcript.digit(of: event) { return keyed(field, key, at: event.time) }
        switch event.event {
        case .promptStarted(let prompt):
            let before = flush()
            let line = Transcript.line(event.time, "ivr", prompts.words(for: prompt))
            if isLive { return before + [line] }
            playing = line
            return before
        case .promptFinished: return flushPrompt()
        case .promptInterrupted(let prompt): return flushPrompt(isCut: !prompt.endsWithAnswer)
        default: break
        }
        guard let line = line(for: event) else { return [] }
        return flush() + [line]
    }

    private mutating func flushPrompt(isCut: Bool = false) -> [String] {
        guard let line = playing else { return [] }
        playing = nil
        return [line + (isCut ? " [cut short]" : "")]
    }

    /// The lines still owed when the events have ended.
    public mutating func flush() -> [String] {
        let prompt = flushPrompt()
        guard let done = keyed else { return prompt }
        keyed = nil
        return prompt + [Transcript.line(done.since, "caller", "\(done.field): \(done.text)")]
    }

    private mutating func keyed(_ field: String, _ key: Key?, at time: MediaTime) -> [String] {
        let text = key.map { String($0.character) } ?? "•"
        if let current = keyed, current.field == field {
            keyed = (current.since, field, current.text + text)
            return []
        }
        let before = flush()
        keyed = (time, field, text)
        return before
    }

    private func line(for timed: TimedEvent) -> String? {
        switch timed.event {
        case .call(let event):
            (Transcript.text(of: event) ?? (verbose ? Transcript.detail(of: event) : nil))
                .map { Transcript.line(timed.time, $0.who, $0.what) }
        case .plan(let event):
            event.line(isVerbose: verbose).map { Transcript.line(timed.time, $0.who, $0.what) }
        case .callerSilenceChanged(let change):
            Transcript.line(
                timed.time, "caller",
                change < .zero
                    ? "silence cut by \(Transcript.clock(.zero - change)) s"
                    : "silence stretched by \(Transcript.clock(.zero + change)) s")
        case .key, .promptStarted, .promptFinished, .promptInterrupted, .ended: nil
        }
    }

    private static func text(of event: CallEvent) -> (who: String, what: String)? {
        switch event {
        case .choice(let question, let key): ("caller", "\(question.name): \(key.character)")
        case .keyDropped(.afterEntry): nil
        case .keyDropped(let why): ("caller", "a key is dropped (\(why.rawValue))")
        case .accepted(let field, let shown): ("call", "\(field.rawValue) taken" + (shown.map { ": " + $0 } ?? ""))
        case .attemptFailed(let question, let fault, let attempt, let limit):
            ("call", "\(question.name): \(fault.code), attempt \(attempt) of \(limit)")
        case .timerExpired(let timer): ("call", "\(timer.rawValue) timeout")
        case .gatewayAsked(let id, let attempt): ("gateway", "asked to charge, \(id), try \(attempt)")
        case .gatewayInquired(let id): ("gateway", "asked what became of \(id)")
        case .gatewayVoidAsked(let id): ("gateway", "asked to make \(id) void")
        case .gatewayAnswered(_, let reply):
            ("gateway", reply.name + (reply.detail.map { ", " + $0 } ?? ""))
        case .callerHungUp: ("caller", "hangs up")
        case .agentCancelled: ("agent", "cancels the payment")
        case .agentTold: ("agent", "is told that the caller has left")
        case .agentCutOff: ("agent", "is cut off")
        case .agentReturned: ("agent", "has the caller back")
        case .paymentRefused: ("call", "a second payment is refused while one runs")
        case .given(let field, let shown): ("call", "\(field.rawValue) was given" + (shown.map { ": " + $0 } ?? ""))
        case .language(let language): ("call", "language \(language.tag)")
        case .cardCheckAsked: ("check", "asked about the card")
        case .cardChecked(let reply): ("check", reply.rawValue)
        case .transferred(let transfer):
            ("call", "transferred to \(transfer.route.text): \(transfer.reason)")
        case .hungUp: ("call", "hangs up")
        case .answered, .segment, .digits, .keyWaits, .confirmed, .required, .timerStarted: nil
        }
    }

    /// What only a verbose transcript tells.
    private static func detail(of event: CallEvent) -> (who: String, what: String)? {
        switch event {
        case .segment(let segment): ("call", "segment \(segment.rawValue)" + (segment.isSecure ? ", secure" : ""))
        case .timerStarted(let timer, let length) where timer != .interDigit:
            ("timer", "\(timer.rawValue), \(clock(.zero + length)) s")
        case .keyWaits(let count): ("caller", "a key waits, \(count) in all")
        case .keyDropped(.afterEntry): ("caller", "# after the entry")
        case .confirmed(let field): ("call", "\(field.rawValue) confirmed")
        case .required(let fields) where !fields.isEmpty:
            ("call", "still required: " + fields.map(\.rawValue).joined(separator: ", "))
        default: nil
        }
    }

    private static func line(_ time: MediaTime, _ who: String, _ what: String) -> String {
        let seconds = clock(time)
        let what = printable(what)
        let name = who + String(repeating: " ", count: max(0, 8 - who.count))
        return String(repeating: " ", count: max(0, 8 - seconds.count)) + seconds + "  " + name + what
    }

    /// Text on one line: what a plan or a service says may hold anything.
    static func printable(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
        guard !isPlain else { return text }
        return String(
            text.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? "?" : Character($0) })
    }

    /// Seconds with two decimals.
    public static func clock(_ time: MediaTime) -> String {
        let hundredths = Int((time.seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + String(rest)
    }
}

extension Prompt {
    /// Whether it is played while the gateway or a check is asked: it ends with the answer, and is not cut short by anyone.
    public var endsWithAnswer: Bool { id == "processing" || id == "checking-card" }
}
