import Amounts
import Foundation

/// A request that was read and found right, to be carried out on the book. It holds no card number any more.
struct GatewayWork: Sendable {
    /// What is to be done.
    enum Operation: Sendable {
        case create(PaymentOrder)
        case lookUp(id: String)
        case lookUpReference(String)
        case list(after: String?, limit: Int)
        case capture(id: String, amount: Int64?)
        case void(id: String)
        case refund(id: String, amount: Int64?)
        case voidReference(String)
        case totals
        case deleteAll
    }

    /// The key of a request that may be tried again, and what the request was.
    struct Attempt: Sendable {
        let keyHash: Data
        let requestHash: Data
    }

    let requestID: String
    let operation: Operation
    /// Nil for what only reads, and for what is of the administration.
    let attempt: Attempt?
    /// The fault that the request's header asks for.
    let fault: ServerFault?
}

/// A payment that is ordered. The rules have judged it already, so it has the masked form of a card alone.
struct PaymentOrder: Sendable {
    var reference: String
    var action: Payment.Action
    /// Nil for a card that is only stored.
    var money: Money?
    var source: Payment.Source
    /// Whether the token is one that the gateway gave: the book has it, or not.
    var isOwnToken = false
    var declineCode: String?
    var description: String?
    /// As JSON text.
    var parameters = "{}"
}

extension GatewayWork.Operation {
    /// Which faults it may be struck by; nil for what is of the administration.
    var target: FaultTarget? {
        switch self {
        case .create: .create
        case .lookUp, .lookUpReference, .list: .lookup
        case .capture: .capture
        case .void, .voidReference: .void
        case .refund: .refund
        case .totals, .deleteAll: nil
        }
    }
}
