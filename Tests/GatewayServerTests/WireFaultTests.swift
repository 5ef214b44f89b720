import Foundation
import JSONText
import Testing

@testable import GatewayServer

@Suite("Faults of the wire", .serialized) struct WireFaultTests {
    private func reply(_ fault: String, of gateway: LiveGateway) async -> RawReply {
        let name = String(fault.prefix { $0 != ";" })
        return await gateway.exchange(
            LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("ref-" + name), key: name, fault: fault))
    }

    @Test("a cut connection is reset, with or without a charge", arguments: [("cut-before", "0"), ("cut-after", "1")])
    func cut(fault: String, count: String) async throws {
        let kit = try GatewayKit()
        try await LiveGateway.serving(kit.service) { gateway in
            let reply = await reply(fault, of: gateway)
            #expect(reply.bytes.isEmpty && reply.isReset)
            let totals = try kit.totals()
            #expect(totals["payments"]?.plainText == count)
        }
    }

    @Test("a truncated answer has the length of the whole, and half of it") func truncated() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let answer = try #require(await reply("truncated", of: gateway).answers.first)
            #expect(answer.status == 201 && !answer.isWhole && !answer.body.isEmpty)
            #expect(throws: JSONReadingError.self) { try answer.json }
            let whole = LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("ref-truncated"), key: "truncated")
            let second = try #require(await gateway.exchange(whole).answers.first)
            #expect(second.isWhole && second.headers["idempotent-replayed"] == "true")
            #expect(second.body.hasPrefix(answer.body))
        }
    }

    @Test("a duplicate answer comes twice on one connection, which goes on") func twice() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let first = LiveGateway.bytes(
                "POST", "/v1/payments", GatewayKit.body("ref-1"), key: "k", fault: "duplicate-answer", staysOpen: true)
            let answers = await gateway.exchange(first + LiveGateway.bytes("GET", "/health")).answers
            #expect(answers.map(\.status) == [201, 201, 200])
            #expect(answers[0].body == answers[1].body)
        }
    }

    @Test("slow bytes come whole in the end") func slow() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let answer = try #require(await reply("slow-bytes; bytesPerSecond=2000", of: gateway).answers.first)
            #expect(answer.isWhole)
            #expect(try answer.json["status"]?.plainText == "paid")
        }
    }

    @Test(
        "a client that waits for no answer gets none, and may leave",
        arguments: [("no-answer", "1"), ("lost-request", "0")])
    func silence(fault: String, count: String) async throws {
        let kit = try GatewayKit()
        try await LiveGateway.serving(kit.service) { gateway in
            let port = gateway.port
            let bytes = LiveGateway.bytes(
                "POST", "/v1/payments", GatewayKit.body("r"), key: "k", fault: fault, staysOpen: true)
            let reply = await RawClient.run { () -> RawReply? in
                guard let client = RawClient(port: port) else { return nil }
                client.send(bytes)
                client.finish()
                return client.rest()
            }
            #expect(reply?.bytes == [])
            while gateway.lines.isEmpty { await Task.yield() }
            #expect(gateway.lines[0].contains(" - ") && gateway.lines[0].hasSuffix("fault=\(fault)"))
            let totals = try kit.totals()
            #expect(totals["payments"]?.plainText == count)
            // Its key is free again.
            let again = LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("r"), key: "k")
            #expect(await gateway.exchange(again).answers.first?.status == 201)
        }
    }

    @Test("a client that waits for ever does not hold its key") func keyOfSilence() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let port = gateway.port
            let body = GatewayKit.body("r")
            let silent = LiveGateway.bytes("POST", "/v1/payments", body, key: "k", fault: "no-answer", staysOpen: true)
            let again = LiveGateway.bytes("POST", "/v1/payments", body, key: "k")
            let reply = await RawClient.run { () -> RawReply? in
                guard let waiting = RawClient(port: port) else { return nil }
                waiting.send(silent)
                return withExtendedLifetime(waiting) {
                    var reply: RawReply?
                    // The second try may overtake the first, and then it is answered as it.
                    repeat {
                        guard let client = RawClient(port: port) else { return nil }
                        client.send(again)
                        reply = client.rest()
                    } while reply?.answers.first?.status == 409
                    return reply
                }
            }
            #expect(reply?.answers.first?.status == 201)
        }
    }

    @Test("a key is under way until the delayed answer is out") func delay() async throws {
        let kit = try GatewayKit()
        try await LiveGateway.serving(kit.service) { gateway in
            async let late = reply("delay; seconds=1.5", of: gateway)
            while try kit.totals()["payments"]?.plainText != "1" { await Task.yield() }
            let request = LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("ref-delay"), key: "delay")
            let early = try #require(await gateway.exchange(request).answers.first)
            // On a machine that sleeps for more than the delay, the first answer is out already.
            #expect(early.status == 409 || early.headers["idempotent-replayed"] == "true")
            #expect(await late.answers.map(\.status) == [201])
            #expect(await gateway.exchange(request).answers.first?.status == 201)
        }
    }

    @Test("the time of a skewed clock is in Date") func skew() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let answer = try #require(await reply("clock-skew; seconds=-31536000", of: gateway).answers.first)
            let date = try #require(answer.headers["date"])
            let now = HTTPExchange.now
            #expect(date != now.httpDate)
            #expect(date.contains(String(now.advanced(bySeconds: -31_536_000).description.prefix(4))))
        }
    }
}
