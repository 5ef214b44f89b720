import Amounts
import CardData
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony

/// What a gateway was asked, seen from its side of the wire.
public final class GatewayBook: Sendable {
    /// One try to charge, with how many digits of each field came with it.
    public struct Entry: Hashable, Sendable {
        /// What was asked.
        public let request: ChargeRequest
        /// Digits of what is paid with, by field.
        public let digits: [Detail: Int]
    }

    private let entries = Mutex<(asked: [Entry], charged: Set<String>)>(([], []))

    /// An empty book.
    public init() {}

    /// How many transactions were charged.
    public var charged: Int { entries.withLock { $0.charged.count } }
    /// The ids of the transactions that were charged.
    public var chargedIDs: Set<String> { entries.withLock { $0.charged } }
    /// How often a charge was asked for.
    public var asked: Int { entries.withLock { $0.asked.count } }
    /// Every try, in order.
    public var requests: [Entry] { entries.withLock { $0.asked } }

    func strike(_ transactionID: String) { entries.withLock { _ = $0.charged.remove(transactionID) } }

    func note(_ entry: Entry, charged: Bool) {
        entries.withLock { book in
            book.asked.append(entry)
            if charged { book.charged.insert(entry.request.transactionID) }
        }
    }
}

/// A gateway whose faults come by chance, and which keeps a book.
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
        var digits: [Detail: Int] = [:]
        for detail in Detail.allCases where !details[detail].isEmpty { digits[detail] = details[detail].count }
        let reply = inner.charge(request, details: details)
        book.note(GatewayBook.Entry(request: request, digits: digits), charged: inner.chargesMade > before)
        return reply
    }

    /// Passes on.
    public mutating func inquire(transactionID: String) -> ScheduledReply? {
        inner.inquire(transactionID: transactionID)
    }

    /// Passes on, and strikes the charge out.
    public mutating func void(transactionID: String) -> ScheduledReply? {
        let before = inner.chargesMade
        let reply = inner.void(transactionID: transactionID)
        if inner.chargesMade < before { book.strike(transactionID) }
        return reply
    }
}
