import CardData
import PaymentCall
import Telephony

/// What a call needs of a payment gateway.
///
/// A gateway that lives in media time answers with a scheduled reply. One that lives in the outside world returns nil,
/// copies what it needs of the lent details into its own secret memory, and its driver tells the call later.
public protocol PaymentGateway {
    /// Takes one try to charge, or to store; what is paid with is lent for the length of this call, and empty where the
    /// request has a token.
    mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply?
    /// Says what became of a transaction.
    mutating func inquire(transactionID: String) -> ScheduledReply?
    /// Makes a transaction void, whatever became of it: it is not charged, or no longer.
    mutating func void(transactionID: String) -> ScheduledReply?
    /// The payment is over; whether the caller heard that it is paid, or that an earlier one was.
    mutating func paymentEnded(transactionID: String, callerHeard: Bool)
}

extension PaymentGateway {
    /// A gateway without voids stays silent.
    public mutating func void(transactionID: String) -> ScheduledReply? { nil }
    /// Nothing is kept of it.
    public mutating func paymentEnded(transactionID: String, callerHeard: Bool) {}
}

/// A reply and how long it takes to come.
public struct ScheduledReply: Hashable, Sendable {
    /// The reply.
    public let reply: GatewayReply
    /// Media time from the request to the reply.
    public let delay: MediaDuration

    /// `reply` comes `delay` after it was asked for.
    public init(_ reply: GatewayReply, after delay: MediaDuration) {
        self.reply = reply
        self.delay = delay
    }
}

/// What a call needs of an integration that knows which cards may be used (Genesys G5).
///
/// One that lives in media time answers with a scheduled reply. One that lives in the outside world returns nil, and its
/// driver tells the call later.
public protocol CardChecker {
    /// Says whether a card number may be used; it is lent for the length of this call.
    mutating func check(number: borrowing SecretDigits) -> ScheduledCheck?
}

/// A card check's reply and how long it takes to come.
public struct ScheduledCheck: Hashable, Sendable {
    /// The reply.
    public let reply: CardCheckReply
    /// Media time from the question to the reply.
    public let delay: MediaDuration

    /// `reply` comes `delay` after it was asked for.
    public init(_ reply: CardCheckReply, after delay: MediaDuration) {
        self.reply = reply
        self.delay = delay
    }
}
