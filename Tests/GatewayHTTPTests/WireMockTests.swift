import CallReports
import CallTestKit
import Foundation
import JSONText
import PaymentCall
import PaymentGateway
import Telephony
import Testing

@testable import GatewayHTTP

/// Whole calls at a server that breaks as it is told, and whose journal counts what it was sent.
@Suite("WireMock", .enabled(if: Peer.wireMockJar != nil), .timeLimit(.minutes(20)), .serialized)
struct WireMockTests {
    /// What one answer is, as the server's mappings write it.
    private enum Told {
        case status(Int, String)
        case fault(String)
        case late(milliseconds: Int)

        var response: JSON {
            switch self {
            case .status(let status, let body): .members(["status": .int(Int64(status)), "body": .string(body)])
            case .fault(let fault): .members(["fault": .string(fault)])
            case .late(let time): .members(["status": .int(200), "fixedDelayMilliseconds": .int(Int64(time))])
            }
        }
    }

    /// The server's own interface.
    private struct Admin {
        let transport: HTTPTransport

        func ask(_ path: String, _ body: JSON) throws -> JSONValue {
            let bytes = SecretBody()
            bytes.append(body.text)
            let request = GatewayHTTPRequest(
                method: "POST", path: "/__admin/" + path, headers: [(name: "Content-Type", value: "application/json")],
                body: bytes)
            guard case .answered(let answer) = transport.exchange(request, limit: .milliseconds(60_000)).outcome else {
                throw PeerDidNotStart()
            }
            #expect((200...299).contains(answer.status))
            return (try? JSONValue(parsing: answer.body)) ?? .null
        }

        /// The answers to a path, in turn; the last one for all that follow.
        func script(_ method: String, _ path: String, _ answers: [Told]) throws {
            for (index, told) in answers.enumerated() {
                let isLast = index == answers.count - 1
                _ = try ask(
                    "mappings",
                    .members([
                        "scenarioName": .string(method + path),
                        "requiredScenarioState": .string(index == 0 ? "Started" : "\(index)"),
                        "newScenarioState": .string(isLast ? (index == 0 ? "Started" : "\(index)") : "\(index + 1)"),
                        "request": .members(["method": .string(method), "urlPath": .string(path)]),
                        "response": told.response,
                    ]))
            }
        }

        /// How many requests came that the pattern fits.
        func count(_ pattern: JSON) throws -> Int {
            try Int(ask("requests/count", pattern)["count"]?.plainText ?? "") ?? -1
        }

        func count(_ method: String, _ path: String) throws -> Int {
            try count(.members(["method": .string(method), "urlPath": .string(path)]))
        }
    }

    private func with(_ body: (any GatewayClient, Admin) throws -> Void) throws {
        let peer = try Peer.wireMock()
        defer { peer.kill() }
        let transport = try HTTPTransport(to: peer.address)
        defer { transport.shutdown() }
        let client = GatewayDialect.native.client(
            of: try peer.address, over: transport, key: .test, timeout: .milliseconds(4_000))
        try body(client, Admin(transport: transport))
    }

    /// The first charge of the canonical call.
    private func paid() throws -> (id: String, text: String) {
        let first = try WholeCallTests().first
        return (first.id, payment(reference: first.id, amount: String(first.minor), captured: first.minor))
    }

    private static let breaks = [
        "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE",
    ]

    @Test("500, then paid: two charges sent, under one key") func error() throws {
        try with { client, admin in
            let paid = try paid()
            try admin.script("POST", "/v1/payments", [.status(500, "oops"), .status(201, paid.text)])
            #expect(try WaitedGateway.call(client).summary == "paid")
            #expect(try admin.count("POST", "/v1/payments") == 2)
            let underKey = JSON.members([
                "method": .string("POST"),
                "headers": .members(["Idempotency-Key": .members(["equalTo": .string(paid.id)])]),
            ])
            #expect(try admin.count(underKey) == 2)
        }
    }

    @Test("a connection that breaks, then paid", arguments: breaks) func faults(fault: String) throws {
        try with { client, admin in
            try admin.script("POST", "/v1/payments", [.fault(fault), .fault(fault), .status(201, try paid().text)])
            #expect(try WaitedGateway.call(client).summary == "paid")
            #expect(try admin.count("POST", "/v1/payments") == 3)
            #expect(try admin.count("GET", "/v1/payments") == 0)
        }
    }

    @Test("a connection that breaks each time: three charges, one inquiry, one void", arguments: breaks)
    func alwaysBroken(fault: String) throws {
        try with { client, admin in
            try admin.script("POST", "/v1/payments", [.fault(fault)])
            try admin.script("GET", "/v1/payments", [.status(404, refusal("not_found"))])
            try admin.script("POST", "/v1/voids", [.fault(fault)])
            let call = try WaitedGateway.call(client) { $0.voidsUnknown = true }
            #expect(call.summary == "pending/outcome-unknown")
            #expect(try admin.count("POST", "/v1/payments") == 3)
            #expect(try admin.count("GET", "/v1/payments") == 1)
            #expect(try admin.count("POST", "/v1/voids") == 1)
        }
    }

    @Test("an answer that comes too late, and an inquiry that finds it paid") func delay() throws {
        try with { client, admin in
            try admin.script("POST", "/v1/payments", [.late(milliseconds: 30_000)])
            try admin.script("GET", "/v1/payments", [.status(200, try paid().text)])
            #expect(try WaitedGateway.call(client) { $0.gatewayRetries = 0 }.summary == "paid")
            #expect(try admin.count("POST", "/v1/payments") == 1)
            #expect(try admin.count("GET", "/v1/payments") == 1)
        }
    }
}
