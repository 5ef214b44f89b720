import ArgumentParser
import Foundation
import ScenarioReports

/// `ivrpay merge`: the reports of shards, joined to the report of the whole run.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins the parts of a replay, or of a scan, to the whole.",
        discussion: """
            A REPORT is what ivrpay replay --shard --report wrote, or ivrpay detect --shard --output. All shards of one run are wanted, each once and run to \
            its end, with one version, suite and seed; the joined report is, byte for byte, that of a run without shards. \
            A report of a whole run may be given alone, to write it in another format. Exit code 1 when a scenario \
            failed or less was reached than --coverage-min wants, 2 when the reports are not those of one run.
            """)

    @Argument(help: ArgumentHelp("Reports of the shards (JSON).", valueName: "report"))
    var reports: [String]

    @OptionGroup var outputs: ReportOutputs

    @OptionGroup var minimum: CoverageMinimum

    @Option(help: ArgumentHelp("Of parts of a scan: write the joined results to this file.", valueName: "file"))
    var output: String?

    func validate() throws {
        let written = [
            ("--report", outputs.report), ("--junit", outputs.junit), ("--tap", outputs.tap), ("--html", outputs.html),
            ("--output", output),
        ]
        try SameFile.check(written)
        for report in reports {
            for file in written { try SameFile.check([("the report", report), file]) }
        }
    }

    func run() throws {
        if let first = reports.first, ScanMerge.isScan(first) { return try mergeScan() }
        if output != nil { throw ValidationError("--output is for parts of a scan; reports have --report and others") }
        let files = try outputs.open()
        let merge: ReportMerge
        do {
            merge = try ReportMerge(reports.map { path in ReportPart(name: path) { try MergeCommand.lines(of: path) } })
            if minimum.coverageMin != nil, merge.run.coverage == nil {
                throw Failure.userFile(
                    "--coverage-min: these reports have no coverage; ivrpay replay writes it into them")
            }
            for file in files { try file.write(merge.run) }
        } catch let error as ReportError { throw Failure.userFile(error.description) }
        let summary = try TerminalReport().summary(of: merge.run).drop { $0.isEmpty }.joined(separator: "\n")
        if files.contains(where: \.isStandardOutput) { Output.note(summary) } else { try Output.line(summary) }
        let code = max(merge.run.tally.exitCode, merge.run.coverage.map { minimum.exitCode($0) } ?? 0)
        if code != 0 { throw ExitCode(code) }
    }

    private func mergeScan() throws {
        guard !outputs.areGiven, minimum.coverageMin == nil else {
            throw ValidationError("parts of a scan are joined with --output, and have neither reports nor coverage")
        }
        let file = try output.map { try WholeFile($0) }
        let code = try ScanMerge.merge(reports) { line in
            if let file { try file.write(Array((line + "\n").utf8)) } else { try Output.line(line) }
        }
        try file?.finish([UInt8]())
        if code != 0 { throw ExitCode(code) }
    }

    /// The lines of a report, which is opened anew for each reading: a pipe won't do.
    private static func lines(of path: String) throws -> LineSource {
        var info = stat()
        guard stat(path, &info) == 0 else { throw Failure.userFile("\(path): there is no such file") }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw Failure.userFile("\(path): a report is read twice; give it as a file, not as a folder or a pipe")
        }
        let reader = try LineReader(path)
        return { try reader.next().map { Array($0.utf8) } }
    }
}
