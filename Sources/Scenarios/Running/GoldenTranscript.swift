import ScenarioReports
import Foundation

/// A file that holds the transcript that a scenario must have.
public struct GoldenTranscript: Hashable, Sendable {
    /// Its path.
    public let path: String
    /// Where the scenario names it: `file:line:column`.
    let place: String

    /// What is wrong with `transcript`; nil when it is that of the file.
    func mismatch(with transcript: [String]) -> ScenarioFailure? {
        func failure(expected: String, actual: String) -> ScenarioFailure {
            ScenarioFailure(
                place: place, source: SourceLine.text(at: place), column: SourceLine.column(of: place),
                expectation: "transcript", expected: expected, actual: actual,
                notes: ["run with --update to write it"])
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return failure(expected: "the transcript in \(path)", actual: "there is no such file")
        }
        let wanted = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .map(String.init)
        let lines = transcript + [""]
        guard lines != wanted else { return nil }
        let index = zip(lines, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines.count, wanted.count)
        func line(_ lines: [String]) -> String {
            lines.indices.contains(index) && index < lines.count - 1
                ? lines[index].drop { $0 == " " }.description : "the end of the transcript"
        }
        return failure(expected: "line \(index + 1): \(line(wanted))", actual: line(lines))
    }

    /// Makes `transcript` the one that is expected; false where the file has it already.
    func update(_ transcript: [String]) throws -> Bool {
        let data = Data((transcript + [""]).joined(separator: "\n").utf8)
        guard FileManager.default.contents(atPath: path) != data else { return false }
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        return true
    }
}
