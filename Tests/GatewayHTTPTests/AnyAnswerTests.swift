import CallTestKit
import CardData
import GatewayHTTP
import JSONText
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony
import Testing

/// A way that answers everything with what a test makes.
private final class MadeUpTransport: GatewayTransport {
    private let made: Mutex<[GatewayHTTPAnswer]>
    let bodies = Mutex<[String]>([])

    init(_ answers: [GatewayHTTPAnswer]) { made = Mutex(answers) }

    /// The first answer first; the last for all that follow.
    func exchange(_ request: GatewayHTTPRequest, limit: MediaDuration) -> GatewayExchange {
        let text = request.body?.withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
        bodies.withLock { $0.append("\(request)\n" + text) }
        let answer = made.withLock { made in made.count > 1 ? made.removeFirst() : made[0] }
        return GatewayExchange(.answered(answer), took: .milliseconds(1))
    }
}

@Suite("Whatever a gateway answers") struct AnyAnswerTests {
    private static let statuses = [
        100, 200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, 599, 0, -1,
    ]

    /// A true answer with something of it changed, dropped, doubled or cut, or bytes by chance.
    private static func answer(
        from seeds: [String], by random: inout some RandomNumberGenerator
    ) -> GatewayHTTPAnswer {
        var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.removeLast(bytes.count - place)
            case 3: bytes.insert(bytes[place], at: place)
            default: bytes[place] ^= 1
            }
        }
        let headers = [
            [], [("Retry-After", "5")], [("Should-Retry", "false")], [("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")],
        ]
        return GatewayHTTPAnswer(
            status: statuses.randomElement(using: &random) ?? 0, headers: headers.randomElement(using: &random) ?? [],
            body: bytes)
    }

    @Test("only a payment of this reference, amount and currency is approved", arguments: GatewayDialect.allCases)
    func onlyWhatMatches(dialect: GatewayDialect) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let seeds =
            dialect == .native
            ? [
                payment(), payment("processing"), payment("declined"),
                refusal("duplicate_reference", payment: payment()), payment("voided"), "[]", "",
            ]
            : [
                intent(), intent("requires_confirmation"), intent("requires_payment_method", error: #"{"code":"x"}"#),
                stripeRefusal("card_declined"),
            ]
        var approvals = 0
        for round in 0..<20_000 {
            let answer = AnyAnswerTests.answer(from: seeds, by: &random)
            let transport = MadeUpTransport([answer])
            let client: any GatewayClient =
                dialect == .native
                ? NativeGateway(name: "n", transport: transport, key: .test, timeout: .milliseconds(10_000))
                : StripeGateway(name: "s", transport: transport, key: .test, timeout: .milliseconds(10_000))
            let reply = client.charge(Kit.request(), details: Kit.card(), handle: dialect == .stripe ? "pi_abc" : nil) {
                _ in
            }
            let standing = client.standing(transactionID: Kit.id, handle: "pi_abc")
            let body = try? JSONValue(parsing: answer.body)
            // What is approved says so itself, whichever way it is looked at.
            let told = body?["payment"] ?? body
            let matches =
                dialect == .native
                ? told?["reference"] == .string(Kit.id) && told?["amount"] == .number("12000")
                    && told?["currency"]?.plainText?.uppercased() == "USD"
                    && told?["status"] == .string("paid")
                : told?["metadata"]?["reference"] == .string(Kit.id) && told?["id"] == .string("pi_abc")
                    && told?["amount"] == .number("12000")
                    && told?["currency"]?.plainText?.uppercased() == "USD" && told?["status"] == .string("succeeded")
            if case .approved = reply {
                approvals += 1
                #expect(matches, "seed \(seed), round \(round): status \(answer.status)")
            }
            if case .approved = standing, body?["reference"] != .string(Kit.id),
                body?["metadata"]?["reference"] != .string(Kit.id)
            {
                Issue.record("seed \(seed), round \(round): another payment's standing")
            }
            _ = client.void(transactionID: Kit.id, handle: "pi_abc")
        }
        #expect(approvals > 0, "seed \(seed)")
    }

    @Test("bytes by chance are no approval", arguments: GatewayDialect.allCases) func noise(dialect: GatewayDialect) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for round in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let transport = MadeUpTransport([GatewayHTTPAnswer(status: 200, body: bytes)])
            let client: any GatewayClient =
                dialect == .native
                ? NativeGateway(name: "n", transport: transport, key: .test, timeout: .milliseconds(10_000))
                : StripeGateway(name: "s", transport: transport, key: .test, timeout: .milliseconds(10_000))
            if case .approved = client.charge(Kit.request(), details: Kit.card(), handle: nil, learned: { _ in }) {
                Issue.record("seed \(seed), round \(round)")
            }
        }
    }

    @Test(
        "an answer that repeats the card leaves nothing of it", arguments: GatewayDialect.allCases,
        TestCards.all.map(\.number))
    func echoes(dialect: GatewayDialect, number: String) {
        let echo: [String] =
            dialect == .native
            ? [
                payment(confirmation: number), payment("tokenized", token: number), payment("declined", code: number),
                payment().replacing("pay_abc", with: number).replacing("\"K7X2QF\"", with: "null"),
                payment().replacing("\"parameters\":{}", with: "\"parameters\":{\"\(number)\":\"\(number)\"}"),
                refusal(number, payment: payment("declined", code: number)),
                refusal("a", retry: ",\"param\":\"\(number)\""), "\(number)",
            ]
            : [
                intent(id: number), intent(reference: number),
                intent("requires_payment_method", error: "{\"code\":\"\(number)\",\"message\":\"\(number)\"}"),
                intent().replacing("\"reference\":", with: "\"\(number)\":\"\(number)\",\"reference\":"),
                stripeRefusal(number, more: ",\"param\":\"\(number)\""),
                "{\"id\":\"\(number)\"}", "\(number)",
            ]
        for status in [200, 400, 402, 404, 409, 422, 429, 500] {
            for text in echo {
                let notes = Notes()
                let transport = MadeUpTransport([GatewayHTTPAnswer(status: status, body: Array(text.utf8))])
                let client: any GatewayClient =
                    dialect == .native
                    ? NativeGateway(
                        name: "n", transport: transport, key: .test, timeout: .milliseconds(10_000), notes: notes.adder)
                    : StripeGateway(
                        name: "s", transport: transport, key: .test, timeout: .milliseconds(10_000), notes: notes.adder)
                var shown = notes.all
                for storesOnly in [false, true] {
                    for handle in [nil, "pi_abc"] {
                        let reply = client.charge(
                            Kit.request(storesOnly: storesOnly), details: Kit.card(number), handle: handle
                        ) { shown.append($0) }
                        shown.append("\(String(describing: reply))")
                    }
                }
                shown.append(
                    "\(client.standing(transactionID: Kit.id, handle: "pi_abc")) \(client.void(transactionID: Kit.id, handle: "pi_abc"))"
                )
                for text in shown + notes.all {
                    #expect(!AnyAnswerTests.shows(number, in: text), "\(status) \(text)")
                }
            }
        }
    }

    /// Whether seven digits of the number stand in the text one after the other: a masked number has six at most.
    private static func shows(_ number: String, in text: String) -> Bool {
        let digits = Array(number.utf8)
        let windows = Set((0...(digits.count - 7)).map { Array(digits[$0..<($0 + 7)]) })
        var last: [UInt8] = []
        for byte in text.utf8 {
            last = (0x30...0x39).contains(byte) ? last.suffix(6) + [byte] : []
            if last.count == 7, windows.contains(last) { return true }
        }
        return false
    }

    @Test("a request shows its method and path alone, and its body is zeroed behind the exchange") func requests() {
        let transport = MadeUpTransport([GatewayHTTPAnswer(status: 201, body: Array(payment().utf8))])
        let client = NativeGateway(name: "n", transport: transport, key: .test, timeout: .milliseconds(10_000))
        #expect(client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in } == approved("K7X2QF"))
        let seen = transport.bodies.withLock { $0 }
        #expect(seen.count == 1)
        #expect(seen[0].hasPrefix("POST /v1/payments\n{"))
    }
}
