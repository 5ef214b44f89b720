import CardData
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony

/// What a gateway was asked, seen from its side of the wire.
public final class GatewayBook: Sendable {
    private let entries = Mutex<(asked: Int, charged: Set<String>)>((0, []))

    /// An empty book.
    public init() {}

    /// How many transactions were charged.
    public var charged: Int { entries.withLock { $0.charged.count } }
    /// How often a charge was asked for.
    public var asked: Int { entries.withLock { $0.asked } }

    func note(_ id: String, charged: Bool) {
        entries.withLock { book in
            book.asked += 1
            if charged { book.charged.insert(id) }
        }
    }
}

/// A gateway whose faults come by chance, and which keeps a book. It charges only a whole card.
public struct SpyGateway: PaymentGateway {
    private var inner: SimulatedGateway
    private let book: GatewayBook

    /// A gateway with that behaviour.
    public init(behaviour: GatewayBehaviour, book: GatewayBook) {
        inner = SimulatedGateway(behaviour: behaviour)
        self.book = book
    }

    /// Charges and notes.
    public mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        let before = inner.chargesMade
        let whole = details[.cardNumber].count >= 12 && details[.expiry].count == 4 && details[.securityCode].count >= 3
        precondition(whole, "a charge was asked for without a whole card")
        let reply = inner.charge(request, details: details)
        book.note(request.transactionID, charged: inner.chargesMade > before)
        return reply
    }

    /// Passes on.
    public mutating func inquire(transactionID: String) -> ScheduledReply? {
        inner.inquire(transactionID: transactionID)
    }
}
