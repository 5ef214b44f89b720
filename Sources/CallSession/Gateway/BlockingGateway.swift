import CardData
import PaymentCall
import PaymentGateway
import Telephony

/// Asks a gateway outside the process for a call in media time: recordings and typed keys. The call waits for the answer.
///
/// What the network takes leaves no trace: an answer comes `latency` after its request, or in half of the time that one try
/// may take where that is less, and a try without one takes the whole of its time, so that the same answers make the same call.
public struct BlockingGateway: PaymentGateway {
    private let gateway: any WaitingGateway
    private let latency: MediaDuration

    /// Asks `gateway`, whose answers take `latency` of media time, for one try of `timeout`.
    public init(_ gateway: any WaitingGateway, latency: MediaDuration, timeout: MediaDuration) {
        self.gateway = gateway
        self.latency = min(latency, MediaDuration(flicks: timeout.flicks / 2))
    }

    /// Asks, and waits for the answer.
    public mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        scheduled(gateway.charge(request, details: details))
    }

    /// Asks, and waits for the answer.
    public mutating func inquire(transactionID: String) -> ScheduledReply? {
        scheduled(gateway.inquire(transactionID: transactionID))
    }

    /// Asks, and waits for the answer.
    public mutating func void(transactionID: String) -> ScheduledReply? {
        scheduled(gateway.void(transactionID: transactionID))
    }

    /// Passes it on.
    public mutating func paymentEnded(transactionID: String, callerHeard: Bool) {
        gateway.paymentEnded(transactionID: transactionID, callerHeard: callerHeard)
    }

    private func scheduled(_ reply: GatewayReply?) -> ScheduledReply? {
        reply.map { ScheduledReply($0, after: latency) }
    }
}
