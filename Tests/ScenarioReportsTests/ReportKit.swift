import CallCoverage
import CallReports
import CallTestKit
import Foundation
import JSONText
import Prompts
import Testing

@testable import ScenarioReports

/// Runs for tests: one with every status, and random ones.
enum ReportKit {
    /// A run of these results.
    static func run(
        _ results: [ScenarioResult], shard: Shard? = nil, interrupted: String? = nil, coverage: CoverageReport? = nil,
        version: String = "0.1.0", seed: UInt64 = 7, suite: String = "5f3a09c4"
    ) -> FinishedRun {
        var tally = RunTally()
        for result in results { tally.add(result) }
        let header = RunHeader(version: version, seed: seed, shard: shard, suite: suite, interrupted: interrupted)
        return FinishedRun(header: header, tally: tally, coverage: coverage) { try results.forEach($0) }
    }

    /// A run in a format.
    static func text(_ run: FinishedRun, _ format: ReportFormat) throws -> String {
        var text = ""
        try format.write(run) { text += $0 }
        return text
    }

    /// A report as a part of a run.
    static func part(_ name: String, _ text: String) -> ReportPart {
        ReportPart(name: name) {
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
            if lines.last == "" { lines.removeLast() }
            return { lines.popFirst().map { Array($0.utf8) } }
        }
    }

    /// The result of a call that was made by keys.
    static func result(_ file: String, _ keys: String, _ status: ScenarioResult.Status) throws -> ScenarioResult {
        let call = try CallKit.call(keys)
        var result = ScenarioResult(file: file, name: "", status: status)
        var transcript = Transcript(prompts: CallKit.prompts)
        result.call = call.record.json
        result.transcript = call.events.flatMap { transcript.lines(for: $0) } + transcript.flush()
        result.strip = CallStrip(of: call)
        result.mediaSeconds = call.record.duration.seconds
        result.command = "ivrpay replay \(file)"
        return result
    }

    /// A run with each status, a retry that helped, and one that did not.
    static func everyStatus() throws -> FinishedRun {
        var results: [ScenarioResult] = []
        func add(_ result: ScenarioResult, _ name: String, _ change: (inout ScenarioResult) -> Void = { _ in }) {
            var result = result
            (result.order, result.name) = (results.count, name)
            change(&result)
            results.append(result)
        }
        let declined = CallKit.identified + CallKit.card("4000000000009995") + "1 > > !"
        add(try result("scenarios/paid/visa.yaml", CallKit.canonical, .passed), "A Visa card pays the balance") {
            $0.tags = ["card", "smoke"]
        }
        add(try result("scenarios/declined.yaml", declined, .failed), "A card without funds") {
            $0.tags = ["decline"]
            $0.variant = "codec=mu-law, noise=-50"
            $0.command = "ivrpay replay scenarios/declined.yaml --filter 'codec=mu-law, noise=-50'"
            $0.artifacts = ["out/declined.svg"]
            $0.failures = [
                ScenarioFailure(
                    place: "scenarios/declined.yaml:9:11", source: "  result: paid  # 4242424242424242", column: 11,
                    expectation: "result", expected: "paid", actual: "hung-up"),
                ScenarioFailure(
                    place: "scenarios/declined.yaml:4:3", source: "- expect: { prompt: paid }", column: 3,
                    expectation: "step 2", expected: "the prompt paid within 60 s", actual: "no such prompt",
                    notes: ["the prompts were: greeting, ask-pin"]),
            ]
        }
        add(ScenarioResult(file: "scenarios/paid/later.yaml", name: "", status: .skipped), "Two cards on one call") {
            $0.reason = "waits for issue 12"
        }
        add(try result("scenarios/paid/known.yaml", "10023# WW !", .knownFailure), "A PIN that is too short") {
            $0.reason = "issue 12 # not yet"
            $0.failures = [
                ScenarioFailure(
                    place: "scenarios/paid/known.yaml:3:1", expectation: "result", expected: "paid", actual: "hung-up")
            ]
        }
        add(try result("scenarios/paid/fixed.yaml", CallKit.canonical, .unexpectedPass), "A failure that is mended") {
            $0.reason = "issue 11"
        }
        add(ScenarioResult(file: "scenarios/wrong.yaml", name: "", status: .error), "wrong.yaml") {
            ($0.reason, $0.exitCode) = ("scenarios/wrong.yaml:2:1: there is no key `stepz`; did you mean `steps`?", 2)
        }
        add(try result("scenarios/paid/flaky.yaml", CallKit.canonical, .passed), "A card on the second try") {
            $0.attempts = 2
        }
        add(try result("again.yaml", declined, .failed), "Hostile <b>\"&' \u{7}\u{1b}[31m ]]> # \\ é") {
            $0.attempts = 3
            $0.failures = [
                ScenarioFailure(
                    place: "again.yaml:1:1", source: "\tresult: </script><script>alert(1)</script>", column: 2,
                    expectation: "result", expected: "a \"quoted\" <paid>", actual: "hung-up\nand more")
            ]
        }
        return run(
            results,
            coverage: CoverageReport(counts: [
                CoveragePoint(.states, "charging"): 4, CoveragePoint(.states, "closing"): 0,
                CoveragePoint(.prompts, "ask-pin"): 6, CoveragePoint(.declines, "stolen_card"): 0,
            ]))
    }

    /// The folder of these tests.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
}

/// Compares with a file of `Golden/`; with UPDATE_GOLDEN set, writes it anew.
func expectGolden(_ name: String, _ text: String, at location: SourceLocation = #_sourceLocation) throws {
    let file = ReportKit.folder.appendingPathComponent("Golden/" + name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from Golden/\(name); UPDATE_GOLDEN=1 writes it anew", sourceLocation: location)
}
