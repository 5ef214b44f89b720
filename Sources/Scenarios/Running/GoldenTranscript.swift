import Foundation
import ScenarioReports
import Synchronization

/// A file that holds the transcript that a scenario must have.
public struct GoldenTranscript: Hashable, Sendable {
    /// Its path.
    public let path: String
    /// Where the scenario names it: `file:line:column`.
    let place: String

    /// What is wrong with `transcript`; nil when it is that of the file.
    func mismatch(with transcript: [String]) -> ScenarioFailure? {
        let advice = "run with --update to write it"
        guard let data = FileManager.default.contents(atPath: path) else {
            return failure(expected: "the transcript in \(path)", actual: "there is no such file", advice)
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
        return failure(expected: "line \(index + 1): \(line(wanted))", actual: line(lines), advice)
    }

    fileprivate func failure(expected: String, actual: String, _ advice: String) -> ScenarioFailure {
        ScenarioFailure(
            place: place, source: SourceLine.text(at: place), column: SourceLine.column(of: place),
            expectation: "transcript", expected: expected, actual: actual, notes: [advice])
    }
}

/// Golden transcripts as a run writes them anew, each once: scenarios that share one must have the same.
public final class GoldenUpdates: Sendable {
    /// What was written, by its path.
    private let written = Mutex<[String: Data]>([:])

    /// Nothing is written yet.
    public init() {}

    /// Makes `transcript` the one that is expected; what is wrong where another scenario of the run had another one
    /// written. Throws where the file can't be written.
    func write(_ transcript: [String], to golden: GoldenTranscript) throws -> ScenarioFailure? {
        let data = Data((transcript + [""]).joined(separator: "\n").utf8)
        let earlier = written.withLock { written in
            defer { if written[golden.path] == nil { written[golden.path] = data } }
            return written[golden.path]
        }
        guard let earlier else {
            if FileManager.default.contents(atPath: golden.path) != data {
                try data.write(to: URL(fileURLWithPath: golden.path), options: .atomic)
            }
            return nil
        }
        guard earlier != data else { return nil }
        return golden.failure(
            expected: "one transcript for all scenarios that share \(golden.path)", actual: "this one has another",
            "give each a file of its own, with a variable in its name")
    }
}
