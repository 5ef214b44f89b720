import CardData
import PaymentCall
import PaymentGateway
import Telephony

/// A clock beside media time, by which a gateway outside is left alone for as long as it wants.
public protocol WaitingClock: Sendable {
    /// Time since some moment.
    var now: MediaDuration { get }
    /// Lets so much of it pass.
    func sleep(_ length: MediaDuration)
}

/// Asks a gateway outside the process for a call in media time: recordings and typed keys. The call waits for the answer.
///
/// What the network takes leaves no trace: an answer comes `latency` after its request, or in half of the time that one try
/// may take where that is less, and a try without one takes the whole of its time, so that the same answers make the same call.
/// The waits between tries are kept by the gateway's clock too.
public struct BlockingGateway: PaymentGateway {
    private let gateway: any WaitingGateway
    private let latency: MediaDuration
    private let backoff: MediaDuration
    private let clock: (any WaitingClock)?
    /// The last try: its transaction, and when the next one may be made.
    private var last: (transactionID: String, nextTry: MediaDuration)?

    /// Asks `gateway`, whose answers take `latency` of media time, by the timeout and the backoff of `rules`. With `clock`
    /// the waits between tries take their time by it; nil for a gateway that has no time of its own.
    public init(
        _ gateway: any WaitingGateway, latency: MediaDuration, rules: CallRules, clock: (any WaitingClock)? = nil
    ) {
        self.gateway = gateway
        self.latency = min(latency, MediaDuration(flicks: rules.gatewayTimeout.flicks / 2))
        backoff = rules.gatewayBackoff
        self.clock = clock
    }

    /// Asks, and waits for the answer.
    public mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        guard let clock else { return scheduled(gateway.charge(request, details: details)) }
        if let last, last.transactionID == request.transactionID, last.nextTry > clock.now {
            clock.sleep(last.nextTry - clock.now)
        }
        let asked = clock.now
        let reply = gateway.charge(request, details: details)
        var wait = MediaDuration.zero
        if case .later(let advice) = reply { wait = advice.wait }
        let next = max(asked + backoff * (1 << min(request.attempt - 1, 10)), clock.now + wait)
        last = (request.transactionID, next)
        return scheduled(reply)
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
