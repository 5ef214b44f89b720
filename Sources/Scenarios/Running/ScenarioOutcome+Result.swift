import CallEngine
import CallReports
import ScenarioReports
import Telephony

/// How much of a call its result keeps.
public struct ResultDetail: Sendable {
    /// Whether scenarios that went well keep transcript and strip too.
    public var ofAll = false
    /// Whether transcripts tell of timers, segments and waiting keys too.
    public var verbose = false

    /// What a terminal needs.
    public init() {}
}

extension ScenarioOutcome {
    /// What reports tell of it.
    public func result(_ detail: ResultDetail = ResultDetail()) -> ScenarioResult {
        var result = ScenarioResult(
            file: scenario.file, variant: scenario.variant, name: scenario.name, status: status)
        result.tags = scenario.tags
        result.reason = scenario.knownFailure
        result.failures = failures
        result.mediaSeconds = call.record.duration.seconds
        result.call = call.record.json
        if detail.ofAll || !passed || result.status.isBad {
            result.transcript = transcript(verbose: detail.verbose)
            result.strip = CallStrip(of: call)
        }
        return result
    }

    private var status: ScenarioResult.Status {
        guard scenario.knownFailure != nil else { return passed ? .passed : .failed }
        return passed ? .unexpectedPass : .knownFailure
    }
}

extension Scenario {
    /// The result of a scenario that is not run.
    public func skipped(because reason: String) -> ScenarioResult {
        var result = ScenarioResult(file: file, variant: variant, name: name, status: .skipped)
        result.tags = tags
        result.reason = reason
        return result
    }
}
