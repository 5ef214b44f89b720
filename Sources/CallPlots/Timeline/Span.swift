import Telephony

/// Something that lasts for a while on a call, as a bar in the picture.
struct Span: Equatable, Sendable {
    /// From here to there; both are one where it takes no time.
    var from: MediaTime, to: MediaTime
    /// What it is, in a few letters.
    var name: String
    /// More of it, where there is room.
    var detail = ""
    /// How it came out.
    var look = Look.plain

    /// How a bar is painted.
    enum Look: Hashable, Sendable {
        /// A step of a plan, a part of the call, a question.
        case plain
        /// Sensitive digits are keyed in it.
        case secure
        /// Heard to its end.
        case prompt
        /// Stopped before its end.
        case cutPrompt
        /// A timer that was stopped in time.
        case timer
        /// A timer that ran out and ended an entry, as where `#` is left away.
        case timerOver
        /// Somebody was asked and has answered.
        case answered
        /// An agent hears the call.
        case heard
        /// An agent hears silence.
        case silence
        /// An attempt at a question that failed.
        case failed
        /// Nothing was keyed in time, or somebody who was asked refused or did not answer.
        case wrong

        /// Whether it is what a tester looks for first.
        var isTrouble: Bool { self == .failed || self == .wrong }
    }
}

/// Something that happens at one instant and tells why a call went as it did.
struct Pin: Equatable, Sendable {
    let time: MediaTime
    /// What it is; the second one for where there is little room.
    let words: String, brief: String
    var look = Look.wrong

    /// How a pin is painted.
    enum Look: Hashable, Sendable {
        /// Something went wrong.
        case wrong
        /// Somebody ended or changed the call.
        case turn
        /// The result: it was paid, or stored.
        case success
        /// The result: it was not.
        case failure
    }
}
