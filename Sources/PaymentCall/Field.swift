/// A field of the payment that the caller fills; attempts are counted by it.
public enum Field: String, Hashable, Sendable, CaseIterable {
    case language, account, pin
    case amountChoice = "amount-choice"
    case amount, method
    case cardNumber = "card-number"
    case expiry
    case securityCode = "security-code"
    case postalCode = "postal-code"
    case routingNumber = "routing-number"
    case bankAccount = "bank-account"
    case summary, change
    case afterDecline = "after-decline"

    /// Its place among all cases.
    var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    /// Fields whose digits appear nowhere but as a count (PCI DSS 3.3.1, 3.4.1; the PIN opens the account).
    public var isSensitive: Bool { self == .pin || PaymentFields.of(self)?.isSensitive == true }

    /// The fields of what is paid with, in the order they are asked: they may be given with the call, switched off, and
    /// confirmed in several ways.
    public static let ofPayment = PaymentFields.all.map(\.field)

    /// The method of payment that the field belongs to; nil for one that is no part of what is paid with.
    public var paymentMethod: PaymentMethod? { PaymentFields.of(self)?.method }

    /// Running out of attempts here means that the caller is not who they say, not that the payment failed.
    var identifies: Bool { self == .account || self == .pin }

    /// The part of the call that the field belongs to.
    var segment: Segment {
        switch self {
        case .language: .greeting
        case .account: .identification
        case .pin: .verification
        case .amountChoice, .amount, .method: .amount
        case .summary, .change, .afterDecline: .summary
        default: PaymentFields.of(self)?.method == .bankAccount ? .bankAccount : .card
        }
    }
}

/// What is paid with.
public enum PaymentMethod: String, Hashable, Sendable, CaseIterable {
    /// A card, keyed or stored under a token.
    case card
    /// A bank account, by routing number and account number.
    case bankAccount = "bank-account"
}

/// A part of the call, as reports list them (Genesys: a call is a list of segments, the secure one marked).
public enum Segment: String, Hashable, Sendable, CaseIterable {
    case greeting, identification, verification, amount, card
    case bankAccount = "bank-account"
    case summary, authorization, closing

    /// Whether sensitive digits are keyed in it: agents and recordings are kept out.
    public var isSecure: Bool { self == .verification || self == .card || self == .bankAccount }
}
