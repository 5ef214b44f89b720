import Amounts
import CardData

/// How a payment call ended.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case paid, tokenized, declined, failed, pending, cancelled
    case hungUp = "hung-up"
    /// A call plan that ended without a payment.
    case noPayment = "no-payment"
}

/// What is known of the payment, card data in its masked form alone.
public struct PaymentRecord: Hashable, Sendable {
    /// The amount to pay.
    public var amount: Money
    /// What is paid with.
    public var method = PaymentMethod.card
    /// The card's brand.
    public var brand: Brand?
    /// The card's number, masked.
    public var maskedPAN: MaskedPAN?
    /// The bank account's number, masked.
    public var maskedAccount: String?
    /// The token under which the gateway keeps what is paid with.
    public var token: String?
    /// What the gateway gave back beside its answer, in order.
    public var values: [GatewayParameter] = []
    /// The id under which the gateway was asked last.
    public var transactionID: String?
    /// The payment reference given with the call, else the gateway's own.
    public var reference: String?
    /// What each refused attempt got, in order.
    public var declines: [DeclineReason] = []
}

/// A caller handed on.
public struct Transfer: Hashable, Sendable {
    /// Where to; never `hangUp`.
    public let route: Route
    /// Why: the result's reason, else its name.
    public let reason: String
    /// What whoever takes the call sees, in order; no card data.
    public let context: [ContextItem]

    /// A caller handed on to `route`.
    public init(route: Route, reason: String, context: [ContextItem]) {
        self.route = route
        self.reason = reason
        self.context = context
    }
}

/// A name and a value of a transfer's context.
public struct ContextItem: Hashable, Sendable {
    /// The name, e.g. `account`.
    public let name: String
    /// The value.
    public let value: Value

    /// Text or a whole number.
    public enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
    }

    /// `name` is `value`.
    public init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

/// The one result of a call.
public struct CallResult: Hashable, Sendable {
    /// Every reason that a result may have, for settings and scenarios that name one.
    public static let reasons = Ending.reasons

    /// Every outcome with each reason that it may have, nil where it has none; each pair once.
    public static let endings: [(outcome: Outcome, reason: String?)] = {
        var endings: [(outcome: Outcome, reason: String?)] = [(.noPayment, nil)]
        for ending in Ending.all where !endings.contains(where: { $0 == (ending.outcome, ending.reason) }) {
            endings.append((ending.outcome, ending.reason))
        }
        return endings
    }()

    /// How it ended.
    public let outcome: Outcome
    /// Why, where the outcome alone does not say.
    public let reason: String?
    /// Where the caller went; nil for nowhere.
    public let transfer: Transfer?
    /// The payment, once an amount was known.
    public let payment: PaymentRecord?
    /// The account, once one was found.
    public let account: String?

    /// A call that ended like this.
    public init(
        outcome: Outcome, reason: String? = nil, transfer: Transfer? = nil, payment: PaymentRecord? = nil,
        account: String? = nil
    ) {
        self.outcome = outcome
        self.reason = reason
        self.transfer = transfer
        self.payment = payment
        self.account = account
    }
}
