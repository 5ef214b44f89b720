import Amounts
import CardData

/// What the data of a call is kept for: a payment that is to come, found by the number it will call from.
public struct PaymentSession: Hashable, Sendable {
    /// The caller-line identity under which it is found: `+1555` and seven digits.
    public let clid: String
    /// The account's number; nil when only an amount is known.
    public let account: String?
    /// What is to be paid; nil when the account says it.
    public let amount: Money?
    /// The currency.
    public let currency: Currency
    /// The payment reference.
    public let reference: String?
    /// The language of the call, as it was given: `en-US`.
    public let language: String?
    /// Whatever else was given, in order.
    public let parameters: [Parameter]
    /// What became of the payment; nil before one has run.
    public internal(set) var outcome: DeskOutcome?

    /// A name and a value that the desk keeps and does not read.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value, as text.
        public let value: String
    }
}

/// How a payment ended, as the payment system tells it.
public enum DeskResult: String, Hashable, Sendable, CaseIterable {
    case paid, tokenized, declined, abandoned, pending, error
    /// No payment has run.
    case noAnswer = "no-answer"
}

/// What a payment left behind; of the card no more than may be shown.
public struct DeskOutcome: Hashable, Sendable {
    /// How it ended.
    public var result: DeskResult
    /// Why, where the result alone does not say.
    public var reason: String?
    /// The id under which the gateway was asked.
    public var transactionID: String?
    /// The gateway's reference; nil for the session's own.
    public var reference: String?
    /// What was paid; nil for the session's own amount.
    public var amount: Money?
    /// The card's brand.
    public var brand: Brand?
    /// The card's number, masked.
    public var maskedPAN: MaskedPAN?

    /// A payment that ended like this.
    public init(
        _ result: DeskResult, reason: String? = nil, transactionID: String? = nil, reference: String? = nil,
        amount: Money? = nil, brand: Brand? = nil, maskedPAN: MaskedPAN? = nil
    ) {
        self.result = result
        self.reason = reason
        self.transactionID = transactionID
        self.reference = reference
        self.amount = amount
        self.brand = brand
        self.maskedPAN = maskedPAN
    }
}
