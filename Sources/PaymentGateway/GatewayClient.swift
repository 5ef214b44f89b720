import Amounts
import CardData
import PaymentCall
import Telephony

/// A gateway outside the process, asked one thing at a time by whoever can wait for the answer. It remembers nothing between
/// two questions, so that another process may ask on.
///
/// One call of a method is one try: it never asks the gateway the same thing twice by itself.
public protocol GatewayClient: Sendable {
    /// The gateway and how it is spoken to, as a ledger keeps it: `https://pay.example.com (stripe)`.
    var name: String { get }

    /// One try to charge, or to store; nil when no answer came in time. What is paid with is lent for the length of this
    /// call, and empty where the request has a token.
    ///
    /// A gateway that wants a payment prepared before it is charged knows it by a name of its own: `handle`, from an earlier
    /// try. A new one is told to `learned` before anything is charged; where that throws, nothing is.
    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply?

    /// What became of a transaction.
    func standing(transactionID: String, handle: String?) -> PaymentStanding

    /// Makes a transaction void: not charged, or no longer, and never to be. What stands after it.
    func void(transactionID: String, handle: String?) -> PaymentStanding
}

/// Where a transaction stands at the gateway.
public enum PaymentStanding: Hashable, Sendable {
    /// Made: a charge of an amount, and how much of it is charged by now; or stored, which has no amount.
    case approved(GatewayApproval, of: Money?, charged: Money)
    /// Not charged.
    case declined(DeclineReason)
    /// Void, and so it stays.
    case voided
    /// The gateway has it, and has not decided.
    case processing
    /// The gateway never got it. A try that is still on its way may get there yet.
    case notFound
    /// The gateway did not say; a void that was asked for may still be on its way.
    case noAnswer
    /// The question did not get out: nobody listens, or nobody who could prove who they are.
    case notAsked
}

/// The gateway as a call outside of media time asks it: with a book of what was asked, and in the end a word on whether the
/// caller heard. Every method may take as long as the gateway does.
public protocol WaitingGateway: Sendable {
    /// One try to charge, or to store; nil when no answer came in time.
    func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> GatewayReply?
    /// What became of a transaction; nil when no answer came in time.
    func inquire(transactionID: String) -> GatewayReply?
    /// Makes a transaction void; nil when no answer came in time.
    func void(transactionID: String) -> GatewayReply?
    /// The payment is over; whether the caller heard that it is paid, or that an earlier one was.
    func paymentEnded(transactionID: String, callerHeard: Bool)
}
