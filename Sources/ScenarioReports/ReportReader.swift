import CallCoverage
import JSONText

/// Lines of a text, one at a time, without their ends; nil behind the last one.
public typealias LineSource = () throws -> [UInt8]?

/// Reads a JSON report as ivrpay writes it, one scenario at a time.
public struct ReportReader {
    /// What the report says of its run.
    public let header: RunHeader
    /// What it says was reached; nil where nobody asked.
    public let coverage: CoverageReport?
    private let head: ReportHead
    private let name: String
    private let lines: LineSource
    private var line = 1
    private var tally = RunTally()
    private var order = -1
    private var mayGoOn = true
    private var isOver = false

    /// Bytes that a line may have: 64 MB.
    public static let greatestLine = 64 << 20

    /// Reads all that stands before the scenarios. `name` is the file's, for errors: `name:line: ` and a sentence, a
    /// `ReportError`. What `lines` throws goes on.
    public init(name: String, lines: @escaping LineSource) throws {
        (self.name, self.lines) = (name, lines)
        do {
            guard var first = try lines() else { throw ReportError("the file is empty; \(ReportReader.advice)") }
            guard first.last == UInt8(ascii: ",") else { throw ReportError(ReportReader.noReport) }
            first[first.count - 1] = UInt8(ascii: "}")
            let read = try ReportHead(json: ReportReader.value(first))
            (header, head, coverage) = (read.header, read, read.coverage)
        } catch let error as ReportError { throw ReportReader.placed(error, name, 1) }
        try expect(JSONReport.listOfFaults)
        // The scenarios hold these sentences too.
        while let text = try nextText(), text != JSONReport.endOfFaults {
            guard text.hasPrefix("\"") else { throw placed(ReportError(ReportReader.noReport)) }
        }
        try expect(JSONReport.listOfScenarios)
    }

    /// The next result; nil behind the last one. Throws a `ReportError` where the line is no scenario, and where the
    /// report ends early or does not hold what its head says.
    public mutating func next() throws -> ScenarioResult? {
        guard !isOver else { return nil }
        line += 1
        guard var bytes = try lines() else { throw placed(ReportError("the report ends early; run that part again")) }
        guard bytes.first == UInt8(ascii: "{") else {
            try end(bytes)
            return nil
        }
        guard mayGoOn else { throw placed(ReportError("a comma must stand before the next scenario")) }
        mayGoOn = bytes.last == UInt8(ascii: ",")
        if mayGoOn { bytes.removeLast() }
        do {
            let result = try ScenarioResult(json: ReportReader.value(bytes))
            guard result.order > order else { throw ReportError("`order` of a scenario must rise from line to line") }
            // Masked names are others than those by which scenarios were dealt out.
            if let shard = header.shard, !result.id.contains(where: { "*•".contains($0) }), !shard.holds(result.id) {
                throw ReportError(
                    "this scenario belongs to another shard than \(shard); give reports as they were written")
            }
            order = result.order
            tally.add(result)
            return result
        } catch let error as ReportError { throw placed(error) }
    }

    /// The line and its place, for errors of who reads.
    var place: String { "\(name):\(line)" }

    private mutating func end(_ bytes: [UInt8]) throws {
        isOver = true
        let hasNone = tally.total == 0
        guard bytes == Array(JSONReport.end.utf8), hasNone || !mayGoOn else {
            throw placed(ReportError(ReportReader.noReport))
        }
        // What is written and what was read differ in how they keep numbers, not in how they write them.
        let most = coverage?.counts.values.max() ?? 0
        guard ReportHead.counts(of: tally).text == head.counts.text, head.passed == tally.count(.passed),
            head.failed == tally.failed, most <= tally.total
        else {
            throw placed(
                ReportError("the scenarios are not as many as the report's first line says; run that part again"))
        }
        while let rest = try lines() {
            line += 1
            guard rest.isEmpty else {
                throw placed(ReportError("something follows the report; give one report a file"))
            }
        }
    }

    private mutating func expect(_ text: String) throws {
        guard try nextText() == text else { throw placed(ReportError(ReportReader.noReport)) }
    }

    private mutating func nextText() throws -> String? {
        line += 1
        return try lines().map { String(decoding: $0, as: UTF8.self) }
    }

    private func placed(_ error: ReportError) -> ReportError { ReportReader.placed(error, name, line) }

    private static func placed(_ error: ReportError, _ name: String, _ line: Int) -> ReportError {
        ReportError("\(ReportText.line(name)):\(line): \(error.description)")
    }

    private static func value(_ bytes: [UInt8]) throws(ReportError) -> JSONValue {
        do throws(JSONReadingError) {
            return try JSONValue(parsing: bytes, size: greatestLine)
        } catch { throw ReportError("not JSON at column \(error.column): \(error.problem.rawValue)") }
    }

    private static let advice = "give a report that ivrpay replay --report wrote"
    private static let noReport = "this is no line of a report; \(advice), as it was written"
}
