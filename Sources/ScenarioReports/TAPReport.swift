import JSONText

/// A run as TAP, version 14: a test point a scenario.
struct TAPReport {
    private let run: FinishedRun

    init(_ run: FinishedRun) { self.run = run }

    func write(to sink: (String) throws -> Void) throws {
        try sink("TAP version 14\n1..\(run.tally.total)\n")
        var number = 0
        try run.forEach { result in
            number += 1
            try sink(TAPReport.point(number, result.shown))
        }
        if let signal = run.header.interrupted { try sink("Bail out! interrupted by \(signal)\n") }
    }

    /// A test point with its block.
    private static func point(_ number: Int, _ result: ScenarioResult) -> String {
        let isOK = result.status == .passed || result.status == .skipped
        let name = escaped(result.shownID + ": " + ReportText.line(result.name))
        let reason = result.reason.map { " " + escaped(ReportText.line($0)) } ?? ""
        let directive =
            switch result.status {
            case .skipped: " # SKIP" + reason
            case .knownFailure: " # TODO" + reason
            default: ""
            }
        let lines = block(result).map { "  " + $0 + "\n" }.joined()
        return "\(isOK ? "ok" : "not ok") \(number) - \(name)\(directive)\n\(lines)"
    }

    /// What is known of a scenario that did not just pass, as YAML; its texts are quoted as JSON quotes them.
    private static func block(_ result: ScenarioResult) -> [String] {
        var lines: [String] = []
        switch result.status {
        case .skipped: return []
        case .passed where result.attempts <= 1: return []
        case .passed: lines.append("flaky: true")
        case .knownFailure: lines.append("severity: todo")
        case .failed, .unexpectedPass, .error: lines.append("severity: fail")
        }
        lines.append("status: " + result.status.rawValue)
        if let reason = result.reason { lines.append("reason: " + quoted(reason)) }
        if result.attempts > 1 { lines.append("attempts: \(result.attempts)") }
        lines.append("mediaSeconds: " + ReportText.seconds(result.mediaSeconds, places: 3))
        if !result.failures.isEmpty { lines.append("mismatches:") }
        for failure in result.failures {
            lines.append("  - at: " + quoted(failure.place))
            lines.append("    expectation: " + quoted(failure.expectation))
            lines.append("    expected: " + quoted(failure.expected))
            lines.append("    actual: " + quoted(failure.actual))
            if !failure.notes.isEmpty {
                lines.append("    notes: [\(failure.notes.map(quoted).joined(separator: ", "))]")
            }
        }
        if result.status.isBad, !result.command.isEmpty { lines.append("command: " + quoted(result.command)) }
        return ["---"] + lines + ["..."]
    }

    private static func quoted(_ text: String) -> String { JSON.string(ReportText.line(text)).text }

    /// What may stand in a description: `#` would begin a directive.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if character == "#" || character == "\\" { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }
}
