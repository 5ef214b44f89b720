import Foundation
import JSONText
import ScenarioReports

/// Results while a run lasts: in memory as long as they are few, then in files without a name, so that memory stays the same.
///
/// There are two of them: one has what all reports need, small enough to be read again and again; the other has the lines of
/// the JSON report as they will be written, and is there only where somebody wants them.
final class ResultSpool {
    private static let inMemory = 2_000

    private let keepsDetails: Bool
    private var few: [ScenarioResult] = []
    private var all: UnnamedFile?
    private let lines: UnnamedFile?
    /// How many results of a status have been kept whole.
    private var whole: [ScenarioResult.Status: Int] = [:]

    /// A spool; with `keepsLines` it has the lines of the JSON report too, and in them transcripts and pictures of scenarios that
    /// passed only with `keepsDetails`.
    init(keepsLines: Bool, keepsDetails: Bool) throws {
        self.keepsDetails = keepsDetails
        lines = keepsLines ? try UnnamedFile() : nil
    }

    func add(_ result: ScenarioResult) throws {
        let isSlim = !keepsDetails && !result.status.isBad
        try lines?.add((isSlim ? result.withoutDetails : result).json.bytes)
        try keep(isShown(result) ? result : result.withoutCall)
    }

    /// Whether a report may show all that belongs to the result: of those that failed each does, of others a page the first.
    private func isShown(_ result: ScenarioResult) -> Bool {
        whole[result.status, default: 0] += 1
        return result.status.isBad || whole[result.status, default: 0] <= ReportFormat.greatestPage
    }

    private func keep(_ result: ScenarioResult) throws {
        if let all { return try all.add(result.json.bytes) }
        few.append(result)
        guard few.count > ResultSpool.inMemory else { return }
        let file = try UnnamedFile()
        for result in few { try file.add(result.json.bytes) }
        (all, few) = (file, [])
    }

    /// Each result, in the order in which they came.
    func forEach(_ body: (ScenarioResult) throws -> Void) throws {
        for result in few { try body(result) }
        try all?.forEach { try body(ScenarioResult(line: $0)) }
    }

    /// Each line of the JSON report; nil where they were not kept.
    var forEachLine: (((String) throws -> Void) throws -> Void)? {
        lines.map { file in { body in try file.forEach { try body(String(decoding: $0, as: UTF8.self)) } } }
    }
}

/// A file that has no name and is gone with its last user: lines are added, and read from the first on.
private final class UnnamedFile {
    private let file: UnsafeMutablePointer<FILE>

    init() throws(Failure) {
        guard let file = tmpfile() else { throw .world("a temporary file: \(String(cString: strerror(errno)))") }
        self.file = file
    }

    deinit { fclose(file) }

    func add(_ line: [UInt8]) throws(Failure) {
        guard fwrite(line, 1, line.count, file) == line.count, fputc(0x0a, file) >= 0 else {
            throw .world("a temporary file: \(String(cString: strerror(errno))); free some space")
        }
    }

    func forEach(_ body: ([UInt8]) throws -> Void) throws {
        guard fflush(file) == 0 else {
            throw Failure.world("a temporary file: \(String(cString: strerror(errno))); free some space")
        }
        rewind(file)
        defer { fseek(file, 0, SEEK_END) }
        var line: UnsafeMutablePointer<CChar>?
        var size = 0
        defer { free(line) }
        while true {
            let count = getline(&line, &size, file)
            guard count > 1, let line else { return }
            try body(Array(UnsafeRawBufferPointer(start: line, count: count - 1)))
        }
    }
}
