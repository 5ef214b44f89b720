import ConnectorHTTP
import Connectors
import HTTPTestKit
import JSONText
import Telephony
import Testing

/// Runs `body` with a server and a connector, and ends both.
private func with(
    _ server: ScriptedServer, latency: MediaDuration = .milliseconds(300),
    _ body: (ScriptedServer, BlockingHTTPConnector) throws -> Void
) async throws {
    let service = HTTPService()
    let result = Result { try body(server, BlockingHTTPConnector(service: service, latency: latency)) }
    service.shutdown()
    try await server.stop()
    try result.get()
}

@Suite("A request over HTTP that a call waits for", .timeLimit(.minutes(20))) struct BlockingHTTPConnectorTests {
    @Test func everythingArrivesAsItWasGiven() async throws {
        try await with(ScriptedServer([answer("201 Created", #"{"amount":120.10}"#)])) { server, connector in
            let request = try ConnectorRequest(
                .post, server.url("/sessions?test=1"),
                headers: [
                    .init(name: "Authorization", value: "Bearer abc"), .init(name: "X-Many", value: "a, \u{e9}"),
                ],
                body: "{\"name\":\"Zoë\"}", idempotencyKey: "call-1/2")
            let reply = try #require(connector.send(request, id: 1))
            #expect(
                reply
                    == ScheduledAnswer(
                        .answered(status: 201, body: .members(["amount": .number("120.10")])), after: .milliseconds(300)
                    ))
            let seen = try #require(server.requests.first)
            #expect(seen.hasPrefix("POST /sessions?test=1 HTTP/1.1\r\n"))
            #expect(seen.hasSuffix("\r\n\r\n{\"name\":\"Zoë\"}"))
            for line in [
                "Authorization: Bearer abc", "X-Many: a, \u{e9}", "Content-Type: application/json",
                "Idempotency-Key: call-1/2",
            ] { #expect(seen.contains("\r\n\(line)\r\n")) }
        }
    }

    @Test(arguments: ConnectorMethod.allCases) func methods(method: ConnectorMethod) async throws {
        try await with(ScriptedServer([answer()])) { server, connector in
            let body = method == .get ? nil : "{}"
            let reply = connector.send(try ConnectorRequest(method, server.url("/a"), body: body), id: 1)?.reply
            #expect(reply == .answered(status: 200, body: .object([])))
            #expect(server.requests.first?.hasPrefix(method.rawValue + " /a HTTP/1.1\r\n") == true)
        }
    }

    @Test func oneConnectionServesManyRequests() async throws {
        try await with(ScriptedServer([answer()])) { server, connector in
            for id in 1...10 { _ = connector.send(try ConnectorRequest(.get, server.url()), id: id) }
            #expect(server.requests.count == 10)
            #expect(server.connections < 10)
        }
    }

    /// Answers, whole but strange, and broken ones.
    static let strange: [([ServerStep], ConnectorReply)] = [
        ([.send("HTTP/1.1 204 No Content\r\n\r\n")], .answered(status: 204, body: .null)),
        ([answer("200 OK", "")], .answered(status: 200, body: .null)),
        ([.send("HTTP/1.1 200 OK\r\n\r\n[1]"), .close], .answered(status: 200, body: .array([.number("1")]))),
        ([.send("HTTP/1.1 200 OK\r\n\r\n"), .close], .failed(.malformed)),
        (
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n")],
            .answered(status: 200, body: .array([.number("1")]))
        ),
        ([.dribble("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 1)], .answered(status: 200, body: .object([]))),
        (
            [answer("200 OK", "1", headers: (0..<100).map { "X-\($0): v\r\n" }.joined())],
            .answered(status: 200, body: .number("1"))
        ),
        ([answer("404 Not Found", "{}")], .failed(.status(404))), ([answer("500 Oops", "{}")], .failed(.status(500))),
        ([answer("302 Found", "", headers: "Location: http://127.0.0.1:1/\r\n")], .failed(.status(302))),
        ([answer("307 Moved", "", headers: "Location: /other\r\n")], .failed(.status(307))),
        ([answer("200 OK", "{\"a\":")], .failed(.malformed)), ([answer("200 OK", "<html>")], .failed(.malformed)),
        ([.send("SSH-2.0-OpenSSH_9.6\r\n\r\n")], .failed(.malformed)),
        ([.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}")], .failed(.malformed)),
        ([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")], .failed(.malformed)),
        ([.close], .failed(.interrupted)), ([.send("HTTP/1.1 200 OK\r\nContent-"), .close], .failed(.interrupted)),
        ([.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}"), .close], .failed(.interrupted)),
        ([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"), .close], .failed(.interrupted)),
        ([.send("HTTP/1.1 200 OK\r\nContent-Length: 2097152\r\n\r\n"), .fill(2_097_152)], .failed(.tooLarge)),
        ([.send("HTTP/1.1 200 OK\r\n\r\n"), .fillForEver], .failed(.tooLarge)),
    ]

    @Test(arguments: strange.indices) func strangeAnswers(index: Int) async throws {
        let (steps, expected) = BlockingHTTPConnectorTests.strange[index]
        try await with(ScriptedServer(steps)) { server, connector in
            let request = try ConnectorRequest(.get, server.url(), timeout: .milliseconds(60_000))
            #expect(connector.send(request, id: 1)?.reply == expected, "answer \(index)")
            #expect(server.requests.count == 1)
        }
    }

    /// Too slow at every place: before the answer, in its headers, in its body, and a byte at a time.
    @Test(arguments: [
        [ServerStep.pause(60_000)], [.send("HTTP/1.1 200 OK\r\n"), .pause(60_000)],
        [.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"), .pause(60_000)],
        [.dribble("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 100)],
        [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), .dribble(String(repeating: " ", count: 1_000), 60)],
    ])
    func timeouts(steps: [ServerStep]) async throws {
        try await with(ScriptedServer(steps)) { server, connector in
            let clock = ContinuousClock()
            let start = clock.now
            let request = try ConnectorRequest(
                .get, server.url(), timeout: .milliseconds(600), retries: 1, retryDelay: .milliseconds(100))
            let answer = connector.send(request, id: 1)
            #expect(answer == ScheduledAnswer(.failed(.timeout), after: .milliseconds(1_300), attempts: 2))
            #expect(clock.now - start >= .milliseconds(1_290))
            #expect(clock.now - start < .seconds(30))
        }
    }

    @Test func aClosedPortIsUnreachable() throws {
        let nobody = ClosedPort()
        defer { withExtendedLifetime(nobody) {} }
        let service = HTTPService()
        defer { service.shutdown() }
        let request = try ConnectorRequest(.get, nobody.url + "/", retries: 2, retryDelay: .milliseconds(10))
        let answer = try #require(BlockingHTTPConnector(service: service).send(request, id: 1))
        #expect(answer == ScheduledAnswer(.failed(.unreachable), after: .milliseconds(920), attempts: 3))
        let sentence = ConnectorFailure.unreachable.sentence(for: request.address)
        #expect(sentence.hasPrefix("127.0.0.1:\(nobody.port) can't be reached; "))
    }

    @Test func noTLSIsInsecure() async throws {
        try await with(ScriptedServer([answer()])) { server, connector in
            let url = "https" + server.url().dropFirst(4)
            // The server waits for a request that never comes in the clear: what it is sent is no HTTP.
            let answer = connector.send(try ConnectorRequest(.get, url, timeout: .milliseconds(1_000)), id: 1)
            #expect(answer?.reply == .failed(.timeout))
        }
    }
}

@Suite("Tries of a request over HTTP", .timeLimit(.minutes(20))) struct RetryTests {
    private func key(in request: String) -> String? {
        request.firstMatch(of: /Idempotency-Key: (.*)\r\n/).map { String($0.output.1) }
    }

    @Test func anErrorOfTheServicePasses() async throws {
        try await with(ScriptedServer([answer("500 Oops")], [.close], [answer()])) { server, connector in
            let request = try ConnectorRequest(
                .post, server.url(), body: #"{"a":1}"#, idempotencyKey: "k-1", retries: 5, retryDelay: .milliseconds(10)
            )
            let reply = connector.send(request, id: 1)
            #expect(
                reply
                    == ScheduledAnswer(
                        .answered(status: 200, body: .object([])), after: .milliseconds(920), attempts: 3))
            #expect(server.requests.map { key(in: $0) } == ["k-1", "k-1", "k-1"])
            #expect(server.requests.allSatisfy { $0.hasSuffix("\r\n\r\n{\"a\":1}") })
        }
    }

    @Test(arguments: [
        (ConnectorMethod.post, nil, "500 Oops", 1), (.patch, nil, "503 Busy", 1), (.post, "k", "429 Slow", 3),
        (.get, nil, "502 Bad", 3),
        (.put, nil, "500 Oops", 3), (.delete, nil, "500 Oops", 3), (.get, nil, "400 Bad", 1),
        (.get, nil, "301 Moved", 1),
    ])
    func counts(method: ConnectorMethod, key: String?, status: String, tries: Int) async throws {
        try await with(ScriptedServer([answer(status)])) { server, connector in
            let request = try ConnectorRequest(
                method, server.url(), idempotencyKey: key, retries: 2, retryDelay: .milliseconds(5))
            #expect(connector.send(request, id: 1)?.attempts == tries)
            #expect(server.requests.count == tries)
        }
    }

    @Test(arguments: [("1", 2, 1_600), ("0", 2, 610), ("30", 1, 300), ("Fri, 31 Dec 2027 23:59:59 GMT", 2, 610)])
    func retryAfter(value: String, tries: Int, milliseconds: Int) async throws {
        let busy = answer("503 Busy", "{}", headers: "Retry-After: \(value)\r\n")
        try await with(ScriptedServer([busy], [answer()])) { server, connector in
            let clock = ContinuousClock()
            let start = clock.now
            let request = try ConnectorRequest(.get, server.url(), retries: 1, retryDelay: .milliseconds(10))
            let answer = connector.send(request, id: 1)
            #expect(answer?.attempts == tries)
            #expect(answer?.delay == .milliseconds(milliseconds))
            if value == "1" { #expect(clock.now - start >= .milliseconds(990)) }
        }
    }
}
