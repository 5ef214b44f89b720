import CallCoverage

/// A report of a part of a run, which is read as often as needed.
public struct ReportPart {
    /// What it is called in errors.
    public let name: String
    /// Opens it at its begin.
    public let open: () throws -> LineSource

    /// A part of that name.
    public init(name: String, open: @escaping () throws -> LineSource) { (self.name, self.open) = (name, open) }
}

/// Reports of all parts of a run, joined to the report of the whole run: byte for byte what one machine would have
/// written. At any time it holds one scenario a part.
public struct ReportMerge {
    private let parts: [ReportPart]
    /// The whole run.
    public let run: FinishedRun

    /// Checks that `parts` are all parts of one run, each once, and reads them through. A report of a whole run is a part
    /// by itself. Throws a `ReportError`, or what a part throws when it is opened or read.
    public init(_ parts: [ReportPart]) throws {
        self.parts = parts
        var heads: [(name: String, header: RunHeader)] = []
        var coverage: CoverageReport?
        for part in parts {
            let reader = try ReportReader(name: part.name, lines: part.open())
            heads.append((ReportText.line(part.name), reader.header))
            if heads.count > 1, (coverage == nil) != (reader.coverage == nil) {
                throw ReportError("\(heads[heads.count - 1].name): \(ReportMerge.coverageDiffers)")
            }
            if let more = reader.coverage {
                coverage = coverage ?? CoverageReport()
                coverage?.add(more)
            }
        }
        try ReportMerge.check(heads)
        guard var header = heads.first?.header else { throw ReportError("give one report or more") }
        header.shard = nil
        var tally = RunTally()
        try ReportMerge.forEach(parts) { tally.add($0) }
        run = FinishedRun(header: header, tally: tally, coverage: coverage) { body in
            try ReportMerge.forEach(parts, body)
        }
    }

    private static let coverageDiffers =
        "this report has coverage where another has none; run all shards with the same options"

    /// Whether the heads are those of all shards of one run.
    private static func check(_ heads: [(name: String, header: RunHeader)]) throws(ReportError) {
        guard let first = heads.first else { return }
        var names: [Int: String] = [:]
        for (name, header) in heads {
            if let signal = header.interrupted {
                throw ReportError("\(name): this run was interrupted by \(signal); run it again to its end")
            }
            func same<Value: Equatable>(_ what: String, _ path: KeyPath<RunHeader, Value>) throws(ReportError) {
                guard header[keyPath: path] != first.header[keyPath: path] else { return }
                throw ReportError("\(name): the \(what) is another than that of \(first.name); join shards of one run")
            }
            try same("version of ivrpay", \.version)
            try same("suite, its files or its selection,", \.suite)
            try same("seed", \.seed)
            guard let shard = header.shard else {
                guard heads.count == 1 else {
                    throw ReportError("\(name): this is the report of a whole run; only shards can be joined")
                }
                return
            }
            try same("number of shards", \.shard?.count)
            if let other = names.updateValue(name, forKey: shard.index) {
                throw ReportError("\(name): shard \(shard) is that of \(other) too; give each shard once")
            }
        }
        guard let count = first.header.shard?.count else { return }
        let missing = (1...count).filter { names[$0] == nil }
        guard let shard = missing.first else { return }
        let more = missing.count > 1 ? ", and \(missing.count - 1) more" : ""
        throw ReportError("shard \(shard)/\(count) is missing\(more); give the reports of all \(count) shards")
    }

    /// Gives the results of all parts in the order of the whole run.
    private static func forEach(_ parts: [ReportPart], _ body: (ScenarioResult) throws -> Void) throws {
        var readers = try parts.map { try ReportReader(name: $0.name, lines: $0.open()) }
        var waiting: [ScenarioResult?] = []
        for index in readers.indices { waiting.append(try readers[index].next()) }
        var order = 0
        // Hashes, of a million scenarios too; of bytes, since names that look alike may be two files.
        var seen: Set<Int> = []
        while let next = waiting.indices.filter({ waiting[$0] != nil }).min(by: { precedes(waiting[$0], waiting[$1]) }),
            let result = waiting[next]
        {
            guard result.order == order else {
                let name = result.shownID
                throw ReportError(
                    result.order < order
                        ? "\(readers[next].place): \(name) has place \(result.order) of the run, as another scenario has; "
                            + "give the shards of one run"
                        : "place \(order) of the run is in no part; give the shards of one run, each run to its end")
            }
            // Names that are masked may look the same.
            guard result.id.contains("*") || seen.insert(Array(result.id.utf8).hashValue).inserted else {
                throw ReportError("\(readers[next].place): \(result.shownID) is in the parts twice; run them again")
            }
            try body(result)
            order += 1
            waiting[next] = try readers[next].next()
        }
    }

    private static func precedes(_ left: ScenarioResult?, _ right: ScenarioResult?) -> Bool {
        (left?.order ?? .max) < (right?.order ?? .max)
    }
}
