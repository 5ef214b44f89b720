import JSONText
import Testing

@testable import GatewayServer

@Suite("Idempotency") struct IdempotencyTests {
    @Test("the first answer comes again, byte for byte, and nothing is done twice") func replay() throws {
        let kit = try GatewayKit()
        let first = kit.pay("ref-1")
        let again = kit.pay("ref-1", after: 3600)
        #expect(first.status == 201 && again.status == 201)
        #expect(again.body == first.body)
        #expect(again[header: "Idempotent-Replayed"] == "true" && first[header: "Idempotent-Replayed"] == nil)
        #expect(again.requestID != first.requestID)
        #expect(try kit.totals()["payments"]?.plainText == "1")
    }

    @Test("a decline and a conflict are first answers too") func errors() throws {
        let kit = try GatewayKit()
        let declined = kit.pay("ref-1", number: "4000000000009995")
        #expect(declined.status == 402 && declined.code == "insufficient_funds")
        #expect(kit.pay("ref-1", number: "4000000000009995").body == declined.body)
        let other = GatewayKit.body("ref-1")
        let conflict = kit.send("POST", "/v1/payments", other, key: "another")
        #expect(conflict.status == 409 && conflict.code == "duplicate_reference")
        #expect(conflict.id == declined.id)
        #expect(kit.send("POST", "/v1/payments", other, key: "another").body == conflict.body)
        #expect(kit.send("POST", "/v1/payments", other, key: "another")[header: "Should-Retry"] == "false")
    }

    @Test("another body, path or method under the same key is refused") func otherBody() throws {
        let kit = try GatewayKit()
        let made = kit.pay("ref-1")
        #expect(kit.send("POST", "/v1/payments", GatewayKit.body("ref-1", amount: 1), key: "ref-1").status == 422)
        let void = kit.send("POST", "/v1/payments/\(made.id)/void", key: "ref-1")
        #expect(void.status == 422 && void.code == "idempotency_mismatch")
        #expect(kit.send("GET", "/v1/payments/\(made.id)").field("status") == "paid")
    }

    @Test("what was refused before anything began is not kept") func notKept() throws {
        let kit = try GatewayKit()
        let wrong = kit.send("POST", "/v1/payments", GatewayKit.body("ref-1", amount: nil), key: "ref-1")
        #expect(wrong.status == 400 && wrong.code == "missing_member")
        #expect(kit.pay("ref-1").status == 201)
    }

    @Test("a key is under way for as long as its answer is delayed") func underWay() throws {
        let kit = try GatewayKit()
        let slow = kit.pay("ref-1", fault: "delay; seconds=10")
        #expect(slow.wire == .delay(seconds: 10))
        let early = kit.pay("ref-1", after: 9.9)
        #expect(early.status == 409 && early.code == "idempotency_in_progress")
        #expect(early[header: "Should-Retry"] == "true")
        #expect(kit.pay("ref-2", after: 9.9).status == 201)
        #expect(kit.pay("ref-1", after: 10).body == slow.body)
    }

    @Test("requests of one transaction are each answered, and one that is wrong hurts no other") func together() throws
    {
        let kit = try GatewayKit()
        var works: [GatewayWork] = []
        for index in 0..<20 {
            // Every fourth has a reference that stands already.
            let reference = index % 4 == 3 ? "ref-0" : "ref-\(index)"
            let request = GatewayKit.request("POST", "/v1/payments", GatewayKit.body(reference), key: "key-\(index)")
            guard case .work(let work) = kit.service.read(request, at: GatewayKit.noon) else {
                Issue.record("no work")
                return
            }
            works.append(work)
        }
        let answers = kit.service.carryOut(works, at: GatewayKit.noon)
        #expect(answers.map(\.status) == (0..<20).map { $0 % 4 == 3 ? 409 : 201 })
        #expect(try kit.totals()["netMinor"]?["USD"]?.plainText == "180000")
        let busy = kit.service.read(
            GatewayKit.request("POST", "/v1/payments", GatewayKit.body("ref-0"), key: "key-0"), at: GatewayKit.noon)
        guard case .answer(let answer) = busy else { return #expect(Bool(false), "the key was free") }
        #expect(answer.code == "idempotency_in_progress")
    }

    @Test("a file keeps the first answers, and the key of their hashes") func reopened() throws {
        try withFolder { folder in
            let first = try GatewayKit(path: folder + "/book.sqlite").pay("ref-1")
            let again = try GatewayKit(path: folder + "/book.sqlite", seed: 2).pay("ref-1")
            #expect(again.body == first.body)
            #expect(again[header: "Idempotent-Replayed"] == "true")
        }
    }
}
