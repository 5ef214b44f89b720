import ArgumentParser
import Foundation
import JSONText
import Prompts
import ScenarioReports
import Scenarios
import YAMLText

/// `replay --prove-gate`: plants digits in every kind of output of a call that was paid, and shows that the gate stops each.
struct GateProof {
    private let prompts: PromptSet

    /// The call that is made: published test digits of Stripe's (visa), and the shipped account's PIN.
    private static let keys = "10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1 1"

    init(prompts: PromptSet) { self.prompts = prompts }

    func run() throws {
        let yaml = "name: A call that is paid\nkeys: \"\(GateProof.keys)\"\nexpect: { result: paid }\n"
        let scenario = try Scenario(
            YAMLValue(bytes: Array(yaml.utf8), name: "prove-gate"), file: "prove-gate", prompts: prompts)
        let outcome = try scenario.run()
        var detail = ResultDetail()
        detail.ofAll = true
        let clean = outcome.result(detail)
        let gate = LeakGate(of: scenario, outcome.call)
        var isProved = gate.leaks(in: clean).isEmpty && outcome.passed
        try Output.line((isProved ? "passes   " : "STOPPED  ") + "the call as it is")
        for (what, plant) in GateProof.plants {
            var result = clean
            plant(&result)
            gate.stop(&result)
            let isStopped = result.status == .failed && gate.leaks(in: result).isEmpty
            isProved = isProved && isStopped
            try Output.line((isStopped ? "stopped  " : "PASSED   ") + what)
        }
        guard isProved else {
            throw Failure(
                code: Exit.expectationFailed, message: "the leak gate let something through; please report it")
        }
    }

    private static let card = "4242 4242 4242 4242"

    private static let plants: [(what: String, plant: @Sendable (inout ScenarioResult) -> Void)] = [
        ("a card number in the name", { $0.name += " " + card }),
        ("a card number in the transcript", { $0.transcript.append("   1.00  call    card-number taken: " + card) }),
        ("a security code in the transcript", { $0.transcript.append("   1.00  call    security-code taken: 123") }),
        ("an expiry in the transcript", { $0.transcript.append("   1.00  call    expiry taken: 1230") }),
        ("a PIN in the transcript", { $0.transcript.append("   1.00  caller  pin: 4821") }),
        ("a card number in the call's result", { $0.call = .members(["reference": .string("4242-4242-4242-4242")]) }),
        ("a card number as a number in it", { $0.call = .members(["reference": .int(4_242_424_242_424_242)]) }),
        ("a security code in it", { $0.call = .members(["reference": .string("123")]) }),
        (
            "a card number in a failure",
            { $0.failures = [ScenarioFailure(place: "a:1:1", expectation: "brand", expected: "visa", actual: card)] }
        ),
        ("a card number in the picture", { $0.strip?.faults.append(CallStrip.Span(card, from: 1, to: 1)) }),
    ]
}
