import Foundation
import GRDB
import JSONText
import Testing

@testable import GatewayServer

@Suite("HTTP server", .serialized) struct HTTPServerTests {
    /// Bytes that are no right request, the statuses they may get (0: the connection ends), and the code.
    static let wrong: [(name: String, bytes: String, status: [Int], code: String?)] = [
        ("no HTTP", "hello\r\n\r\n", [400], "invalid_request"),
        ("another protocol", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}\r\n\r\n", [400], "invalid_request"),
        ("no such version", "GET / HTTP/7.3\r\nHost: x\r\n\r\n", [400], "invalid_request"),
        ("a broken header", "GET / HTTP/1.1\r\nbad header\r\n\r\n", [400], "invalid_request"),
        ("two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", [400], nil),
        ("a negative length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", [400], "invalid_request"),
        (
            "a header of 20 kB", "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", [431],
            "headers_too_large"
        ),
        (
            "two hundred headers",
            "GET / HTTP/1.1\r\n" + (0..<200).map { "X-\($0): 1\r\n" }.joined() + "\r\n", [431], "headers_too_large"
        ),
        (
            "a path of 3 kB", "GET /\(String(repeating: "a", count: 3000)) HTTP/1.1\r\nConnection: close\r\n\r\n",
            [414],
            "uri_too_long"
        ),
        (
            "a body said to be 1 GB", "POST /v1/payments HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n{", [413],
            "body_too_large"
        ),
        (
            "a body in pieces, too large",
            "POST /v1/payments HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n\(String(repeating: "x", count: 70_000))\r\n0\r\n\r\n",
            [413], "body_too_large"
        ),
        (
            "a piece without a size", "POST /v1/payments HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            [400, 0],
            nil
        ),
        ("a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", [401, 404, 400, 0], nil),
        ("nothing", "", [0], nil),
    ]

    @Test("what is no right request gets a clean answer, or the end of the connection") func wrongRequests()
        async throws
    {
        // A server without patience cuts off what it answers late, and on a busy machine it answers late: only a
        // request that may end without an answer meets one.
        let (silent, answered) = (
            Self.wrong.filter { $0.status.contains(0) }, Self.wrong.filter { !$0.status.contains(0) }
        )
        for (rows, patience) in [(silent, 2.0), (answered, 300)] { try await refuses(rows, patience: patience) }
    }

    private func refuses(
        _ rows: [(name: String, bytes: String, status: [Int], code: String?)], patience: Double
    ) async throws {
        var options = GatewayHTTPServer.Options()
        options.requestPatience = patience
        options.idlePatience = patience
        try await LiveGateway.serving(GatewayKit().service, options) { gateway in
            for row in rows {
                let reply = await gateway.exchange(row.bytes)
                let answer = reply.answers.first
                #expect(row.status.contains(answer?.status ?? 0), "\(row.name): \(reply.text.prefix(80))")
                if let code = row.code { #expect(answer?.code == code, "\(row.name): \(reply.text)") }
                if let answer, answer.status != 400 { #expect(answer.isWhole, "\(row.name)") }
            }
            #expect(await gateway.isAlive())
        }
    }

    @Test("bodies that are no right JSON") func bodies() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let bodies: [([UInt8], String)] = [
                (Array("{\"reference\":\"\u{e9}".utf8.dropLast()) + Array("\"}".utf8), "invalid_json"),
                ([0xff, 0xfe, 0x7b], "invalid_json"),
                (Array(String(repeating: "[", count: 60_000).utf8), "invalid_json"),
                (Array(String(repeating: "{\"a\":", count: 10_000).utf8), "invalid_json"),
                (Array("null".utf8), "invalid_member"),
            ]
            for (body, code) in bodies {
                let head =
                    "POST /v1/payments HTTP/1.1\r\nAuthorization: Bearer ivrpay_test_key\r\nIdempotency-Key: k\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
                let reply = await gateway.exchange(Array(head.utf8) + body)
                #expect(reply.answers.first?.status == 400 && reply.answers.first?.code == code)
            }
            let form = LiveGateway.bytes(
                "POST", "/v1/payments", GatewayKit.body("r"), key: "k", without: "Content-Type")
            #expect(await gateway.exchange(form).answers.first?.code == "unsupported_media_type")
        }
    }

    @Test("a body that ends too early is not taken for a shorter one") func cutBody() async throws {
        let kit = try GatewayKit()
        let id = kit.pay("ref-1").id
        try await LiveGateway.serving(kit.service) { gateway in
            let head =
                "POST /v1/payments/\(id)/refund HTTP/1.1\r\nAuthorization: Bearer ivrpay_test_key\r\n"
                + "Idempotency-Key: r\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
            let reply = await gateway.exchange(head, closing: true)
            #expect([0, 400].contains(reply.answers.first?.status ?? 0), "\(reply.text)")
        }
        #expect(kit.send("GET", "/v1/payments/\(id)").field("refundedAmount") == "0")
    }

    @Test("requests in a row on one connection are answered in their order, and HEAD without a body") func pipelined()
        async throws
    {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            var bytes: [UInt8] = []
            for index in 0..<5 {
                bytes += LiveGateway.bytes(
                    "POST", "/v1/payments", GatewayKit.body("ref-\(index)"), key: "k\(index)", staysOpen: true)
            }
            bytes += LiveGateway.bytes("GET", "/v1/payments?limit=10")
            let answers = await gateway.exchange(bytes).answers
            #expect(answers.map(\.status) == [201, 201, 201, 201, 201, 200])
            #expect(Set(answers.compactMap { $0.headers["request-id"] }).count == 6)
            let list = try answers[5].json
            #expect(list["payments"]?[4]?["reference"]?.plainText == "ref-4")
            let head = await gateway.exchange(LiveGateway.bytes("HEAD", "/health"))
            #expect(head.text.hasPrefix("HTTP/1.1 405 ") && head.text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("a body that waits for its leave gets it") func expects() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let body = GatewayKit.body("ref-1").text
            let head =
                "POST /v1/payments HTTP/1.1\r\nAuthorization: Bearer ivrpay_test_key\r\nIdempotency-Key: k\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nExpect: 100-continue\r\n"
                + "Connection: close\r\n\r\n"
            let port = gateway.port
            let (leave, answer) = await RawClient.run {
                guard let client = RawClient(port: port) else { return ("", "") }
                client.send(Array(head.utf8))
                let leave = client.read("HTTP/1.1 100 Continue\r\n\r\n".utf8.count).text
                client.send(Array(body.utf8))
                return (leave, client.rest().text)
            }
            #expect(leave == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 201 "))
        }
    }

    // MARK: Limits

    @Test(
        "who sends a byte now and then is shut out, in the head and in the body",
        arguments: [
            "GET / HTTP/1.1\r\nX-Slow: ",
            "POST /v1/payments HTTP/1.1\r\nContent-Length: 60000\r\nContent-Type: application/json\r\n\r\n",
            "",
        ])
    func slowClients(start: String) async throws {
        var options = GatewayHTTPServer.Options()
        options.requestPatience = 0.5
        try await LiveGateway.serving(GatewayKit().service, options) { gateway in
            let port = gateway.port
            let bytesSent = await RawClient.run {
                guard let client = RawClient(port: port), client.send(Array(start.utf8)) else { return 0 }
                var count = 0
                // A client that is never shut out would send them all.
                while count < 2000, client.send([0x61]) {
                    count += 1
                    usleep(10_000)
                }
                return count
            }
            #expect(bytesSent < 2000)
        }
    }

    @Test("a connection that lies idle is closed") func idle() async throws {
        var options = GatewayHTTPServer.Options()
        options.idlePatience = 0.3
        try await LiveGateway.serving(GatewayKit().service, options) { gateway in
            let reply = await gateway.exchange(LiveGateway.bytes("GET", "/health", staysOpen: true))
            #expect(reply.answers.map(\.status) == [200])
        }
    }

    @Test("one connection too many is answered 503") func tooManyConnections() async throws {
        var options = GatewayHTTPServer.Options()
        options.connections = 2
        try await LiveGateway.serving(GatewayKit().service, options) { gateway in
            let port = gateway.port
            let third = await RawClient.run { () -> RawReply in
                let open = [RawClient(port: port), RawClient(port: port)]
                for client in open {
                    client?.send(LiveGateway.bytes("GET", "/health", staysOpen: true))
                    _ = client?.read(12)
                }
                return withExtendedLifetime(open) {
                    RawClient(port: port)?.rest() ?? RawReply(bytes: [], isReset: true)
                }
            }
            let answer = third.answers.first
            #expect(answer?.status == 503 && answer?.code == "overloaded" && answer?.headers["retry-after"] == "1")
            #expect(answer?.headers["connection"] == "close")
        }
    }

    @Test("more requests than may wait are refused, and those that wait are answered") func overload() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/book.sqlite"
        let kit = try GatewayKit(path: path)
        var options = GatewayHTTPServer.Options()
        options.waiting = 1
        try await LiveGateway.serving(kit.service, options) { gateway in
            // Another process holds the book: the first request waits for it, the second one finds no room.
            let other = try otherProcess(path)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            async let first = gateway.exchange(
                LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("a"), key: "a"))
            var refused: RawAnswerParts?
            while refused?.status != 503 {
                let bytes = LiveGateway.bytes("GET", "/v1/payments?reference=b")
                refused = await gateway.exchange(bytes).answers.first
            }
            #expect(refused?.code == "overloaded" && refused?.headers["retry-after"] == "1")
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            let status = await first.answers.first?.status
            #expect(status == 201 || status == 503)
            #expect(try kit.totals()["payments"]?.plainText == (status == 201 ? "1" : "0"))
        }
    }

    // MARK: Stopping

    @Test("what is under way when it stops is answered") func stops() async throws {
        let kit = try GatewayKit()
        let late = Task {
            try await LiveGateway.serving(kit.service) { gateway in
                let waiting = Task {
                    let body = GatewayKit.body("ref-1")
                    return await gateway.exchange(
                        LiveGateway.bytes("POST", "/v1/payments", body, key: "k", fault: "delay; seconds=3600"))
                }
                while try kit.totals()["payments"]?.plainText != "1" { await Task.yield() }
                return waiting
            }
        }
        let reply = try await late.value.value
        #expect(reply.answers.map(\.status) == [201])
    }

    // MARK: The log

    @Test("a line a request, without a header, a query, a body or a card") func log() async throws {
        try await LiveGateway.serving(GatewayKit().service) { gateway in
            let requests: [[UInt8]] = [
                LiveGateway.bytes("POST", "/v1/payments", GatewayKit.body("ref-1"), key: "my-key", fault: "500-after"),
                LiveGateway.bytes("GET", "/v1/payments?reference=ref-1"),
                LiveGateway.bytes("GET", "/4242424242424242?x=5555555555554444"),
                LiveGateway.bytes("GET", "/v1/4242-4242-4242-4242"), LiveGateway.bytes("STEAL4242424242424242", "/x"),
            ]
            for request in requests { _ = await gateway.exchange(request) }
            while gateway.lines.count < 4 { await Task.yield() }
            let text = gateway.lines.joined(separator: "\n")
            let shape =
                /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z req_[a-z]{20} [A-Z?]+ \S+ (\d{3}|-) \d+\.\d ms( fault=\S+)?/
            for line in gateway.lines { #expect(line.wholeMatch(of: shape) != nil, "\(line)") }
            #expect(text.contains(" POST /v1/payments 500 ") && text.contains(" fault=500-after"))
            for secret in ["4242424242424242", "4242-4242-4242", "5555", "my-key", "ref-1", "ivrpay_test_key"] {
                #expect(!text.contains(secret))
            }
        }
    }
}
