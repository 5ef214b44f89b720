import CallTestKit
import ScenarioReports
import Testing

@testable import Scenarios

@Suite("Leak gate") struct LeakGateTests {
    private func gate() throws -> (LeakGate, ScenarioResult) {
        let outcome = try scenario(
            "name: x\nkeys: \"\(CallKit.canonical)\"\nexpect: { result: paid }\n"
        ).run()
        var detail = ResultDetail()
        detail.ofAll = true
        return (LeakGate(of: outcome.scenario, outcome.call), outcome.result(detail))
    }

    @Test("a call that tells nothing passes") func clean() throws {
        let (gate, result) = try gate()
        #expect(gate.leaks(in: result) == [])
        #expect(gate.leak(in: result.call?.text ?? "") == nil)
    }

    @Test(
        "digits of a card, however they are written",
        arguments: [
            "4242424242424242", "4242 4242 4242 4242", "a 4242-4242-4242-4242 b", "x4242424242424242y",
            "5555555555554444",
        ])
    func cards(text: String) throws { #expect(try gate().0.leak(in: text) != nil) }

    @Test(
        "what looks like one and is none",
        arguments: [
            "424242******4242", "424242424242", "12:34:56.789 120.00", "0.12345678901234", "call-54d03b5a-1",
        ])
    func others(text: String) throws { #expect(try gate().0.leak(in: text) == nil) }

    @Test(
        "a code, an expiry, a PIN as a word of a call",
        arguments: [
            ("security code 123", true), ("code \"123\".", true), ("4821", true), ("1230#", true), ("120.00", false),
            ("try 1", false), ("a123", false), ("10023", false), ("1234", false), ("12.123 s", false),
        ])
    func short(text: String, leaks: Bool) throws {
        #expect((try gate().0.leak(inWordsOfCall: text) != nil) == leaks)
    }

    @Test(
        "what the call itself shows of a field is no leak",
        arguments: [
            ("routing-number taken: 110000000", false), ("routing number is 1 1 0 0 0 0 0 0 0", false),
            ("bank account 000123456789", true), ("account 0123456789", true),
        ])
    func shown(text: String, leaks: Bool) throws {
        let outcome = try scenario(
            """
            name: x
            call: { account: "10023", identified: true, amount: "20.00", method: bank-account }
            steps:
              - press: "110000000"
              - press: "1"
              - press: "000123456789#"
              - press: "1 1"
            expect: { result: paid }
            """
        ).run()
        #expect((LeakGate(of: outcome.scenario, outcome.call).leak(inWordsOfCall: text) != nil) == leaks)
    }

    @Test("each part of a result is looked at") func parts() throws {
        let (gate, clean) = try gate()
        let card = "4242 4242 4242 4242"
        var results: [ScenarioResult] = []
        for part in 0..<6 {
            var result = clean
            switch part {
            case 0: result.name = card
            case 1: result.transcript[3] += card
            case 2: result.call = .members(["a": .array([.string(card)])])
            case 3: result.failures = [ScenarioFailure(place: "a", expectation: "b", expected: card, actual: "")]
            case 4: result.strip?.prompts.append(.init(card, from: 0, to: 1))
            default: result.call = .members(["a": .int(4_242_424_242_424_242)])
            }
            results.append(result)
        }
        for (part, result) in results.enumerated() {
            #expect(gate.leaks(in: result).count == 1, "part \(part)")
            var stopped = result
            gate.stop(&stopped)
            #expect(stopped.status == .failed && stopped.failures.count == 1)
            #expect(!"\(stopped)".contains(card) && stopped.call == nil && stopped.transcript.isEmpty)
        }
    }
}
