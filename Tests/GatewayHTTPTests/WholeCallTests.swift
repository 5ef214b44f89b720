import Amounts
import CallReports
import CallTestKit
import CardData
import GatewayHTTP
import HTTPTestKit
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony
import Testing

/// A payment in whose place a server puts the reference that it was asked for.
private func bodies(_ pair: Pair) -> Set<String> {
    Set(
        pair.server.requests.filter { $0.hasPrefix("POST /v1/payments ") }
            .map { request in request.firstRange(of: "\r\n\r\n").map { String(request[$0.upperBound...]) } ?? "" })
}

@Suite("A whole call over the client", .timeLimit(.minutes(20))) struct WholeCallTests {
    /// The id of the first charge of the canonical call, and its amount: the same in every run.
    let first: (id: String, minor: Int64)

    init() throws {
        let asked = Mutex<(String, Int64)?>(nil)
        _ = try WaitedGateway.call(AskedClient { id, minor in asked.withLock { $0 = $0 ?? (id, minor) } })
        let found = try #require(asked.withLock { $0 })
        first = (id: found.0, minor: found.1)
    }

    private func paid() -> String { payment(reference: first.id, amount: String(first.minor), captured: first.minor) }

    private func run(
        _ scripts: [[ServerStep]], rules: (inout CallRules) -> Void = { _ in },
        _ check: (FinishedCall, Pair) throws -> Void
    ) async throws {
        try await Kit.with(.native, scripts, timeout: .milliseconds(3_000)) { pair in
            try check(WaitedGateway.call(pair.client, rules: rules), pair)
        }
    }

    @Test("tries under one key with one body, until one is paid") func retries() async throws {
        try await run([[answer("500 Oops")], [.close], [answer("201 Created", paid())]]) { call, pair in
            #expect(call.summary == "paid")
            #expect(call.result.payment?.reference == "K7X2QF")
            #expect(asked(pair.server) == Array(repeating: "POST /v1/payments", count: 3))
            #expect(Set(pair.server.requests.compactMap { header("Idempotency-Key", in: $0) }) == [first.id])
            #expect(bodies(pair).count == 1)
        }
    }

    @Test("three tries without an outcome, then an inquiry that finds it paid") func inquiry() async throws {
        try await run([[.close], [.close], [.close], [answer("200 OK", paid())]]) { call, pair in
            #expect(call.summary == "paid")
            #expect(
                asked(pair.server) == Array(repeating: "POST /v1/payments", count: 3) + [
                    "GET /v1/payments?reference=\(first.id)"
                ])
        }
    }

    @Test("then a void where the rules have it, and nobody is charged") func void() async throws {
        let voided = payment("voided", reference: first.id, amount: "0", captured: 0)
        try await run(
            [[.close], [.close], [.close], [.close], [answer("200 OK", voided)]], rules: { $0.voidsUnknown = true }
        ) { call, pair in
            #expect(call.summary == "failed/gateway-unavailable")
            #expect(asked(pair.server).last == "POST /v1/voids")
        }
    }

    @Test("no word at all: unknown, and said so") func unknown() async throws {
        try await run([[.close]]) { call, pair in
            #expect(call.summary == "pending/outcome-unknown")
            #expect(pair.server.requests.count == 4)
        }
    }

    @Test("what is refused is not asked again") func refused() async throws {
        try await run([[answer("401 No", refusal("unauthorized"))]]) { call, pair in
            #expect(call.summary == "failed/gateway-unavailable")
            #expect(pair.server.requests.count == 1)
        }
    }

    @Test("what says that it is of no use is looked up at once") func ofNoUse() async throws {
        try await run([[answer("500 Oops", headers: "Should-Retry: false\r\n")], [answer("200 OK", paid())]]) {
            call, pair in
            #expect(call.summary == "paid")
            #expect(pair.server.requests.count == 2)
        }
    }

    @Test("a gateway that wants to be left alone for too long is asked once, and was not charged") func tooLong()
        async throws
    {
        try await run([[answer("429 Slow", refusal("rate_limited"), headers: "Retry-After: 3600\r\n")]]) { call, pair in
            #expect(call.summary == "failed/gateway-unavailable")
            #expect(pair.server.requests.count == 1)
        }
    }

    @Test("a new key after a decline") func decline() async throws {
        let no = payment(
            "declined", reference: first.id, amount: String(first.minor), code: "incorrect_cvc", captured: 0)
        try await run([[answer("402 No", refusal("incorrect_cvc", type: "decline", payment: no))]]) { call, pair in
            #expect(call.result.payment?.declines == [.incorrectCVC])
            #expect(pair.server.requests.count == 1)
            #expect(call.prompts.contains("declined-incorrect-cvc"))
        }
    }
}

/// A client that tells what it is asked, and has no answer.
private struct AskedClient: GatewayClient {
    let name = "asked"
    let tells: @Sendable (String, Int64) -> Void

    init(_ tells: @escaping @Sendable (String, Int64) -> Void) { self.tells = tells }

    func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?, learned: (String) throws -> Void
    ) -> GatewayReply? {
        tells(request.transactionID, request.amount.minor)
        return .notSent
    }
    func standing(transactionID: String, handle: String?) -> PaymentStanding { .noAnswer }
    func void(transactionID: String, handle: String?) -> PaymentStanding { .noAnswer }
}
