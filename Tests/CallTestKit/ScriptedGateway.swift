import CardData
import PaymentCall
import PaymentGateway
import Telephony

/// A gateway that answers as a list says: the first answer for the first question, and so on; the last stands for all that
/// follow. Nil stays silent.
public struct ScriptedGateway: PaymentGateway {
    /// An answer, and after how long.
    public typealias Answer = ScheduledReply?

    private var charges: [Answer]
    private let inquiry: Answer
    private let void: Answer

    /// Answers to tries in turn, to an inquiry, to a void.
    public init(charges: [Answer], inquiry: Answer = nil, void: Answer = nil) {
        self.charges = charges
        self.inquiry = inquiry
        self.void = void
    }

    /// The next answer of the list.
    public mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        charges.count > 1 ? charges.removeFirst() : charges[0]
    }

    /// The same each time.
    public mutating func inquire(transactionID: String) -> ScheduledReply? { inquiry }

    /// The same each time.
    public mutating func void(transactionID: String) -> ScheduledReply? { void }
}
