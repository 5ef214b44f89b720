import CallCoverage
import CallPlan
import ConnectorHTTP
import Foundation
import JSONText
import Prompts
import ScenarioReports
import Scenarios
import Telephony

/// One run of the scenarios that are selected: tells each result as it comes, and keeps what reports need.
struct ReplayRun {
    /// How many went how.
    private(set) var tally = RunTally()
    /// What was reached.
    private(set) var coverage = CoverageReport()
    /// The call plans that were met, by the paths of their files; none where nobody asked what was reached.
    private(set) var plans: [String: Plan] = [:]
    /// Those that failed, by what they are called, with their files.
    private(set) var bad: [(file: String, id: String)] = []
    /// The signal that ended it early.
    private(set) var signal: Int32?
    /// Whether all that is selected belongs to other parts of the run.
    private(set) var isAllElsewhere = false
    /// How it is told.
    let terminal: TerminalReport

    private let command: ReplayCommand
    private let prompts: PromptSet
    private let selected: ReplaySelection
    private let results: ResultSpool
    private let needsAll: Bool
    private let artifacts: ReplayArtifacts?
    private var lines = LineBuffer()

    init(_ command: ReplayCommand, prompts: PromptSet, selected: ReplaySelection) throws {
        (self.command, self.prompts, self.selected) = (command, prompts, selected)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isColoured = isTerminal && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
        terminal = TerminalReport(isColoured: isColoured, isVerbose: command.verbose, isTerminal: isTerminal)
        needsAll = command.outputs.areGiven
        artifacts = try command.running.artifacts.map { try ReplayArtifacts(folder: $0) }
        results = try ResultSpool(
            keepsLines: command.outputs.report != nil, keepsDetails: command.outputs.details)
    }

    mutating func go() throws {
        Interruption.watch()
        let progress = Progress()
        let pool = ScenarioPool(batch())
        // What is known is told, whatever ends the run.
        defer { try? lines.flush() }
        coverage = try pool.run { result, order in
            var result = result
            result.order = order - 1
            tally.add(result)
            if result.status.isBad { bad.append((result.file, scenarioID(of: result))) }
            progress.clear()
            try tell(result)
            progress.show("scenario", done: tally.total, of: nil)
            // Nothing is said in the end, and nothing kept.
            if !needsAll, command.format == .json { return }
            // Of what went well the summary needs its name and its times alone.
            try results.add(needsAll || result.status.isBad ? result : result.withoutCall)
        }
        try lines.flush()
        progress.clear()
        plans = pool.plans
        if let artifacts { tell(artifacts) }
        isAllElsewhere = tally.total == 0 && pool.selected > 0
        signal = Interruption.signal
    }

    /// What a scenario is called that was run, whichever of its runs it is.
    private func scenarioID(of result: ScenarioResult) -> String {
        guard command.running.repeats > 1, let variant = result.variant else { return result.id }
        var scenario = result
        let names = variant.components(separatedBy: ", ").dropLast()
        scenario.variant = names.isEmpty ? nil : names.joined(separator: ", ")
        return scenario.id
    }

    /// What may be missed in the folder of pictures and recordings.
    private func tell(_ artifacts: ReplayArtifacts) {
        if command.running.artifactsOf == .failed, bad.isEmpty {
            return Output.note(
                "ivrpay: no call failed, so nothing is in \(artifacts.folder); --artifacts-of all makes them of all")
        }
        CallSoundOptions.tellMissing(prompts.sounds?.missing ?? [], unsaid: artifacts.unsaidWords)
    }

    private mutating func tell(_ result: ScenarioResult) throws {
        if command.format == .json { return try lines.line(result.json.text) }
        if result.status == .error {
            try lines.flush()
            return Output.note("ivrpay: " + Output.printable(result.reason ?? "\(result.file): it could not be run"))
        }
        guard !command.outputs.isToStandardOutput else { return }
        try lines.line(terminal.lines(for: result).joined(separator: "\n"))
    }

    /// The run as reports read it.
    func finished() -> FinishedRun {
        let header = RunHeader(
            version: IVRPay.version, seed: command.running.seed, shard: command.choice.shard,
            suite: needsAll ? suite() : "",
            interrupted: signal.map { $0 == SIGTERM ? "SIGTERM" : "SIGINT" })
        return FinishedRun(
            header: header, tally: tally, coverage: command.coverage.isAsked || needsAll ? coverage : nil,
            forEach: results.forEach, forEachLine: results.forEachLine)
    }

    /// A hash of what every part of a run must have in common; of letters, so that it is no number of anything.
    private func suite() -> String {
        var hash = StableHash()
        for file in Set(selected.files.flatMap { ScenarioFile.files(of: $0, prompts: prompts) }).sorted() {
            hash.combine(file)
            for byte in FileManager.default.contents(atPath: file) ?? Data() { hash.combine(byte: byte) }
        }
        let choice = command.choice
        for text in [choice.filter ?? "", choice.tag.joined(separator: " "), choice.only.joined(separator: "\n")] {
            hash.combine(text)
        }
        for number in [command.running.repeats, command.running.retries, command.running.failFast ? 1 : 0] {
            hash.combine(UInt64(number))
        }
        return String(
            (0..<16).map { Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(hash.value >> UInt64(4 * $0) & 15))) })
    }

    // MARK: What the pool is given

    private func batch() -> ScenarioBatch {
        let running = command.running
        var batch = ScenarioBatch(files: selected.files, prompts: prompts)
        batch.selection = selected.selection
        batch.jobs = running.failFast ? 1 : min(running.threads, max(1, selected.files.count * running.repeats * 64))
        (batch.repeats, batch.retries, batch.failsFast) = (running.repeats, running.retries, running.failFast)
        batch.detail.ofAll = command.outputs.html != nil || command.outputs.details
        batch.detail.verbose = command.verbose
        batch.isInterrupted = { Interruption.signal != nil }
        batch.measuresCoverage = command.coverage.isAsked || needsAll
        let updates = running.update ? GoldenUpdates() : nil
        batch.conditions = {
            var conditions = RunConditions()
            conditions.services = BlockingHTTPConnector(service: HTTPService())
            conditions.seed = running.seed
            (conditions.explainsAudio, conditions.updates) = (running.explainAudio, updates)
            return conditions
        }
        if let artifacts {
            batch.finish = { result, outcome, conditions in
                guard let outcome, running.artifactsOf == .all || result.status.isBad else { return }
                artifacts.make(&result, outcome, conditions)
            }
        }
        return batch
    }
}
