import CallCoverage
import CallTestKit
import Testing

@testable import ScenarioReports

@Suite("Reports of shards") struct ReportMergeTests {
    private static let point = CoveragePoint(.prompts, "ask-pin")

    /// The reports of `count` shards of results, in another order than that of the shards.
    private func shards(_ results: [ScenarioResult], count: Int, _ random: inout RandomResults) throws -> [ReportPart] {
        let reports = try (1...count).map { index in
            let shard = try #require(Shard(index, of: count))
            let results = results.filter { shard.holds($0.id) }
            let coverage = CoverageReport(counts: [Self.point: results.count])
            let run = ReportKit.run(results, shard: shard, coverage: coverage)
            return ReportKit.part("part-\(index).json", try ReportKit.text(run, .json))
        }
        let turn = random.number(in: 0...(count - 1))
        return Array(reports[turn...] + reports[..<turn])
    }

    @Test("any shards make the report of the whole run, to the byte") func whole() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        for _ in 0..<60 {
            let results = (0..<random.number(in: 0...40)).map { random.result($0) }
            let whole = ReportKit.run(results, coverage: CoverageReport(counts: [Self.point: results.count]))
            let merged = try ReportMerge(try shards(results, count: random.number(in: 1...9), &random)).run
            for format in ReportFormat.allCases {
                let (text, other) = (try ReportKit.text(merged, format), try ReportKit.text(whole, format))
                #expect(text == other, "\(format), seed \(seed)")
            }
            #expect(merged.tally == whole.tally, "seed \(seed)")
        }
    }

    @Test("a scenario that stands in another's place is refused") func forged() throws {
        let first = try report([0, 2], "1/2")
        let (name, other) = (Self.name(0, "1/2"), Self.name(2, "1/2"))
        let second = try report([1], "2/2")
        expectRefusal(
            [first.replacing(other, with: name), second], "1.json:6: \(name) is in the parts twice; run them again")
        let stray = second.replacing(Self.name(1, "2/2"), with: name)
        expectRefusal(
            [first, stray],
            "2.json:5: this scenario belongs to another shard than 2/2; give reports as they were written")
        let exchanged = [first.replacing("1/2", with: "2/2"), second.replacing("2/2", with: "1/2")]
        expectRefusal(
            exchanged, "1.json:5: this scenario belongs to another shard than 2/2; give reports as they were written")
    }

    @Test(
        "a head that does not say what the report holds is refused",
        arguments: [
            ("\"passed\":2", "\"passed\":99"), ("\"failed\":0,\"counts\"", "\"failed\":7,\"counts\""),
            ("\"ask-pin\":2", "\"ask-pin\":999"),
        ])
    func head(said: String, instead: String) throws {
        let whole = try report([0, 1], nil, coverage: CoverageReport(counts: [Self.point: 2]))
        #expect(whole.contains(said))
        // The first of its kind: what stands beside the counts.
        let place = try #require(whole.firstRange(of: said))
        expectRefusal(
            [whole.replacingCharacters(in: place, with: instead)],
            "1.json:7: the scenarios are not as many as the report's first line says; run that part again")
    }

    /// A name that belongs to that shard.
    private static func name(_ order: Int, _ shard: String?) -> String {
        let belongs = shard.flatMap { Shard($0) }?.holds ?? { _ in true }
        var (name, turn) = ("a\(order).yaml", 0)
        while !belongs(name) {
            turn += 1
            name = "a\(order)-\(turn).yaml"
        }
        return name
    }

    private func report(
        _ orders: [Int], _ shard: String?, interrupted: String? = nil, coverage: CoverageReport? = nil,
        version: String = "0.1.0", seed: UInt64 = 7, suite: String = "5f"
    ) throws -> String {
        let results = orders.map { order in
            var result = ScenarioResult(file: Self.name(order, shard), name: "a", status: .passed)
            result.order = order
            return result
        }
        let run = ReportKit.run(
            results, shard: shard.flatMap { Shard($0) }, interrupted: interrupted, coverage: coverage, version: version,
            seed: seed, suite: suite)
        return try ReportKit.text(run, .json)
    }

    private func expectRefusal(
        _ texts: [String], _ words: String, at location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: ReportError.self, sourceLocation: location) {
            try ReportMerge(texts.enumerated().map { ReportKit.part("\($0.offset + 1).json", $0.element) })
        }
        #expect(error?.description == words, sourceLocation: location)
    }

    @Test("what are not all shards of one run is refused") func refusals() throws {
        let first = try report([0, 2], "1/2")
        expectRefusal([], "give one report or more")
        expectRefusal([first], "shard 2/2 is missing; give the reports of all 2 shards")
        expectRefusal(
            [try report([0], "2/4")], "shard 1/4 is missing, and 2 more; give the reports of all 4 shards")
        expectRefusal([first, first], "2.json: shard 1/2 is that of 1.json too; give each shard once")
        let other = "is another than that of 1.json; join shards of one run"
        expectRefusal([first, try report([1], "2/2", version: "0.2.0")], "2.json: the version of ivrpay \(other)")
        expectRefusal([first, try report([1], "2/2", seed: 8)], "2.json: the seed \(other)")
        expectRefusal(
            [first, try report([1], "2/2", suite: "60")], "2.json: the suite, its files or its selection, \(other)")
        expectRefusal([first, try report([1], "2/3")], "2.json: the number of shards \(other)")
        expectRefusal(
            [first, try report([1], "2/2", interrupted: "SIGTERM")],
            "2.json: this run was interrupted by SIGTERM; run it again to its end")
        expectRefusal(
            [first, try report([1], nil)], "2.json: this is the report of a whole run; only shards can be joined")
        expectRefusal(
            [first, try report([1], "2/2", coverage: CoverageReport())],
            "2.json: this report has coverage where another has none; run all shards with the same options")
    }

    @Test("a scenario that is missing or there twice is refused") func places() throws {
        let first = try report([0, 2], "1/2")
        expectRefusal(
            [first, try report([3], "2/2")],
            "place 1 of the run is in no part; give the shards of one run, each run to its end")
        expectRefusal(
            [first, try report([1, 2], "2/2")],
            "2.json:6: \(Self.name(2, "2/2")) has place 2 of the run, as another scenario has; give the shards of one run"
        )
        expectRefusal(
            [try report([1], nil)], "place 0 of the run is in no part; give the shards of one run, each run to its end")
    }

    private static let advice = "give a report that ivrpay replay --report wrote"

    @Test("a file that is no report is refused, with its line") func noReport() throws {
        let whole = try report([0, 1], nil)
        let lines = whole.split(separator: "\n").map(String.init)
        func changed(_ line: Int, _ text: String?) -> String {
            var lines = lines
            if let text { lines[line - 1] = text } else { lines.remove(at: line - 1) }
            return lines.joined(separator: "\n") + "\n"
        }
        let wrong = "this is no line of a report; \(Self.advice), as it was written"
        expectRefusal([""], "1.json:1: the file is empty; \(Self.advice)")
        expectRefusal(["{}\n"], "1.json:1: \(wrong)")
        expectRefusal(["name: a\n"], "1.json:1: \(wrong)")
        expectRefusal(["{x,\n"], "1.json:1: not JSON at column 2: a member begins with its name in double quotes")
        expectRefusal(["{\"schemaVersion\":1,\n"], "1.json:1: a report lacks `seed`")
        expectRefusal([changed(2, "\"scenarios\":[")], "1.json:2: \(wrong)")
        expectRefusal([changed(3, "7,")], "1.json:3: \(wrong)")
        expectRefusal([changed(5, "{},")], "1.json:5: a scenario lacks `schemaVersion`")
        expectRefusal([changed(5, "7,")], "1.json:5: \(wrong)")
        expectRefusal(
            [changed(5, String(lines[4].dropLast()))], "1.json:6: a comma must stand before the next scenario")
        expectRefusal([changed(6, lines[4])], "1.json:6: `order` of a scenario must rise from line to line")
        expectRefusal([changed(7, nil)], "1.json:7: the report ends early; run that part again")
        let short = (lines[..<4] + [String(lines[4].dropLast()), lines[6]]).joined(separator: "\n") + "\n"
        expectRefusal(
            [short],
            "1.json:6: the scenarios are not as many as the report's first line says; run that part again")
        expectRefusal([whole + "{}\n"], "1.json:8: something follows the report; give one report a file")
    }

    @Test("bytes that nobody wrote are refused, never a crash") func fuzz() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        let text = try ReportKit.text(
            ReportKit.run((0..<4).map { random.result($0) }, coverage: CoverageReport(counts: [Self.point: 2])), .json)
        var read = 0
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<random.number(in: 1...3) {
                let place = random.number(in: 0...(bytes.count - 1))
                switch random.number(in: 0...3) {
                case 0: bytes[place] = random.byte()
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[random.number(in: 0...(bytes.count - 1))], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + random.number(in: 1...200)))
                }
            }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
            let part = ReportPart(name: "a.json") {
                var rest = lines[...]
                return { rest.popFirst() }
            }
            do {
                let run = try ReportMerge([part]).run
                // What is taken for a report can be written as one.
                for format in ReportFormat.allCases { _ = try ReportKit.text(run, format) }
                read += 1
            } catch let error as ReportError {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(read > 0 && read < 3_000, "seed \(seed)")
    }
}
