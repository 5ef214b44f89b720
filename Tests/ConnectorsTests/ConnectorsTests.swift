import Connectors
import Telephony
import Testing

@Suite struct ConnectorRequestTests {
    @Test(arguments: [
        ("https://pay.example.com/a?b=c", "pay.example.com", "/a", "b=c"), ("HTTP://h", "h", "/", nil),
        ("http://h:8080?x", "h:8080", "/", "x"), ("http://[::1]:80/a", "[::1]:80", "/a", nil),
        ("http://h/a#b?c", "h", "/a", nil),
        ("in-process:/sessions/+1555", "", "/sessions/+1555", nil), ("http://h/?", "h", "/", ""),
    ])
    func addresses(url: String, host: String, path: String, query: String?) throws {
        let address = try ConnectorAddress(url)
        #expect(address.host == host)
        #expect(address.path == path)
        #expect(address.query == query)
    }

    @Test(arguments: [
        "", "ftp://h/", "pay.example.com", "http:/h", "http://", "http:///a", "http://u:p@h/", "http://h/a b",
        "http://h/\r\nX: y",
        "http://h/\0", "http://h/é", "http://h:0/", "http://h:99999/", "http://h:x/", "in-process:sessions",
        "in-process://h/a",
        "http://[::1/a", "http://h\\a", "file:///etc/passwd",
    ])
    func refusedAddresses(url: String) {
        let error = #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url) }
        #expect(error?.key == "url")
    }

    @Test(arguments: [
        ("", "a"), ("a b", "a"), ("a:", "a"), ("a\r\n", "a"), ("é", "a"), ("X", "a\r\nY: b"), ("X", "a\nb"),
        ("X", "a\0"), ("X", "\u{7f}"),
        ("Host", "h"), ("content-length", "1"), ("Transfer-Encoding", "chunked"), ("Connection", "close"),
    ])
    func refusedHeaders(name: String, value: String) {
        #expect(throws: ConnectorRequestError.self) { try ConnectorHeader(name: name, value: value) }
    }

    @Test func refusedValues() {
        let url = "http://h/"
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, contentType: "a\r\nb") }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, idempotencyKey: "a\nb") }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, timeout: .zero) }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, timeout: .milliseconds(120_001)) }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, retries: 11) }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, retries: -1) }
        #expect(throws: ConnectorRequestError.self) { try ConnectorRequest(.get, url, retryDelay: .milliseconds(-1)) }
    }

    @Test func nothingSecretIsShown() throws {
        let request = try ConnectorRequest(
            .post, "https://h/sessions?token=SECRET",
            headers: [ConnectorHeader(name: "Authorization", value: "Bearer SECRET")], body: "SECRET",
            idempotencyKey: "SECRET")
        var dumped = "\(request) \(String(reflecting: request)) \(request.headers) \([request])"
        dump(request, to: &dumped)
        dump(request.address, to: &dumped)
        dump(request.headers, to: &dumped)
        #expect(!dumped.contains("SECRET"))
        #expect(request.description == "POST https://h/sessions")
    }

    @Test func headersThatAreSent() throws {
        let plain = try ConnectorRequest(.post, "http://h/", body: "{}", idempotencyKey: "k1")
        #expect(plain.sentHeaders.map(\.name) == ["Content-Type", "Idempotency-Key"])
        #expect(plain.sentHeaders.map(\.value) == ["application/json", "k1"])
        let own = try ConnectorRequest(
            .post, "http://h/",
            headers: [.init(name: "content-type", value: "text/plain"), .init(name: "IDEMPOTENCY-KEY", value: "k2")],
            body: "x", idempotencyKey: "k1")
        #expect(own.sentHeaders.map(\.value) == ["text/plain", "k2"])
    }
}

@Suite struct RetryRuleTests {
    private static let failures: [(ConnectorFailure, Bool)] = [
        (.timeout, true), (.unreachable, true), (.interrupted, true), (.status(500), true), (.status(503), true),
        (.status(429), true), (.status(404), false), (.status(302), false), (.insecure, false), (.malformed, false),
        (.tooLarge, false),
    ]

    @Test(arguments: failures) func whatIsTriedAgain(failure: ConnectorFailure, again: Bool) throws {
        let request = try ConnectorRequest(.get, "http://h/", retries: 1)
        let wait = request.waitBeforeRetry(after: failure, attempts: 1, spent: .zero, retryAfter: nil)
        #expect(wait == (again ? request.retryDelay : nil))
        #expect(request.waitBeforeRetry(after: failure, attempts: 2, spent: .zero, retryAfter: nil) == nil)
    }

    @Test(arguments: ConnectorMethod.allCases) func methodsWithoutAKey(method: ConnectorMethod) throws {
        #expect(try ConnectorRequest(method, "http://h/").mayBeRepeated == method.isIdempotent)
        #expect(try ConnectorRequest(method, "http://h/", idempotencyKey: "k").mayBeRepeated)
        let own = try ConnectorHeader(name: "idempotency-key", value: "k")
        #expect(try ConnectorRequest(method, "http://h/", headers: [own]).mayBeRepeated)
    }

    /// Patience: two tries of 5 s and half a second between them.
    @Test(arguments: [(0, 500), (1, 1_000), (5, 5_000), (6, nil), (3_600, nil)] as [(Int, Int?)])
    func retryAfterWithinPatience(seconds: Int, wait: Int?) throws {
        let request = try ConnectorRequest(.get, "http://h/", retries: 1)
        #expect(request.patience == .milliseconds(10_500))
        let given = request.waitBeforeRetry(
            after: .status(503), attempts: 1, spent: .milliseconds(300), retryAfter: .milliseconds(seconds * 1_000))
        #expect(given == wait.map { .milliseconds($0) })
    }

    @Test(arguments: failures) func sentencesSayWhereAndWhatToDo(failure: ConnectorFailure, again: Bool) throws {
        let sentence = failure.sentence(for: try ConnectorAddress("https://pay.example.com/x?token=SECRET"))
        #expect(sentence.hasPrefix("pay.example.com "))
        #expect(!sentence.contains("SECRET"))
        #expect(ConnectorFailure.names.contains(failure.name))
    }
}
