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
    /// Declines a call: the last of them ends it.
    public var declines = 3
    /// The least amount that may be typed, in decimal text of the call's currency.
    public var minimumAmount = "5.00"
    /// The greatest amount that may be typed or paid.
    public var maximumAmount = "5000.00"
    /// The currency of amounts that are given where no account says another.
    public var currency = Currency.usd
    /// Which cards are taken.
    public var cards = CardAcceptance()
    /// The gateway's time for one try.
    public var gatewayTimeout = MediaDuration.milliseconds(10_000)
    /// How often a try that got no answer is repeated under the same transaction id, before one inquiry.
    public var gatewayRetries = 2
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
    /// Other ways out of automated calls, by reason (`too-many-attempts`), instead of the queue.
    public var routes: [String: Route] = [:]

    /// The defaults.
    public init() {}

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
    /// The card is only stored with the gateway (tokenized): nothing is charged and no amount is asked.
    public var tokenizes = false
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
