import Amounts
import CardData
import JSONText
import PaymentCall
import PaymentGateway
import Telephony

/// A client of a gateway that speaks Stripe's API: PaymentMethods and PaymentIntents, in forms.
///
/// A charge is three steps, each under a key of its own that is made of the transaction id: a method, an intent that charges
/// nothing yet, and its confirmation. The intent's id is the handle: it is told to `learned` before the confirmation, so that
/// what became of it can always be looked up. What fails before the confirmation has surely not charged.
public struct StripeGateway: GatewayClient {
    /// The version of the API that is asked for.
    public static let version = "2024-06-20"

    /// The gateway and how it is spoken to.
    public let name: String
    let desk: GatewayDesk

    /// A client that asks over `transport`.
    ///
    /// - Parameters:
    ///   - name: as a ledger keeps it: `https://api.stripe.com (stripe)`.
    ///   - timeout: for all exchanges of one call of a method together.
    ///   - notes: hears what an operator should know, in sentences without card data; on the thread of the call.
    public init(
        name: String, transport: any GatewayTransport, key: GatewayKey, timeout: MediaDuration,
        notes: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.name = name
        desk = GatewayDesk(
            transport: transport, key: key, timeout: timeout, notes: notes,
            headers: [(name: "Stripe-Version", value: StripeGateway.version)])
    }

    /// One try: prepared and confirmed, or with a handle looked at first and gone on with from there.
    public func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?, learned: (String) throws -> Void
    ) -> GatewayReply? {
        guard desk.takes(request.transactionID) else { return .notSent }
        var asking = desk.asking()
        if request.storesOnly { return store(request, details, learned, &asking) }
        if let handle {
            switch look(at: handle, &asking) {
            case .told(let object):
                guard let intent = StripeIntent(object), intent.isOf(request.transactionID, handle: handle) else {
                    return .unknown
                }
                guard intent.status == "requires_confirmation" else { return reply(intent, request, &asking) }
                guard intent.amount == request.amount else { return .unknown }
            case .silence: return nil
            default: return .unknown
            }
            return confirm(handle, request, &asking)
        }
        switch prepare(request, details, &asking) {
        case .failure(let stop): return stop.reply
        case .success(let id):
            // Without a note of the intent nobody could ask for it later.
            do { try learned(id) } catch { return .notSent }
            return confirm(id, request, &asking)
        }
    }

    /// Looks the intent up. Without one nothing was ever confirmed, and so nothing charged.
    public func standing(transactionID: String, handle: String?) -> PaymentStanding {
        guard let handle else { return .notFound }
        var asking = desk.asking()
        if StripeGateway.isSetup(handle) { return setupStanding(handle, of: transactionID, &asking) }
        return standing(handle, of: transactionID, &asking)
    }

    /// Cancels the intent, or gives back what it has charged; what then stands is looked up. Without an intent there is
    /// nothing to make void.
    public func void(transactionID: String, handle: String?) -> PaymentStanding {
        guard let handle else { return .voided }
        var asking = desk.asking()
        if StripeGateway.isSetup(handle) { return voidSetup(handle, of: transactionID, &asking) }
        // Twice: what is being charged may be so by the time it is cancelled.
        for round in 0..<2 {
            let look = look(at: handle, &asking)
            if round == 0, case .noOutcome(.notSent) = look { return .notAsked }
            guard case .told(let object) = look, let intent = StripeIntent(object),
                intent.isOf(transactionID, handle: handle)
            else { return .noAnswer }
            switch intent.standing {
            case .voided, .declined: return intent.standing
            case .approved: giveBack(intent, &asking)
            case .processing, .notFound, .noAnswer, .notAsked: cancel(handle, &asking)
            }
        }
        return intent(handle, of: transactionID, &asking)?.standing ?? .noAnswer
    }

    private func standing(_ handle: String, of transactionID: String, _ asking: inout GatewayAsking) -> PaymentStanding
    {
        switch look(at: handle, &asking) {
        case .noOutcome(.notSent): return .notAsked
        case .told(let object):
            guard let intent = StripeIntent(object), intent.isOf(transactionID, handle: handle) else {
                return .noAnswer
            }
            return intent.standing
        default: return .noAnswer
        }
    }

    // MARK: - Steps

    func look(at id: String, _ asking: inout GatewayAsking) -> Verdict {
        asking.get("/v1/payment_intents/\(FormBody.escaped(id))?expand%5B%5D=latest_charge")
    }

    private func intent(_ handle: String, of transactionID: String, _ asking: inout GatewayAsking) -> StripeIntent? {
        guard case .told(let object) = look(at: handle, &asking), let intent = StripeIntent(object),
            intent.isOf(transactionID, handle: handle)
        else { return nil }
        return intent
    }

    func post(_ path: String, key: String, _ form: FormBody, _ asking: inout GatewayAsking) -> Verdict {
        asking.post(path, key: key, type: "application/x-www-form-urlencoded", form.bytes)
    }

    private func confirm(_ id: String, _ request: ChargeRequest, _ asking: inout GatewayAsking) -> GatewayReply? {
        let form = FormBody()
        form.add("expand[]", "latest_charge")
        if request.method == .bankAccount, request.token == nil {
            // The caller has agreed to the debit on the telephone.
            form.add("mandate_data[customer_acceptance][type]", "offline")
        }
        let path = "/v1/payment_intents/\(FormBody.escaped(id))/confirm"
        switch post(path, key: request.transactionID + "-confirm", form, &asking) {
        case .silence: return nil
        case .noOutcome(let reply): return reply
        case .told(let object):
            guard let intent = StripeIntent(object), intent.isOf(request.transactionID, handle: id) else {
                return .unknown
            }
            return reply(intent, request, &asking)
        case .declined(let object): return decline(object, of: request, id)
        case .conflict(let object, let advice):
            return StripeGateway.isBusy(object) ? .later(advice) : .unknown
        // Another body under this key came before, or the intent is no longer to be confirmed: looking at it tells.
        case .refused(_, let object) where StripeGateway.mayHaveCharged(object): return .unknown
        case .refused(let status, let object):
            // The intent was made just now: that it is not there says somebody else.
            return status != 404 && Verdict.isGatewaysOwn(object) ? .notSent : .unknown
        }
    }

    private func decline(_ object: JSONValue, of request: ChargeRequest, _ id: String) -> GatewayReply {
        guard case .some(.object) = object["error"], let error = object["error"] else { return .unknown }
        if let inside = error["payment_intent"], inside != .null {
            guard let intent = StripeIntent(inside), intent.isOf(request.transactionID, handle: id),
                intent.status != "succeeded", intent.status != "processing"
            else { return .unknown }
        }
        return .declined(DeclineCodes.reason(in: error))
    }

    static func isBusy(_ object: JSONValue) -> Bool {
        ["idempotency_key_in_use", "lock_timeout"].contains(object["error"]?.code("code"))
    }

    private static func mayHaveCharged(_ object: JSONValue) -> Bool {
        object["error"]?.code("type") == "idempotency_error"
            || object["error"]?.code("code") == "payment_intent_unexpected_state"
    }

    /// What an intent means; one that wants more than a telephone can bring is cancelled, and declined once that is sure.
    private func reply(
        _ intent: StripeIntent, _ request: ChargeRequest, _ asking: inout GatewayAsking
    ) -> GatewayReply {
        if let reply = intent.reply(to: request) { return reply }
        cancel(intent.id, &asking)
        let after = self.intent(intent.id, of: request.transactionID, &asking)
        return after?.status == "canceled" ? .declined(.cardDeclined) : .unknown
    }

    /// Under a key of its own each time: an error that is kept under one does not stand in the way of the next.
    private func cancel(_ id: String, _ asking: inout GatewayAsking) {
        let path = "/v1/payment_intents/\(FormBody.escaped(id))/cancel"
        _ = post(path, key: FreshKey.make("cancel"), FormBody(), &asking)
    }

    /// All of what is left of it: a second refund has nothing left to give back. Each has a key of its own, as above.
    private func giveBack(_ intent: StripeIntent, _ asking: inout GatewayAsking) {
        let form = FormBody()
        form.add("payment_intent", intent.id)
        _ = post("/v1/refunds", key: FreshKey.make("refund"), form, &asking)
    }
}
