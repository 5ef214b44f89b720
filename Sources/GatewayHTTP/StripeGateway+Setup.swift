import Amounts
import JSONText
import PaymentCall
import PaymentGateway

// What became of a card that was to be stored: its SetupIntent tells, which is its handle.
extension StripeGateway {
    /// Whether a handle is that of a SetupIntent.
    static func isSetup(_ handle: String) -> Bool { handle.hasPrefix("seti_") }

    /// Where it stands.
    func setupStanding(
        _ handle: String, of transactionID: String, _ asking: inout GatewayAsking
    ) -> PaymentStanding {
        switch asking.get("/v1/setup_intents/\(FormBody.escaped(handle))") {
        case .noOutcome(.notSent): return .notAsked
        case .told(let object): return StripeGateway.standing(of: object, handle, transactionID)
        default: return .noAnswer
        }
    }

    private static func standing(
        of setup: JSONValue, _ handle: String, _ transactionID: String
    ) -> PaymentStanding {
        guard setup["object"]?.plainText == "setup_intent", setup.kept("id") == handle,
            setup["metadata"]?["reference"]?.plainText == transactionID
        else { return .noAnswer }
        switch setup.code("status") {
        case "succeeded":
            guard let method = setup.kept("payment_method") else { return .noAnswer }
            var approval = GatewayApproval(reference: handle)
            approval.token = method
            return .approved(approval, of: nil, charged: Money(minor: 0, currency: .usd))
        case "processing", "requires_action": return .processing
        case "requires_payment_method":
            let error = setup["last_setup_error"]
            return error == nil || error == .null ? .notFound : .declined(DeclineCodes.reason(in: error))
        case "requires_confirmation": return .notFound
        case "canceled": return .voided
        default: return .noAnswer
        }
    }

    /// Cancels it, or takes away the method that it has stored.
    func voidSetup(_ handle: String, of transactionID: String, _ asking: inout GatewayAsking) -> PaymentStanding {
        let standing = setupStanding(handle, of: transactionID, &asking)
        switch standing {
        case .voided, .declined, .noAnswer, .notAsked: return standing
        case .approved(let approval, _, _):
            let path = "/v1/payment_methods/\(FormBody.escaped(approval.token ?? ""))/detach"
            guard case .told = post(path, key: FreshKey.make("detach"), FormBody(), &asking) else { return .noAnswer }
            return .voided
        case .processing, .notFound:
            let path = "/v1/setup_intents/\(FormBody.escaped(handle))/cancel"
            _ = post(path, key: FreshKey.make("cancel"), FormBody(), &asking)
            return setupStanding(handle, of: transactionID, &asking)
        }
    }
}
