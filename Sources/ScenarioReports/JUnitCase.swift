/// A scenario as a test case of JUnit's XML.
struct JUnitCase {
    private let result: ScenarioResult

    init(_ result: ScenarioResult) { self.result = result }

    /// The element, in lines.
    var text: String {
        let time = ReportText.seconds(result.mediaSeconds, places: 3)
        let group = result.tags.isEmpty ? "" : " group=\"\(Markup.attribute(result.tags.joined(separator: " ")))\""
        let head =
            "    <testcase name=\"\(Markup.attribute(name))\" classname=\"\(Markup.attribute(className))\""
            + " time=\"\(time)\"\(group)"
        let parts = outcome
        guard !parts.isEmpty else { return head + "/>\n" }
        return head + ">\n" + parts.map { "      " + $0 + "\n" }.joined() + "    </testcase>\n"
    }

    private var name: String { result.name + (result.variant.map { " [\($0)]" } ?? "") }

    /// The file as the name of a class: Jenkins takes what stands before the last dot for the package.
    private var className: String {
        var path = result.file
        for ending in [".yaml", ".yml"] where path.hasSuffix(ending) { path.removeLast(ending.count) }
        let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
        return parts.map { String($0.map { $0 == "." ? "_" : $0 }) }.joined(separator: ".")
    }

    private var outcome: [String] {
        switch result.status {
        case .passed: reruns("flakyFailure")
        case .skipped: [Markup.element("skipped", ["message": result.reason ?? ""])]
        case .knownFailure: [Markup.element("skipped", ["message": "known failure: " + (result.reason ?? "")])]
        case .failed:
            [Markup.element("failure", ["message": message, "type": "expectation"], details)]
                + reruns("rerunFailure") + output
        case .unexpectedPass:
            [Markup.element("failure", ["message": unexpected, "type": "unexpected-pass"], unexpected)] + output
        case .error:
            [Markup.element("error", ["message": reason, "type": "not-run"], reason)] + output
        }
    }

    private var reason: String { result.reason ?? result.status.words }
    private var unexpected: String { "passed, but must fail" + (result.reason.map { ": " + $0 } ?? "") }

    /// The runs before the one that counts, as Surefire has them.
    private func reruns(_ name: String) -> [String] {
        guard result.attempts > 1 else { return [] }
        // Only the last run's failures are kept.
        return (1..<result.attempts).map { attempt in
            let number = name == "flakyFailure" ? attempt : attempt + 1
            return Markup.element(
                name, ["message": "run \(number) of \(result.attempts) failed", "type": "expectation"])
        }
    }

    private var message: String {
        guard let first = result.failures.first else { return result.ending ?? "failed" }
        let more = result.failures.count > 1 ? ", and \(result.failures.count - 1) more" : ""
        return "\(first.expectation): expected \(first.expected), was \(first.actual)\(more)"
    }

    private var details: String {
        result.failures.flatMap { failure in
            [
                "\(failure.place): \(failure.expectation)", "  expected  \(failure.expected)",
                "  actual    \(failure.actual)",
            ]
                + failure.notes.map { "  " + $0 }
        }.joined(separator: "\n")
    }

    /// The call and how to run it again.
    private var output: [String] {
        let command = result.command.isEmpty ? [] : ["run it again: " + result.command]
        let lines = result.transcript + command
        return lines.isEmpty ? [] : [Markup.element("system-out", [:], lines.joined(separator: "\n"))]
    }
}
