import Amounts
import CardData

/// What became of a payment, as a payment system tells it and a call plan routes by it.
public enum PaymentResult: String, Hashable, Sendable, CaseIterable {
    /// The gateway took the payment.
    case paid
    /// What is paid with was stored and nothing was charged.
    case tokenized
    /// The gateway refused.
    case declined
    /// The caller gave up: cancelled, hung up, asked for an agent, or used up the attempts.
    case abandoned
    /// The gateway was asked and it is not known what it did.
    case pending
    /// The payment side failed, and surely charged nothing.
    case error
    /// The payment side never answered the transfer, or has not been called yet.
    case noAnswer = "no-answer"
}

/// A payment as others are told of it; of what is paid with no more than may be shown.
public struct PaymentOutcome: Hashable, Sendable {
    /// How it ended.
    public var result: PaymentResult
    /// Why, where the result alone does not say.
    public var reason: String?
    /// The id under which the gateway was asked.
    public var transactionID: String?
    /// The payment reference.
    public var reference: String?
    /// The amount.
    public var amount: Money?
    /// The card's brand.
    public var brand: Brand?
    /// The card's number, masked.
    public var maskedPAN: MaskedPAN?

    /// A payment that ended like this.
    public init(
        _ result: PaymentResult, reason: String? = nil, transactionID: String? = nil, reference: String? = nil,
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

    /// What a payment call came to.
    public init(_ call: CallResult) {
        self.init(
            PaymentResult(call), reason: call.reason, transactionID: call.payment?.transactionID,
            reference: call.payment?.reference, amount: call.payment?.amount, brand: call.payment?.brand,
            maskedPAN: call.payment?.maskedPAN)
    }
}

extension PaymentResult {
    /// The caller's own failures are no error: nothing is wrong with the payment side.
    private static let reasonsOfCallers: Set<String> = [
        "identification-failed", "too-many-attempts", "asked-for-agent",
    ]

    init(_ call: CallResult) {
        switch call.outcome {
        case .paid: self = .paid
        case .tokenized: self = .tokenized
        case .declined: self = .declined
        case .pending: self = .pending
        case .cancelled, .hungUp: self = .abandoned
        case .failed: self = PaymentResult.reasonsOfCallers.contains(call.reason ?? "") ? .abandoned : .error
        case .noPayment: self = .noAnswer
        }
    }
}
