import CardData
import PaymentCall
import Telephony

/// What a call needs of a payment gateway.
///
/// A gateway that lives in media time answers with a scheduled reply. One that lives in the outside world returns nil,
/// copies what it needs of the lent card into its own secret memory, and its driver tells the call later.
public protocol PaymentGateway {
    /// Takes one try to charge; the card is lent for the length of this call.
    mutating func charge(_ request: ChargeRequest, card: borrowing CardDetails) -> ScheduledReply?
    /// Says what became of a transaction.
    mutating func inquire(transactionID: String) -> ScheduledReply?
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
