extension ScenarioResult {
    /// The result as reports may show it: in every text what could be a card number is masked. Each text for itself, so
    /// that a result that was written and read again gives the same reports.
    var shown: ScenarioResult {
        var shown = self
        shown.file = ReportText.shown(file)
        shown.variant = variant.map(ReportText.shown)
        shown.name = ReportText.shown(name)
        shown.tags = tags.map(ReportText.shown)
        shown.reason = reason.map(ReportText.shown)
        shown.failures = failures.map(\.shown)
        shown.transcript = transcript.map(ReportText.shown)
        shown.strip = strip?.shown
        shown.command = ReportText.shown(command)
        shown.artifacts = artifacts.map(ReportText.shown)
        return shown
    }
}

extension ScenarioFailure {
    fileprivate var shown: ScenarioFailure {
        ScenarioFailure(
            place: ReportText.shown(place), source: source.map(ReportText.shown), column: column,
            expectation: ReportText.shown(expectation), expected: ReportText.shown(expected),
            actual: ReportText.shown(actual), notes: notes.map(ReportText.shown))
    }
}

extension CallStrip {
    fileprivate var shown: CallStrip {
        func shown(_ spans: [Span]) -> [Span] {
            spans.map { Span(ReportText.shown($0.name), from: $0.start, to: $0.end) }
        }
        var strip = self
        (strip.segments, strip.prompts) = (shown(segments), shown(prompts))
        (strip.waits, strip.faults) = (shown(waits), shown(faults))
        return strip
    }
}
