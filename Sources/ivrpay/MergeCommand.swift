import ArgumentParser
import Foundation
import ScenarioReports

/// `ivrpay merge`: the reports of shards, joined to the report of the whole run.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins the JSON reports of all shards of a replay to the report of the whole run.",
        discussion: """
            A REPORT is what ivrpay replay --shard --report wrote. All shards of one run are wanted, each once and run to \
            its end, with one version, suite and seed; the joined report is, byte for byte, that of a run without shards. \
            A report of a whole run may be given alone, to write it in another format. Exit code 1 when a scenario \
            failed, 2 when the reports are not those of one run.
            """)

    @Argument(help: ArgumentHelp("Reports of the shards (JSON).", valueName: "report"))
    var reports: [String]

    @OptionGroup var outputs: ReportOutputs

    func run() throws {
        let files = try outputs.open()
        let merge: ReportMerge
        do {
            merge = try ReportMerge(reports.map { path in ReportPart(name: path) { try FileLines(path).source } })
            for file in files { try file.write(merge.run) }
        } catch let error as ReportError { throw Failure.userFile(error.description) }
        let summary = try TerminalReport().summary(of: merge.run).drop { $0.isEmpty }.joined(separator: "\n")
        if files.contains(where: \.isStandardOutput) { Output.note(summary) } else { try Output.line(summary) }
        if merge.run.tally.exitCode != 0 { throw ExitCode(merge.run.tally.exitCode) }
    }
}

/// A file's lines, one at a time. It is opened anew for each reading, so a pipe won't do.
private final class FileLines {
    private let path: String
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var place = 0
    private var isAtEnd = false

    init(_ path: String) throws(Failure) {
        self.path = path
        var info = stat()
        guard stat(path, &info) == 0 else { throw .userFile("\(path): there is no such file") }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw .userFile("\(path): a report is read twice; give it as a file, not as a folder or a pipe")
        }
        descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .world("\(path): " + String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// The lines as a reader of reports takes them; they keep the file open.
    var source: LineSource { { try self.next() } }

    private func next() throws(Failure) -> [UInt8]? {
        var searched = place
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { place = end + 1 }
                return Array(bytes[place..<end])
            }
            if isAtEnd {
                defer { place = bytes.count }
                return place < bytes.count ? Array(bytes[place...]) : nil
            }
            guard bytes.count - place <= ReportReader.greatestLine else {
                throw .userFile("\(path): a line is longer than any of a report; give a report as ivrpay wrote it")
            }
            bytes.removeSubrange(..<place)
            searched = bytes.count
            place = 0
            try fill()
        }
    }

    private func fill() throws(Failure) {
        let size = 1 << 18
        var part = [UInt8](repeating: 0, count: size)
        var count = read(descriptor, &part, size)
        while count < 0, errno == EINTR { count = read(descriptor, &part, size) }
        guard count >= 0 else { throw .world("\(path): " + String(cString: strerror(errno))) }
        if count == 0 { isAtEnd = true }
        bytes += part[..<count]
    }
}
