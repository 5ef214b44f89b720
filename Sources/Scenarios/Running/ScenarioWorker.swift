import CallCoverage
import Prompts
import ScenarioReports
import YAMLText

/// One thread of a run: reads files and runs their scenarios.
struct ScenarioWorker {
    /// What came of a part of a file's scenarios.
    struct Piece {
        /// The results in order; nil for a scenario that is selected and belongs to another part of the run.
        var entries: [ScenarioResult?] = []
        /// How many parts the file has.
        var portions = 1
    }

    /// What its calls have reached.
    private(set) var tally = CoverageTally()

    private let batch: ScenarioBatch
    private let isStopped: () -> Bool
    private let conditions: RunConditions
    private let clock = ContinuousClock()

    init(_ batch: ScenarioBatch, isStopped: @escaping () -> Bool) {
        (self.batch, self.isStopped) = (batch, isStopped)
        conditions = batch.conditions()
    }

    /// Runs the scenarios of a part of a file; of a file that can't be read the one result says so.
    mutating func run(file path: String, portion: Int, of size: Int) -> Piece {
        var piece = Piece()
        do throws(YAMLError) {
            let file = try ScenarioFile(contentsOf: path, prompts: batch.prompts)
            let units = file.count * batch.repeats
            piece.portions = max(1, (units + size - 1) / size)
            guard batch.selection.takes(tags: file.tags) else {
                piece.portions = 1
                return piece
            }
            let first = portion * size
            try run(file, units: first..<max(first, min(units, first + size)), into: &piece)
        } catch {
            // Which of its scenarios would be selected is not known; each part of a run tells of its own files.
            var result = ScenarioResult(file: path, name: path, status: .error)
            result.reason = error.description
            result.exitCode = 2
            piece.entries.append(batch.selection.isHere(result.id) ? finished(&result, nil, conditions) : nil)
        }
        return piece
    }

    private mutating func run(_ file: ScenarioFile, units: Range<Int>, into piece: inout Piece) throws(YAMLError) {
        var scenario: (index: Int, value: MadeScenario)?
        for unit in units where !isStopped() {
            let (index, turn) = unit.quotientAndRemainder(dividingBy: batch.repeats)
            let variant = ScenarioWorker.variant(file.variant(index), turn: turn, of: batch.repeats)
            let id = ScenarioResult(file: file.path, variant: variant, name: "", status: .passed).id
            // The name of a scenario that a filter may be about is known only when it is made.
            if batch.selection.filter == nil, !batch.selection.takes(id: id, variant: variant, name: "") { continue }
            if batch.selection.filter == nil, !batch.selection.isHere(id) {
                piece.entries.append(nil)
                continue
            }
            if scenario?.index != index { scenario = (index, MadeScenario(try file.scenario(index), batch)) }
            guard let made = scenario?.value, batch.selection.takes(id: id, variant: variant, name: made.scenario.name)
            else {
                continue
            }
            guard batch.selection.isHere(id) else {
                piece.entries.append(nil)
                continue
            }
            piece.entries.append(run(made, variant, turn))
        }
    }

    private static func variant(_ variant: String?, turn: Int, of repeats: Int) -> String? {
        guard repeats > 1 else { return variant }
        return [variant, "run \(turn + 1)"].compactMap { $0 }.joined(separator: ", ")
    }

    /// A scenario, with what its scene brings to the coverage: known once, however often it runs.
    private struct MadeScenario {
        let scenario: Scenario
        let coverage: SceneCoverage?

        init(_ scenario: Scenario, _ batch: ScenarioBatch) {
            self.scenario = scenario
            coverage = batch.measuresCoverage ? SceneCoverage(scenario.scene) : nil
        }
    }

    private mutating func run(_ made: MadeScenario, _ variant: String?, _ turn: Int) -> ScenarioResult {
        let scenario = made.scenario
        if let reason = scenario.skip {
            var result = scenario.skipped(because: reason)
            result.variant = variant
            return finished(&result, nil, conditions)
        }
        let start = clock.now
        var conditions = conditions
        conditions.seed &+= UInt64(turn)
        var attempts = 0
        do {
            while true {
                attempts += 1
                let outcome = try scenario.run(conditions)
                let isWrong = outcome.passed == (scenario.knownFailure != nil)
                if isWrong, attempts <= batch.retries {
                    conditions.seed &+= 1
                    continue
                }
                if let coverage = made.coverage { tally.add(CoverageMarks(of: outcome.call, scene: coverage)) }
                var result = outcome.result(batch.detail)
                result.variant = variant
                result.attempts = attempts
                let spent = (clock.now - start).components
                result.wallSeconds = Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
                return finished(&result, outcome, conditions)
            }
        } catch {
            if let coverage = made.coverage { tally.add(planOf: coverage) }
            var result = ScenarioResult(file: scenario.file, variant: variant, name: scenario.name, status: .error)
            result.tags = scenario.tags
            result.reason = (error as? StepSoundError)?.description ?? "\(scenario.file): \(error)"
            result.exitCode = 3
            return finished(&result, nil, conditions)
        }
    }

    private func finished(
        _ result: inout ScenarioResult, _ outcome: ScenarioOutcome?, _ conditions: RunConditions
    ) -> ScenarioResult {
        result.command = ScenarioWorker.command(result, outcome, conditions)
        batch.finish(&result, outcome, conditions)
        let gate = outcome.map { LeakGate(of: $0.scenario, $0.call) } ?? LeakGate()
        gate.stop(&result)
        return result
    }

    /// What runs a scenario alone, as it was run.
    private static func command(
        _ result: ScenarioResult, _ outcome: ScenarioOutcome?, _ conditions: RunConditions
    ) -> String {
        var words = ["ivrpay", "replay", quoted(result.file)]
        if let variant = outcome?.scenario.variant ?? (outcome == nil ? result.variant : nil) {
            words += ["--only", quoted(variant)]
        }
        if conditions.seed != 0 { words += ["--seed", String(conditions.seed)] }
        return words.joined(separator: " ")
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
