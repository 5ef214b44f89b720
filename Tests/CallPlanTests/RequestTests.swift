import Amounts
import Connectors
import PaymentCall
import Testing

@testable import CallPlan

private let place = SourcePlace(line: 1, column: 1)
private let step = StepReference(name: "a", index: 0, place: place)

private func connector(path: String = "/", header: String? = nil, body: RequestBody? = nil) throws -> ConnectorStep {
    ConnectorStep(
        serviceName: "s", service: .inProcess, method: .post, path: try template(path),
        headers: try header.map { [ConnectorStep.Header(name: "X", value: try template($0))] } ?? [], body: body,
        next: step, failures: ConnectorFailures(otherwise: step))
}

/// Texts that try to end the place they are put into.
private let hostile = [
    "a/b", "../x", "a?b=c&d", "#x", "%2e%2e", "a b", "\"", "\\", "\",\"admin\":true,\"x\":\"", "é😀", "\u{0}", "\n",
    "a\r\nX: y",
    "{x}", "..;", "\u{2028}", "+", "a=b&c=d",
]

@Suite("Requests of connectors") struct RequestTests {
    @Test("in a path no value leaves its segment", arguments: hostile) func path(value: String) throws {
        let request = try connector(path: "/a/{x}/b?q={x}&r=1").request(key: "k") { _ in .text(value) }
        let path = request.address.url.dropFirst("in-process:".count)
        let parts = path.split(separator: "?", omittingEmptySubsequences: false)
        #expect(parts.count == 2 && !path.contains("#"))
        let segments = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        #expect(segments.count == 4 && segments[3] == "b")
        #expect(parts[1].split(separator: "&").count == 2 && parts[1].hasSuffix("&r=1"))
        #expect(path.utf8.allSatisfy { (0x21...0x7e).contains($0) })
    }

    @Test("a value that would name another resource is refused", arguments: ["", ".", ".."])
    func dots(value: String) throws {
        #expect(throws: RequestFault.pathSegment) {
            try connector(path: "/a/{x}").request(key: "k") { _ in .text(value) }
        }
        #expect(throws: RequestFault.pathSegment) {
            try connector(path: "/{x}/b?x").request(key: "k") { _ in .text(value) }
        }
        #expect(try connector(path: "/a?q={x}").request(key: "k") { _ in .text(value) }.address.query == "q=" + value)
        if value == "." {
            #expect(throws: RequestFault.pathSegment) {
                try connector(path: "/.{x}").request(key: "k") { _ in .text(value) }
            }
        }
    }

    @Test("no header goes over more than a line", arguments: ["a\r\nB: c", "a\n", "\r", "a\u{0}", "\u{85}", "\u{7f}"])
    func headers(value: String) throws {
        #expect(throws: RequestFault.headerValue) {
            try connector(header: "v {x}").request(key: "k") { _ in .text(value) }
        }
    }

    @Test("a JSON body stays the JSON it was", arguments: hostile) func json(value: String) throws {
        let body = RequestBody.json(
            .object([
                .init(name: "a", value: .string(try template("{x}"))),
                .init(name: "b", value: .string(try template("<{x}>"))),
            ]))
        let text = try #require(try connector(body: body).request(key: "k") { _ in .text(value) }.body)
        // Without its escapes, the text has the eight quotes of two names and two values.
        let plain = text.replacing("\\\\", with: "").replacing("\\\"", with: "")
        #expect(plain.count { $0 == "\"" } == 8, "\(text)")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test("types stay where a value is all of it") func types() throws {
        let values: [(DataValue, String)] = [
            (.number(5), "5"), (.number(-2.5), "-2.5"), (.boolean(true), "true"), (.text("5"), "\"5\""),
            (.amount(Money(minor: 1205, currency: .usd)), "\"12.05\""), (.result(.noAnswer), "\"no-answer\""),
            (.secret(SecretText("k")), "\"k\""),
        ]
        for (value, json) in values {
            let request = try connector(body: .json(.string(try template("{x}")))).request(key: "k") { _ in value }
            #expect(request.body == json)
            #expect(request.sentHeaders.map(\.name) == ["Content-Type", "Idempotency-Key"])
            #expect(request.contentType == "application/json")
        }
    }

    @Test("a form's values are encoded, a text's are not") func text() throws {
        let form = try connector(body: .text(try template("a={x}&b=1"), isForm: true)).request(key: "k") { _ in
            .text("1&b=2")
        }
        #expect(form.body == "a=1%26b%3D2&b=1")
        let text = try connector(body: .text(try template("a {x}"), isForm: false)).request(key: "k") { _ in
            .text("b\nc")
        }
        #expect(text.body == "a b\nc" && text.contentType == "text/plain; charset=utf-8")
    }

    @Test("a secret is sent and never described") func secrets() throws {
        let secret = DataValue.secret(SecretText("hunter2"))
        let request = try connector(header: "{x}", body: .text(try template("{x}"), isForm: false)).request(key: "k") {
            _ in secret
        }
        #expect(request.body == "hunter2" && request.headers[0].value == "hunter2")
        var dumped = ""
        dump(request, to: &dumped)
        dump(secret, to: &dumped)
        let said =
            "\(secret) \(secret.text) \(request) \(String(reflecting: request)) \(String(reflecting: secret))" + dumped
        #expect(!said.contains("hunter2"))
        #expect("\(request)" == "POST in-process:/")
    }
}

@Suite("Values and routers") struct ValueTests {
    private static let readings: [(type: DataType, text: String, shown: String?)] = [
        (.digits, "007", "007"), (.digits, "7a", nil), (.digits, "٣", nil), (.number, "5.0", "5"),
        (.number, "-3.25", "-3.25"), (.number, "1e5", nil), (.number, "nan", nil), (.number, "+1", nil),
        (.number, ".5", nil), (.amount, "12.5", "12.50"), (.amount, "-1", nil), (.boolean, "true", "true"),
        (.boolean, "yes", nil), (.oneOf(["a"]), "a", "a"), (.oneOf(["a"]), "b", nil),
        (.paymentResult, "no-answer", "no-answer"), (.paymentResult, "payed", nil), (.text, "", ""),
    ]

    @Test(arguments: readings.indices) func reading(index: Int) {
        let (type, text, shown) = Self.readings[index]
        #expect(DataValue(text, of: type, currency: .usd)?.text == shown)
    }

    private func router(_ tests: [RouterStep.Test]) -> RouterStep {
        let data = DataReference(name: "x", index: 0, place: place)
        let branches = tests.enumerated().map { index, test in
            RouterStep.Branch(test: test, next: StepReference(name: "s", index: index, place: place), place: place)
        }
        return RouterStep(data: data, branches: branches, otherwise: StepReference(name: "e", index: 9, place: place))
    }

    @Test func amounts() {
        let router = router([.equals("5.10"), .range(from: nil, below: 5), .range(from: 100, below: nil)])
        for (minor, index) in [(510, 0), (499, 1), (0, 1), (500, 9), (9999, 9), (10_000, 2)] {
            #expect(router.next(for: .amount(Money(minor: Int64(minor), currency: .usd)))?.index == index)
        }
        #expect(router.branches.map(\.test.label) == ["5.10", "below 5", "from 100"])
    }

    @Test func others() {
        let router = router([.equals("true"), .equals("paid"), .equals("007"), .range(from: 1, below: 2)])
        let cases: [(DataValue, Int)] = [
            (.boolean(true), 0), (.boolean(false), 9), (.result(.paid), 1), (.text("007"), 2), (.text("7"), 9),
            (.number(1.5), 3),
            (.number(7), 2), (.number(2), 9), (.secret(SecretText("007")), 2),
        ]
        for (value, index) in cases { #expect(router.next(for: value)?.index == index) }
    }
}
