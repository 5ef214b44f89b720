import ArgumentParser
import CallCoverage
import CardData
import ConnectorHTTP
import Foundation
import JSONText
import PromptFiles
import Prompts
import ScenarioReports
import Scenarios
import YAMLText

/// `ivrpay replay`: scenario scripts in media time.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs scenario scripts, a line each; failures show expected and actual.",
        discussion: """
            A PATH is a scenario file or a folder of them (*.yaml, *.yml, also in folders below). Exit code 1 when a \
            scenario failed, 2 when a file is no scenario, 3 when a sound can't be read, 4 when none was selected, 130 and \
            143 when SIGINT or SIGTERM ended the run: what was finished is reported.
            """)

    @Argument(help: ArgumentHelp("Scenario files and folders.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup(title: "Which scenarios") var choice: ReplaySelectionOptions

    @OptionGroup(title: "How they are run") var running: ReplayRunOptions

    @OptionGroup(title: "Reports") var outputs: ReportOutputs

    @OptionGroup(title: "Coverage") var coverage: CoverageOptions

    @Flag(name: [.short, .long], help: "Show the whole transcript of a scenario that failed, not only its end.")
    var verbose = false

    @Option(help: "How the results are written.")
    var format = Format.text

    @Flag(help: "Run again what a changed file touches, until the command is interrupted.")
    var watch = false

    @Flag(help: "Show that the leak gate can fail: digits are planted in every kind of output, and must be stopped.")
    var proveGate = false

    @Flag(help: "Print the JSON Schema of scenario files, for editors.")
    var schema = false

    func validate() throws {
        if proveGate || schema { return }
        if paths.isEmpty, choice.filesFrom == nil, !choice.failed {
            throw ValidationError("give scenario files or folders")
        }
        if running.failFast, choice.shard != nil {
            throw ValidationError("--fail-fast ends a part where the others go on; run parts without it")
        }
        if coverage.minimum.coverageMin != nil, choice.shard != nil {
            throw ValidationError(
                "--coverage-min is about the whole run; give it to ivrpay merge, which joins the reports of all shards")
        }
        let toOutput = [outputs.report, outputs.junit, outputs.tap, outputs.html].count { $0 == "-" }
        guard toOutput == 0 || (toOutput == 1 && format == .text) else {
            throw ValidationError("only one of the results and reports can be written to standard output")
        }
        if watch, choice.filesFrom == "-" {
            throw ValidationError("--watch looks at files again and again; --files-from - can be read once")
        }
        try SameFile.check([
            ("--report", outputs.report), ("--junit", outputs.junit), ("--tap", outputs.tap), ("--html", outputs.html),
        ])
    }

    func run() throws {
        if schema { return try Output.line(ScenarioKeys.schema.indentedText) }
        let prompts: PromptSet
        do { prompts = try PromptSet.shipped() } catch { throw Failure.userFile(error.description) }
        if proveGate { return try GateProof(prompts: prompts).run() }
        if watch { try ReplayWatch(self, prompts: prompts).run() }
        let code = try runOnce(prompts, ReplayHistory().selection(choice, paths))
        if code != 0 { throw ExitCode(code) }
    }

    /// Runs what is selected once; returns the exit code.
    func runOnce(_ prompts: PromptSet, _ selected: ReplaySelection) throws -> Int32 {
        for failure in selected.unreadable {
            Output.note("ivrpay: " + Output.printable(CardMask.masking(failure.message)))
        }
        try outputs.check(besides: selected.files)
        let files = try outputs.open()
        var run = try ReplayRun(self, prompts: prompts, selected: selected)
        try run.go()
        if run.tally.total == 0, !run.isAllElsewhere, selected.unreadable.isEmpty, run.signal == nil {
            throw Failure(
                code: Exit.nothingMatched,
                message: selected.files.isEmpty
                    ? "there is no scenario (*.yaml) in what was given"
                    : "no scenario was selected"
                        + (choice.only.isEmpty ? "" : "; --only takes a whole name, and --filter a part of one"))
        }
        let finished = run.finished()
        for file in files { try file.write(finished) }
        let isTold = format == .text && !files.contains(where: \.isStandardOutput)
        if isTold { for line in try run.terminal.summary(of: finished) { try Output.line(line) } }
        let code = try coverage.tell(run, onOutput: isTold)
        if selected.isRemembered { ReplayHistory().remember(run.bad) }
        if let signal = run.signal { return 128 + signal }
        return max(run.tally.exitCode, selected.unreadable.map(\.code).max() ?? 0, code)
    }
}

/// The options of `replay` that say which scenarios are run.
struct ReplaySelectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only scenarios whose file or name has this in it; * is anything.", valueName: "text"))
    var filter: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Only scenarios with this tag; with - before it, only those without. May be given more than once.",
            valueName: "tag"))
    var tag: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Only the scenario that is called so: FILE [VARIANT], or its variant. May be given more than once.",
            valueName: "id"))
    var only: [String] = []

    @Flag(help: "Only those that failed in the last run from this folder.")
    var failed = false

    @Option(
        help: ArgumentHelp("Only this part of how many, as 2/5: by a hash of what they are called.", valueName: "i/n"))
    var shard: Shard?

    @Option(help: ArgumentHelp("Read more paths from this file, one a line; - is standard input.", valueName: "file"))
    var filesFrom: String?

    /// What is selected, but for what a last run has left.
    var selection: ScenarioSelection {
        var selection = ScenarioSelection()
        (selection.filter, selection.tags, selection.shard) = (filter, tag, shard)
        if !only.isEmpty { selection.ids = Set(only) }
        return selection
    }
}

/// The options of `replay` that say how scenarios are run.
struct ReplayRunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many run at once (default: as many as there are cores).", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Stop at the first scenario that fails.")
    var failFast = false

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp("Run each so often, with the next seed each time.", valueName: "n"))
    var repeats = 1

    @Option(
        help: ArgumentHelp("Run one that fails again, up to so often, with the next seed; it is told.", valueName: "n"))
    var retries = 0

    @Option(help: ArgumentHelp("Added to the seed of each scenario: other noise, other call ids.", valueName: "n"))
    var seed: UInt64 = 0

    @Flag(help: "Write transcripts that scenarios keep anew.")
    var update = false

    @Flag(help: "Of scenarios with sound that fail, tell by which tones.")
    var explainAudio = false

    @Option(
        help: ArgumentHelp(
            "Draw and record the call of each scenario that fails, into this folder.", valueName: "folder"))
    var artifacts: String?

    @Option(help: ArgumentHelp("Of which scenarios: failed, or all.", valueName: "which"))
    var artifactsOf = ArtifactChoice.failed

    enum ArtifactChoice: String, ExpressibleByArgument, CaseIterable {
        case failed, all
    }

    func validate() throws {
        if artifactsOf == .all, artifacts == nil { throw ValidationError("--artifacts-of goes with --artifacts") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is 1 to 256") }
        guard (1...1_000_000).contains(repeats) else { throw ValidationError("--repeat is 1 to 1000000") }
        guard (0...100).contains(retries) else { throw ValidationError("--retries is 0 to 100") }
    }

    /// How many threads run.
    var threads: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
}

extension Shard: ExpressibleByArgument {
    /// A part as people write it: `2/5`.
    public init?(argument: String) { self.init(argument) }
}
