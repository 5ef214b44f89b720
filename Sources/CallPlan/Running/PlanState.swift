import Connectors
import PaymentCall
import Telephony

/// Where a call plan stands.
///
///     ready ──answered──▶ the first step
///     saying ──over, or a key──▶ the next step, or ended
///     listening ──a choice, an entry, attempts used up──▶ the next step
///     connecting ──an answer, a failure──▶ the next step
///     paying ──the payment side is done──▶ the next step
///     talking ──the agent pays, or is done──▶ the next step, or ended
///
/// Routers, look-ups and repeats take no time and are no states.
enum PlanState: Equatable, Sendable {
    case ready
    case saying(Saying)
    case listening(QuestionInHand<PlanQuestion>)
    /// The number of the request.
    case connecting(Int)
    case paying
    case talking
    case ended
}

/// Words after which the plan goes on by itself.
struct Saying: Equatable, Sendable {
    /// What follows; nil where the call ends.
    let next: StepReference?
    /// Where the caller is handed to when it ends.
    var transfer: Transfer?

    var endsCall: Bool { next == nil }
}

/// What a plan asks.
enum PlanQuestion: Equatable, Sendable {
    /// One key is a choice of the menu in hand.
    case choose
    /// Digits are keyed for the step in hand.
    case enter
    /// What was keyed is read back: 1 confirms, 2 takes it anew.
    case confirm
}

/// What is known of a call before its plan begins.
public struct PlanSetup: Sendable {
    /// The call's name in every output.
    public var callID: String
    /// The caller's number; nil when withheld.
    public var caller: String?
    /// What the idempotency keys of requests begin with: the call's name, or towards services in the world something
    /// that no other call has, so that a call made twice is not taken for a repetition.
    public var requestPrefix: String
    /// Values of data sources that the call gives, by their names.
    public var given: [String: DataValue] = [:]
    /// The rules of entry that a plan has in common with the payment call: timeouts of `*`, the error guard.
    public var rules: CallRules
    /// The accounts that look-ups know.
    public var directory: AccountDirectory
    /// The language of the plan's values.
    public var language: Language

    /// A call of that name.
    public init(callID: String, rules: CallRules, directory: AccountDirectory, language: Language) {
        self.callID = callID
        requestPrefix = callID
        self.rules = rules
        self.directory = directory
        self.language = language
    }
}

/// What a call plan wants done. No action carries a sensitive digit.
public enum PlanAction: Sendable {
    /// Play these prompts, then say `promptFinished`.
    case play(Announcement)
    /// Stop what is playing; `promptFinished` does not follow.
    case stopPrompt
    /// Send the request, then say `connectorReplied`.
    case connect(ConnectorRequest, id: Int)
    /// Call the payment side, run its call, then say `paymentEnded`.
    case pay(PCITransfer)
    /// An agent has the caller: say `agentStartedPayment` or `agentFinished`.
    case talk(agent: String)
    /// The plan is over; hand the caller on or hang up as it says.
    case end(Transfer?, callerGone: Bool)
    /// Something for whoever watches.
    case report(PlanEvent)
}

/// A call transferred to the payment side.
public struct PCITransfer: Hashable, Sendable {
    /// Where to.
    public let destination: String
    /// The caller-line identity under which the payment side keeps what it has to know.
    public let clid: String
    /// Who drives the payment.
    public let mode: CallMode
    /// Whether the card is only stored.
    public let tokenizes: Bool
    /// Which payment of the call it is, from 1.
    public let count: Int
}

/// What happens in a call plan, for logs and reports. No event carries a secret; a key is named only once an entry that
/// is not secret has used it.
public enum PlanEvent: Hashable, Sendable {
    /// A step began: its name and its kind.
    case step(String, kind: String)
    /// A digit was taken for a data source: how many it has now; the key for the first digits of a harmless one alone.
    case digits(String, count: Int, key: Key?)
    /// A menu or confirmation was answered.
    case choice(step: String, key: Key)
    /// A key was thrown away, and why.
    case keyDropped(KeyDrop)
    /// A key waits for its question; how many wait.
    case keyWaits(count: Int)
    /// An attempt failed: which one of how many.
    case attemptFailed(step: String, AttemptFault, attempt: Int, of: Int)
    /// A timer was started.
    case timerStarted(CallTimer, MediaDuration)
    /// A timer ran out.
    case timerExpired(CallTimer)
    /// A data source got a value; what of it may be shown.
    case dataSet(String, shown: String)
    /// A service is asked; method, host and path.
    case connectorAsked(step: String, request: String)
    /// It has answered: the failure's name, nil for none.
    case connectorAnswered(step: String, failure: String?)
    /// The call goes to the payment side; recording is suspended.
    case transferredToPCI(destination: String, clid: String)
    /// The caller is back; recording goes on.
    case returnedFromPCI(PaymentResult)
    /// An agent has the caller.
    case agentTalks(String)
    /// The agent started a payment.
    case agentStartedPayment
    /// A payment was asked for that can't be started now.
    case paymentRefused
    /// The caller hung up.
    case callerHungUp
    /// The caller is handed on.
    case transferred(Transfer)
    /// The line was hung up on our side.
    case hungUp
}
