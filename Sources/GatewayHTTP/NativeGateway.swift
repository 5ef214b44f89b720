import Amounts
import CardData
import JSONText
import PaymentCall
import PaymentGateway
import Telephony

/// A client of a gateway that speaks the API of `ivrpay gateway`: JSON, one request a try, looked up and made void by our own
/// reference, which is the transaction id.
public struct NativeGateway: GatewayClient {
    /// The gateway and how it is spoken to.
    public let name: String
    private let desk: GatewayDesk

    /// A client that asks over `transport`.
    ///
    /// - Parameters:
    ///   - name: as a ledger keeps it: `https://pay.example.com (native)`.
    ///   - timeout: for one call of a method.
    ///   - notes: hears what an operator should know, in sentences without card data; on the thread of the call.
    public init(
        name: String, transport: any GatewayTransport, key: GatewayKey, timeout: MediaDuration,
        notes: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.name = name
        desk = GatewayDesk(transport: transport, key: key, timeout: timeout, notes: notes)
    }

    /// One try. Its key is the transaction id, so that the gateway takes all tries for one; nothing is prepared, so that
    /// there is no handle.
    public func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?, learned: (String) throws -> Void
    ) -> GatewayReply? {
        guard desk.takes(request.transactionID) else { return .notSent }
        let body = NativeGateway.body(of: request, details)
        var asking = desk.asking()
        let verdict = asking.post("/v1/payments", key: request.transactionID, type: NativeGateway.type, body)
        switch verdict {
        case .silence: return nil
        case .noOutcome(let reply): return reply
        case .told(let object): return NativePayment(object)?.reply(to: request) ?? .unknown
        case .declined(let object): return decline(object, request)
        case .conflict(let object, let advice): return conflict(object, advice, request)
        // Another body under this key came before, and what became of that is not known.
        case .refused(_, let object) where object["error"]?.code("code") == "idempotency_mismatch": return .unknown
        // Whoever stands between may refuse what the gateway took, or mix answers up: a payment that is made is never not found.
        case .refused(_, let object) where object["error"]?.code("code") == "not_found": return .unknown
        case .refused(_, let object): return Verdict.isGatewaysOwn(object) ? .notSent : .unknown
        }
    }

    private func decline(_ object: JSONValue, _ request: ChargeRequest) -> GatewayReply {
        guard let payment = NativePayment(object["payment"]), payment.status == .declined else { return .unknown }
        return payment.reply(to: request)
    }

    private func conflict(_ object: JSONValue, _ advice: RetryAdvice, _ request: ChargeRequest) -> GatewayReply {
        let payment = NativePayment(object["payment"])
        switch object["error"]?.code("code") {
        case "idempotency_in_progress": return .later(advice)
        case "duplicate_reference": return payment?.reply(to: request) ?? .unknown
        case "reference_voided":
            return payment?.reference == request.transactionID ? .voided : .unknown
        default: return .unknown
        }
    }

    /// Looks the transaction up by its id.
    public func standing(transactionID: String, handle: String?) -> PaymentStanding {
        guard desk.takes(transactionID) else { return .noAnswer }
        var asking = desk.asking()
        switch asking.get("/v1/payments?reference=" + FormBody.escaped(transactionID)) {
        case .told(let object): return NativePayment(object)?.standing(of: transactionID) ?? .noAnswer
        // In the gateway's own words: a 404 of anything else on the way says nothing.
        case .refused(404, let object) where object["error"]?.code("code") == "not_found": return .notFound
        case .noOutcome(.notSent): return .notAsked
        default: return .noAnswer
        }
    }

    /// Makes the transaction void, also one that the gateway never got. Doing so twice does no harm, so that each time has a
    /// key of its own: an error that is kept under one does not stand in the way of the next.
    public func void(transactionID: String, handle: String?) -> PaymentStanding {
        guard desk.takes(transactionID) else { return .noAnswer }
        let body = SecretBody()
        body.append(JSON.members(["reference": .string(transactionID)]).text)
        var asking = desk.asking()
        let verdict = asking.post("/v1/voids", key: FreshKey.make("void"), type: NativeGateway.type, body)
        switch verdict {
        case .told(let object): return NativePayment(object)?.standing(of: transactionID) ?? .noAnswer
        case .noOutcome(.notSent): return .notAsked
        default: return .noAnswer
        }
    }
}

// The body of a charge, put together where it lies.
extension NativeGateway {
    private static let type = "application/json"

    static func body(of request: ChargeRequest, _ details: borrowing PaymentDetails) -> SecretBody {
        let body = SecretBody()
        body.append("{\"reference\":\(text(request.transactionID)),\"action\":")
        if request.storesOnly {
            body.append("\"tokenize\"")
        } else {
            body.append(
                "\"charge\",\"amount\":\(request.amount.minor),\"currency\":\(text(request.amount.currency.code))")
        }
        body.append(",\"source\":{")
        if let token = request.token {
            body.append("\"type\":\"token\",\"token\":\(text(token))")
        } else {
            switch request.method {
            case .card: addCard(details, to: body)
            case .bankAccount: addBankAccount(details, to: body)
            }
        }
        body.append("}")
        if let reference = request.reference { body.append(",\"description\":\(text(reference))") }
        if !request.parameters.isEmpty {
            let members = request.parameters.map { JSON.Member(name: $0.name, value: .string($0.value)) }
            body.append(",\"parameters\":" + JSON.object(members).text)
        }
        body.append("}")
        return body
    }

    private static func addCard(_ details: borrowing PaymentDetails, to body: SecretBody) {
        body.append("\"type\":\"card\"")
        add("number", details[.cardNumber], to: body)
        add("expiry", details[.expiry], to: body)
        add("securityCode", details[.securityCode], to: body)
        add("postalCode", details[.postalCode], to: body)
    }

    private static func addBankAccount(_ details: borrowing PaymentDetails, to body: SecretBody) {
        body.append("\"type\":\"bank_account\"")
        add("routingNumber", details[.routingNumber], to: body)
        add("accountNumber", details[.bankAccount], to: body)
    }

    private static func add(_ name: String, _ digits: borrowing SecretDigits, to body: SecretBody) {
        guard !digits.isEmpty else { return }
        body.append(",\"\(name)\":\"")
        body.append(digits)
        body.append("\"")
    }

    private static func text(_ text: String) -> String { JSON.string(text).text }
}

/// An idempotency key that nobody used before: for what may be asked again and again.
enum FreshKey {
    static func make(_ prefix: String) -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz")
        return prefix + "-" + String((0..<24).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}
