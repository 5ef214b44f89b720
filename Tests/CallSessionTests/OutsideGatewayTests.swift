import CallEngine
import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Telephony
import Testing

/// A gateway outside the process: it answers nothing by itself, its driver tells the call later.
private struct OutsideGateway: PaymentGateway {
    mutating func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? { nil }
    mutating func inquire(transactionID: String) -> ScheduledReply? { nil }
}

@Suite("A gateway outside the process") struct OutsideGatewayTests {
    private func call(_ drive: (inout CallEngine, String) -> Void) throws -> FinishedCall {
        var engine = try CallScene(prompts: CallKit.prompts).engine(door: ["test"], gateway: OutsideGateway())
        engine.answer()
        for (index, key) in "10023#4821#14242424242424242#11230#1123#11".enumerated() {
            engine.press(try #require(Key(key)), at: .zero + .milliseconds(500 + 200 * index))
        }
        let asked = engine.takeEvents()
        let id = asked.compactMap { if case .call(.gatewayAsked(let id, _)) = $0.event { id } else { nil } }.last
        drive(&engine, try #require(id))
        engine.runToEnd()
        return try FinishedCall(of: &engine, events: asked)
    }

    @Test("its answer counts when it is told") func answers() throws {
        let paid = try call { engine, id in
            engine.gatewayReplied(
                .approved(GatewayApproval(reference: "R1")), transactionID: id, at: engine.now + .milliseconds(700))
        }
        #expect(paid.summary == "paid")
        #expect(paid.result.payment?.reference == "R1")
    }

    @Test("an answer to an earlier try counts too, while the transaction is in hand") func lateAnswer() throws {
        let paid = try call { engine, id in
            engine.gatewayReplied(
                .approved(GatewayApproval(reference: "R1")), transactionID: id, at: engine.now + .milliseconds(25_000))
        }
        #expect(paid.summary == "paid")
        #expect(paid.callEvents.contains { if case .gatewayAsked(_, 3) = $0 { true } else { false } })
    }

    @Test("none in 40 s: the outcome is unknown, and an answer after that changes nothing") func neverAnswers() throws {
        let pending = try call { engine, id in
            engine.gatewayReplied(
                .approved(GatewayApproval(reference: "R1")), transactionID: id, at: engine.now + .milliseconds(40_001))
        }
        #expect(pending.summary == "pending/outcome-unknown")
    }
}
