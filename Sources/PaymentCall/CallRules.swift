import Amounts
import CardData
import Telephony

/// Where a caller goes when the payment has ended.
public enum Route: Hashable, Sendable {
    /// The call ends.
    case hangUp
    /// A waiting queue, by name.
    case queue(String)
    /// An agent, by name.
    case agent(String)
    /// Another telephone number.
    case number(String)
    /// The caller gets a link to pay by themselves; the name is that of whatever sends it. The call ends.
    case paymentLink(String)
    /// The caller is offered a call back; the name is that of whatever takes the wish. The call ends.
    case callbackOffer(String)
}

/// Every number and choice of the payment call, with its default. The defaults are the product's interface.
public struct CallRules: Sendable, Equatable {
    /// From the end of the prompt to the first key.
    public var firstDigitTimeout = MediaDuration.milliseconds(10_000)
    /// From the begin of one key to the begin of the next.
    public var interDigitTimeout = MediaDuration.milliseconds(5_000)
    /// The same for a card number that is valid already and might still grow (a 16-digit Visa).
    public var terminationTimeout = MediaDuration.milliseconds(2_000)
    /// A second `*` within this time of the first cancels an amount.
    public var doubleStarTimeout = MediaDuration.milliseconds(600)
    /// Keys in this first part of an error prompt are thrown away: they were meant for what followed.
    public var errorGuard = MediaDuration.milliseconds(1_000)
    /// Attempts a field.
    public var attempts = 3
    /// Attempts a call, over all its fields; nil for no limit.
    public var callAttempts: Int?
    /// Declines a call: the last of them ends it.
    public var declines = 3
    /// Fields that are asked otherwise than they are by themselves.
    public var fields: [Field: FieldRule] = [:]
    /// What may be paid with; with several the caller chooses.
    public var methods: [PaymentMethod] = [.card]
    /// The languages of the call; with several the caller chooses, unless the call comes with one.
    public var languages: [Language] = [.english]
    /// The least amount that may be typed, in decimal text of the call's currency.
    public var minimumAmount = "5.00"
    /// The greatest amount that may be typed or paid.
    public var maximumAmount = "5000.00"
    /// Amounts that may be typed, in decimal text; empty for any between the limits.
    public var allowedAmounts: [String] = []
    /// Whether digits are keyed as minor units (`12050` is 120.50), so that `*` is no decimal point.
    public var impliesCents = false
    /// Whether less than the balance may be paid.
    public var allowsPartialPayment = true
    /// Whether no more than the balance may be paid.
    public var limitsToBalance = true
    /// The currency of amounts that are given where no account says another.
    public var currency = Currency.usd
    /// Which cards are taken.
    public var cards = CardAcceptance()
    /// An integration that is asked about each card number.
    public var cardCheck = CardCheckRule()
    /// Whether the security code is said back when it is confirmed, instead of only that it was received.
    public var speaksSecurityCode = false
    /// The fewest digits that a postal code may have.
    public var shortestPostalCode = 5
    /// The most digits that a postal code may have: it is whole with them.
    public var longestPostalCode = 5
    /// Only published test bank accounts pass.
    public var liveAccountGuard = true
    /// What follows a decline.
    public var declineRules = DeclineRule.standard
    /// The gateway's time for one try.
    public var gatewayTimeout = MediaDuration.milliseconds(10_000)
    /// How often a try that got no answer is repeated under the same transaction id, before one inquiry.
    public var gatewayRetries = 2
    /// From one try to the next, at least; twice as long from each to the one after it.
    public var gatewayBackoff = MediaDuration.milliseconds(500)
    /// How long a caller is let wait between tries, in all: a gateway that wants to be left alone for longer is inquired.
    public var gatewayPatience = MediaDuration.milliseconds(15_000)
    /// Whether a charge of which even the inquiry tells nothing is made void.
    public var voidsUnknown = false
    /// Questions whose prompt a key does not stop.
    public var withoutBargeIn: Set<Question> = []
    /// Questions that keys pressed earlier do not answer.
    public var withoutTypeAhead: Set<Question> = []
    /// Whether a key stops the greeting.
    public var greetingBargeIn = true
    /// The queue of automated calls that end unpaid.
    public var queue = "payments"
    /// The agent of assisted calls.
    public var agent = "agent"
    /// How long a simulated agent has the caller before doing what comes next.
    public var agentTalkTime = MediaDuration.milliseconds(3_000)
    /// Other ways out of automated calls, by reason (`too-many-attempts`), instead of the queue; `call-attempts` for the
    /// attempts of the call as a whole.
    public var routes: [String: Route] = [:]

    /// The defaults.
    public init() {}

    /// The name in `routes` of the limit of attempts a call.
    public static let callAttemptsRoute = "call-attempts"

    /// How a field is asked.
    public func rule(of field: Field) -> FieldRule {
        fields[field] ?? standardRule(of: field)
    }

    private func standardRule(of field: Field) -> FieldRule { PaymentFields.of(field)?.standard ?? FieldRule() }

    /// The same, to be changed.
    public subscript(rule field: Field) -> FieldRule {
        get { rule(of: field) }
        set { fields[field] = newValue == standardRule(of: field) ? nil : newValue }
    }

    /// What follows a decline, to be changed.
    public subscript(declineRule reason: DeclineReason) -> DeclineRule {
        get { declineRules[reason] ?? DeclineRule() }
        set { declineRules[reason] = newValue }
    }

    /// The amounts that may be typed, in `currency`; empty for any between the limits.
    public func allowedAmounts(in currency: Currency) -> [Money] { allowedAmounts.map { amount($0, in: currency) } }

    /// The least and the greatest amount in `currency`.
    public func limits(in currency: Currency) -> (minimum: Money, maximum: Money) {
        (amount(minimumAmount, in: currency), amount(maximumAmount, in: currency))
    }

    private func amount(_ decimal: String, in currency: Currency) -> Money {
        // Settings check the text against the settings' currency; a currency with fewer decimals drops the rest.
        var text = decimal
        if let point = text.firstIndex(of: ".") {
            let end = text.index(point, offsetBy: currency.decimals + 1, limitedBy: text.endIndex) ?? text.endIndex
            text = String(text[..<end])
        }
        return Money(decimal: text, currency: currency) ?? Money(minor: 0, currency: currency)
    }
}

/// Who drives the payment: the caller alone, or an agent who gets the caller back.
public enum CallMode: String, Hashable, Sendable, CaseIterable {
    case automated, assisted
}

/// What is known of one call before it is answered.
public struct CallSetup: Sendable, Equatable {
    /// The call's name in every output.
    public var callID: String
    /// The entry: automated or assisted.
    public var mode = CallMode.automated
    /// The caller's number; nil when withheld.
    public var caller: String?
    /// The account, where it is known already: then it is not asked.
    public var account: Account?
    /// The caller has been identified: neither account nor PIN is asked.
    public var identified = false
    /// What is due, instead of the account's balance.
    public var balance: Money?
    /// What is paid, by the agent or the caller's application: then it is not asked.
    public var amount: Money?
    /// What is paid with is only stored with the gateway (tokenized): nothing is charged and no amount is asked.
    public var tokenizes = false
    /// A card that the gateway keeps already: it is charged, and nothing of a card is asked.
    public var storedCard: StoredCard?
    /// What is paid with, where it is known; nil for what the rules have, or the caller chooses.
    public var method: PaymentMethod?
    /// The language of the call; nil for the first of the rules, or the one that the caller chooses.
    public var language: Language?
    /// What goes to the gateway beside the payment, in order.
    public var parameters: [GatewayParameter] = []
    /// The call goes on after the payment, in a call plan: no goodbye is said and nobody is handed on.
    public var goesOn = false
    /// A payment reference (invoice, order) that goes to the gateway and the result.
    public var reference: String?
    /// The month of today, which decides whether a card has expired.
    public var today: CalendarMonth
    /// What transaction ids begin with; each charge of the call gets its own number behind it.
    public var transactionPrefix: String

    /// Whether the amount stands before the call, so that it is neither asked nor changed.
    var amountIsGiven: Bool { amount != nil || tokenizes }

    /// A call of `callID` in the month `today`; transaction ids begin with `transactionPrefix`, else the call's id.
    public init(callID: String, today: CalendarMonth, transactionPrefix: String? = nil) {
        self.callID = callID
        self.today = today
        self.transactionPrefix = transactionPrefix ?? callID
    }
}

/// A name and a value that go to the gateway, or come from it, with a payment.
public struct GatewayParameter: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value; no card data.
    public let value: String

    /// `name` is `value`.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
