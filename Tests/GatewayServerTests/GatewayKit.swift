import CardData
import JSONText
import Testing

@testable import GatewayServer

/// A gateway in memory and the requests that tests send it.
struct GatewayKit {
    let service: GatewayService
    /// 2026-11-25T12:00:00.000Z.
    static let noon = GatewayTime(milliseconds: 1_795_608_000_000)
    static let visa = "4242424242424242"

    init(rules: OutcomeRules? = nil, faults: [FaultOrder] = [], path: String? = nil, seed: UInt64 = 1) throws {
        let shipped = try #require(try OutcomeRules.shipped("stripe"))
        service = GatewayService(
            book: try PaymentBook(path: path), rules: rules ?? shipped, faults: faults, seed: seed)
    }

    static func rules(_ yaml: String) throws -> OutcomeRules {
        try OutcomeRules(.init(bytes: Array(yaml.utf8), name: "rules.yaml"), name: "rules.yaml")
    }

    /// The body of a payment by card.
    static func body(
        _ reference: String, amount: Int64? = 12_000, currency: String? = "USD", action: String? = nil,
        number: String = visa, expiry: String = "1230", code: String? = "123"
    ) -> JSON {
        let card: JSON = .object(
            [("type", "card"), ("number", number), ("expiry", expiry)].map(member)
                + [code.map { member("securityCode", $0) }].compactMap { $0 })
        return body(reference, amount: amount, currency: currency, action: action, source: card)
    }

    static func body(
        _ reference: String, amount: Int64? = 12_000, currency: String? = "USD", action: String? = nil, source: JSON
    ) -> JSON {
        .object(
            [
                member("reference", reference), action.map { member("action", $0) },
                amount.map { .init(name: "amount", value: .int($0)) }, currency.map { member("currency", $0) },
                .init(name: "source", value: source),
            ].compactMap { $0 })
    }

    static func token(_ token: String) -> JSON { .members(["type": .string("token"), "token": .string(token)]) }

    static func account(_ number: String, routing: String = TestBankAccount.routingNumber) -> JSON {
        .members([
            "type": .string("bank_account"), "routingNumber": .string(routing), "accountNumber": .string(number),
        ])
    }

    private static func member(_ name: String, _ value: String) -> JSON.Member {
        .init(name: name, value: .string(value))
    }

    /// A request with the key of the gateway.
    static func request(
        _ method: String, _ target: String, _ body: JSON? = nil, key: String? = nil, fault: String? = nil
    ) -> GatewayRequest {
        var headers = ["authorization": "Bearer " + GatewayService.testKey]
        headers["idempotency-key"] = key
        headers["ivrpay-fault"] = fault
        if body != nil { headers["content-type"] = "application/json" }
        return GatewayRequest(
            method: method, target: target, headers: headers, body: body.map { Array($0.text.utf8) } ?? [])
    }

    /// Sends a request at noon, or later.
    func send(
        _ method: String, _ target: String, _ body: JSON? = nil, key: String? = nil, fault: String? = nil,
        after seconds: Double = 0
    ) -> GatewayAnswer {
        service.respond(
            to: GatewayKit.request(method, target, body, key: key, fault: fault),
            at: GatewayKit.noon.advanced(bySeconds: seconds))
    }

    /// Makes a payment under a key that is its reference.
    func pay(
        _ reference: String, amount: Int64? = 12_000, action: String? = nil, number: String = visa,
        fault: String? = nil,
        after seconds: Double = 0
    ) -> GatewayAnswer {
        let currency = amount == nil ? nil : "USD"
        return send(
            "POST", "/v1/payments",
            GatewayKit.body(reference, amount: amount, currency: currency, action: action, number: number),
            key: reference, fault: fault, after: seconds)
    }

    func totals(after seconds: Double = 0) throws -> JSONValue {
        try send("GET", "/admin/totals", after: seconds).json
    }
}

extension GatewayAnswer {
    /// The body as JSON; throws for what is none.
    var json: JSONValue { get throws { try JSONValue(parsing: body) } }
    /// The error's code.
    var code: String? { (try? json)?["error"]?["code"]?.plainText }
    /// The payment's id, of an error that has a payment too.
    var id: String { field("id") ?? "" }
    /// A member of the payment.
    func field(_ name: String) -> String? {
        guard let json = try? json else { return nil }
        return (json["payment"] ?? json)[name]?.plainText
    }
}
