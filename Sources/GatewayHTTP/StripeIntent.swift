import Amounts
import CardData
import JSONText
import PaymentCall
import PaymentGateway
import Telephony

/// A PaymentIntent as Stripe tells it, as far as it can be believed.
struct StripeIntent {
    let id: String
    let status: String
    /// The transaction id, which we gave it as `metadata[reference]`.
    let reference: String?
    let amount: Money?
    /// Minor units that were charged.
    let received: Int64
    /// Minor units of them that were given back.
    let refunded: Int64
    /// Why the last try to pay it failed; nil where none did.
    let decline: DeclineReason?
    private let values: [GatewayParameter]

    /// What a call's own parameter named `reference` is sent as: that name is the transaction id's.
    static let givenReference = "parameter_reference"

    /// Nil for an object that is no PaymentIntent.
    init?(_ value: JSONValue?) {
        guard let value, value["object"]?.plainText == "payment_intent", let id = value.kept("id"),
            let status = value.code("status")
        else { return nil }
        self.id = id
        self.status = status
        reference = value["metadata"]?["reference"]?.plainText
        amount = Money(minor: value.whole("amount"), code: value["currency"]?.plainText)
        // Versions of the API differ in where the charge lies.
        let charge =
            value["latest_charge"].flatMap { $0.whole("amount") == nil ? nil : $0 } ?? value["charges"]?["data"]?[0]
        received = value.whole("amount_received") ?? amount?.minor ?? -1
        refunded = charge?.whole("amount_refunded") ?? 0
        let error = value["last_payment_error"]
        decline = error == nil || error == .null ? nil : DeclineCodes.reason(in: error)
        values = value.parameters("metadata").filter { $0.name != "reference" }.map { parameter in
            // A parameter that the call named so; ours has that name.
            guard parameter.name == StripeIntent.givenReference else { return parameter }
            return GatewayParameter(name: "reference", value: parameter.value)
        }
    }

    /// Whether it is the one that was made for the transaction.
    func isOf(_ transactionID: String, handle: String?) -> Bool {
        reference == transactionID && (handle == nil || handle == id)
    }

    private var approval: GatewayApproval {
        var approval = GatewayApproval(reference: id)
        approval.values = values
        return approval
    }

    /// Whether all that was charged was given back.
    var isGivenBack: Bool { status == "succeeded" && received > 0 && refunded >= received }

    /// What the intent means for `request`, which it is of; nil where a word of the card's holder is wanted, which a
    /// telephone can't bring.
    func reply(to request: ChargeRequest) -> GatewayReply? {
        switch status {
        case "succeeded":
            guard amount == request.amount, received == request.amount.minor else { return .unknown }
            return isGivenBack ? .voided : .approved(approval)
        case "processing": return .later(RetryAdvice(wait: .milliseconds(1_000)))
        case "requires_payment_method", "requires_source": return decline.map { .declined($0) } ?? .unknown
        case "requires_action", "requires_source_action": return nil
        case "canceled": return .voided
        default: return .unknown
        }
    }

    /// Where it stands.
    var standing: PaymentStanding {
        switch status {
        case "succeeded":
            guard let amount, received >= refunded, refunded >= 0, received <= amount.minor else { return .noAnswer }
            if isGivenBack { return .voided }
            let charged = Money(minor: received - refunded, currency: amount.currency)
            return .approved(approval, of: amount, charged: charged)
        case "processing", "requires_action", "requires_source_action", "requires_capture": return .processing
        case "requires_payment_method", "requires_source": return decline.map { .declined($0) } ?? .notFound
        // It was made, and never told to charge.
        case "requires_confirmation": return .notFound
        case "canceled": return .voided
        default: return .noAnswer
        }
    }
}
