import Amounts
import CardData
import Telephony

/// What the payment call wants done. No action carries a sensitive digit.
///
/// What is rare and large lies apart (indirect), so that the many small actions of a call are quickly passed on.
public enum Action: Hashable, Sendable {
    /// Play these prompts, then say `promptFinished`.
    case play(Announcement)
    /// Stop what is playing; `promptFinished` does not follow.
    case stopPrompt
    /// Look up the account whose number lies in the entry (`withEntry`), then say `accountLookedUp`.
    case lookUpAccount
    /// Ask an integration about the card number in the entry (`withEntry`), then say `cardChecked`.
    case checkCard
    /// Ask the gateway to charge (`withDetails`), then say `gatewayReplied`.
    indirect case charge(ChargeRequest)
    /// Ask the gateway what became of that transaction, then say `gatewayReplied`.
    case inquire(transactionID: String)
    /// Ask the gateway to make that transaction void, whatever became of it, then say `gatewayReplied`.
    case void(transactionID: String)
    /// The call is over; hand the caller on or hang up as the result says.
    indirect case end(CallResult)
    /// Something for whoever watches.
    case report(CallEvent)
}

/// One try to charge.
public struct ChargeRequest: Hashable, Sendable {
    /// The call that asks.
    public let callID: String
    /// The idempotency key: the same for every try of one charge.
    public let transactionID: String
    /// Which try under that id, from 1.
    public let attempt: Int
    /// The amount.
    public let amount: Money
    /// The payment reference, where the call has one.
    public let reference: String?
    /// What is paid with.
    public let method: PaymentMethod
    /// The token of a stored card; nil where the details are lent.
    public let token: String?
    /// It is stored and nothing is charged.
    public let storesOnly: Bool
    /// What the call gives the gateway beside that, in order.
    public let parameters: [GatewayParameter]
    /// The account that is paid for, where the call has one.
    public let account: String?
    /// The card's brand, where it is known.
    public let brand: Brand?
    /// The number of the card or bank account as it may be shown; nil for a token's.
    public let maskedNumber: String?

    /// A try with all that belongs to it; what is paid with is lent beside it.
    public init(
        callID: String, transactionID: String, attempt: Int = 1, amount: Money, reference: String? = nil,
        method: PaymentMethod = .card, token: String? = nil, storesOnly: Bool = false,
        parameters: [GatewayParameter] = [], account: String? = nil, brand: Brand? = nil, maskedNumber: String? = nil
    ) {
        self.callID = callID
        self.transactionID = transactionID
        self.attempt = attempt
        self.amount = amount
        self.reference = reference
        self.method = method
        self.token = token
        self.storesOnly = storesOnly
        self.parameters = parameters
        self.account = account
        self.brand = brand
        self.maskedNumber = maskedNumber
    }
}

/// What an integration says of a card number.
public enum CardCheckReply: String, Hashable, Sendable, CaseIterable {
    /// It may be used.
    case accepted
    /// It may not.
    case refused
    /// The integration could not be reached.
    case unreachable
}

/// What came of asking the gateway.
public enum GatewayReply: Hashable, Sendable {
    /// Charged, or stored.
    case approved(GatewayApproval)
    /// Not charged.
    case declined(DeclineReason)
    /// Refused or failed before the request was sent, so surely not charged.
    case notSent
    /// Sent, and what became of it is not known.
    case unknown
    /// No outcome from this try, and the gateway says when it wants to be asked again.
    case later(RetryAdvice)
    /// Void, and so it stays: nothing is charged, or no longer.
    case voided
    /// Not asked at all: an earlier payment of the same account or reference stands in the way.
    case heldBack(EarlierPayment)
}

/// What a gateway says of asking it again, in its words `Retry-After` and "should retry".
public struct RetryAdvice: Hashable, Sendable {
    /// How long it wants to be left alone.
    public var wait = MediaDuration.zero
    /// Whether another try is of use.
    public var isWorthwhile = true
    /// Whether this try may have charged.
    public var mayHaveCharged = true

    /// Ask again whenever you like; it may have been charged.
    public init(wait: MediaDuration = .zero, isWorthwhile: Bool = true, mayHaveCharged: Bool = true) {
        self.wait = wait
        self.isWorthwhile = isWorthwhile
        self.mayHaveCharged = mayHaveCharged
    }
}

/// An earlier payment that stands in the way of another one for the same account or reference.
public enum EarlierPayment: Hashable, Sendable {
    /// It was made, and whoever calls has not heard so.
    case paid(Money)
    /// What became of it is not known yet, or it is being made right now.
    case unknown
}

/// What comes with the gateway's approval.
public struct GatewayApproval: Hashable, Sendable {
    /// The gateway's own reference.
    public let reference: String
    /// The token under which it keeps what was paid with; nil for none.
    public var token: String?
    /// Further values, in order.
    public var values: [GatewayParameter] = []

    /// An approval with the gateway's reference.
    public init(reference: String) { self.reference = reference }
}

/// A timer of the call.
public enum CallTimer: String, Hashable, Sendable, CaseIterable {
    case firstDigit = "first-digit"
    case interDigit = "inter-digit"
    case termination
    case gateway
    case cardCheck = "card-check"
}

/// Why an attempt at a field failed.
public enum AttemptFault: Hashable, Sendable {
    /// Nothing was keyed in time, or `#` alone.
    case noInput
    /// A key that is no choice.
    case noMatch
    /// Wrong; the reason's name.
    case invalid(String)
    /// The caller said that it is not right.
    case refused

    /// The fault's name in events.
    public var code: String {
        switch self {
        case .noInput: "no-input"
        case .noMatch: "no-match"
        case .invalid(let reason): reason
        case .refused: "refused"
        }
    }
}

/// What happens on a call, for logs and reports. No event carries a sensitive digit; a key is named only once a field
/// that is not sensitive has used it.
public enum CallEvent: Hashable, Sendable {
    /// The call was answered.
    case answered
    /// A part of the call began.
    case segment(Segment)
    /// A digit was taken: how many the field has now; the key for the first digits of a harmless field alone.
    case digits(Field, count: Int, key: Key?)
    /// A choice was made.
    case choice(Question, key: Key)
    /// A key was thrown away, and why.
    case keyDropped(KeyDrop)
    /// A key waits for its question; how many wait.
    case keyWaits(count: Int)
    /// A field was taken; what of it may be shown.
    case accepted(Field, shown: String?)
    /// A field was confirmed by the caller.
    case confirmed(Field)
    /// A field was given with the call; what of it may be shown.
    case given(Field, shown: String?)
    /// The fields of what is paid with that are still to be keyed, in order.
    case required([Field])
    /// The language was chosen.
    case language(Language)
    /// An integration is asked about the card number.
    case cardCheckAsked
    /// Its answer.
    case cardChecked(CardCheckReply)
    /// An attempt failed: which one of how many.
    indirect case attemptFailed(Question, AttemptFault, attempt: Int, of: Int)
    /// A timer was started.
    case timerStarted(CallTimer, MediaDuration)
    /// A timer ran out.
    case timerExpired(CallTimer)
    /// The gateway is asked to charge.
    case gatewayAsked(transactionID: String, attempt: Int)
    /// The gateway is asked what became of a charge.
    case gatewayInquired(transactionID: String)
    /// The gateway is asked to make a charge void.
    case gatewayVoidAsked(transactionID: String)
    /// The gateway's answer.
    indirect case gatewayAnswered(transactionID: String, GatewayReply)
    /// The caller hung up.
    case callerHungUp
    /// The agent cancelled the payment.
    case agentCancelled
    /// The caller is handed on.
    indirect case transferred(Transfer)
    /// The line was hung up on our side.
    case hungUp
    /// The agent hears of the result: the caller has left.
    case agentTold
    /// The agent of an assisted call is cut off: from here they hear nothing, and stay reserved.
    case agentCutOff
    /// The agent has the caller back.
    case agentReturned
    /// A second payment was asked for while one runs.
    case paymentRefused
}

/// Why a key was thrown away.
public enum KeyDrop: String, Hashable, Sendable {
    /// `#` after an entry that had ended by itself.
    case afterEntry = "after-entry"
    /// In the first part of an error prompt.
    case errorGuard = "error-guard"
    /// It waited for an answer that has turned out wrong.
    case wrongEntry = "wrong-entry"
    /// The gateway is being asked.
    case gatewayAsked = "gateway-asked"
    /// Nothing more is asked.
    case closing
    /// The question takes no key before its prompt is over.
    case notYet = "not-yet"
    /// Too many keys wait.
    case queueFull = "queue-full"
}
