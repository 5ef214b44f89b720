import CallCoverage
import Telephony

/// What is known of a run as a whole, beside its results.
public struct RunHeader: Hashable, Sendable {
    /// The version of ivrpay that ran it.
    public var version: String
    /// What was added to the scenarios' seeds.
    public var seed: UInt64
    /// Which part of how many was run, from 1; nil for all of it.
    public var shard: Shard?
    /// A hash of what every shard must have in common: the files, their bytes, and the selection, in hexadecimal.
    public var suite: String
    /// The signal that ended it early: `SIGINT`, `SIGTERM`; nil for a run to its end.
    public var interrupted: String?

    /// The header of a run.
    public init(version: String, seed: UInt64, shard: Shard? = nil, suite: String, interrupted: String? = nil) {
        (self.version, self.seed, self.shard) = (version, seed, shard)
        (self.suite, self.interrupted) = (suite, interrupted)
    }
}

/// A part of a run on many machines: `2/5`.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
    /// Which part, from 1.
    public let index: Int
    /// Of how many.
    public let count: Int

    /// Part `index` of `count`; nil where there is no such part, or more than 100,000.
    public init?(_ index: Int, of count: Int) {
        guard (1...100_000).contains(count), (1...count).contains(index) else { return nil }
        (self.index, self.count) = (index, count)
    }

    /// A part as people write it: `2/5`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        self.init(index, of: count)
    }

    /// Whether the part has what is called `id`: a file's path, a scenario's name. A name is in the same part in every
    /// run and on every machine, whatever else there is, and in one part alone.
    public func holds(_ id: String) -> Bool {
        var hash = StableHash()
        hash.combine(id)
        return hash.value % UInt64(count) == UInt64(index - 1)
    }

    /// `2/5`.
    public var description: String { "\(index)/\(count)" }
}

/// A run that is over, as reports read it: as often as they like, one result at a time.
public struct FinishedRun {
    /// What is known of all of it.
    public let header: RunHeader
    /// How many went how.
    public let tally: RunTally
    /// What was reached; nil where nobody asked.
    public let coverage: CoverageReport?
    /// Gives each result, in the run's order.
    public let forEach: ((ScenarioResult) throws -> Void) throws -> Void
    /// Gives each result as the line of JSON that it is in a report; nil where the lines have to be made.
    let forEachLine: (((String) throws -> Void) throws -> Void)?

    /// A run; with `forEachLine` results may lack in `forEach` what only the JSON report has of them.
    public init(
        header: RunHeader, tally: RunTally, coverage: CoverageReport?,
        forEach: @escaping ((ScenarioResult) throws -> Void) throws -> Void,
        forEachLine: (((String) throws -> Void) throws -> Void)? = nil
    ) {
        (self.header, self.tally, self.coverage) = (header, tally, coverage)
        (self.forEach, self.forEachLine) = (forEach, forEachLine)
    }
}

/// How many scenarios went how.
public struct RunTally: Hashable, Sendable {
    /// By status.
    public private(set) var counts: [ScenarioResult.Status: Int] = [:]
    /// How many passed only when they were run again.
    public private(set) var flaky = 0
    /// Media time of all calls in microseconds: the sum of whole numbers is the same in any order.
    private var mediaMicroseconds: Int64 = 0
    /// The exit code of the run so far: of what could not be run the highest, else 1 where something failed.
    public private(set) var exitCode: Int32 = 0

    /// Nothing yet.
    public init() {}

    /// Counts a result.
    public mutating func add(_ result: ScenarioResult) {
        counts[result.status, default: 0] += 1
        if result.status == .passed, result.attempts > 1 { flaky += 1 }
        mediaMicroseconds &+= ReportText.microseconds(result.mediaSeconds)
        if result.status.isBad { exitCode = max(exitCode, result.status == .error ? result.exitCode : 1) }
    }

    /// How many went so.
    public func count(_ status: ScenarioResult.Status) -> Int { counts[status] ?? 0 }

    /// Media time of all calls in seconds, each rounded to the microsecond.
    public var mediaSeconds: Double { Double(mediaMicroseconds) / 1_000_000 }

    /// How many failed, in the words of the last line: something was not as expected, or was although it must not be.
    public var failed: Int { count(.failed) + count(.unexpectedPass) }

    /// How many there were.
    public var total: Int { counts.values.reduce(0, +) }
}
