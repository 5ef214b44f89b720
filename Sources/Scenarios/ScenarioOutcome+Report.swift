import CallEngine
import CallReports
import CallSession
import JSONText
import PaymentCall

extension ScenarioOutcome {
    /// A line for a person; when the scenario failed, what was expected and what was, and the end of the transcript,
    /// or all of it.
    public func lines(wholeTranscript: Bool = false) -> [String] {
        let result = call.result
        let head = result.outcome.rawValue + (result.reason.map { " (\($0))" } ?? "")
        let mark = passed ? "ok    " : "FAILED"
        var lines = ["\(mark) \(scenario.file)  \(scenario.name): \(head)"]
        guard !passed else { return lines }
        for mismatch in mismatches {
            lines.append("  \(mismatch.place): \(mismatch.expectation)")
            lines.append("    expected  \(mismatch.expected)")
            lines.append("    actual    \(mismatch.actual)")
        }
        lines.append(wholeTranscript ? "  the call:" : "  the end of the call (-v shows all of it):")
        return lines + transcript.suffix(wholeTranscript ? .max : 8).map { "    " + $0 }
    }

    /// One object: the scenario, whether it passed, what was wrong, and the call's result.
    public var json: JSON {
        .members([
            "schemaVersion": .int(1),
            "file": .string(scenario.file),
            "name": .string(scenario.name),
            "passed": .bool(passed),
            "mismatches": .array(mismatches.map(\.json)),
            "call": call.record.json,
        ])
    }

    private var transcript: [String] {
        var transcript = Transcript(prompts: scenario.scene.prompts)
        return call.events.flatMap { transcript.lines(for: $0) } + transcript.flush()
    }
}

extension Mismatch {
    var json: JSON {
        .members([
            "place": .string(place), "expectation": .string(expectation), "expected": .string(expected),
            "actual": .string(actual),
        ])
    }
}
