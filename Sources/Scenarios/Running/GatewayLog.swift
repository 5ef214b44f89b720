import CardData
import PaymentCall
import PaymentGateway
import Synchronization

/// What a gateway was asked to charge: requests hold no digit that may not be shown.
final class GatewayLog: Sendable {
    private let log = Mutex<[ChargeRequest]>([])

    /// The requests so far, in order.
    var requests: [ChargeRequest] { log.withLock { $0 } }

    fileprivate func add(_ request: ChargeRequest) { log.withLock { $0.append(request) } }
}

/// A gateway whose requests are written down before it gets them.
struct LoggedGateway: PaymentGateway {
    private var gateway: any PaymentGateway
    private let log: GatewayLog

    init(_ gateway: any PaymentGateway, log: GatewayLog) { (self.gateway, self.log) = (gateway, log) }

    mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        log.add(request)
        return gateway.charge(request, details: details)
    }

    mutating func inquire(transactionID: String) -> ScheduledReply? { gateway.inquire(transactionID: transactionID) }
    mutating func void(transactionID: String) -> ScheduledReply? { gateway.void(transactionID: transactionID) }
    mutating func paymentEnded(transactionID: String, callerHeard: Bool) {
        gateway.paymentEnded(transactionID: transactionID, callerHeard: callerHeard)
    }
}
