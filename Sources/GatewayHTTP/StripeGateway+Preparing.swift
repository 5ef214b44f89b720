import Amounts
import CardData
import JSONText
import PaymentCall
import Telephony

// The steps before a confirmation. None of them charges, so that whatever goes wrong here has not.
extension StripeGateway {
    /// Why a charge ends before its confirmation.
    struct Stop: Error {
        let reply: GatewayReply

        init(_ reply: GatewayReply) { self.reply = reply }
    }

    /// Makes the method and the intent; the intent's id.
    func prepare(
        _ request: ChargeRequest, _ details: borrowing PaymentDetails, _ asking: inout GatewayAsking
    ) -> Result<String, Stop> {
        do throws(Stop) {
            let method = try method(of: request, details, &asking)
            let form = FormBody()
            form.add("amount", String(request.amount.minor))
            form.add("currency", request.amount.currency.code.lowercased())
            form.add("payment_method", method)
            form.add("payment_method_types[]", StripeGateway.type(of: request))
            form.add("capture_method", "automatic")
            if let customer = try customer(of: method, request, &asking) { form.add("customer", customer) }
            if let reference = request.reference { form.add("description", reference) }
            addMetadata(of: request, to: form)
            let object = try step("/v1/payment_intents", key: request.transactionID + "-intent", form, &asking)
            guard let intent = StripeIntent(object), intent.isOf(request.transactionID, handle: nil),
                intent.amount == request.amount
            else { throw Stop(.later(RetryAdvice(mayHaveCharged: false))) }
            return .success(intent.id)
        } catch { return .failure(error) }
    }

    /// Keeps what is paid with: a method, a customer that it belongs to, and a SetupIntent that has its bank agree. A method
    /// that belongs to nobody could be charged once only.
    ///
    /// The SetupIntent is told to `learned` before it is confirmed; where that throws, nothing is stored.
    func store(
        _ request: ChargeRequest, _ details: borrowing PaymentDetails, _ learned: (String) throws -> Void,
        _ asking: inout GatewayAsking
    ) -> GatewayReply {
        do throws(Stop) {
            let id = request.transactionID
            let method = try method(of: request, details, &asking)
            let customerForm = FormBody()
            addMetadata(of: request, to: customerForm)
            let customer = try step("/v1/customers", key: id + "-customer", customerForm, &asking)
            let form = FormBody()
            form.add("customer", try StripeGateway.id(in: customer))
            form.add("payment_method_types[]", StripeGateway.type(of: request))
            form.add("usage", "off_session")
            addMetadata(of: request, to: form)
            let setup = try StripeGateway.id(in: try step("/v1/setup_intents", key: id + "-setup", form, &asking))
            do { try learned(setup) } catch { throw Stop(.notSent) }
            let confirmation = FormBody()
            confirmation.add("payment_method", method)
            let done = try step(
                "/v1/setup_intents/\(FormBody.escaped(setup))/confirm", key: id + "-setup-confirm", confirmation,
                &asking)
            return StripeGateway.stored(method, done)
        } catch { return error.reply }
    }

    /// What a confirmed SetupIntent says.
    private static func stored(_ method: String, _ setup: JSONValue) -> GatewayReply {
        switch setup.code("status") {
        case "succeeded":
            guard let reference = setup.kept("id"), setup["payment_method"]?.plainText == method else {
                return .later(RetryAdvice(mayHaveCharged: false))
            }
            var approval = GatewayApproval(reference: reference)
            approval.token = method
            return .approved(approval)
        case "requires_payment_method": return .declined(DeclineCodes.reason(in: setup["last_setup_error"]))
        case "requires_action": return .declined(.cardDeclined)
        default: return .later(RetryAdvice(mayHaveCharged: false))
        }
    }

    // MARK: - Methods

    private static func type(of request: ChargeRequest) -> String {
        request.token == nil && request.method == .bankAccount ? "us_bank_account" : "card"
    }

    /// The id of what is paid with: a stored method's own, or that of a new one.
    private func method(
        of request: ChargeRequest, _ details: borrowing PaymentDetails, _ asking: inout GatewayAsking
    ) throws(Stop) -> String {
        let form = FormBody()
        if let token = request.token {
            guard token.hasPrefix("tok_") else { return token }
            form.add("type", "card")
            form.add("card[token]", token)
        } else {
            switch request.method {
            case .card: StripeGateway.addCard(details, to: form)
            case .bankAccount: StripeGateway.addBankAccount(details, to: form)
            }
        }
        return try StripeGateway.id(
            in: try step("/v1/payment_methods", key: request.transactionID + "-method", form, &asking))
    }

    private static func addCard(_ details: borrowing PaymentDetails, to form: FormBody) {
        form.add("type", "card")
        form.add("card[number]", details[.cardNumber])
        if !details[.expiry].isEmpty {
            // MMYY as it was keyed.
            form.add("card[exp_month]", details[.expiry], from: 0, length: 2)
            form.add("card[exp_year]", details[.expiry], from: 2, length: 2, prefix: "20")
        }
        if !details[.securityCode].isEmpty { form.add("card[cvc]", details[.securityCode]) }
        if !details[.postalCode].isEmpty {
            form.add("billing_details[address][postal_code]", details[.postalCode])
        }
    }

    private static func addBankAccount(_ details: borrowing PaymentDetails, to form: FormBody) {
        form.add("type", "us_bank_account")
        form.add("us_bank_account[routing_number]", details[.routingNumber])
        form.add("us_bank_account[account_number]", details[.bankAccount])
        form.add("us_bank_account[account_holder_type]", "individual")
        // A name is wanted, and no caller can key one.
        form.add("billing_details[name]", "Telephone payment")
    }

    /// The customer that a stored method belongs to: Stripe wants it named. New methods belong to none.
    private func customer(
        of method: String, _ request: ChargeRequest, _ asking: inout GatewayAsking
    ) throws(Stop) -> String? {
        guard let token = request.token, token == method, token.hasPrefix("pm_") else { return nil }
        let verdict = asking.get("/v1/payment_methods/" + FormBody.escaped(token))
        guard case .told(let object) = verdict else { throw Stop(verdict.ofHarmlessStep) }
        return object.kept("customer")
    }

    /// Our own reference, and what the call gives the gateway beside it.
    private func addMetadata(of request: ChargeRequest, to form: FormBody) {
        form.add("metadata[reference]", request.transactionID)
        for parameter in request.parameters {
            let name = parameter.name == "reference" ? StripeIntent.givenReference : parameter.name
            form.add("metadata[\(name)]", parameter.value)
        }
    }

    /// One step; its object, or what its failure means.
    private func step(
        _ path: String, key: String, _ form: FormBody, _ asking: inout GatewayAsking
    ) throws(Stop) -> JSONValue {
        let verdict = post(path, key: key, form, &asking)
        switch verdict {
        case .told(let object): return object
        case .declined(let object):
            guard case .some(.object) = object["error"] else { throw Stop(verdict.ofHarmlessStep) }
            throw Stop(.declined(DeclineCodes.reason(in: object["error"])))
        default: throw Stop(verdict.ofHarmlessStep)
        }
    }

    private static func id(in object: JSONValue) throws(Stop) -> String {
        guard let id = object.kept("id") else { throw Stop(.later(RetryAdvice(mayHaveCharged: false))) }
        return id
    }
}
