import Amounts
import CardData
import GatewayHTTP
import HTTPTestKit
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony
import Testing

/// What a client told an operator.
final class Notes: Sendable {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }
    var adder: @Sendable (String) -> Void { { [self] text in kept.withLock { $0.append(text) } } }
}

/// A client and the server that it asks.
struct Pair {
    let client: any GatewayClient
    let server: ScriptedServer
    let notes: Notes

    /// One try under the usual request.
    func charge(
        _ request: ChargeRequest = Kit.request(), handle: String? = nil, learned: (String) throws -> Void = { _ in }
    ) -> GatewayReply? {
        client.charge(request, details: Kit.card(), handle: handle, learned: learned)
    }
}

enum Kit {
    static let id = "ivr-test-1"
    static let amount = Money(minor: 12_000, currency: .usd)

    static func request(
        attempt: Int = 1, amount: Money = Kit.amount, reference: String? = nil, method: PaymentMethod = .card,
        token: String? = nil, storesOnly: Bool = false, parameters: [GatewayParameter] = []
    ) -> ChargeRequest {
        ChargeRequest(
            callID: "ivr-test", transactionID: id, attempt: attempt, amount: amount, reference: reference,
            method: method,
            token: token, storesOnly: storesOnly, parameters: parameters)
    }

    static func details(_ digits: [Detail: String]) -> PaymentDetails {
        var details = PaymentDetails()
        for (detail, text) in digits { for digit in text.utf8 { details[detail].append(digit - 0x30) } }
        return details
    }

    static func card(_ number: String = "4242424242424242") -> PaymentDetails {
        details([.cardNumber: number, .expiry: "1230", .securityCode: "123"])
    }

    /// Runs `body` with a server that follows `scripts` and a client that asks it, and ends both.
    static func with(
        _ dialect: GatewayDialect, _ scripts: [[ServerStep]], timeout: MediaDuration = .milliseconds(60_000),
        _ body: (Pair) throws -> Void
    ) async throws {
        let server = try await ScriptedServer(scripts: scripts)
        let address = try GatewayAddress(server.url(""))
        let transport = try HTTPTransport(to: address)
        let notes = Notes()
        let client = dialect.client(of: address, over: transport, key: .test, timeout: timeout, notes: notes.adder)
        let result = Result { try body(Pair(client: client, server: server, notes: notes)) }
        transport.shutdown()
        try await server.stop()
        try result.get()
    }
}

/// A payment as the native API writes it.
func payment(
    _ status: String = "paid", reference: String = Kit.id, amount: String = "12000", currency: String = "USD",
    code: String? = nil, captured: Int64 = 12_000, refunded: Int64 = 0, token: String? = nil,
    confirmation: String = "K7X2QF"
) -> String {
    """
    {"id":"pay_abc","reference":"\(reference)","status":"\(status)","amount":\(amount),"currency":"\(currency)",\
    "source":{"type":"card","brand":"visa","masked":"424242******4242","token":\(token.map { "\"\($0)\"" } ?? "null")},\
    "confirmation":"\(confirmation)","declineCode":\(code.map { "\"\($0)\"" } ?? "null"),"capturedAmount":\(captured),\
    "refundedAmount":\(refunded),"description":null,"parameters":{}}
    """
}

/// An error as the native API writes it.
func refusal(_ code: String, type: String = "invalid_request", payment: String? = nil, retry: String = "") -> String {
    "{\"error\":{\"type\":\"\(type)\",\"code\":\"\(code)\",\"message\":\"No.\",\"requestId\":\"req_abc\"\(retry)}"
        + (payment.map { ",\"payment\":\($0)" } ?? "") + "}"
}

/// A PaymentIntent.
func intent(
    _ status: String = "succeeded", id: String = "pi_abc", reference: String = Kit.id, amount: Int64 = 12_000,
    currency: String = "usd", received: Int64? = nil, refunded: Int64 = 0, error: String = "null"
) -> String {
    """
    {"id":"\(id)","object":"payment_intent","amount":\(amount),"currency":"\(currency)","status":"\(status)",\
    "amount_received":\(received ?? (status == "succeeded" ? amount : 0)),"metadata":{"reference":"\(reference)"},\
    "latest_charge":{"id":"ch_abc","object":"charge","amount":\(amount),"amount_refunded":\(refunded)},\
    "last_payment_error":\(error)}
    """
}

/// An error as Stripe writes it.
func stripeRefusal(_ code: String, type: String = "invalid_request_error", more: String = "") -> String {
    "{\"error\":{\"type\":\"\(type)\",\"code\":\"\(code)\",\"message\":\"No.\"\(more)}}"
}

/// The approval under that reference.
func approved(_ reference: String, token: String? = nil) -> GatewayReply {
    var approval = GatewayApproval(reference: reference)
    approval.token = token
    return .approved(approval)
}

/// Later, after so many seconds.
func later(_ seconds: Int = 0, worthwhile: Bool = true, charged: Bool = true) -> GatewayReply {
    .later(RetryAdvice(wait: .milliseconds(seconds * 1_000), isWorthwhile: worthwhile, mayHaveCharged: charged))
}

/// The requests' first lines without the version.
func asked(_ server: ScriptedServer) -> [String] {
    server.requests.map { String($0.prefix { $0 != "\r\n" }.dropLast(9)) }
}

/// A header of a request.
func header(_ name: String, in request: String) -> String? {
    request.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
}

extension Kit {
    /// The `Authorization` that a client with that key sends.
    static func withKey(_ key: GatewayKey, _ body: (String?) -> Void) async throws {
        let server = try await ScriptedServer([answer("404 No")])
        let address = try GatewayAddress(server.url(""))
        let transport = try HTTPTransport(to: address)
        let client = GatewayDialect.native.client(
            of: address, over: transport, key: key, timeout: .milliseconds(60_000))
        _ = client.standing(transactionID: id, handle: nil)
        body(server.requests.first.flatMap { header("Authorization", in: $0) })
        transport.shutdown()
        try await server.stop()
    }
}
