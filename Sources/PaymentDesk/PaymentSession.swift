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
    /// The currency; that of an account without one.
    public let currency: Currency
    /// Whether the currency was given, or is only the one that holds where none is.
    public let isCurrencyGiven: Bool
    /// The payment reference.
    public let reference: String?
    /// The language of the call, as it was given: `en-US`.
    public let language: String?
    /// Whatever else was given, in order.
    public let parameters: [Parameter]
    /// What became of the payment; nil before one has run.
    public internal(set) var outcome: PaymentOutcome?

    /// What is to be paid, for an account that is kept in `accountCurrency`: an amount that came without a currency is
    /// one of the account's.
    public func amount(ofAccountIn accountCurrency: Currency?) -> Money? {
        guard let amount, let accountCurrency, !isCurrencyGiven, accountCurrency != currency else { return amount }
        let parts = amount.decimalText.split(separator: ".")
        let decimals = parts.count > 1 ? parts[1].prefix(accountCurrency.decimals) : ""
        return Money(decimal: parts[0] + (decimals.isEmpty ? "" : "." + decimals), currency: accountCurrency)
    }

    /// A name and a value that the desk keeps and does not read.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value, as text.
        public let value: String
    }
}
