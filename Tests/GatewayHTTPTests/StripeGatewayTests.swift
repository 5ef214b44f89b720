import Amounts
import CardData
import GatewayHTTP
import HTTPTestKit
import PaymentCall
import PaymentGateway
import Synchronization
import Testing

private let method = answer("200 OK", #"{"id":"pm_abc","object":"payment_method","customer":null}"#)
private let made = answer("200 OK", intent("requires_confirmation"))

private struct BookIsFull: Error {}

@Suite("The Stripe dialect", .timeLimit(.minutes(20))) struct StripeGatewayTests {
    private func keys(_ pair: Pair) -> [String?] { pair.server.requests.map { header("Idempotency-Key", in: $0) } }
    private func bodies(_ pair: Pair) -> [String] {
        pair.server.requests.map { request in
            request.firstRange(of: "\r\n\r\n").map { String(request[$0.upperBound...]) } ?? ""
        }
    }

    @Test("a charge is three steps under three keys, and the intent is known before the last") func charge()
        async throws
    {
        try await Kit.with(.stripe, [[method], [made], [answer("200 OK", intent())]]) { pair in
            let request = Kit.request(
                reference: "INV 7",
                parameters: [
                    GatewayParameter(name: "campaign", value: "spring"),
                    GatewayParameter(name: "reference", value: "x"),
                ])
            let details = Kit.details([
                .cardNumber: "4242424242424242", .expiry: "1230", .securityCode: "123", .postalCode: "94110",
            ])
            var learned: [String] = []
            let reply = pair.client.charge(request, details: details, handle: nil) { id in
                learned.append(id)
                #expect(pair.server.requests.count == 2)
            }
            #expect(reply == approved("pi_abc"))
            #expect(learned == ["pi_abc"])
            #expect(
                asked(pair.server) == [
                    "POST /v1/payment_methods", "POST /v1/payment_intents", "POST /v1/payment_intents/pi_abc/confirm",
                ])
            #expect(keys(pair) == ["ivr-test-1-method", "ivr-test-1-intent", "ivr-test-1-confirm"])
            #expect(
                bodies(pair) == [
                    "type=card&card%5Bnumber%5D=4242424242424242&card%5Bexp_month%5D=12&card%5Bexp_year%5D=2030&card%5Bcvc%5D=123"
                        + "&billing_details%5Baddress%5D%5Bpostal_code%5D=94110",
                    "amount=12000&currency=usd&payment_method=pm_abc&payment_method_types%5B%5D=card&capture_method=automatic"
                        + "&description=INV%207&metadata%5Breference%5D=ivr-test-1&metadata%5Bcampaign%5D=spring"
                        + "&metadata%5Bparameter_reference%5D=x",
                    "expand%5B%5D=latest_charge",
                ])
            for request in pair.server.requests {
                #expect(header("Authorization", in: request) == "Bearer ivrpay_test_key")
                #expect(header("Stripe-Version", in: request) == StripeGateway.version)
            }
        }
    }

    @Test("what cannot be written down is not charged") func unlearned() async throws {
        try await Kit.with(.stripe, [[method], [made]]) { pair in
            #expect(pair.charge(learned: { _ in throw BookIsFull() }) == .notSent)
            #expect(pair.server.requests.count == 2)
        }
    }

    /// A step before the confirmation, and what the charge then is.
    static let early: [(ServerStep, GatewayReply)] = [
        (.close, later(charged: false)), (answer("500 Oops"), later(charged: false)),
        (answer("200 OK", "<html>"), later(charged: false)),
        (answer("200 OK", "{}"), later(charged: false)),
        (answer("503 Busy", headers: "Retry-After: 2\r\n"), later(2, charged: false)),
        (answer("500 Oops", headers: "Stripe-Should-Retry: false\r\n"), later(worthwhile: false, charged: false)),
        (answer("429 Slow", headers: "Retry-After: 3\r\n"), later(3, charged: false)),
        (answer("409 Busy", stripeRefusal("lock_timeout"), headers: "Retry-After: 1\r\n"), later(1, charged: false)),
        (answer("400 Bad", stripeRefusal("parameter_missing")), .notSent), (answer("401 No"), .notSent),
        (answer("402 No", stripeRefusal("incorrect_number", type: "card_error")), .declined(.cardDeclined)),
        (answer("402 No", stripeRefusal("invalid_expiry_year", type: "card_error")), .declined(.expiredCard)),
    ]

    @Test("what fails before the confirmation has not charged", arguments: early.indices, [0, 1])
    func failsEarly(index: Int, step: Int) async throws {
        let (wrong, reply) = StripeGatewayTests.early[index]
        try await Kit.with(.stripe, step == 0 ? [[wrong]] : [[method], [wrong]]) { pair in
            #expect(pair.charge(learned: { _ in Issue.record("there is no intent") }) == reply)
            #expect(pair.server.requests.count == step + 1)
        }
    }

    @Test(
        "an intent that is not the one asked for is not confirmed",
        arguments: [
            intent("requires_confirmation", reference: "x"), intent("requires_confirmation", amount: 1),
            intent("requires_confirmation", currency: "eur"),
        ])
    func otherIntent(told: String) async throws {
        try await Kit.with(.stripe, [[method], [answer("200 OK", told)]]) { pair in
            #expect(pair.charge() == later(charged: false))
            #expect(pair.server.requests.count == 2)
        }
    }

    /// What a retry finds of its intent, its reply, and the requests it takes.
    static let retries: [([[ServerStep]], GatewayReply?, [String])] = [
        ([[answer("200 OK", intent())]], approved("pi_abc"), []),
        ([[made], [answer("200 OK", intent())]], approved("pi_abc"), ["POST /v1/payment_intents/pi_abc/confirm"]),
        ([[answer("200 OK", intent("processing"))]], later(1), []),
        ([[answer("200 OK", intent("canceled"))]], .voided, []),
        (
            [[answer("200 OK", intent("requires_payment_method", error: #"{"code":"incorrect_cvc"}"#))]],
            .declined(.incorrectCVC), []
        ),
        ([[answer("200 OK", intent(reference: "ivr-test-2"))]], .unknown, []),
        ([[answer("404 No", stripeRefusal("resource_missing"))]], .unknown, []),
        ([[answer("200 OK", intent("requires_confirmation", amount: 1))]], .unknown, []),
        ([[answer("500 Oops")]], .unknown, []), ([[.close]], .unknown, []), ([[answer("401 No")]], .unknown, []),
    ]

    @Test("a try with a handle looks first and goes on from there", arguments: retries.indices) func retry(index: Int)
        async throws
    {
        let (scripts, reply, more) = StripeGatewayTests.retries[index]
        try await Kit.with(.stripe, scripts) { pair in
            #expect(pair.charge(handle: "pi_abc", learned: { _ in Issue.record("it is known already") }) == reply)
            #expect(asked(pair.server) == ["GET /v1/payment_intents/pi_abc?expand%5B%5D=latest_charge"] + more)
        }
    }

    @Test("what a telephone can't bring is cancelled, and declined once that is sure") func action() async throws {
        let wanting = answer("200 OK", intent("requires_action"))
        try await Kit.with(
            .stripe,
            [
                [method], [made], [wanting], [answer("200 OK", intent("canceled"))],
                [answer("200 OK", intent("canceled"))],
            ]
        ) { pair in
            #expect(pair.charge() == .declined(.cardDeclined))
            #expect(
                asked(pair.server).suffix(2) == [
                    "POST /v1/payment_intents/pi_abc/cancel",
                    "GET /v1/payment_intents/pi_abc?expand%5B%5D=latest_charge",
                ])
        }
        try await Kit.with(.stripe, [[method], [made], [wanting], [.close], [wanting]]) { pair in
            #expect(pair.charge() == .unknown)
        }
    }

    private static func charged(_ minor: Int64) -> PaymentStanding {
        .approved(GatewayApproval(reference: "pi_abc"), of: Kit.amount, charged: Money(minor: minor, currency: .usd))
    }

    static let standings: [(ServerStep, PaymentStanding)] = [
        (answer("200 OK", intent()), charged(12_000)), (answer("200 OK", intent(refunded: 2_000)), charged(10_000)),
        (answer("200 OK", intent(refunded: 12_000)), .voided), (answer("200 OK", intent("canceled")), .voided),
        (answer("200 OK", intent("processing")), .processing),
        (answer("200 OK", intent("requires_action")), .processing),
        (made, .notFound), (answer("200 OK", intent("requires_payment_method")), .notFound),
        (
            answer("200 OK", intent("requires_payment_method", error: #"{"decline_code":"lost_card"}"#)),
            .declined(.lostCard)
        ),
        (answer("200 OK", intent(id: "pi_abd")), .noAnswer), (answer("200 OK", intent(reference: "x")), .noAnswer),
        (answer("404 No", stripeRefusal("resource_missing")), .noAnswer), (answer("500 Oops"), .noAnswer),
        (.close, .noAnswer),
    ]

    @Test("an intent is looked up", arguments: standings.indices) func standing(index: Int) async throws {
        let (step, standing) = StripeGatewayTests.standings[index]
        try await Kit.with(.stripe, [[step]]) { pair in
            #expect(pair.client.standing(transactionID: Kit.id, handle: "pi_abc") == standing)
        }
    }

    @Test("without a handle nothing can have been charged, and nothing is asked") func noHandle() async throws {
        try await Kit.with(.stripe, [[answer()]]) { pair in
            #expect(pair.client.standing(transactionID: Kit.id, handle: nil) == .notFound)
            #expect(pair.client.void(transactionID: Kit.id, handle: nil) == .voided)
            #expect(pair.server.requests.isEmpty)
        }
    }

    private static let look = "GET /v1/payment_intents/pi_abc?expand%5B%5D=latest_charge"
    private static let cancel = "POST /v1/payment_intents/pi_abc/cancel"

    static let voids: [([[ServerStep]], PaymentStanding, [String])] = [
        ([[made], [answer()], [answer("200 OK", intent("canceled"))]], .voided, [look, cancel, look]),
        ([[answer("200 OK", intent("canceled"))]], .voided, [look]),
        (
            [[answer("200 OK", intent())], [answer()], [answer("200 OK", intent(refunded: 12_000))]], .voided,
            [look, "POST /v1/refunds", look]
        ),
        // Charged just before it was cancelled.
        (
            [
                [made], [answer("400 No")], [answer("200 OK", intent())], [answer()],
                [answer("200 OK", intent(refunded: 12_000))],
            ], .voided,
            [look, cancel, look, "POST /v1/refunds", look]
        ),
        // A refund whose answer is lost is looked for.
        (
            [[answer("200 OK", intent())], [.close], [answer("200 OK", intent(refunded: 12_000))]], .voided,
            [look, "POST /v1/refunds", look]
        ),
        // A refund that was not made.
        (
            [[answer("200 OK", intent())], [answer("500 Oops")], [answer("200 OK", intent())]], charged(12_000),
            [look, "POST /v1/refunds", look, "POST /v1/refunds", look]
        ),
        ([[answer("200 OK", intent("processing"))]], .processing, [look, cancel, look, cancel, look]),
        (
            [[answer("200 OK", intent("requires_payment_method", error: #"{"code":"expired_card"}"#))]],
            .declined(.expiredCard), [look]
        ),
        ([[answer("500 Oops")]], .noAnswer, [look]), ([[answer("200 OK", intent(reference: "x"))]], .noAnswer, [look]),
    ]

    @Test("a void cancels or gives back, and looks whether it is so", arguments: voids.indices) func void(index: Int)
        async throws
    {
        let (scripts, standing, requests) = StripeGatewayTests.voids[index]
        try await Kit.with(.stripe, scripts) { pair in
            #expect(pair.client.void(transactionID: Kit.id, handle: "pi_abc") == standing)
            #expect(asked(pair.server) == requests)
        }
    }

    @Test("refunds and cancellations have a key each") func voidKeys() async throws {
        let charged = [answer("200 OK", intent())]
        try await Kit.with(.stripe, [charged, [answer("500 Oops")], charged, [answer("500 Oops")], charged]) { pair in
            _ = pair.client.void(transactionID: Kit.id, handle: "pi_abc")
            #expect(keys(pair).map { $0 == nil } == [true, false, true, false, true])
            #expect(Set(keys(pair).compactMap { $0 }).count == 2)
        }
        try await Kit.with(.stripe, [[answer("200 OK", intent("processing"))]]) { pair in
            _ = pair.client.void(transactionID: Kit.id, handle: "pi_abc")
            #expect(Set(keys(pair).compactMap { $0 }).count == 2)
        }
    }

    @Test("a token of a card becomes a method, a stored method names its customer") func tokens() async throws {
        try await Kit.with(.stripe, [[method], [made], [answer("200 OK", intent())]]) { pair in
            #expect(pair.charge(Kit.request(token: "tok_visa")) == approved("pi_abc"))
            #expect(bodies(pair)[0] == "type=card&card%5Btoken%5D=tok_visa")
        }
        let stored = answer("200 OK", #"{"id":"pm_kept","object":"payment_method","customer":"cus_abc"}"#)
        try await Kit.with(.stripe, [[stored], [made], [answer("200 OK", intent())]]) { pair in
            #expect(pair.charge(Kit.request(token: "pm_kept")) == approved("pi_abc"))
            #expect(asked(pair.server).first == "GET /v1/payment_methods/pm_kept")
            #expect(bodies(pair)[1].contains("&payment_method=pm_kept&"))
            #expect(bodies(pair)[1].contains("&customer=cus_abc&"))
        }
        try await Kit.with(.stripe, [[answer("404 No")]]) { pair in
            #expect(pair.charge(Kit.request(token: "pm_kept")) == .notSent)
        }
    }

    @Test("a bank account is a method of its own, with the mandate of a telephone call") func bankAccount() async throws
    {
        try await Kit.with(.stripe, [[method], [made], [answer("200 OK", intent("processing"))]]) { pair in
            let details = Kit.details([.routingNumber: "110000000", .bankAccount: "000123456789"])
            #expect(
                pair.client.charge(Kit.request(method: .bankAccount), details: details, handle: nil) { _ in }
                    == later(1))
            #expect(
                bodies(pair)[0] == "type=us_bank_account&us_bank_account%5Brouting_number%5D=110000000"
                    + "&us_bank_account%5Baccount_number%5D=000123456789&us_bank_account%5Baccount_holder_type%5D=individual"
                    + "&billing_details%5Bname%5D=Telephone%20payment")
            #expect(bodies(pair)[1].contains("payment_method_types%5B%5D=us_bank_account"))
            #expect(bodies(pair)[2].hasSuffix("mandate_data%5Bcustomer_acceptance%5D%5Btype%5D=offline"))
        }
    }

    @Test("a card is stored for a customer, with its bank's word") func store() async throws {
        let customer = answer("200 OK", #"{"id":"cus_abc","object":"customer"}"#)
        let setup = answer("200 OK", #"{"id":"seti_abc","object":"setup_intent","status":"requires_payment_method"}"#)
        func done(_ status: String, _ more: String = "") -> ServerStep {
            answer(
                "200 OK",
                #"{"id":"seti_abc","object":"setup_intent","status":"\#(status)","payment_method":"pm_abc"\#(more)}"#)
        }
        let rows: [(ServerStep, GatewayReply)] = [
            (done("succeeded"), approved("seti_abc", token: "pm_abc")),
            (
                done(
                    "requires_payment_method",
                    #","last_setup_error":{"code":"card_declined","decline_code":"stolen_card"}"#),
                .declined(.stolenCard)
            ),
            (done("requires_action"), .declined(.cardDeclined)), (done("processing"), later(charged: false)),
            (answer("402 No", stripeRefusal("expired_card", type: "card_error")), .declined(.expiredCard)),
            (.close, later(charged: false)),
        ]
        for (step, reply) in rows {
            try await Kit.with(.stripe, [[method], [customer], [setup], [step]]) { pair in
                let handles = Mutex<[String]>([])
                let told = pair.charge(Kit.request(storesOnly: true)) { handle in
                    #expect(pair.server.requests.count == 3, "told before it is confirmed")
                    handles.withLock { $0.append(handle) }
                }
                #expect(told == reply)
                #expect(handles.withLock { $0 } == ["seti_abc"])
                #expect(
                    asked(pair.server) == [
                        "POST /v1/payment_methods", "POST /v1/customers", "POST /v1/setup_intents",
                        "POST /v1/setup_intents/seti_abc/confirm",
                    ])
                #expect(keys(pair) == ["method", "customer", "setup", "setup-confirm"].map { "ivr-test-1-" + $0 })
            }
        }
    }

    private static func setup(_ status: String, _ more: String = "", reference: String = Kit.id) -> ServerStep {
        answer(
            "200 OK",
            #"{"id":"seti_abc","object":"setup_intent","status":"\#(status)","payment_method":"pm_abc","#
                + #""metadata":{"reference":"\#(reference)"}\#(more)}"#)
    }

    private static var stored: PaymentStanding {
        var approval = GatewayApproval(reference: "seti_abc")
        approval.token = "pm_abc"
        return .approved(approval, of: nil, charged: Money(minor: 0, currency: .usd))
    }

    static let setupStandings: [(ServerStep, PaymentStanding)] = [
        (setup("succeeded"), stored), (setup("succeeded", reference: "x"), .noAnswer), (setup("canceled"), .voided),
        (setup("processing"), .processing), (setup("requires_confirmation"), .notFound),
        (setup("requires_payment_method", #","last_setup_error":{"code":"expired_card"}"#), .declined(.expiredCard)),
        (setup("requires_payment_method"), .notFound), (answer("500 Oops"), .noAnswer), (.close, .noAnswer),
    ]

    @Test("a card that was to be stored is looked up by its SetupIntent", arguments: setupStandings.indices)
    func setupStanding(index: Int) async throws {
        let (step, standing) = StripeGatewayTests.setupStandings[index]
        try await Kit.with(.stripe, [[step]]) { pair in
            #expect(pair.client.standing(transactionID: Kit.id, handle: "seti_abc") == standing)
            #expect(asked(pair.server) == ["GET /v1/setup_intents/seti_abc"])
        }
    }

    static let setupVoids: [([[ServerStep]], PaymentStanding, [String])] = [
        (
            [[setup("succeeded")], [answer()]], .voided,
            ["GET /v1/setup_intents/seti_abc", "POST /v1/payment_methods/pm_abc/detach"]
        ),
        (
            [[setup("succeeded")], [.close]], .noAnswer,
            ["GET /v1/setup_intents/seti_abc", "POST /v1/payment_methods/pm_abc/detach"]
        ),
        (
            [[setup("requires_confirmation")], [answer()], [setup("canceled")]], .voided,
            [
                "GET /v1/setup_intents/seti_abc", "POST /v1/setup_intents/seti_abc/cancel",
                "GET /v1/setup_intents/seti_abc",
            ]
        ),
        ([[setup("canceled")]], .voided, ["GET /v1/setup_intents/seti_abc"]),
        ([[answer("500 Oops")]], .noAnswer, ["GET /v1/setup_intents/seti_abc"]),
    ]

    @Test("and made void by taking it away, or cancelling it", arguments: setupVoids.indices)
    func setupVoid(index: Int) async throws {
        let (scripts, standing, requests) = StripeGatewayTests.setupVoids[index]
        try await Kit.with(.stripe, scripts) { pair in
            #expect(pair.client.void(transactionID: Kit.id, handle: "seti_abc") == standing)
            #expect(asked(pair.server) == requests)
        }
    }

    @Test("all steps of a try share its time") func sharedTime() async throws {
        let slow: [[ServerStep]] = [[.pause(2_000), method], [.pause(2_000), made]]
        try await Kit.with(.stripe, slow, timeout: .milliseconds(3_500)) { pair in
            #expect(pair.charge() == later(charged: false))
            #expect(pair.server.requests.count == 2)
        }
        try await Kit.with(.stripe, [[method], [made], [.pause(120_000)]], timeout: .milliseconds(3_000)) { pair in
            #expect(pair.charge() == nil)
        }
    }
}
