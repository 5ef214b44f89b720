import CardData
import JSONText
import Testing

@testable import GatewayServer

/// Requests and bytes of every kind of wrong: a clean answer or the end of the connection, a book that is whole, and no
/// card in anything that comes back.
@Suite("Fuzz", .serialized) struct FuzzTests {
    private static let cards = TestCards.all.map(\.number) + ["4539578763621486", "000123456789", "000111111113"]

    /// The first card number in `text`, however it is spaced; nil for none.
    private static func leak(in text: String) -> String? {
        let digits = String(text.unicodeScalars.filter { !" -_.,:/|\"'\t[]".unicodeScalars.contains($0) })
        return cards.first { text.contains($0) || digits.contains($0) }
    }

    private static func bodies(_ numbers: inout SeededNumbers) -> String {
        let reference = "ref-\(Int.random(in: 0..<50, using: &numbers))"
        let number = cards.randomElement(using: &numbers) ?? ""
        let bodies: [JSON] = [
            GatewayKit.body(reference, number: number),
            GatewayKit.body(reference, action: ["charge", "authorize", "tokenize"].randomElement(using: &numbers)),
            GatewayKit.body(number, number: number), GatewayKit.body(reference, source: GatewayKit.account(number)),
            GatewayKit.body(reference, source: GatewayKit.token(number)),
            GatewayKit.body(reference, source: GatewayKit.token("tok_visa")),
            .members(["reference": .string(reference)]), .members(["reference": .string(number)]), .object([]),
            .members(["amount": .int(Int64.random(in: -2...20_000, using: &numbers))]),
            .members(["fault": .string("cut-after"), "times": .int(1)]), .members([:]),
        ]
        return bodies.randomElement(using: &numbers)?.text ?? ""
    }

    private static func target(_ numbers: inout SeededNumbers) -> String {
        let card = cards.randomElement(using: &numbers) ?? ""
        return [
            "/v1/payments", "/v1/payments", "/v1/payments", "/v1/voids", "/v1/payments/pay_nobody/capture",
            "/v1/payments/\(card)", "/v1/payments?reference=\(card)", "/v1/payments?limit=2", "/admin/faults",
            "/admin/totals", "/\(card)", "/v1/payments/pay_nobody/refund?x=\(card)", "//", "/v1/payments/../voids", "*",
        ].randomElement(using: &numbers) ?? "/"
    }

    /// A few bytes put in, taken out, changed or doubled.
    private static func mutated(_ bytes: [UInt8], _ numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...4, using: &numbers) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
            case 3: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }

    private func expectWhole(_ kit: GatewayKit, _ what: Comment) throws {
        #expect(try kit.service.book.damage() == nil, what)
        var sum: Int64 = 0
        var count = 0
        var target = "/v1/payments?limit=1000"
        while true {
            let page = try kit.send("GET", target, after: 100_000).json
            guard case .array(let payments)? = page["payments"] else { break }
            for payment in payments where payment["status"]?.plainText != "voided" {
                func amount(_ name: String) -> Int64 { payment[name]?.plainText.flatMap { Int64($0) } ?? -1 }
                #expect(0 <= amount("refundedAmount") && amount("refundedAmount") <= amount("capturedAmount"), what)
                #expect(amount("capturedAmount") <= amount("amount"), what)
                sum += amount("capturedAmount") - amount("refundedAmount")
            }
            count += payments.count
            guard page["hasMore"] == .bool(true), let last = payments.last?["id"]?.plainText else { break }
            target = "/v1/payments?limit=1000&after=" + last
        }
        let totals = try kit.totals(after: 100_000)
        #expect(totals["payments"]?.plainText == String(count), what)
        #expect((totals["netMinor"]?["USD"]?.plainText ?? "0") == String(sum), what)
    }

    @Test("twenty thousand wrong requests to the service", arguments: [11, 12] as [UInt64]) func service(seed: UInt64)
        throws
    {
        var numbers = SeededNumbers(seed)
        let kit = try GatewayKit(seed: seed)
        let faults = ServerFault.Kind.allCases.map(\.rawValue) + ["", "nothing", "delay; seconds=0"]
        for step in 0..<10_000 {
            var headers = [
                "content-type": "application/json", "idempotency-key": "\(Int.random(in: 0..<3000, using: &numbers))",
            ]
            if Int.random(in: 0..<20, using: &numbers) > 0 { headers["authorization"] = "Bearer ivrpay_test_key" }
            if Int.random(in: 0..<8, using: &numbers) == 0 {
                headers["ivrpay-fault"] = faults.randomElement(using: &numbers)
            }
            if Int.random(in: 0..<20, using: &numbers) == 0 {
                headers["idempotency-key"] = Self.cards.randomElement(using: &numbers)
            }
            let method = ["POST", "POST", "POST", "GET", "DELETE", "HEAD", ""].randomElement(using: &numbers) ?? ""
            let body = Self.mutated(Array(Self.bodies(&numbers).utf8), &numbers)
            let request = GatewayRequest(method: method, target: Self.target(&numbers), headers: headers, body: body)
            let answer = kit.service.respond(to: request, at: GatewayKit.noon.advanced(bySeconds: Double(step)))
            let what: Comment = "seed \(seed), step \(step)"
            #expect((200...503).contains(answer.status), what)
            if answer.fault != "malformed", answer[header: "Content-Type"] == "application/json" {
                let json = try #require(try? answer.json, what)
                #expect(answer.status < 400 || json["error"]?["code"] != nil, what)
            }
            #expect(answer.requestID.hasPrefix("req_"), what)
            let said = answer.body + answer.headers.map { "\n\($0.name): \($0.value)" }.joined()
            #expect(Self.leak(in: said) == nil, what)
        }
        try expectWhole(kit, "seed \(seed)")
    }

    @Test("wrong bytes to the live server", arguments: [21, 22] as [UInt64]) func live(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed)
        let kit = try GatewayKit(seed: seed)
        var options = GatewayHTTPServer.Options()
        options.requestPatience = 1
        options.idlePatience = 1
        try await LiveGateway.serving(kit.service, options) { gateway in
            for step in 0..<400 {
                var request =
                    "\(["POST", "POST", "GET"].randomElement(using: &numbers) ?? "") \(Self.target(&numbers)) HTTP/1.1\r\n"
                let body = Self.bodies(&numbers)
                request += "Host: x\r\nAuthorization: Bearer ivrpay_test_key\r\nContent-Type: application/json\r\n"
                request +=
                    "Idempotency-Key: k\(step)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
                    + body
                let reply = await gateway.exchange(Self.mutated(Array(request.utf8), &numbers), closing: true)
                let what: Comment = "seed \(seed), step \(step)"
                for answer in reply.answers where answer.isWhole && !answer.body.isEmpty {
                    #expect((100...503).contains(answer.status), what)
                    if answer.headers["content-type"] == "application/json" { #expect((try? answer.json) != nil, what) }
                }
                #expect(Self.leak(in: reply.text) == nil, what)
            }
            for line in gateway.lines { #expect(Self.leak(in: line) == nil, "seed \(seed)") }
            #expect(await gateway.isAlive())
        }
        try expectWhole(kit, "seed \(seed)")
    }
}
