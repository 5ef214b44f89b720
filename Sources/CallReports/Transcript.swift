import Amounts
import CallEngine
import CardData
import PaymentCall
import Prompts
import Telephony

/// A call as a person reads it: who said or did what, when. Made event by event, so that a live call shows as it goes.
public struct Transcript {
    private let prompts: PromptSet
    private let verbose: Bool
    /// What the caller has keyed of the answer at hand: keys of harmless fields, dots for the others.
    private var keyed: (since: MediaTime, field: Field, text: String)?

    /// A transcript with the words of `prompts`; a verbose one tells of timers, segments and waiting keys too.
    public init(prompts: PromptSet, verbose: Bool = false) {
        self.prompts = prompts
        self.verbose = verbose
    }

    /// What the caller's own screen shows of a digit as it is taken: the key in a harmless field, else a dot.
    public static func echo(of event: TimedEvent) -> String? {
        guard case .call(.digits(_, _, let key)) = event.event else { return nil }
        return key.map { String($0.character) } ?? "•"
    }

    /// The lines that `event` completes.
    public mutating func lines(for event: TimedEvent) -> [String] {
        if case .call(.digits(let field, _, let key)) = event.event {
            return keyed(field, key, at: event.time)
        }
        guard let line = line(for: event) else { return [] }
        return flush() + [line]
    }

    /// The lines still owed when the events have ended.
    public mutating func flush() -> [String] {
        guard let done = keyed else { return [] }
        keyed = nil
        return [Transcript.line(done.since, "caller", "\(done.field.rawValue): \(done.text)")]
    }

    private mutating func keyed(_ field: Field, _ key: Key?, at time: MediaTime) -> [String] {
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
        case .promptStarted(let prompt): Transcript.line(timed.time, "ivr", prompts.words(for: prompt))
        case .promptInterrupted(.processing): nil
        case .promptInterrupted: Transcript.line(timed.time, "", "(interrupted)")
        case .call(let event):
            (Transcript.text(of: event) ?? (verbose ? Transcript.detail(of: event) : nil))
                .map { Transcript.line(timed.time, $0.who, $0.what) }
        case .key, .promptFinished, .ended: nil
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
        case .gatewayAnswered(_, let reply):
            ("gateway", reply.name + (reply.detail.map { ", " + $0 } ?? ""))
        case .callerHungUp: ("caller", "hangs up")
        case .agentCancelled: ("agent", "cancels the payment")
        case .agentTold: ("agent", "is told that the caller has left")
        case .transferred(let transfer):
            ("call", "transferred to \(transfer.route.names.kind) \(transfer.route.names.target): \(transfer.reason)")
        case .hungUp: ("call", "hangs up")
        case .answered, .segment, .digits, .keyWaits, .confirmed, .timerStarted: nil
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
        default: nil
        }
    }

    private static func line(_ time: MediaTime, _ who: String, _ what: String) -> String {
        let seconds = clock(time)
        let name = who + String(repeating: " ", count: max(0, 8 - who.count))
        return String(repeating: " ", count: max(0, 8 - seconds.count)) + seconds + "  " + name + what
    }

    /// Seconds with two decimals.
    static func clock(_ time: MediaTime) -> String {
        let hundredths = Int((time.seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + String(rest)
    }
}

extension CallRecord {
    /// The result in a few lines for a person.
    public var lines: [String] {
        var lines = ["result    \(result.outcome.rawValue)" + (result.reason.map { " (\($0))" } ?? "")]
        if let payment = result.payment {
            lines.append("amount    \(payment.amount.decimalText) \(payment.amount.currency.code)")
            if let brand = payment.brand, let masked = payment.maskedPAN {
                lines.append("card      \(brand.rawValue) \(masked)")
            }
            if let reference = payment.reference { lines.append("reference \(reference)") }
            if !payment.declines.isEmpty {
                lines.append("declines  " + payment.declines.map(\.rawValue).joined(separator: ", "))
            }
        }
        if let transfer = result.transfer {
            lines.append("transfer  \(transfer.route.names.kind) \(transfer.route.names.target), \(transfer.reason)")
        }
        if let account = result.account { lines.append("account   \(account)") }
        return lines + ["duration  \(Transcript.clock(.zero + duration)) s", "call      \(callID)"]
    }
}
