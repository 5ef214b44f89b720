import CardData
import Telephony

/// Where a payment call stands.
///
///     ready ──answered──▶ greeting ──▶ listening ◀──▶ lookingUp, checking
///                                         │  ▲
///                        1 at the summary │  │ declined, a field is asked again
///                                         ▼  │
///                                       charging ──▶ closing ──▶ ended
///                            (every state) ──▶ closing or ended
///
/// Odd events: a key during `charging` or `closing` is dropped; a caller who leaves during `charging` changes nothing
/// until the gateway has answered; a reply to an earlier try counts as long as its transaction is the one in hand.
enum CallState: Equatable, Sendable {
    /// Not answered yet.
    case ready
    /// The first words; a key ends them and waits for the first question.
    case greeting
    /// A question is asked or being answered.
    case listening(Listening)
    /// The directory is asked for the account just keyed.
    case lookingUp
    /// An integration is asked about the card number just keyed.
    case checking(deadline: MediaTime)
    /// The gateway is asked.
    case charging(Charging)
    /// The last words; the result stands.
    case closing(Ending)
    /// Over.
    case ended

    /// The state's name in tables and diagrams.
    var name: StateName {
        switch self {
        case .ready: .ready
        case .greeting: .greeting
        case .listening: .listening
        case .lookingUp: .lookingUp
        case .checking: .checking
        case .charging: .charging
        case .closing: .closing
        case .ended: .ended
        }
    }
}

/// The states by name.
public enum StateName: String, Hashable, Sendable, CaseIterable {
    case ready, greeting, listening
    case lookingUp = "looking-up"
    case checking, charging, closing, ended
}

/// A question of the payment in hand.
typealias Listening = QuestionInHand<Question>

/// The gateway in hand.
struct Charging: Equatable, Sendable {
    let transactionID: String
    /// Tries under this id so far.
    var attempt = 1
    /// Whether any try may have reached the gateway.
    var maybeSent = false
    /// What the gateway is asked now.
    var step = Step.trying
    /// When the last try was made.
    var triedAt = MediaTime.zero
    /// How long was waited between tries, in all.
    var waited = MediaDuration.zero
    /// The charge was refused for an error of the gateway's own, and this is the second one.
    let afterProcessingError: Bool
    var callerGone = false
    var deadline: MediaTime

    /// The way of a charge whose outcome does not come: tries, with waits between them, an inquiry, a void.
    enum Step: Equatable, Sendable {
        case trying
        /// It is left alone until the deadline, then tried again.
        case waiting
        case inquiring
        case voiding
    }
}
