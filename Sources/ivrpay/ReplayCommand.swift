import ScenarioReports
import ArgumentParser
import CallReports
import CallSession
import ConnectorHTTP
import Connectors
import Foundation
import JSONText
import PromptFiles
import Prompts
import Scenarios
import YAMLText

/// `ivrpay replay`: scenario scripts in media time.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs scenario scripts, a line each; failures show expected and actual.",
        discussion: """
            A PATH is a scenario file or a folder of them (*.yaml, *.yml, also in folders below). Exit code 1 when a \
            scenario failed, 2 when a file is no scenario, 3 when a sound can't be read, 4 when there was none.
            """)

    @Argument(help: ArgumentHelp("Scenario files and folders.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("Write a report of all results to this file (JSON).", valueName: "file"))
    var report: String?

    @Flag(name: [.short, .long], help: "Show the whole transcript of a scenario that failed, not only its end.")
    var verbose = false

    @Option(help: "How the results are written.")
    var format = Format.text

    func run() throws {
        let prompts: PromptSet
        do { prompts = try PromptSet.shipped() } catch { throw Failure.userFile(error.description) }
        let reportFile = try report.map { try WholeFile($0) }
        var tally = ReplayTally()
        var files: [String] = []
        for path in paths {
            do { files += try ReplayCommand.scenarios(at: path) } catch {
                tally.unreadable(error)
                Output.note("ivrpay: " + Output.printable(error.message))
            }
        }
        var batch = ScenarioBatch(files: files, prompts: prompts)
        batch.conditions = {
            var conditions = RunConditions()
            conditions.services = BlockingHTTPConnector(service: HTTPService())
            return conditions
        }
        let pool = ScenarioPool(batch)
        _ = try pool.run { result, _, _ in
            tally.add(result)
            try Output.line("\(result.status) \(result.id) \(result.name)")
            for failure in result.failures { try Output.line("\(failure)") }
            for line in result.transcript.suffix(8) { try Output.line(line) }
            if let reason = result.reason { try Output.line(reason) }
        }
        try reportFile?.finish(tally.report.text + "\n")
        if files.isEmpty, tally.exitCode == 0 {
            throw Failure(code: Exit.nothingMatched, message: "there is no scenario (*.yaml) in what was given")
        }
        if format == .text { try Output.line(tally.summary) }
        if tally.exitCode != 0 { throw ExitCode(tally.exitCode) }
    }

    /// The scenario files at a path, in the order of their names.
    private static func scenarios(at path: String) throws(Failure) -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .userFile("\(path): there is no such file or folder")
        }
        guard isDirectory.boolValue else { return [path] }
        let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        let folder = path.hasSuffix("/") ? path : path + "/"
        return all.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { folder + $0 }
    }
}

/// What a replay has come to so far.
struct ReplayTally {
    private var outcomes: [JSON] = []
    private var unreadableFiles: [JSON] = []
    private var passed = 0
    private var failed = 0
    private var worst: Int32 = 0

    mutating func add(_ outcome: ScenarioResult) {
        worst = max(worst, outcome.exitCode)
        if outcome.status == .passed { passed += 1 } else { failed += 1 }
    }

    mutating func unreadable(_ failure: Failure) {
        unreadableFiles.append(.string(failure.message))
        worst = max(worst, failure.code)
    }

    /// Files that could not be run count more than scenarios that failed: nothing is known of them.
    var exitCode: Int32 { worst != 0 ? worst : failed > 0 ? Exit.expectationFailed : 0 }

    var summary: String {
        "\(passed) passed, \(failed) failed" + (unreadableFiles.isEmpty ? "" : ", \(unreadableFiles.count) not run")
    }

    var report: JSON {
        .members([
            "schemaVersion": .int(1), "passed": .int(Int64(passed)), "failed": .int(Int64(failed)),
            "notRun": .array(unreadableFiles), "scenarios": .array(outcomes),
        ])
    }
}
