import CallCoverage
import JSONText

/// What a JSON report says before its scenarios: its first line.
struct ReportHead: Hashable {
    /// What is known of the run.
    let header: RunHeader
    /// How many went how, and how many were flaky, as the report says.
    let counts: JSON
    /// What was reached; nil where nobody asked.
    let coverage: CoverageReport?
    /// How many passed and failed, as the report says beside the counts.
    let (passed, failed): (Int, Int)

    init(_ run: FinishedRun) {
        (header, counts, coverage) = (run.header, ReportHead.counts(of: run.tally), run.coverage)
        (passed, failed) = (run.tally.count(.passed), run.tally.failed)
    }

    /// How many went how, with the media time of all.
    static func counts(of tally: RunTally) -> JSON {
        var members = ScenarioResult.Status.allCases.map {
            JSON.Member(name: $0.rawValue, value: .int(Int64(tally.count($0))))
        }
        members.append(JSON.Member(name: "flaky", value: .int(Int64(tally.flaky))))
        members.append(JSON.Member(name: "mediaSeconds", value: .decimal(tally.mediaSeconds, places: 6)))
        return .object(members)
    }

    /// The line, with `passed` and `failed` beside the counts for who reads no more.
    var json: JSON {
        .members([
            "schemaVersion": .int(1), "version": .string(header.version), "seed": .number(String(header.seed)),
            "shard": .optional(header.shard?.description), "suite": .string(header.suite),
            "interrupted": .optional(header.interrupted), "passed": .int(Int64(passed)),
            "failed": .int(Int64(failed)), "counts": counts, "coverage": coverage?.reportJSON ?? .null,
        ])
    }

    /// The head of a line that was read.
    init(json: JSONValue) throws(ReportError) {
        let members = try ReportMembers(json, "a report")
        guard try members.int("schemaVersion", in: 0...Int.max) == 1 else {
            throw members.wrong("schemaVersion", "1; join reports with the version of ivrpay that wrote them")
        }
        guard case .number(let text) = try members.value("seed"), let seed = UInt64(text) else {
            throw members.wrong("seed", "a whole number from 0 on")
        }
        let part = try members.optionalString("shard")
        let shard = part.flatMap { Shard($0) }
        if part != nil, shard == nil { throw members.wrong("shard", "null or a part like 2/5") }
        header = RunHeader(
            version: try members.string("version"), seed: seed, shard: shard, suite: try members.string("suite"),
            interrupted: try members.optionalString("interrupted"))
        counts = JSON(try members.value("counts"))
        passed = try members.int("passed", in: 0...Int.max)
        failed = try members.int("failed", in: 0...Int.max)
        coverage = try members.optional("coverage").map { value throws(ReportError) in
            try CoverageReport(reportJSON: value)
        }
    }
}

extension CoverageReport {
    /// A member a kind: its points, each with how many scenarios reached it.
    var reportJSON: JSON {
        .object(
            CoveragePoint.Kind.allCases.map { kind in
                let points = points.filter { $0.point.kind == kind }
                return JSON.Member(
                    name: kind.rawValue,
                    value: .object(points.map { JSON.Member(name: $0.point.name, value: .int(Int64($0.count))) }))
            })
    }

    init(reportJSON value: JSONValue) throws(ReportError) {
        var counts: [CoveragePoint: Int] = [:]
        guard case .object(let kinds) = value else { throw ReportError("`coverage` of a report must be an object") }
        for member in kinds {
            guard let kind = CoveragePoint.Kind(rawValue: member.name), case .object(let points) = member.value else {
                throw ReportError("`coverage` of a report must have a member for each kind of point, an object")
            }
            for point in points {
                guard case .number(let text) = point.value, let count = Int(text), (0...1_000_000_000).contains(count)
                else { throw ReportError("a point of `coverage` must have a whole number from 0 on") }
                counts[CoveragePoint(kind, point.name)] = count
            }
        }
        self.init(counts: counts)
    }
}
