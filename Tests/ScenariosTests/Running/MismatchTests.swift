import CallTestKit
import CardData
import PaymentCall
import ScenarioReports
import Testing

@testable import Scenarios

/// The canonical call with these expectations.
private func outcome(expect: String) throws -> ScenarioOutcome {
    try scenario("name: x\nkeys: \"\(CallKit.canonical)\"\nexpect:\n  \(expect)\n").run()
}

/// All that reports may tell of an outcome.
func said(_ outcome: ScenarioOutcome) -> String {
    var detail = ResultDetail()
    (detail.ofAll, detail.verbose) = (true, true)
    let result = outcome.result(detail)
    let failures = result.failures.flatMap { [$0.source ?? "", $0.expected, $0.actual] + $0.notes }
    return (failures + result.transcript + [result.call?.text ?? "", result.name]).joined(separator: "\n")
}

@Suite struct MismatchTests {
    @Test(arguments: [
        ("result: declined", "result", "declined", "paid", "4:11"),
        ("result: paid\n  reason: lost_card", "reason", "lost_card", "none", "5:11"),
        ("result: paid\n  transfer: {kind: queue}", "transfer.kind", "queue", "none", "5:20"),
        ("result: paid\n  transfer: {target: x}", "transfer.target", "x", "none", "5:22"),
        ("result: paid\n  transfer: {reason: paid}", "transfer.reason", "paid", "none", "5:22"),
        ("result: paid\n  never: [greeting, paid]", "never", "no greeting", "greeting was played", "5:11"),
        ("result: paid\n  declines: [lost_card]", "declines", "lost_card", "none", "5:13"),
        ("result: paid\n  amount: 5 USD", "amount", "5.00 USD", "120.00 USD", "5:11"),
        ("result: paid\n  amount: none", "amount", "none", "120.00 USD", "5:11"),
        ("result: paid\n  brand: jcb", "brand", "jcb", "visa", "5:10"),
        ("result: paid\n  masked-pan: '****'", "masked-pan", "****", "424242******4242", "5:15"),
        ("result: paid\n  account: '7'", "account", "7", "10023", "5:12"),
    ])
    func saysWhatWasExpectedWhatWasAndWhere(
        _ expect: String, _ name: String, _ expected: String, _ actual: String, _ place: String
    ) throws {
        let outcome = try outcome(expect: expect)
        let mismatch = try #require(outcome.failures.first)
        #expect(mismatch.expectation == name && mismatch.expected == expected && mismatch.actual == actual)
        #expect(mismatch.place == "folder/s.yaml:" + place)
        #expect(outcome.result().status == .failed && !outcome.result().transcript.isEmpty)
    }

    @Test func aTransferThatIsNotNone() throws {
        let text = "name: x\nkeys: '10023# 4821# 0'\nexpect: {result: failed, transfer: none}"
        let mismatch = try #require(try scenario(text).run().failures.first)
        #expect(
            mismatch.expectation == "transfer" && mismatch.expected == "none" && mismatch.actual == "queue payments")
    }

    @Test(arguments: [
        ("[greeting, paid]", true), ("[paid, greeting]", false), ("[]", true), ("[greeting, greeting]", false),
        ("[greeting, summary, processing, paid, goodbye]", true), ("[no-input]", false),
    ])
    func promptsAreLookedForInOrder(_ prompts: String, _ holds: Bool) throws {
        let outcome = try outcome(expect: "result: paid\n  prompts: \(prompts)")
        #expect(outcome.passed == holds)
        #expect(outcome.failures.allSatisfy { $0.expectation == "prompts" && $0.actual.contains("greeting, ") })
    }

    @Test func theReferenceIsCompared() throws {
        let reference = try #require(try outcome(expect: "result: paid").call.result.payment?.reference)
        #expect(try outcome(expect: "result: paid\n  reference: \(reference)").passed)
        #expect(try outcome(expect: "result: paid\n  reference: none").failures.first?.actual == reference)
    }

    @Test func amountsMayBeWrittenShort() throws {
        #expect(try outcome(expect: "result: paid\n  amount: 120 usd").passed)
    }

    /// Neither errors nor failures say digits that the caller keys in a sensitive field.
    @Test(arguments: ["result: declined", "result: payed", "result: paid\n  reason: 4242424242424242", "resul: paid"])
    func nothingSaysTheKeys(_ expect: String) {
        for keys in [CallKit.canonical, CallKit.canonical + "x", CallKit.canonical + "!1", CallKit.canonical + "٣"] {
            let text = "name: x\nkeys: \"\(keys)\"\nexpect:\n  \(expect)\n"
            let said: String
            do {
                let outcome = try scenario(text).run()
                said = ScenariosTests.said(outcome)
            } catch { said = "\(error)" }
            for digits in ["4242424242424242", "4821", "1230#", "٣"] {
                #expect(!said.contains(digits), "\(said)")
            }
        }
    }
}
