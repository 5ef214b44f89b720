import GatewayHTTP
import HTTPTestKit
import PaymentCall
import Telephony
import Testing

/// One exchange and what a charge makes of it.
struct OutcomeRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let steps: [ServerStep]
    let reply: GatewayReply?
    /// A word that the operator's note has; nil where there is none.
    let note: String?

    init(_ name: String, _ steps: ServerStep..., gives reply: GatewayReply?, note: String? = nil) {
        testDescription = name
        self.steps = steps
        self.reply = reply
        self.note = note
    }

    /// What HTTP alone decides, whatever dialect is spoken.
    static let ofHTTP: [OutcomeRow] = [
        OutcomeRow("cut before an answer", .close, gives: .unknown),
        OutcomeRow("cut in the head", .send("HTTP/1.1 201 Created\r\nContent-"), .close, gives: .unknown),
        OutcomeRow(
            "cut in the body", .send("HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{\"id\""), .close,
            gives: .unknown),
        OutcomeRow("no HTTP", .send("SSH-2.0-OpenSSH_9.6\r\n\r\n"), gives: .unknown),
        OutcomeRow("no length", .send("HTTP/1.1 201 Created\r\nContent-Length: x\r\n\r\n{}"), gives: .unknown),
        OutcomeRow(
            "longer than 1 MiB", .send("HTTP/1.1 201 Created\r\nContent-Length: 2097152\r\n\r\n"), .fill(2_097_152),
            gives: .unknown),
        OutcomeRow("201 with HTML", answer("201 Created", "<html>"), gives: .unknown),
        OutcomeRow("201 with half of an object", answer("201 Created", "{\"id\":"), gives: .unknown),
        OutcomeRow("201 with nothing", answer("201 Created", ""), gives: .unknown),
        OutcomeRow("204", .send("HTTP/1.1 204 No Content\r\n\r\n"), gives: .unknown),
        OutcomeRow("201 with a list", answer("201 Created", "[]"), gives: .unknown),
        OutcomeRow("201 with something else", answer("201 Created", "{\"ok\":true}"), gives: .unknown),
        OutcomeRow("302", answer("302 Found", "", headers: "Location: /v2\r\n"), gives: .unknown, note: "redirect"),
        OutcomeRow(
            "307", answer("307 Go", "", headers: "Location: http://127.0.0.1:1/\r\n"), gives: .unknown, note: "redirect"
        ),
        OutcomeRow("408", answer("408 Slow"), gives: .unknown), OutcomeRow("410", answer("410 Gone"), gives: .unknown),
        OutcomeRow("418", answer("418 Teapot"), gives: .unknown),
        OutcomeRow("402 without JSON", answer("402 No", "no"), gives: .unknown),
        OutcomeRow("402 without an error", answer("402 No", "{}"), gives: .unknown),
        OutcomeRow("409 without JSON", answer("409 No", "no"), gives: .unknown),
        OutcomeRow("409 for a reason unheard of", answer("409 No", refusal("new")), gives: .unknown),
        OutcomeRow("400", answer("400 Bad", refusal("unknown_member")), gives: .notSent, note: "400 unknown_member"),
        OutcomeRow("401", answer("401 No", refusal("unauthorized")), gives: .notSent, note: "check its key"),
        OutcomeRow("403", answer("403 No", "no"), gives: .unknown, note: "check its key"),
        OutcomeRow("404", answer("404 No", "<html>"), gives: .unknown, note: "check its address"),
        OutcomeRow("405", answer("405 No"), gives: .unknown, note: "check its address"),
        OutcomeRow("413", answer("413 Long", refusal("body_too_large")), gives: .notSent, note: "body_too_large"),
        OutcomeRow("415", answer("415 No"), gives: .unknown, note: "415"),
        OutcomeRow("422", answer("422 No", refusal("other")), gives: .notSent, note: "422 other"),
        OutcomeRow("429 of anybody", answer("429 Slow"), gives: later()),
        OutcomeRow("429", answer("429 Slow", refusal("rate_limited")), gives: later(charged: false)),
        OutcomeRow(
            "429 with seconds", answer("429 Slow", refusal("rate_limited"), headers: "Retry-After: 3\r\n"),
            gives: later(3, charged: false)),
        OutcomeRow(
            "429 with a date, by the gateway's own clock",
            answer(
                "429 Slow", refusal("rate_limited"),
                headers: "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:42 GMT\r\n"),
            gives: later(5, charged: false)),
        OutcomeRow(
            "429 with a date and no clock",
            answer("429 Slow", refusal("rate_limited"), headers: "Retry-After: Sun, 06 Nov 2094 08:49:42 GMT\r\n"),
            gives: later(charged: false)),
        OutcomeRow(
            "429 that is of no use again",
            answer("429 Slow", refusal("rate_limited"), headers: "Should-Retry: false\r\n"),
            gives: later(worthwhile: false, charged: false)),
        OutcomeRow("500", answer("500 Oops", "oops"), gives: .unknown),
        OutcomeRow("502", answer("502 Bad"), gives: .unknown), OutcomeRow("504", answer("504 Slow"), gives: .unknown),
        OutcomeRow("503 with seconds", answer("503 Busy", headers: "Retry-After: 2\r\n"), gives: later(2)),
        OutcomeRow(
            "500 that is worth another try", answer("500 Oops", headers: "Should-Retry: true\r\n"), gives: later()),
        OutcomeRow(
            "500 that is not", answer("500 Oops", headers: "Stripe-Should-Retry: false\r\n"),
            gives: later(worthwhile: false)),
        OutcomeRow(
            "500 that says so in its body", answer("500 Oops", refusal("internal", retry: ",\"shouldRetry\":false")),
            gives: later(worthwhile: false)),
    ]
}

@Suite("What a charge makes of an exchange", .timeLimit(.minutes(20))) struct OutcomeTableTests {
    /// The rows of HTTP and those of the native API.
    static let native: [OutcomeRow] =
        OutcomeRow.ofHTTP + [
            OutcomeRow("paid", answer("201 Created", payment()), gives: approved("K7X2QF")),
            OutcomeRow("paid, said again", answer("200 OK", payment()), gives: approved("K7X2QF")),
            OutcomeRow(
                "paid, by a clock that is a year off",
                answer("201 Created", payment(), headers: "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
                gives: approved("K7X2QF")),
            OutcomeRow(
                "the answer twice", answer("201 Created", payment()), answer("201 Created", payment()),
                gives: approved("K7X2QF")),
            OutcomeRow(
                "a byte at a time",
                .dribble("HTTP/1.1 201 Created\r\nContent-Length: \(payment().utf8.count)\r\n\r\n" + payment(), 1),
                gives: approved("K7X2QF")),
            OutcomeRow("another reference", answer("201 Created", payment(reference: "ivr-test-2")), gives: .unknown),
            OutcomeRow("another amount", answer("201 Created", payment(amount: "12001")), gives: .unknown),
            OutcomeRow("an amount in decimals", answer("201 Created", payment(amount: "12000.0")), gives: .unknown),
            OutcomeRow("another currency", answer("201 Created", payment(currency: "EUR")), gives: .unknown),
            OutcomeRow(
                "stored where it was to be charged", answer("201 Created", payment("tokenized", token: "tok_a")),
                gives: .unknown),
            OutcomeRow("reserved only", answer("201 Created", payment("authorized", captured: 0)), gives: .unknown),
            OutcomeRow("a status unheard of", answer("201 Created", payment("maybe")), gives: .unknown),
            OutcomeRow("given back already", answer("200 OK", payment(refunded: 12_000)), gives: .unknown),
            OutcomeRow("given back in part", answer("200 OK", payment(refunded: 11_999)), gives: approved("K7X2QF")),
            OutcomeRow("processing", answer("202 Accepted", payment("processing")), gives: later(1)),
            OutcomeRow("void", answer("200 OK", payment("voided")), gives: .voided),
            OutcomeRow(
                "declined",
                answer(
                    "402 No",
                    refusal(
                        "insufficient_funds", type: "decline", payment: payment("declined", code: "insufficient_funds"))
                ),
                gives: .declined(.insufficientFunds)),
            OutcomeRow(
                "declined for a reason unheard of",
                answer("402 No", refusal("2001", type: "decline", payment: payment("declined", code: "2001"))),
                gives: .declined(.cardDeclined)),
            OutcomeRow(
                "declined without a payment", answer("402 No", refusal("lost_card", type: "decline")), gives: .unknown),
            OutcomeRow(
                "not found, which is another's answer", answer("404 No", refusal("not_found")), gives: .unknown,
                note: "404"),
            OutcomeRow(
                "made void before, they say", answer("409 No", refusal("reference_voided")), gives: .unknown),
            OutcomeRow(
                "the decline of another payment",
                answer(
                    "402 No",
                    refusal(
                        "lost_card", type: "decline", payment: payment("declined", reference: "x", code: "lost_card"))),
                gives: .unknown),
            OutcomeRow(
                "a decline that is paid", answer("402 No", refusal("lost_card", type: "decline", payment: payment())),
                gives: .unknown),
            OutcomeRow(
                "in progress", answer("409 Busy", refusal("idempotency_in_progress"), headers: "Retry-After: 2\r\n"),
                gives: later(2)),
            OutcomeRow(
                "charged before under another key",
                answer("409 No", refusal("duplicate_reference", payment: payment())), gives: approved("K7X2QF")),
            OutcomeRow(
                "declined before under another key",
                answer("409 No", refusal("duplicate_reference", payment: payment("declined", code: "expired_card"))),
                gives: .declined(.expiredCard)),
            OutcomeRow(
                "another amount charged before",
                answer("409 No", refusal("duplicate_reference", payment: payment(amount: "1"))), gives: .unknown),
            OutcomeRow("charged before, they say", answer("409 No", refusal("duplicate_reference")), gives: .unknown),
            OutcomeRow(
                "made void before", answer("409 No", refusal("reference_voided", payment: payment("voided"))),
                gives: .voided),
            OutcomeRow(
                "another made void before",
                answer("409 No", refusal("reference_voided", payment: payment("voided", reference: "x"))),
                gives: .unknown),
            OutcomeRow(
                "another body under the key", answer("422 No", refusal("idempotency_mismatch", type: "idempotency")),
                gives: .unknown, note: "422"),
        ]

    @Test("native", arguments: native) func nativeRows(row: OutcomeRow) async throws {
        try await Kit.with(.native, [row.steps]) { pair in
            #expect(pair.charge() == row.reply)
            #expect(pair.server.requests.count == 1)
            expectNote(row, pair.notes)
        }
    }

    /// The rows of HTTP, and those of a PaymentIntent, for the confirmation.
    static let stripe: [OutcomeRow] =
        OutcomeRow.ofHTTP + [
            OutcomeRow("succeeded", answer("200 OK", intent()), gives: approved("pi_abc")),
            OutcomeRow("another intent", answer("200 OK", intent(id: "pi_abd")), gives: .unknown),
            OutcomeRow("another reference", answer("200 OK", intent(reference: "ivr-test-2")), gives: .unknown),
            OutcomeRow("another amount", answer("200 OK", intent(amount: 12_001)), gives: .unknown),
            OutcomeRow("another amount charged", answer("200 OK", intent(received: 11_999)), gives: .unknown),
            OutcomeRow("another currency", answer("200 OK", intent(currency: "eur")), gives: .unknown),
            OutcomeRow("given back already", answer("200 OK", intent(refunded: 12_000)), gives: .voided),
            OutcomeRow("processing", answer("200 OK", intent("processing")), gives: later(1)),
            OutcomeRow("cancelled", answer("200 OK", intent("canceled")), gives: .voided),
            OutcomeRow("not confirmed", answer("200 OK", intent("requires_confirmation")), gives: .unknown),
            OutcomeRow("reserved only", answer("200 OK", intent("requires_capture")), gives: .unknown),
            OutcomeRow("a status unheard of", answer("200 OK", intent("maybe")), gives: .unknown),
            OutcomeRow(
                "the last try failed",
                answer(
                    "200 OK",
                    intent(
                        "requires_payment_method",
                        error: #"{"code":"card_declined","decline_code":"insufficient_funds"}"#)),
                gives: .declined(.insufficientFunds)),
            OutcomeRow("no method, no error", answer("200 OK", intent("requires_payment_method")), gives: .unknown),
            OutcomeRow(
                "declined",
                answer(
                    "402 No",
                    stripeRefusal("card_declined", type: "card_error", more: ",\"decline_code\":\"stolen_card\"")),
                gives: .declined(.stolenCard)),
            OutcomeRow(
                "declined with the code alone", answer("402 No", stripeRefusal("incorrect_cvc", type: "card_error")),
                gives: .declined(.incorrectCVC)),
            OutcomeRow(
                "declined with its intent",
                answer(
                    "402 No",
                    stripeRefusal(
                        "expired_card", type: "card_error",
                        more: ",\"payment_intent\":" + intent("requires_payment_method"))),
                gives: .declined(.expiredCard)),
            OutcomeRow(
                "the decline of another intent",
                answer(
                    "402 No",
                    stripeRefusal(
                        "expired_card", type: "card_error",
                        more: ",\"payment_intent\":" + intent("requires_payment_method", id: "pi_abd"))),
                gives: .unknown),
            OutcomeRow(
                "a decline that has succeeded",
                answer("402 No", stripeRefusal("expired_card", more: ",\"payment_intent\":" + intent())),
                gives: .unknown),
            OutcomeRow(
                "in use", answer("409 Busy", stripeRefusal("idempotency_key_in_use"), headers: "Retry-After: 1\r\n"),
                gives: later(1)),
            OutcomeRow("locked", answer("409 Busy", stripeRefusal("lock_timeout")), gives: later()),
            OutcomeRow(
                "another body under the key", answer("400 No", stripeRefusal("x", type: "idempotency_error")),
                gives: .unknown, note: "400"),
            OutcomeRow(
                "no longer to be confirmed", answer("400 No", stripeRefusal("payment_intent_unexpected_state")),
                gives: .unknown, note: "400"),
        ]

    @Test("Stripe, at the confirmation", arguments: stripe) func stripeRows(row: OutcomeRow) async throws {
        let prepared = [
            [answer("200 OK", #"{"id":"pm_abc","object":"payment_method"}"#)],
            [answer("200 OK", intent("requires_confirmation"))],
        ]
        try await Kit.with(.stripe, prepared + [row.steps]) { pair in
            #expect(pair.charge() == row.reply)
            #expect(
                asked(pair.server) == [
                    "POST /v1/payment_methods", "POST /v1/payment_intents", "POST /v1/payment_intents/pi_abc/confirm",
                ])
            expectNote(row, pair.notes)
        }
    }

    private func expectNote(_ row: OutcomeRow, _ notes: Notes) {
        if let note = row.note {
            #expect(notes.all.count == 1 && notes.all[0].contains(note), "\(notes.all)")
        } else {
            #expect(notes.all == [])
        }
    }

    @Test(
        "no whole answer in time",
        arguments: [
            [ServerStep.pause(120_000)], [.send("HTTP/1.1 201 Created\r\n"), .pause(120_000)],
            [.dribble("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}", 400)],
        ])
    func silence(steps: [ServerStep]) async throws {
        try await Kit.with(.native, [steps], timeout: .milliseconds(3_000)) { pair in
            #expect(pair.charge() == nil)
            #expect(pair.server.requests.count == 1)
        }
    }

    @Test("nobody listens: nothing was sent", arguments: GatewayDialect.allCases) func unreachable(
        dialect: GatewayDialect
    ) throws {
        let nobody = ClosedPort()
        defer { withExtendedLifetime(nobody) {} }
        let address = try GatewayAddress(nobody.url)
        let transport = try HTTPTransport(to: address)
        defer { transport.shutdown() }
        let notes = Notes()
        let client = dialect.client(
            of: address, over: transport, key: .test, timeout: .milliseconds(60_000), notes: notes.adder)
        #expect(client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in } == .notSent)
        #expect(notes.all.count == 1 && notes.all[0].contains("can't be reached"))
        #expect(client.standing(transactionID: Kit.id, handle: "pi_abc") == .notAsked)
        #expect(client.void(transactionID: Kit.id, handle: "pi_abc") == .notAsked)
    }

    @Test("a host that nobody knows: nothing was sent") func unknownHost() throws {
        let address = try GatewayAddress("https://gateway.invalid")
        let transport = try HTTPTransport(to: address)
        defer { transport.shutdown() }
        let client = GatewayDialect.native.client(
            of: address, over: transport, key: .test, timeout: .milliseconds(60_000))
        #expect(client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in } == .notSent)
    }
}
