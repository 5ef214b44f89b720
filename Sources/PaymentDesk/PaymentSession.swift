import Amounts
import PaymentCall

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
    public internal(set) var outcome: PaymentOutcome?

    /// A name and a value that the desk keeps and does not read.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value, as text.
        public let value: String
    }
}
