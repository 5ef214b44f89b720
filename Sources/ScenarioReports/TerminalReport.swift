/// A run as text for a terminal or a log: a line a scenario, more for one that failed, and a summary.
public struct TerminalReport: Sendable {
    /// Whether marks are coloured.
    private let isColoured: Bool
    /// Whether a failure shows the whole transcript, not only its end.
    private let isVerbose: Bool
    /// Whether a person watches: the clock is told to them alone.
    private let isTerminal: Bool

    /// Lines of the transcript below a failure, unless all of them are asked for.
    private static let endOfCall = 8
    /// As many scenarios of a kind as the summary names.
    private static let greatestList = 50
    /// How many of the slowest are named, where there are more.
    private static let slowest = 3

    /// A report; `isTerminal` says that a person watches, who is told times of the clock.
    public init(isColoured: Bool = false, isVerbose: Bool = false, isTerminal: Bool = false) {
        (self.isColoured, self.isVerbose, self.isTerminal) = (isColoured, isVerbose, isTerminal)
    }

    /// A result's line; for one that failed, what was expected and what was, the end of the call, and how to run it
    /// again.
    public func lines(for result: ScenarioResult) -> [String] {
        let head = "\(mark(result.status)) \(result.shownID)  \(ReportText.line(result.name)): \(headline(of: result))"
        guard result.status.isBad else { return [head] + written(result) }
        return [head] + result.failures.flatMap(lines) + transcript(of: result) + ending(of: result)
    }

    private func headline(of result: ScenarioResult) -> String {
        switch result.status {
        case .passed where result.attempts > 1: "\(result.headline), run \(result.attempts) of \(result.attempts)"
        case .failed where result.attempts > 1: "\(result.headline), as in each of \(result.attempts) runs"
        case .unexpectedPass: result.status.words + (result.reason.map { ": " + ReportText.line($0) } ?? "")
        default: result.headline
        }
    }

    private func lines(for failure: ScenarioFailure) -> [String] {
        var lines = ["  \(ReportText.line(failure.place)): \(ReportText.line(failure.expectation))"]
        if let source = failure.source { lines += Caret(source, column: failure.column).lines.map { "    " + $0 } }
        lines.append("    expected  \(ReportText.line(failure.expected))")
        lines.append("    actual    \(ReportText.line(failure.actual))")
        return lines + failure.notes.map { "    " + ReportText.line($0) }
    }

    private func transcript(of result: ScenarioResult) -> [String] {
        guard !result.transcript.isEmpty else { return [] }
        let shown = result.transcript.suffix(isVerbose ? .max : TerminalReport.endOfCall)
        let isWhole = shown.count == result.transcript.count
        let head = isWhole ? "  the call:" : "  the end of the call (-v shows all of it):"
        return [head] + shown.map { "    " + ReportText.line($0) }
    }

    private func written(_ result: ScenarioResult) -> [String] {
        result.artifacts.map { "  written: " + ReportText.line($0) }
    }

    private func ending(of result: ScenarioResult) -> [String] {
        written(result) + (result.command.isEmpty ? [] : ["  run it again: " + ReportText.line(result.command)])
    }

    /// The last lines of a run, the failures first, the counts last. Throws what the run's results throw.
    public func summary(of run: FinishedRun) throws -> [String] {
        var lists = SummaryLists(most: TerminalReport.greatestList, slowest: TerminalReport.slowest)
        try run.forEach { lists.add($0) }
        var lines: [String] = []
        // Of a single scenario all has been said above.
        if run.tally.total > 1 {
            for status in [ScenarioResult.Status.failed, .unexpectedPass, .error, .skipped, .knownFailure] {
                lines += (lists.results[status] ?? []).map { "\(mark(status)) \(summary(of: $0))" }
                let left = run.tally.count(status) - TerminalReport.greatestList
                if left > 0 { lines.append("... and \(left) more: \(status.words)") }
            }
        }
        if run.tally.total > TerminalReport.slowest {
            lines += slowest("slowest calls:", lists.byMedia, \.mediaSeconds)
        }
        // Of very many scenarios the clock is not kept.
        if isTerminal, run.tally.total > TerminalReport.slowest, lists.byClock.contains(where: { $0.wallSeconds > 0 }) {
            lines += slowest("slowest by the clock:", lists.byClock, \.wallSeconds)
        }
        if let signal = run.header.interrupted { lines.append("interrupted by \(signal)") }
        return (lines.isEmpty ? [] : [""] + lines) + [TerminalReport.counts(run.tally)]
    }

    private func summary(of result: ScenarioResult) -> String {
        let reason = reason(of: result)
        // What is wrong with a file begins with its name.
        if result.status == .error, reason.hasPrefix(result.shownID + ":") { return reason }
        return "\(result.shownID)  \(ReportText.line(result.name)): \(reason)"
    }

    private func reason(of result: ScenarioResult) -> String {
        guard result.status == .failed, let first = result.failures.first else { return headline(of: result) }
        let parts = [first.expectation, first.expected, first.actual].map(ReportText.line)
        return "\(parts[0]): expected \(parts[1]), was \(parts[2])"
    }

    private func slowest(
        _ title: String, _ results: [ScenarioResult], _ seconds: KeyPath<ScenarioResult, Double>
    ) -> [String] {
        guard !results.isEmpty else { return [] }
        let rows = results.map { (ReportText.seconds($0[keyPath: seconds], places: 2), $0) }
        let width = rows.map(\.0.count).max() ?? 0
        return [title]
            + rows.map { time, result in
                String(repeating: " ", count: 2 + width - time.count) + "\(time) s  \(result.shownID)"
            }
    }

    /// The last line: `395 passed, 0 failed`, and what else there was.
    public static func counts(_ tally: RunTally) -> String {
        let others = [
            (tally.count(.skipped), "skipped"),
            (tally.count(.knownFailure), tally.count(.knownFailure) == 1 ? "known failure" : "known failures"),
            (tally.count(.error), "not run"), (tally.flaky, "flaky"),
        ]
        let first = "\(tally.count(.passed)) passed, \(tally.failed) failed"
        return first + others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    }

    private func mark(_ status: ScenarioResult.Status) -> String {
        let (word, colour) =
            switch status {
            case .passed: ("ok    ", 32)
            case .failed, .unexpectedPass: ("FAILED", 31)
            case .error: ("NOT RUN", 31)
            case .skipped: ("skipped", 33)
            case .knownFailure: ("known failure", 33)
            }
        return isColoured ? "\u{1b}[\(colour)m\(word)\u{1b}[0m" : word
    }
}
