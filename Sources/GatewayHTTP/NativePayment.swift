import Amounts
import JSONText
import PaymentCall
import PaymentGateway
import Telephony

/// A payment as the gateway's own API tells it, as far as it can be believed.
struct NativePayment {
    enum Status: String {
        case paid, authorized, tokenized, processing, declined, voided
    }

    let reference: String
    let status: Status
    let amount: Money?
    let captured: Money?
    let refunded: Int64
    let declineCode: String?
    private let id: String?
    private let confirmation: String?
    private let token: String?
    private let values: [GatewayParameter]

    /// Nil for an object that is no payment.
    init?(_ value: JSONValue?) {
        guard let value, case .string(let reference) = value["reference"],
            let status = value["status"]?.plainText.flatMap(Status.init(rawValue:))
        else { return nil }
        self.reference = reference
        self.status = status
        let currency = value["currency"]?.plainText
        amount = Money(minor: value.whole("amount"), code: currency)
        captured = Money(minor: value.whole("capturedAmount"), code: currency)
        refunded = value.whole("refundedAmount") ?? 0
        declineCode = value["declineCode"]?.plainText
        id = value.kept("id")
        confirmation = value.kept("confirmation")
        token = value["source"]?.kept("token")
        values = value.parameters("parameters")
    }

    /// What is told of an approval: the confirmation that a caller may note down, the token of what was stored.
    private var approval: GatewayApproval? {
        guard let reference = confirmation ?? id else { return nil }
        var approval = GatewayApproval(reference: reference)
        approval.token = token
        approval.values = values
        return approval
    }

    /// What the payment means for `request`; unknown where it is another one, or another amount.
    func reply(to request: ChargeRequest) -> GatewayReply {
        guard reference == request.transactionID else { return .unknown }
        switch status {
        // What was all given back is not paid any more; a look-up tells how it stands.
        case .paid where !request.storesOnly && amount == request.amount && refunded < request.amount.minor:
            return approval.map { .approved($0) } ?? .unknown
        case .tokenized where request.storesOnly && token != nil: return approval.map { .approved($0) } ?? .unknown
        case .processing: return .later(RetryAdvice(wait: .milliseconds(1_000)))
        case .declined: return .declined(DeclineCodes.reason(declineCode))
        case .voided: return .voided
        case .paid, .tokenized, .authorized: return .unknown
        }
    }

    /// Where the payment stands; no answer where it is that of another reference.
    func standing(of transactionID: String) -> PaymentStanding {
        guard reference == transactionID else { return .noAnswer }
        switch status {
        case .paid:
            guard let approval, let amount, let captured, refunded >= 0, refunded <= captured.minor else {
                return .noAnswer
            }
            // What was all given back is not paid any more.
            if refunded > 0, refunded == captured.minor { return .voided }
            let charged = Money(minor: captured.minor - refunded, currency: captured.currency)
            return .approved(approval, of: amount, charged: charged)
        case .tokenized:
            guard let approval, token != nil else { return .noAnswer }
            return .approved(approval, of: nil, charged: Money(minor: 0, currency: amount?.currency ?? .usd))
        // Reserved is not charged, and not decided.
        case .processing, .authorized: return .processing
        case .declined: return .declined(DeclineCodes.reason(declineCode))
        case .voided: return .voided
        }
    }
}
