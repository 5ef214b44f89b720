import CardData
import JSONText
import Testing

@testable import GatewayServer

@Suite("Gateway service") struct GatewayServiceTests {
    @Test("a charge is paid, and found by its id and its reference") func charge() throws {
        let kit = try GatewayKit()
        let made = kit.pay("INV-1")
        #expect(made.status == 201)
        #expect(made.field("status") == "paid" && made.field("capturedAmount") == "12000")
        #expect(made.field("createdAt") == "2026-11-25T12:00:00.000Z")
        let source = try made.json["source"]
        #expect(source?["masked"]?.plainText == "424242******4242" && source?["brand"]?.plainText == "visa")
        #expect(kit.send("GET", "/v1/payments/\(made.id)").body == made.body)
        #expect(kit.send("GET", "/v1/payments?reference=INV%2D1").body == made.body)
        #expect(kit.send("GET", "/v1/payments?reference=INV-2").status == 404)
        #expect(kit.send("GET", "/v1/payments/pay_nobody").status == 404)
    }

    @Test("an authorization is captured in part, and refunded bit by bit") func authorize() throws {
        let kit = try GatewayKit()
        let id = kit.pay("INV-1", action: "authorize").id
        #expect(kit.send("POST", "/v1/payments/\(id)/refund", key: "r0").code == "not_refundable")
        let more: JSON = .members(["amount": .int(12_001)])
        #expect(kit.send("POST", "/v1/payments/\(id)/capture", more, key: "c0").code == "not_capturable")
        let captured = kit.send("POST", "/v1/payments/\(id)/capture", .members(["amount": .int(10_000)]), key: "c1")
        #expect(captured.field("status") == "paid" && captured.field("capturedAmount") == "10000")
        #expect(kit.send("POST", "/v1/payments/\(id)/capture", key: "c2").code == "not_capturable")
        for (key, amount) in [("r1", 1), ("r2", 9_998)] as [(String, Int64)] {
            let refund: JSON = .members(["amount": .int(amount)])
            #expect(kit.send("POST", "/v1/payments/\(id)/refund", refund, key: key).status == 200)
        }
        let tooMuch: JSON = .members(["amount": .int(2)])
        #expect(kit.send("POST", "/v1/payments/\(id)/refund", tooMuch, key: "r3").code == "not_refundable")
        #expect(kit.send("POST", "/v1/payments/\(id)/refund", key: "r4").field("refundedAmount") == "10000")
        #expect(kit.send("POST", "/v1/payments/\(id)/refund", key: "r5").code == "not_refundable")
        #expect(try kit.totals()["netMinor"]?["USD"]?.plainText == "0")
    }

    @Test("a stored card is charged by its token") func tokenize() throws {
        let kit = try GatewayKit()
        let stored = kit.pay("INV-1", amount: nil, action: "tokenize")
        #expect(stored.status == 201 && stored.field("status") == "tokenized" && stored.field("amount") == "0")
        let token = try #require(try stored.json["source"]?["token"]?.plainText)
        #expect(token.hasPrefix("tok_"))
        let body = GatewayKit.body("INV-2", source: GatewayKit.token(token))
        let paid = kit.send("POST", "/v1/payments", body, key: "k2")
        #expect(paid.status == 201)
        #expect(try paid.json["source"]?["masked"]?.plainText == "424242******4242")
        let unknown = GatewayKit.body("INV-3", source: GatewayKit.token("tok_unknown"))
        #expect(kit.send("POST", "/v1/payments", unknown, key: "k3").code == "invalid_member")
        #expect(kit.pay("INV-4", amount: nil, action: "tokenize", number: "4000000000000002").status == 402)
        let declined = GatewayKit.body("INV-5", source: GatewayKit.token("tok_chargeDeclinedExpiredCard"))
        #expect(kit.send("POST", "/v1/payments", declined, key: "k5").code == "expired_card")
    }

    @Test("accounts of a bank") func accounts() throws {
        let kit = try GatewayKit()
        let good = GatewayKit.body("INV-1", source: GatewayKit.account("000123456789"))
        let paid = kit.send("POST", "/v1/payments", good, key: "k1")
        #expect(paid.status == 201)
        #expect(try paid.json["source"]?["masked"]?.plainText == "********6789")
        let closed = GatewayKit.body("INV-2", source: GatewayKit.account("000111111113"))
        #expect(kit.send("POST", "/v1/payments", closed, key: "k2").code == "account_closed")
        let own = GatewayKit.body("INV-3", source: GatewayKit.account("98765432"))
        #expect(kit.send("POST", "/v1/payments", own, key: "k3").code == "live_card_refused")
        let other = GatewayKit.body("INV-4", source: GatewayKit.account("000123456789", routing: "021000021"))
        #expect(kit.send("POST", "/v1/payments", other, key: "k4").code == "live_card_refused")
    }

    @Test("a void by reference holds for a payment that comes later") func voidByReference() throws {
        let kit = try GatewayKit()
        let reference: JSON = .members(["reference": .string("INV-1")])
        let void = kit.send("POST", "/v1/voids", reference, key: "v1")
        #expect(void.status == 200 && void.field("status") == "voided" && void.field("amount") == "0")
        #expect(try void.json["source"] == .null)
        let late = kit.pay("INV-1")
        #expect(late.status == 409 && late.code == "reference_voided" && late.field("status") == "voided")
        #expect(kit.send("POST", "/v1/voids", reference, key: "v2").id == void.id)
        let id = kit.pay("INV-2").id
        #expect(kit.send("POST", "/v1/voids", .members(["reference": .string("INV-2")]), key: "v3").id == id)
        #expect(kit.send("GET", "/v1/payments/\(id)").field("status") == "voided")
        _ = kit.pay("INV-3", number: "4000000000000002")
        let declined = kit.send("POST", "/v1/voids", .members(["reference": .string("INV-3")]), key: "v4")
        #expect(declined.status == 200 && declined.field("status") == "declined")
        #expect(kit.send("POST", "/v1/payments/\(declined.id)/void", key: "v5").code == "not_voidable")
        #expect(try kit.totals()["netMinor"]?["USD"]?.plainText == "0")
    }

    @Test("the list has pages, in the order payments were made") func list() throws {
        let kit = try GatewayKit()
        let ids = (0..<7).map { kit.pay("INV-\($0)").id }
        var seen: [String] = []
        var target = "/v1/payments?limit=3"
        while true {
            let page = try kit.send("GET", target).json
            guard case .array(let payments)? = page["payments"] else { return #expect(Bool(false), "no list") }
            seen += payments.compactMap { $0["id"]?.plainText }
            guard page["hasMore"] == .bool(true) else { break }
            target = "/v1/payments?limit=3&after=\(seen[seen.count - 1])"
        }
        #expect(seen == ids)
        #expect(kit.send("GET", "/v1/payments?after=pay_nobody").status == 404)
        #expect(kit.send("DELETE", "/admin/data").status == 200)
        #expect(try kit.totals()["payments"]?.plainText == "0")
        #expect(kit.pay("INV-0")[header: "Idempotent-Replayed"] == nil)
    }

    @Test("a card that has expired is declined; its last month is good to the end") func expiry() throws {
        let kit = try GatewayKit()
        func pay(_ reference: String, _ expiry: String) -> GatewayAnswer {
            kit.send("POST", "/v1/payments", GatewayKit.body(reference, expiry: expiry), key: reference)
        }
        #expect(pay("a", "1126").status == 201)
        #expect(pay("b", "1026").code == "expired_card")
        #expect(pay("c", "1326").code == "invalid_member")
        #expect(pay("d", "1246").code == "invalid_member")
    }

    /// A body with one thing wrong, and what is said of it.
    static let wrong: [(body: String, code: String, param: String?)] = [
        (#"{"#, "invalid_json", nil), ("", "invalid_json", nil), ("[]", "invalid_member", nil),
        (#"{"a":1,"a":2}"#, "invalid_json", nil),
        (String(repeating: "[", count: 200), "invalid_json", nil),
        (#"{"reference":"r"}"#, "missing_member", "amount"), (#"{}"#, "missing_member", "reference"),
        (#"{"reference":"r","amount":1,"currency":"USD"}"#, "missing_member", "source"),
        (#"{"reference":"r","amonut":1}"#, "unknown_member", "amonut"),
        (#"{"4242424242424242":1}"#, "unknown_member", nil),
        (#"{"reference":"4242424242424242"}"#, "invalid_member", "reference"),
        (#"{"reference":"INV-4242-4242-4242-4242"}"#, "invalid_member", "reference"),
        (#"{"reference":"1234567890123"}"#, "invalid_member", "reference"),
        (#"{"reference":"with space"}"#, "invalid_member", "reference"),
        (#"{"reference":7}"#, "invalid_member", "reference"),
        (
            #"{"reference":"r","amount":1,"currency":"USD","source":{"type":"token","token":"tok_visa"},"description":"\u00014567890123"}"#,
            "invalid_member", "description"
        ),
        (
            #"{"reference":"r","amount":1,"currency":"USD","source":{"type":"token","token":"tok_visa"},"parameters":{"a":7}}"#,
            "invalid_member", "parameters"
        ),
        (#"{"reference":"r","action":"pay"}"#, "invalid_member", "action"),
        (#"{"reference":"r","amount":0}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":-5}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":12.5}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":1e3}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":"12"}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":1000000000000}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":99999999999999999999}"#, "invalid_member", "amount"),
        (#"{"reference":"r","amount":1,"currency":"usd"}"#, "invalid_member", "currency"),
        (#"{"reference":"r","amount":1,"currency":"QQQ"}"#, "invalid_member", "currency"),
        (#"{"reference":"r","action":"tokenize","amount":1}"#, "invalid_member", "amount"),
    ]

    @Test("a wrong body is refused with its code and its member, and without its values", arguments: wrong.indices)
    func wrongBodies(index: Int) throws {
        let row = Self.wrong[index]
        let kit = try GatewayKit()
        var headers = GatewayKit.request("POST", "/v1/payments", key: "k").headers
        headers["content-type"] = "application/json; charset=utf-8"
        let answer = kit.service.respond(
            to: GatewayRequest(method: "POST", target: "/v1/payments", headers: headers, body: Array(row.body.utf8)),
            at: GatewayKit.noon)
        #expect(answer.status == 400 && answer.code == row.code, "\(answer.body)")
        #expect(try answer.json["error"]?["param"]?.plainText == row.param)
        #expect(!answer.body.contains("4242") && !answer.body.contains("1234567"))
    }

    /// A source with one thing wrong.
    static let wrongSources: [(source: String, code: String, param: String)] = [
        (#"{}"#, "missing_member", "source.type"), (#"{"type":"cash"}"#, "invalid_member", "source.type"),
        (#"7"#, "missing_member", "source.type"),
        (#"{"type":"card"}"#, "missing_member", "source.number"),
        (#"{"type":"card","number":4242424242424242,"expiry":"1230"}"#, "invalid_member", "source.number"),
        (#"{"type":"card","number":"4242 4242 4242 4242","expiry":"1230"}"#, "invalid_member", "source.number"),
        (#"{"type":"card","number":"4242424242424241","expiry":"1230"}"#, "invalid_member", "source.number"),
        (#"{"type":"card","number":"4539578763621486","expiry":"1230"}"#, "live_card_refused", "source.number"),
        (#"{"type":"card","number":"4242424242424242"}"#, "missing_member", "source.expiry"),
        (#"{"type":"card","number":"4242424242424242","expiry":"12/30"}"#, "invalid_member", "source.expiry"),
        (
            #"{"type":"card","number":"4242424242424242","expiry":"1230","securityCode":"1234"}"#, "invalid_member",
            "source.securityCode"
        ),
        (
            #"{"type":"card","number":"378282246310005","expiry":"1230","securityCode":"123"}"#, "invalid_member",
            "source.securityCode"
        ),
        (
            #"{"type":"card","number":"4242424242424242","expiry":"1230","postalCode":"9411012345678"}"#,
            "invalid_member",
            "source.postalCode"
        ),
        (#"{"type":"card","number":"4242424242424242","expiry":"1230","cvc":"123"}"#, "unknown_member", "source.cvc"),
        (
            #"{"type":"bank_account","routingNumber":"123456789","accountNumber":"000123456789"}"#, "invalid_member",
            "source.routingNumber"
        ),
        (#"{"type":"bank_account","routingNumber":"110000000"}"#, "missing_member", "source.accountNumber"),
        (#"{"type":"token","token":"4242424242424242"}"#, "invalid_member", "source.token"),
        (#"{"type":"token","token":""}"#, "invalid_member", "source.token"),
    ]

    @Test(
        "a wrong source is refused with its code and its member, and without its values",
        arguments: wrongSources.indices)
    func wrongSource(index: Int) throws {
        let row = Self.wrongSources[index]
        let kit = try GatewayKit()
        var headers = GatewayKit.request("POST", "/v1/payments", key: "k").headers
        headers["content-type"] = "application/json"
        let body = #"{"reference":"r","amount":1,"currency":"USD","source":\#(row.source)}"#
        let answer = kit.service.respond(
            to: GatewayRequest(method: "POST", target: "/v1/payments", headers: headers, body: Array(body.utf8)),
            at: GatewayKit.noon)
        #expect(answer.status == 400 && answer.code == row.code, "\(answer.body)")
        #expect(try answer.json["error"]?["param"]?.plainText == row.param)
        #expect(!answer.body.contains { $0.isNumber && answer.body.contains(String(repeating: $0, count: 4)) })
        for number in ["4242", "4539", "3782", "1234", "9411", "0001"] { #expect(!answer.body.contains(number)) }
        #expect(try kit.totals()["payments"]?.plainText == "0")
    }

    @Test("what could be a card in a description or a parameter is masked") func descriptions() throws {
        let kit = try GatewayKit()
        guard case .object(let members) = GatewayKit.body("r") else { return }
        let body: JSON = .object(
            members + [
                .init(name: "description", value: .string("card 4242 4242 4242 4242, 12345678901234")),
                .init(
                    name: "parameters", value: .members(["note": .string("5555-5555-5555-4444"), "n": .string("7")])),
            ])
        let answer = kit.send("POST", "/v1/payments", body, key: "k")
        #expect(answer.status == 201)
        #expect(answer.field("description")?.hasPrefix("card 4242 42") == true)
        #expect(!answer.body.contains("4242 4242 4242") && !answer.body.contains("12345678901234"))
        #expect(!answer.body.contains("5555-5555-5555"))
        #expect(try answer.json["parameters"]?["n"]?.plainText == "7")
    }

    @Test(
        "a path or method that there is none of",
        arguments: [
            ("GET", "/v2/payments", 404, nil), ("GET", "/v1/payments/", 404, nil),
            ("GET", "/v1/payments/UPPER", 404, nil),
            ("POST", "/v1/payments/pay_a/cancel", 404, nil), ("GET", "/v1/payments/pay_a/capture", 405, "POST"),
            ("DELETE", "/v1/payments", 405, "GET, POST"), ("PUT", "/admin/faults", 405, "GET, POST, DELETE"),
            ("GET", "/v1/voids", 405, "POST"), ("POST", "/health", 405, "GET"), ("GET", "", 404, nil),
            ("GET", "/v1/payments/4242424242424242", 404, nil), ("get", "/health", 405, "GET"),
        ] as [(String, String, Int, String?)])
    func paths(method: String, target: String, status: Int, allow: String?) throws {
        let answer = try GatewayKit().send(method, target, key: "k")
        #expect(answer.status == status && answer[header: "Allow"] == allow)
        #expect(!answer.body.contains("4242"))
    }

    @Test("without the key there is nothing but the open paths") func keys() throws {
        let kit = try GatewayKit()
        for target in ["/v1/payments", "/admin/totals", "/nowhere"] {
            for key in [nil, "", "Bearer wrong", "Basic ivrpay_test_key", "Bearer ivrpay_test_keys"] as [String?] {
                var headers: [String: String] = [:]
                headers["authorization"] = key
                let request = GatewayRequest(method: "GET", target: target, headers: headers)
                #expect(kit.service.respond(to: request, at: GatewayKit.noon).status == 401)
            }
        }
        for target in ["/", "/health", "/openapi.json"] {
            let request = GatewayRequest(method: "GET", target: target)
            #expect(kit.service.respond(to: request, at: GatewayKit.noon).status == 200)
        }
    }

    @Test(
        "queries that can't be read",
        arguments: [
            ("reference=a&reference=b", 400), ("reference=%4", 400), ("reference=%ff", 400), ("reference", 400),
            ("limit=0", 400), ("limit=1001", 400), ("limit=x", 400), ("order=desc", 400), ("reference=a&limit=1", 400),
            ("reference=4242424242424242", 404), ("limit=1", 200), ("", 200),
        ])
    func queries(query: String, status: Int) throws {
        #expect(try GatewayKit().send("GET", "/v1/payments?" + query).status == status)
    }

    @Test(
        "an idempotency key is 1 to 64 printable characters",
        arguments: [
            ("k", 201), (String(repeating: "k", count: 64), 201), (String(repeating: "k", count: 65), 400), ("", 400),
            ("\u{e9}", 400), (" ", 400), ("4242424242424242", 201),
        ])
    func idempotencyKeys(key: String, status: Int) throws {
        let answer = try GatewayKit().send("POST", "/v1/payments", GatewayKit.body("r"), key: key)
        #expect(answer.status == status)
    }

    @Test(
        "times are those of the calendar",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (1_798_761_599_001, "2026-12-31T23:59:59.001Z", "Thu, 31 Dec 2026 23:59:59 GMT"),
            (-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func times(milliseconds: Int64, iso: String, http: String) {
        let time = GatewayTime(milliseconds: milliseconds)
        #expect(time.description == iso)
        #expect(time.httpDate == http)
    }
}
