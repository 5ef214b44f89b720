import ArgumentParser
import Foundation
import ScenarioReports

/// The reports of a run, one file a format.
struct ReportOutputs: ParsableArguments {
    @Option(help: ArgumentHelp("Write a report of all results to this file (JSON).", valueName: "file"))
    var report: String?

    @Option(help: ArgumentHelp("Write the results to this file as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Write the results to this file as TAP, version 14.", valueName: "file"))
    var tap: String?

    @Option(help: ArgumentHelp("Write the results to this file as a page (HTML).", valueName: "file"))
    var html: String?

    @Flag(
        help:
            "Keep transcripts and pictures of scenarios that passed too, so that a page can be made of the JSON report."
    )
    var details = false

    /// Whether any was asked for.
    var areGiven: Bool { [report, junit, tap, html].contains { $0 != nil } }
    /// Whether one takes standard output for itself.
    var isToStandardOutput: Bool { [report, junit, tap, html].contains("-") }

    /// Throws where one of them is one of `files`, which it would take the place of.
    func check(besides files: [String]) throws(Failure) {
        for case let path? in [report, junit, tap, html] {
            guard let file = SameFile.first(of: files, as: path) else { continue }
            throw .usage("\(path): a report can't take the place of a scenario, \(file)")
        }
    }

    /// Opens them before the work, so that a wrong place is told early.
    func open() throws(Failure) -> [Output] {
        let paths = [(report, ReportFormat.json), (junit, .junit), (tap, .tap), (html, .html)]
        var outputs: [Output] = []
        for case (let path?, let format) in paths { outputs.append(try Output(path, format)) }
        return outputs
    }

    /// A file that is written whole.
    struct Output {
        /// Whether the summary has to stand elsewhere.
        let isStandardOutput: Bool
        private let file: WholeFile
        /// From the file's folder to the one that paths are seen from.
        private let way: String
        private let format: ReportFormat

        init(_ path: String, _ format: ReportFormat) throws(Failure) {
            (isStandardOutput, self.format) = (path == "-", format)
            file = try WholeFile(path)
            way = Output.way(from: path)
        }

        private static func way(from path: String) -> String {
            let folders = path.split(separator: "/").dropLast()
            guard !path.hasPrefix("/"), !folders.contains("..") else {
                return FileManager.default.currentDirectoryPath + "/"
            }
            return String(repeating: "../", count: folders.count { $0 != "." })
        }

        func write(_ run: FinishedRun) throws {
            var waiting: [UInt8] = []
            try format.write(run, way: way) { text in
                waiting += Array(text.utf8)
                // A write a line would take longer than the line.
                guard waiting.count >= 1 << 16 else { return }
                try file.write(waiting)
                waiting.removeAll(keepingCapacity: true)
            }
            try file.finish(waiting)
        }
    }
}
