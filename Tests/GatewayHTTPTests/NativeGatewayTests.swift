import Amounts
import CardData
import GatewayHTTP
import HTTPTestKit
import PaymentCall
import PaymentGateway
import Testing

@Suite("The native dialect", .timeLimit(.minutes(20))) struct NativeGatewayTests {
    @Test("a charge is one request, with the transaction id as key and reference") func charge() async throws {
        try await Kit.with(.native, [[answer("201 Created", payment())]]) { pair in
            let request = Kit.request(
                reference: "INV-\"7\"", parameters: [GatewayParameter(name: "campaign", value: "spring")])
            let details = Kit.details([
                .cardNumber: "4242424242424242", .expiry: "1230", .securityCode: "123", .postalCode: "94110",
            ])
            #expect(
                pair.client.charge(request, details: details, handle: nil) { _ in Issue.record("nothing is prepared") }
                    == approved("K7X2QF"))
            #expect(asked(pair.server) == ["POST /v1/payments"])
            let seen = try #require(pair.server.requests.first)
            #expect(header("Idempotency-Key", in: seen) == Kit.id)
            #expect(header("Authorization", in: seen) == "Bearer ivrpay_test_key")
            #expect(header("Content-Type", in: seen) == "application/json")
            #expect(
                seen.hasSuffix(
                    "\r\n\r\n" + #"{"reference":"ivr-test-1","action":"charge","amount":12000,"currency":"USD","#
                        + #""source":{"type":"card","number":"4242424242424242","expiry":"1230","securityCode":"123","#
                        + #""postalCode":"94110"},"description":"INV-\"7\"","parameters":{"campaign":"spring"}}"#))
        }
    }

    static let sources: [(ChargeRequest, [Detail: String], String)] = [
        (Kit.request(token: "tok_visa"), [:], #""source":{"type":"token","token":"tok_visa"}}"#),
        (
            Kit.request(method: .bankAccount), [.routingNumber: "110000000", .bankAccount: "000123456789"],
            #""source":{"type":"bank_account","routingNumber":"110000000","accountNumber":"000123456789"}}"#
        ),
        (
            Kit.request(), [.cardNumber: "4242424242424242", .expiry: "1230"],
            #""source":{"type":"card","number":"4242424242424242","expiry":"1230"}}"#
        ),
    ]

    @Test("what is paid with", arguments: sources.indices) func source(index: Int) async throws {
        let (request, digits, written) = NativeGatewayTests.sources[index]
        try await Kit.with(.native, [[answer("201 Created", payment())]]) { pair in
            #expect(
                pair.client.charge(request, details: Kit.details(digits), handle: nil) { _ in } == approved("K7X2QF"))
            #expect(pair.server.requests.first?.hasSuffix(written) == true)
        }
    }

    @Test("a card is stored without an amount, and its token comes back") func tokenize() async throws {
        let stored = payment("tokenized", amount: "0", captured: 0, token: "tok_abc")
        try await Kit.with(
            .native,
            [
                [answer("201 Created", stored)], [answer("201 Created", payment("tokenized"))],
                [answer("201 Created", payment())],
            ]
        ) { pair in
            #expect(pair.charge(Kit.request(storesOnly: true)) == approved("K7X2QF", token: "tok_abc"))
            let seen = try #require(pair.server.requests.first)
            #expect(seen.contains(#""action":"tokenize","source""#))
            // Without a token, and charged: neither is what was asked for.
            #expect(pair.charge(Kit.request(storesOnly: true)) == .unknown)
            #expect(pair.charge(Kit.request(storesOnly: true)) == .unknown)
        }
    }

    @Test("a gateway's parameters come back in their order") func values() async throws {
        let told = payment().replacing(
            "\"parameters\":{}", with: #""parameters":{"b":"1","a":"4242 4242 4242 4242","n":7}"#)
        try await Kit.with(.native, [[answer("201 Created", told)]]) { pair in
            guard case .approved(let approval) = pair.charge() else {
                Issue.record("not approved")
                return
            }
            #expect(
                approval.values == [
                    GatewayParameter(name: "b", value: "1"), GatewayParameter(name: "a", value: "4242 42** **** 4242"),
                ])
        }
    }

    private static func standing(_ reference: String, _ charged: Int64) -> PaymentStanding {
        .approved(GatewayApproval(reference: reference), of: Kit.amount, charged: Money(minor: charged, currency: .usd))
    }

    static let standings: [(ServerStep, PaymentStanding)] = [
        (answer("200 OK", payment()), standing("K7X2QF", 12_000)),
        (answer("200 OK", payment(refunded: 2_000)), standing("K7X2QF", 10_000)),
        (answer("200 OK", payment(refunded: 12_000)), .voided),
        (answer("200 OK", payment(refunded: 12_001)), .noAnswer),
        (answer("200 OK", payment("declined", code: "expired_card")), .declined(.expiredCard)),
        (answer("200 OK", payment("voided", amount: "0", captured: 0)), .voided),
        (answer("200 OK", payment("processing")), .processing),
        (answer("200 OK", payment("authorized", captured: 0)), .processing),
        (answer("200 OK", payment(reference: "ivr-test-2")), .noAnswer), (answer("200 OK", "{}"), .noAnswer),
        (answer("200 OK", "<html>"), .noAnswer), (answer("404 No", refusal("not_found")), .notFound),
        (answer("404 No", "<html>"), .noAnswer), (answer("404 No", refusal("other")), .noAnswer),
        (answer("401 No", refusal("unauthorized")), .noAnswer), (answer("500 Oops"), .noAnswer),
        (answer("429 Slow"), .noAnswer), (answer("302 Found", "", headers: "Location: /\r\n"), .noAnswer),
        (.close, .noAnswer),
    ]

    @Test("a look-up by our own reference", arguments: standings.indices) func standing(index: Int) async throws {
        let (step, standing) = NativeGatewayTests.standings[index]
        try await Kit.with(.native, [[step]]) { pair in
            #expect(pair.client.standing(transactionID: Kit.id, handle: nil) == standing)
            #expect(asked(pair.server) == ["GET /v1/payments?reference=ivr-test-1"])
        }
    }

    @Test("a reference is escaped") func escaped() async throws {
        try await Kit.with(.native, [[answer("404 No", refusal("not_found"))]]) { pair in
            #expect(pair.client.standing(transactionID: "a&b=c/%#?", handle: nil) == .notFound)
            #expect(asked(pair.server) == ["GET /v1/payments?reference=a%26b%3Dc%2F%25%23%3F"])
        }
    }

    @Test("a void is asked for by reference, each time under another key") func void() async throws {
        let scripts = [
            [answer("200 OK", payment("voided"))], [answer("500 Oops")],
            [answer("200 OK", payment("declined", code: "lost_card"))], [answer("409 No", refusal("not_voidable"))],
        ]
        try await Kit.with(.native, scripts) { pair in
            let standings = (0..<4).map { _ in pair.client.void(transactionID: Kit.id, handle: nil) }
            #expect(standings == [.voided, .noAnswer, .declined(.lostCard), .noAnswer])
            #expect(asked(pair.server) == Array(repeating: "POST /v1/voids", count: 4))
            #expect(pair.server.requests.allSatisfy { $0.hasSuffix("\r\n\r\n{\"reference\":\"ivr-test-1\"}") })
            let keys = pair.server.requests.compactMap { header("Idempotency-Key", in: $0) }
            #expect(Set(keys).count == 4)
            #expect(keys.allSatisfy { (1...64).contains($0.utf8.count) })
        }
    }

    @Test(
        "an id that no header takes is not sent",
        arguments: ["", "a b", "a\r\nX: y", "Zoë", String(repeating: "x", count: 65)])
    func badID(id: String) async throws {
        try await Kit.with(.native, [[answer("201 Created", payment())]]) { pair in
            let request = ChargeRequest(callID: "c", transactionID: id, amount: Kit.amount)
            #expect(pair.client.charge(request, details: Kit.card(), handle: nil) { _ in } == .notSent)
            #expect(pair.client.standing(transactionID: id, handle: nil) == .noAnswer)
            #expect(pair.client.void(transactionID: id, handle: nil) == .noAnswer)
            #expect(pair.server.requests.isEmpty)
        }
    }
}
