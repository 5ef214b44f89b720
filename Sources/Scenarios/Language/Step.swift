import YAMLText
import CallEngine
import DTMF
import PaymentCall
import TelephoneLine
import Telephony

/// One step of a scenario: somebody does something, or something is waited for.
public struct Step: Sendable {
    /// Where the file says so: `file:line:column`.
    let place: String
    /// What is done or waited for.
    let action: StepAction
}

/// What a step is.
enum StepAction: Sendable {
    /// The caller presses keys, as fast as `rhythm` says.
    case press(KeyScript, Rhythm)
    /// The caller sends sound.
    case play(StepSound)
    /// The caller does nothing for so long.
    case sayNothing(MediaDuration)
    /// The caller hangs up.
    case hangUp
    /// The agent does something, now.
    case agent(AgentMove)
    /// Something must happen, or be so, within a time.
    case expect(StepExpectation)

    /// How long keys last, and the pauses behind them.
    struct Rhythm: Hashable, Sendable {
        var on = KeyScript.keyLength
        var off = KeyScript.gap
    }
}

/// Sound that the caller sends, and what happens to it on the way before the line of the whole call.
struct StepSound: Sendable {
    /// What is sounded.
    enum Source: Sendable {
        /// Keys as tones; those at `doubled` are sounded twice and those at `dropped` not at all, counted from 1.
        case keys(KeyScript, ToneShape, doubled: Set<Int>, dropped: Set<Int>)
        /// A channel of a file; nil for the first.
        case file(path: String, channel: Int?)
        /// White noise.
        case noise(MediaDuration, levelDBm0: Double)
    }

    let source: Source
    /// Amplification of a file, in dB.
    var gainDB = 0.0
    let impairments: [Impairment]
}

/// What is waited for.
struct StepExpectation: Sendable {
    /// In words: `the prompt ask-pin begins`.
    let words: String
    let condition: StepCondition
    /// How long it may take from the begin of the step.
    let within: MediaDuration
    /// What is kept of the event that was waited for: variable and detail.
    var captures: [Capture] = []

    /// How long a step waits where it does not say: longer than any prompt, and than the gateway asked three times.
    static let patience = MediaDuration.seconds(60)

    /// A detail of an event that later texts may name.
    struct Capture: Hashable, Sendable {
        let variable: String
        let detail: String
    }
}

/// When a wait is over.
enum StepCondition: Sendable {
    /// An event of this kind comes.
    case event(EventCondition)
    /// It is the caller's turn to answer this question.
    case asked(String)
    /// No prompt plays for so long.
    case silence(MediaDuration)
    /// So many digits, or these, have been keyed for a field.
    case keyed(field: String, Keyed)
    /// The agent has the caller.
    case agentHasCaller
    /// The call is over; what it must have come to is looked at with what the scenario expects of its end.
    case ended

    enum Keyed: Sendable {
        case count(Int)
        case text(VariableText)
    }
}

/// A kind of event, as a step waits for it.
struct EventCondition: Sendable {
    /// Whether an event is what is waited for, with what has been seen of the call up to it.
    let matches: @Sendable (TimedEvent, borrowing CallObserver) -> Bool
    /// What an event that is not it, but like it, was; nil for one that has nothing to do with it.
    let near: @Sendable (TimedEvent, borrowing CallObserver) -> String?
}
