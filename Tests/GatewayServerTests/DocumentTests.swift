import JSONText
import Testing

@testable import GatewayServer

/// The live server does what its OpenAPI document says: every answer that it gives is in the document and fits its schema,
/// and every answer of the document is given.
@Suite("OpenAPI document", .serialized) struct DocumentTests {
    private static func document() throws -> JSONValue { try JSONValue(parsing: PackageResources.openapi_json) }

    /// `POST /v1/voids`, and whether it is documented with an Idempotency-Key.
    private struct Operation {
        let method: String
        let path: String
        let value: JSONValue
        var name: String { method + " " + path }
        var isOnce: Bool {
            guard case .array(let parameters)? = value["parameters"] else { return false }
            return parameters.contains { $0["$ref"]?.plainText?.hasSuffix("Idempotency-Key") == true }
        }
        var statuses: [String] {
            guard case .object(let responses)? = value["responses"] else { return [] }
            return responses.map(\.name)
        }
    }

    private static func operations() throws -> [Operation] {
        guard case .object(let paths)? = try document()["paths"] else { return [] }
        return paths.flatMap { path in
            guard case .object(let methods) = path.value else { return [Operation]() }
            return methods.map { Operation(method: $0.name.uppercased(), path: path.name, value: $0.value) }
        }
    }

    @Test("it has the paths and methods of the router, and no other") func routes() throws {
        let documented = Set(try Self.operations().map(\.name))
        let routed = Set(Route.table.flatMap { row in row.methods.map { $0 + " " + row.path } })
        #expect(documented == routed)
        let kit = try GatewayKit()
        for row in Route.table {
            let target = row.path.replacing("{id}", with: "pay_nobody")
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
            where !row.methods.contains(method) {
                let answer = kit.send(method, target)
                #expect(answer.status == 405 && answer[header: "Allow"] == row.methods.joined(separator: ", "))
            }
            #expect(kit.send("GET", target + "x/y").status == 404)
        }
    }

    @Test("every fault, target and status of the code is in it") func names() throws {
        let schemas = try Self.document()["components"]?["schemas"]
        func values(_ path: String...) -> Set<String> {
            guard case .array(let values)? = schemas?[path.map { JSONPathComponent.name($0) }] else { return [] }
            return Set(values.compactMap(\.plainText))
        }
        #expect(values("Fault", "properties", "fault", "enum") == Set(ServerFault.Kind.allCases.map(\.rawValue)))
        #expect(values("Fault", "properties", "on", "enum") == Set(FaultTarget.allCases.map(\.rawValue)))
        #expect(values("Payment", "properties", "status", "enum") == Set(Payment.Status.allCases.map(\.rawValue)))
        #expect(values("NewPayment", "properties", "action", "enum") == Set(Payment.Action.allCases.map(\.rawValue)))
    }

    // MARK: Answers

    /// Sends requests, checks each answer, and notes which of the document came.
    private final class Prober {
        let gateway: LiveGateway
        let check: SchemaCheck
        let operations: [Operation]
        var seen: Set<String> = []
        private var count = 0

        init(_ gateway: LiveGateway) throws {
            self.gateway = gateway
            check = SchemaCheck(document: try DocumentTests.document())
            operations = try DocumentTests.operations()
        }

        func key() -> String {
            count += 1
            return "key-\(count)"
        }

        /// Sends one request of `operation`, and gives the answer.
        @discardableResult
        func send(
            _ operation: String, id: String = "pay_nobody", query: String = "", _ body: JSON? = nil, key: String? = nil,
            fault: String? = nil, without header: String = ""
        ) async throws -> RawAnswerParts {
            let row = try #require(operations.first { $0.name == operation })
            let target = row.path.replacing("{id}", with: id) + query
            let bytes = LiveGateway.bytes(
                row.method, target, body, key: row.isOnce ? key ?? self.key() : nil, fault: fault, without: header)
            return try await send(row, bytes)
        }

        @discardableResult
        func send(_ row: Operation, _ bytes: [UInt8]) async throws -> RawAnswerParts {
            let answer = try #require(await gateway.exchange(bytes).answers.first)
            seen.insert(row.name + " " + String(answer.status))
            let what: Comment = "\(row.name) \(answer.status)"
            let response = row.value["responses"]?[String(answer.status)].flatMap { check.resolved($0) }
            guard let response else {
                Issue.record("\(what): is not documented")
                return answer
            }
            guard case .object(let content)? = response["content"], let type = content.first else { return answer }
            #expect(answer.headers["content-type"]?.hasPrefix(type.name) == true, what)
            if case .object(let headers)? = response["headers"] { expectHeaders(headers, answer, what) }
            guard type.name == "application/json", let schema = type.value["schema"] else { return answer }
            #expect(check.problems(try answer.json, schema) == [], what)
            return answer
        }

        private func expectHeaders(_ headers: [JSONValue.Member], _ answer: RawAnswerParts, _ what: Comment) {
            for header in headers where header.name != "Idempotent-Replayed" {
                let schema = check.resolved(header.value)?["schema"]
                let value = answer.headers[header.name.lowercased()]
                let given =
                    schema?["type"]?.plainText == "integer"
                    ? value.map { JSONValue.number($0) } : value.map { .string($0) }
                guard let given, let schema else {
                    Issue.record("\(what): has no header \(header.name)")
                    continue
                }
                #expect(check.problems(given, schema) == [], what)
            }
        }
    }

    @Test("every answer is documented, and every documented answer is given") func answers() async throws {
        let kit = try GatewayKit()
        var seen = try await LiveGateway.serving(kit.service) { gateway in
            let prober = try Prober(gateway)
            try await successes(prober)
            try await failures(prober)
            try await conflicts(prober, kit)
            return prober.seen
        }
        var full = GatewayHTTPServer.Options()
        full.waiting = 0
        seen.formUnion(
            try await LiveGateway.serving(GatewayKit().service, full) { gateway in
                let prober = try Prober(gateway)
                for row in prober.operations where row.statuses.contains("503") {
                    let body: JSON? =
                        switch row.path {
                        case "/v1/payments" where row.method == "POST": GatewayKit.body("ref-1")
                        case "/v1/voids": .members(["reference": .string("ref-1")])
                        default: nil
                        }
                    #expect(try await prober.send(row.name, body).status == 503)
                }
                return prober.seen
            })
        let documented = Set(try Self.operations().flatMap { row in row.statuses.map { row.name + " " + $0 } })
        #expect(documented.subtracting(seen).sorted() == [])
    }

    private func successes(_ prober: Prober) async throws {
        for name in ["GET /", "GET /health", "GET /openapi.json", "GET /admin/totals"] { try await prober.send(name) }
        let made = try await prober.send(
            "POST /v1/payments", GatewayKit.body("ref-1", action: "authorize"), key: "again")
        try await prober.send("POST /v1/payments", GatewayKit.body("ref-1", action: "authorize"), key: "again")
        let id = try made.json["id"]?.plainText ?? ""
        try await prober.send("POST /v1/payments", GatewayKit.body("late"), fault: "late-success; seconds=3600")
        try await prober.send("POST /v1/payments", GatewayKit.body("ref-2", number: "4000000000009995"))
        let stored = GatewayKit.body("ref-3", amount: nil, currency: nil, action: "tokenize")
        try await prober.send("POST /v1/payments", stored)
        try await prober.send("POST /v1/payments", GatewayKit.body("ref-4", source: GatewayKit.account("000123456789")))
        try await prober.send("POST /v1/payments", GatewayKit.body("ref-5", source: GatewayKit.token("tok_visa")))
        try await prober.send("POST /v1/payments/{id}/capture", id: id)
        try await prober.send("POST /v1/payments/{id}/refund", id: id, .members(["amount": .int(10)]))
        try await prober.send("POST /v1/payments/{id}/void", id: id)
        try await prober.send("POST /v1/voids", .members(["reference": .string("never-came")]))
        try await prober.send("GET /v1/payments/{id}", id: id)
        try await prober.send("GET /v1/payments", query: "?reference=never-came")
        try await prober.send("GET /v1/payments", query: "?limit=2")
        try await prober.send("GET /v1/payments")
        let fault: JSON = .members([
            "fault": .string("delay"), "seconds": .number("0.5"), "times": .int(2), "on": .string("refund"),
            "reference": .string("x*"),
        ])
        try await prober.send("POST /admin/faults", fault)
        try await prober.send("GET /admin/faults")
        try await prober.send("DELETE /admin/faults")
        for name in ["GET /v1/payments/{id}", "POST /v1/payments/{id}/capture", "POST /v1/payments/{id}/void"] {
            #expect(try await prober.send(name).status == 404)
        }
        #expect(try await prober.send("POST /v1/payments/{id}/refund").status == 404)
        #expect(try await prober.send("GET /v1/payments", query: "?after=pay_nobody").status == 404)
    }

    /// Errors that every operation has which documents them.
    private func failures(_ prober: Prober) async throws {
        let body: JSON = .members(["reference": .string("ref-9")])
        for row in prober.operations {
            let target = row.path.replacing("{id}", with: "pay_nobody")
            let given: JSON? = row.method == "POST" ? row.path == "/v1/voids" ? body : .object([]) : nil
            func bytes(_ fault: String? = nil, without header: String = "") -> [UInt8] {
                let whole = row.path == "/v1/payments" && row.method == "POST" ? GatewayKit.body("ref-9") : given
                return LiveGateway.bytes(row.method, target, whole, key: prober.key(), fault: fault, without: header)
            }
            for status in row.statuses {
                switch status {
                case "400" where row.path == "/admin/faults": try await prober.send(row.name, .object([]))
                case "400": try await prober.send(row, bytes("no-such-fault"))
                case "401": try await prober.send(row, bytes(without: "Authorization"))
                case "413":
                    let head = bytes(without: "Content-Length")
                    let text = String(decoding: head, as: UTF8.self).replacing("Host: x", with: "Content-Length: 70000")
                    try await prober.send(row, Array(text.utf8))
                case "414":
                    let query = "?" + String(repeating: "q", count: 3000)
                    try await prober.send(row, LiveGateway.bytes(row.method, target + query, given, key: prober.key()))
                case "415":
                    let text: JSON = .members(["reference": .string("x")])
                    try await prober.send(
                        row, LiveGateway.bytes(row.method, target, text, key: prober.key(), without: "Content-Type"))
                case "429": try await prober.send(row, bytes("429"))
                case "431":
                    let text = String(decoding: bytes(), as: UTF8.self)
                    let long = text.replacing("Host: x", with: "Host: \(String(repeating: "x", count: 20_000))")
                    try await prober.send(row, Array(long.utf8))
                case "500": try await prober.send(row, bytes("500-before"))
                default: break
                }
            }
        }
    }

    /// A key under way, and one that was used for something else.
    private func conflicts(_ prober: Prober, _ kit: GatewayKit) async throws {
        for row in prober.operations where row.isOnce {
            let key = prober.key()
            let isCreate = row.path == "/v1/payments"
            let body: JSON? =
                isCreate ? GatewayKit.body(key) : row.path == "/v1/voids" ? .members(["reference": .string(key)]) : nil
            let target = row.path.replacing("{id}", with: "pay_nobody")
            let request = GatewayKit.request(row.method, target, body, key: key)
            guard case .work(let work) = kit.service.read(request, at: HTTPExchange.now) else {
                Issue.record("\(row.name): no work")
                continue
            }
            #expect(try await prober.send(row.name, body, key: key).status == 409)
            _ = kit.service.carryOut([work], at: HTTPExchange.now)
            kit.service.answered(work)
            let other: JSON =
                isCreate
                ? GatewayKit.body("other-" + key)
                : row.path == "/v1/voids" ? .members(["reference": .string("other-" + key)]) : .object([])
            #expect(try await prober.send(row.name, other, key: key).status == 422)
        }
        for _ in 0..<FaultPlan.mostOrders {
            #expect(kit.send("POST", "/admin/faults", .members(["fault": .string("delay")])).status == 201)
        }
        #expect(try await prober.send("POST /admin/faults", .members(["fault": .string("delay")])).status == 409)
        try await prober.send("DELETE /admin/faults")
        try await prober.send("DELETE /admin/data")
    }
}
