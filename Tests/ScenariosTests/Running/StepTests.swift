import CallTestKit
import Testing

@testable import Scenarios

/// A call of an identified caller who pays 20.00, and these steps.
private func outcome(_ steps: String, head: String = "", end: String = "") throws -> ScenarioOutcome {
    try scenario(
        """
        name: x
        call: { account: "10023", identified: true, amount: "20.00" }
        \(head)
        steps:
        \(steps)
        \(end)
        """
    ).run()
}

@Suite("Steps") struct StepTests {
    /// For each kind of step one scenario that passes, and one that fails with what it says.
    static let kinds: [(name: String, passes: String, fails: String, expected: String, actual: String)] = [
        (
            "prompt", "- expect: { prompt: ask-card-number }", "- expect: { prompt: ask-pin, within: 8 }",
            "the prompt ask-pin begins within 8.00 s",
            "not so by 8.00 s; what came was greeting; ask-card-number"
        ),
        (
            "words", "- expect: { words: CARD number }", "- expect: { words: bank, within: 3 }",
            "a prompt with the words \"bank\" begins within 3.00 s",
            "not so by 3.00 s; what came was greeting (Welcome to the payment line. You can press star at any time to cancel.)"
        ),
        (
            "asked", "- expect: { asked: card-number }", "- expect: { asked: expiry }",
            "it is the caller's turn to answer expiry within 60.00 s",
            "not so by 60.00 s; what came was card-number failed: no-input"
        ),
        (
            "silence", "- expect: { asked: card-number }\n- expect: { silence: 3 }",
            "- expect: { asked: card-number }\n- expect: { silence: 11, within: 11 }",
            "no prompt plays for 11 s within 11.00 s",
            "not so by 20.82 s; what came was no-input"
        ),
        (
            "digits", "- press: \"4242\"\n- expect: { count: 4, field: card-number }",
            "- press: \"4242\"\n- expect: { count: 5, field: card-number, within: 4 }",
            "5 digits are keyed for card-number within 4.00 s",
            "not so by 5.10 s; what came was 4 digits"
        ),
        (
            "field", "- press: \"4242424242424242#\"\n- expect: { field: card-number, state: taken }",
            "- press: \"4242424242424241#\"\n- expect: { field: card-number, state: taken, within: 1 }",
            "card-number is taken within 1.00 s",
            "not so by 4.70 s; what came was card-number keyed; card-number failed"
        ),
        (
            "event",
            "- press: \"4242424242424241#\"\n- expect: { event: attempt-failed, question: card-number, attempt: 1, reason: luhn }",
            "- press: \"4242424242424241#\"\n- expect: { event: attempt-failed, reason: no-match, within: 1 }",
            "the event attempt-failed, reason no-match within 1.00 s",
            "not so by 4.70 s; what came was attempt-failed, reason luhn"
        ),
        (
            "timer", "- expect: { timer: first-digit }",
            "- press: \"42\"\n- expect: { timer: first-digit, within: 9 }",
            "the timer first-digit runs out within 9.00 s",
            "not so by 9.70 s; what came was inter-digit"
        ),
        (
            "segment", "- expect: { segment: card }", "- expect: { segment: verification, within: 2 }",
            "the segment verification begins within 2.00 s",
            "not so by 2.00 s; what came was greeting"
        ),
        (
            "hang-up", "- hang-up\n- expect: { result: hung-up }",
            "- expect: { prompt: greeting }\n- hang-up\n- press: \"1\"",
            "a call that is not over: the caller presses keys", "the call ended at 0.50 s: hung-up"
        ),
        (
            "say-nothing-for", "- say-nothing-for: 3\n- expect: { asked: card-number, within: 9 }",
            "- say-nothing-for: 3\n- expect: { asked: card-number, within: 1 }",
            "it is the caller's turn to answer card-number within 1.00 s", "not so by 4.00 s"
        ),
        (
            "transfer",
            "- press: \"> > 0\"\n- expect: { transfer: { kind: queue, reason: too-many-attempts }, within: 90 }",
            "- press: \"*\"\n- expect: { transfer: { kind: queue } }",
            "the caller is handed on, kind queue within 60.00 s",
            "the call ended at 6.26 s: cancelled (caller-cancelled)"
        ),
    ]

    @Test("passes where it is so", arguments: kinds.map(\.name)) func passes(name: String) throws {
        let kind = try #require(Self.kinds.first { $0.name == name })
        #expect(try outcome(kind.passes).failures == [])
    }

    @Test("says what was expected, and what came instead", arguments: kinds.map(\.name)) func fails(name: String) throws
    {
        let kind = try #require(Self.kinds.first { $0.name == name })
        let failure = try #require(try outcome(kind.fails).failures.first)
        #expect(failure.expected == kind.expected)
        #expect(failure.actual == kind.actual)
        let count = kind.fails.split(separator: "\n").count
        #expect(failure.expectation == "step \(count) of \(count)")
    }

    private static let paying = """
        - press: "> > 4242424242424242# 1 1230# 1 123# 1 > > > > > > 1"
        """

    @Test("the gateway's requests, masked") func gateway() throws {
        let right =
            Self.paying
            + "\n- expect: { gateway: { amount: 20.00 USD, brand: visa, masked-pan: \"424242******4242\", try: 1, reference: none } }"
            + "\n- expect: { result: paid, gateway-requests: 1 }"
        #expect(try outcome(right).failures == [])
        let wrong = Self.paying + "\n- expect: { gateway: { amount: 21.00 USD, brand: visa } }"
        let failure = try #require(try outcome(wrong).failures.first)
        #expect(failure.expected == "the gateway is asked for amount 21.00 USD, brand visa within 60.00 s")
        #expect(failure.actual.hasSuffix("paid; what came was amount 20.00 USD, brand visa"))
    }

    @Test("what a step keeps, later ones may name") func captures() throws {
        let steps =
            Self.paying + """

                - expect: { event: gateway-asked, capture: { id: transactionId } }
                - expect: { event: gateway-answered, transactionId: "${id}", answer: approved }
                """
        #expect(try outcome(steps).failures == [])
        #expect(
            try outcome(
                steps + "\n- expect: { event: hung-up, capture: {} }\n- expect: { reference: \"${id}\", result: paid }"
            ).failures.first?.actual != "none")
    }

    @Test("steps look at what happened in its order") func order() throws {
        let steps = "- expect: { prompt: ask-card-number }\n- expect: { prompt: greeting, within: 2 }"
        #expect(try outcome(steps).failures.first?.actual == "not so by 8.24 s")
    }

    @Test("an agent acts when the steps say so") func agent() throws {
        let text = """
            name: x
            plan: \(Shipped.folder)../plans/assisted.yaml
            call: { mode: assisted }
            steps:
              - expect: { agent-has-caller: true }
              - agent: pay 20.00 INV-7
              - expect: { asked: card-number, within: 90 }
              - agent: cancel
              - agent: back
              - agent: done
            expect: { result: cancelled, reason: agent-cancelled }
            """
        #expect(try scenario(text).run().failures == [])
    }

    @Test("the question of a plan's step is waited for by plan/ and its name") func askedByPlan() throws {
        let text = """
            name: x
            plan: \(Shipped.folder)../plans/bill-pay.yaml
            steps:
              - expect: { asked: plan/main, within: 6 }
              - press: "1"
              - expect: { asked: plan/ask-account, within: 9 }
              - hang-up
            expect: { result: hung-up }
            """
        #expect(try scenario(text).run().failures == [])
        let failures = try scenario(text.replacing("plan/ask-account", with: "plan/how-much")).run().failures
        #expect(failures.first?.expected == "it is the caller's turn to answer plan/how-much within 9.00 s")
    }

    @Test("keys may be pressed slowly") func rhythm() throws {
        let slow = "- press: { keys: \"42424242\", on: 100, off: 4000 }\n- expect: { count: 8, field: card-number }"
        #expect(try outcome(slow).failures == [])
        let tooSlow = "- press: { keys: \"42424242\", on: 100, off: 6000 }\n- expect: { count: 8, field: card-number }"
        #expect(try outcome(tooSlow).failures.count == 1)
    }

    @Test(
        "what must be so of the whole call",
        arguments: [
            ("segments: [greeting, card, closing]", nil), ("segments: [card, greeting]", "greeting, card, closing"),
            ("at-most-seconds: 60", nil), ("at-most-seconds: 5", "54.6 s"), ("gateway-requests: 0", nil),
            ("gateway-requests: 1", "0"), ("recording: masked", nil), ("no-card-digits: true", nil),
        ] as [(String, String?)])
    func whole(expectation: String, actual: String?) throws {
        let end = "expect: { result: failed, \(expectation) }"
        #expect(try outcome("- press: \"> > 4242 >\"", end: end).failures.first?.actual == actual)
    }

    @Test("a step that fails ends the call, and nothing else is told") func oneFailure() throws {
        let outcome = try outcome(
            "- expect: { prompt: ask-pin, within: 1 }\n- press: \"1\"", end: "expect: { result: paid }")
        #expect(outcome.failures.count == 1)
        #expect(outcome.call.result.outcome == .hungUp)
    }

    @Test("a transcript that is kept is compared, and written anew on request") func golden() throws {
        let text = "name: x\nkeys: \"!\"\ntranscript: t.txt\nexpect: { result: hung-up }\n"
        try withFiles(["s.yaml": text]) { folder in
            let scenario = try ScenarioFile(contentsOf: folder + "s.yaml", prompts: CallKit.prompts).scenario(0)
            #expect(try scenario.run().failures.first?.actual == "there is no such file")
            var conditions = RunConditions()
            conditions.updates = GoldenUpdates()
            #expect(try scenario.run(conditions).passed)
            #expect(try scenario.run().passed)
            let other = "name: x\nkeys: \"w!\"\ntranscript: t.txt\nexpect: { result: hung-up }\n"
            let changed = try Scenario(
                .init(bytes: Array(other.utf8), name: folder + "s.yaml"), file: folder + "s.yaml",
                prompts: CallKit.prompts)
            let failure = try #require(try changed.run().failures.first)
            #expect(failure.expected == "line 2: 0.50  caller  hangs up" && failure.actual == "1.00  caller  hangs up")
        }
    }
}
