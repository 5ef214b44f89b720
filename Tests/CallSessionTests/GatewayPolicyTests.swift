import Amounts
import CallEngine
import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony
import Testing

/// What follows an answer that is no outcome: when the gateway is asked again, how often, and what the caller is told.
@Suite("Asking the gateway again") struct GatewayPolicyTests {
    private static let approved = GatewayReply.approved(GatewayApproval(reference: "R1"))

    private static func at(_ milliseconds: Int, _ reply: GatewayReply) -> ScheduledReply? {
        ScheduledReply(reply, after: .milliseconds(milliseconds))
    }

    private func call(
        _ gateway: ScriptedGateway, _ change: (inout CallScene) -> Void = { _ in }
    ) throws -> FinishedCall {
        var scene = CallScene(prompts: CallKit.prompts)
        scene.settings.rules.voidsUnknown = true
        change(&scene)
        let caller = KeyedCaller(script: try KeyScript(CallKit.canonical))
        var engine = try scene.engine(door: ["test"], gateway: gateway)
        caller.drive(&engine)
        return try FinishedCall(of: &engine)
    }

    /// What was asked of the gateway, with seconds since the first question.
    private func asked(_ call: FinishedCall) -> [String] {
        var start: MediaTime?
        return call.events.compactMap { event in
            let name: String? =
                switch event.event {
                case .call(.gatewayAsked(_, let attempt)): "try \(attempt)"
                case .call(.gatewayInquired): "inquiry"
                case .call(.gatewayVoidAsked): "void"
                default: nil
                }
            guard let name else { return nil }
            let first = start ?? event.time
            start = first
            return "\(name) \((event.time - first).seconds)"
        }
    }

    @Test("a silent gateway is tried three times, inquired, asked for a void, and then it is not known") func silent()
        throws
    {
        let call = try call(ScriptedGateway(charges: [nil]))
        #expect(call.summary == "pending/outcome-unknown")
        #expect(asked(call) == ["try 1 0.0", "try 2 10.0", "try 3 20.0", "inquiry 30.0", "void 40.0"])
    }

    @Test("a confirmed void is no charge") func voided() throws {
        let call = try call(
            ScriptedGateway(charges: [nil], inquiry: Self.at(100, .unknown), void: Self.at(100, .voided)))
        #expect(call.summary == "failed/gateway-unavailable")
        #expect(call.prompts.contains("gateway-unavailable"))
    }

    @Test("a void that finds the charge made it a payment") func voidFindsCharge() throws {
        let call = try call(
            ScriptedGateway(charges: [nil], inquiry: Self.at(100, .unknown), void: Self.at(100, Self.approved)))
        #expect(call.summary == "paid")
    }

    @Test("quick answers that say nothing are followed by growing waits") func backoff() throws {
        let call = try call(ScriptedGateway(charges: [Self.at(100, .unknown)], inquiry: Self.at(100, .unknown)))
        #expect(asked(call) == ["try 1 0.0", "try 2 0.5", "try 3 1.5", "inquiry 1.6", "void 1.7"])
    }

    @Test("a gateway that wants to be left alone is, under the same id") func retryAfter() throws {
        let later = GatewayReply.later(RetryAdvice(wait: .milliseconds(4_000), mayHaveCharged: false))
        let call = try call(ScriptedGateway(charges: [Self.at(100, later), Self.at(100, Self.approved)]))
        #expect(asked(call) == ["try 1 0.0", "try 2 4.1"])
        #expect(call.summary == "paid")
        let ids = call.callEvents.compactMap { if case .gatewayAsked(let id, _) = $0 { id } else { nil } }
        #expect(Set(ids).count == 1)
    }

    @Test(
        "it is not waited for beyond the caller's patience: surely not charged, or inquired", arguments: [false, true])
    func patience(mayHaveCharged: Bool) throws {
        let later = GatewayReply.later(
            RetryAdvice(wait: .milliseconds(20_000), mayHaveCharged: mayHaveCharged))
        let call = try call(ScriptedGateway(charges: [Self.at(100, later)], inquiry: Self.at(100, Self.approved)))
        #expect(asked(call) == (mayHaveCharged ? ["try 1 0.0", "inquiry 0.1"] : ["try 1 0.0"]))
        #expect(call.summary == (mayHaveCharged ? "paid" : "failed/gateway-unavailable"))
    }

    @Test("patience is for all waits of a charge together") func waitsAddUp() throws {
        let later = GatewayReply.later(RetryAdvice(wait: .milliseconds(9_000), mayHaveCharged: false))
        let call = try call(ScriptedGateway(charges: [Self.at(100, later)]))
        #expect(asked(call) == ["try 1 0.0", "try 2 9.1"])
        #expect(call.summary == "failed/gateway-unavailable")
    }

    @Test("where another try is of no use, none is made") func notWorthwhile() throws {
        let useless = GatewayReply.later(RetryAdvice(isWorthwhile: false))
        let call = try call(ScriptedGateway(charges: [Self.at(100, useless)], inquiry: Self.at(100, Self.approved)))
        #expect(asked(call) == ["try 1 0.0", "inquiry 0.1"])
        #expect(call.summary == "paid")
    }

    @Test("refused in every try: surely not charged, no inquiry") func neverSent() throws {
        let later = GatewayReply.later(RetryAdvice(wait: .milliseconds(500), mayHaveCharged: false))
        let call = try call(ScriptedGateway(charges: [Self.at(100, later)]))
        #expect(asked(call).count == 3)
        #expect(call.summary == "failed/gateway-unavailable")
    }

    @Test("a late outcome of an earlier try counts while the next one waits") func lateOutcome() throws {
        var scene = CallScene(prompts: CallKit.prompts)
        scene.settings.rules.gatewayBackoff = .milliseconds(5_000)
        var engine = try scene.engine(
            door: ["test"], gateway: ScriptedGateway(charges: [Self.at(100, .unknown), nil]))
        engine.answer()
        for (index, key) in "10023#4821#14242424242424242#11230#1123#11".enumerated() {
            engine.press(try #require(Key(key)), at: .zero + .milliseconds(500 + 200 * index))
        }
        engine.advance(to: engine.now + .milliseconds(200))
        let events = engine.takeEvents()
        let id = events.compactMap { if case .call(.gatewayAsked(let id, _)) = $0.event { id } else { nil } }.last
        let transaction = try #require(id)
        engine.gatewayReplied(.unknown, transactionID: transaction, at: engine.now + .milliseconds(1_000))
        engine.gatewayReplied(Self.approved, transactionID: transaction, at: engine.now + .milliseconds(1_000))
        engine.runToEnd()
        let call = try FinishedCall(of: &engine, events: events + engine.takeEvents())
        #expect(call.summary == "paid")
        #expect(asked(call) == ["try 1 0.0"])
    }

    @Test("an earlier payment that was made is told, and nothing is charged") func alreadyPaid() throws {
        let earlier = GatewayReply.heldBack(.paid(Money(minor: 20_00, currency: .usd)))
        let call = try call(ScriptedGateway(charges: [Self.at(100, earlier)]))
        #expect(call.summary == "failed/already-paid")
        #expect(call.prompts.contains("already-paid"))
        #expect(call.record.result.transfer?.route == .queue("payments"))
    }

    @Test("an earlier payment that is not known yet holds the next one back") func earlierUnknown() throws {
        let call = try call(ScriptedGateway(charges: [Self.at(100, .heldBack(.unknown))]))
        #expect(call.summary == "failed/earlier-payment-unknown")
        #expect(call.prompts.contains("earlier-payment-unknown"))
    }

    /// Notes what a gateway is told at the end of a payment.
    private final class Ends: Sendable {
        let heard = Mutex<[Bool]>([])
    }

    private struct EndingGateway: PaymentGateway {
        var inner: ScriptedGateway
        let ends: Ends

        mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
            inner.charge(request, details: details)
        }
        mutating func inquire(transactionID: String) -> ScheduledReply? { nil }
        mutating func paymentEnded(transactionID: String, callerHeard: Bool) {
            ends.heard.withLock { $0.append(callerHeard) }
        }
    }

    @Test(
        "a caller has heard of a payment who was told that it is paid, or was before, and nobody else",
        arguments: [
            (approved, "", true), (.heldBack(.paid(Money(minor: 1, currency: .usd))), "", true),
            (approved, "!", false), (.heldBack(.unknown), "", false), (.notSent, "", false), (.unknown, "", false),
            (.voided, "", false), (.declined(.stolenCard), "", false),
        ])
    func heard(reply: GatewayReply, end: String, expected: Bool) throws {
        let ends = Ends()
        let gateway = EndingGateway(inner: ScriptedGateway(charges: [Self.at(100, reply)]), ends: ends)
        var engine = try CallScene(prompts: CallKit.prompts).engine(door: ["test"], gateway: gateway)
        KeyedCaller(script: try KeyScript(CallKit.canonical + end)).drive(&engine)
        #expect(ends.heard.withLock { $0 } == [expected])
    }

    @Test("in the process a lost request is not known, unless voids are asked for", arguments: [false, true])
    func simulated(voids: Bool) throws {
        let call = try CallKit.call(CallKit.canonical) { scene in
            scene.settings.gateway.faults = [.lostRequest]
            scene.settings.rules.voidsUnknown = voids
        }
        #expect(call.summary == (voids ? "failed/gateway-unavailable" : "pending/outcome-unknown"))
    }
}
