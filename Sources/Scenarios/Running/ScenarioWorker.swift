import CallCoverage
import CallPlan
import CallSession
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
    /// The call plans that were met, by the paths of their files, where it is counted what calls reach.
    private(set) var plans: [String: Plan] = [:]

    private let batch: ScenarioBatch
    private let isStopped: () -> Bool
    private let conditions: RunConditions
    private let clock = ContinuousClock()
    /// The file read last: a table of many scenarios is read once by each thread.
    private var held: ScenarioFile?

    init(_ batch: ScenarioBatch, isStopped: @escaping () -> Bool) {
        (self.batch, self.isStopped) = (batch, isStopped)
        conditions = batch.conditions()
    }

    /// Runs the scenarios of a part of a file; of a file that can't be read the one result says so.
    mutating func run(file path: String, portion: Int, of size: Int) -> Piece {
        var piece = Piece()
        do throws(YAMLError) {
            let file = try read(path)
            let units = file.count * batch.repeats
            piece.portions = max(1, (units + size - 1) / size)
            guard batch.selection.takes(tags: file.tags) else {
                piece.portions = 1
                return piece
            }
            let first = portion * size
            run(file, units: first..<max(first, min(units, first + size)), into: &piece)
        } catch {
            // Which of its scenarios would be selected is not known; each part of a run tells of its own files.
            piece.entries.append(batch.selection.isHere(path) ? wrong(path, nil, error) : nil)
        }
        return piece
    }

    /// The file at `path`; that of the piece before is at hand.
    private mutating func read(_ path: String) throws(YAMLError) -> ScenarioFile {
        if let held, held.path == path { return held }
        let file = try ScenarioFile(contentsOf: path, prompts: batch.prompts)
        held = file
        return file
    }

    private mutating func run(_ file: ScenarioFile, units: Range<Int>, into piece: inout Piece) {
        var scenario: (index: Int, value: MadeScenario)?
        for unit in units where !isStopped() {
            let (index, turn) = unit.quotientAndRemainder(dividingBy: batch.repeats)
            let variant = ScenarioWorker.variant(file.variant(index), turn: turn, of: batch.repeats)
            let calls = ScenarioWorker.calls(file.path, variant, file.variant(index))
            // The name of a scenario that a filter may be about is known only when it is made.
            if batch.selection.filter == nil, !batch.selection.takes(calls: calls, name: "") { continue }
            if batch.selection.filter == nil, !batch.selection.isHere(calls[0]) {
                piece.entries.append(nil)
                continue
            }
            do throws(YAMLError) {
                if scenario?.index != index { scenario = (index, MadeScenario(try file.scenario(index), batch)) }
            } catch {
                // Its name is not known: a filter may be about it.
                piece.entries.append(batch.selection.isHere(calls[0]) ? wrong(file.path, variant, error) : nil)
                scenario = nil
                continue
            }
            guard let made = scenario?.value, batch.selection.takes(calls: calls, name: made.scenario.name)
            else {
                continue
            }
            guard batch.selection.isHere(calls[0]) else {
                piece.entries.append(nil)
                continue
            }
            let result = run(made, variant, turn)
            piece.entries.append(result)
            if batch.failsFast, result.status.isBad { return }
        }
    }

    /// What a scenario may be called, the first of them alone in its run.
    private static func calls(_ file: String, _ variant: String?, _ unrepeated: String?) -> [String] {
        func id(_ variant: String?) -> String {
            ScenarioResult(file: file, variant: variant, name: "", status: .passed).id
        }
        guard variant != unrepeated else { return [id(variant)] + (variant.map { [$0] } ?? []) }
        return [id(variant), id(unrepeated)] + [variant, unrepeated].compactMap { $0 }
    }

    /// The result of a scenario that can't be made of its file.
    private func wrong(_ path: String, _ variant: String?, _ error: YAMLError) -> ScenarioResult {
        var result = ScenarioResult(file: path, variant: variant, name: path, status: .error)
        result.reason = error.description
        result.exitCode = 2
        return finished(&result, conditions)
    }

    private static func variant(_ variant: String?, turn: Int, of repeats: Int) -> String? {
        guard repeats > 1 else { return variant }
        return [variant, "run \(turn + 1)"].compactMap { $0 }.joined(separator: ", ")
    }

    /// A scenario, with what its scene brings to the coverage: known once, however often it runs.
    private struct MadeScenario {
        let scenario: Scenario
        let coverage: SceneCoverage?
        let secrets: ScenarioSecrets
        /// What runs it alone, but for the seed.
        let command: String

        init(_ scenario: Scenario, _ batch: ScenarioBatch) {
            self.scenario = scenario
            secrets = ScenarioSecrets(scenario)
            command = ScenarioWorker.command(scenario.file, scenario.variant)
            coverage = batch.measuresCoverage ? SceneCoverage(scenario.scene) : nil
        }
    }

    private mutating func run(_ made: MadeScenario, _ variant: String?, _ turn: Int) -> ScenarioResult {
        let scenario = made.scenario
        if batch.measuresCoverage, let path = scenario.planPath, plans[path] == nil {
            plans[path] = scenario.scene.plan
        }
        if let reason = scenario.skip {
            var result = scenario.skipped(because: reason)
            result.variant = variant
            return finished(&result, conditions, of: made)
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
                return finished(&result, conditions, of: made, outcome)
            }
        } catch {
            if let coverage = made.coverage { tally.add(planOf: coverage) }
            var result = ScenarioResult(file: scenario.file, variant: variant, name: scenario.name, status: .error)
            result.tags = scenario.tags
            result.reason = (error as? StepSoundError)?.description ?? "\(scenario.file): \(error)"
            result.exitCode = (error as? StepSoundError)?.exitCode ?? 3
            return finished(&result, conditions, of: made)
        }
    }

    private func finished(
        _ result: inout ScenarioResult, _ conditions: RunConditions, of made: MadeScenario? = nil,
        _ outcome: ScenarioOutcome? = nil
    ) -> ScenarioResult {
        result.command = made?.command ?? ScenarioWorker.command(result.file, result.variant)
        if conditions.seed != 0 { result.command += " --seed \(conditions.seed)" }
        batch.finish(&result, outcome, conditions)
        // What could not be run has no call to tell of: its sentence names files, which reports mask where they have to.
        guard result.status != .error else { return result }
        guard let made, let outcome else {
            LeakGate().stop(&result)
            return result
        }
        // What a call has named itself is looked for only where something was found: that is rare, and takes time.
        guard !LeakGate(made.secrets).leaks(in: result).isEmpty else { return result }
        LeakGate(made.secrets, outcome.call).stop(&result)
        return result
    }

    /// What runs a scenario alone, by its name.
    private static func command(_ file: String, _ variant: String?) -> String {
        (["ivrpay", "replay", quoted(file.hasPrefix("-") ? "./" + file : file)]
            + (variant.map { ["--only", quoted($0)] } ?? [])).joined(separator: " ")
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
