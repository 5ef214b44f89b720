import ScenarioReports
import Testing

@Suite("Tallies of runs") struct RunTallyTests {
    private func tally(_ statuses: [(ScenarioResult.Status, Int32)]) -> RunTally {
        var tally = RunTally()
        for (status, code) in statuses {
            var result = ScenarioResult(file: "a.yaml", name: "a", status: status)
            result.exitCode = code
            tally.add(result)
        }
        return tally
    }

    @Test(
        "the exit code is that of the worst",
        arguments: [
            ([.passed, .skipped, .knownFailure], 0), ([.failed, .passed], 1), ([.unexpectedPass], 1),
        ] as [([ScenarioResult.Status], Int32)])
    func exitCode(statuses: [ScenarioResult.Status], code: Int32) {
        #expect(tally(statuses.map { ($0, 0) }).exitCode == code)
    }

    @Test("what could not be run counts more than what failed") func errors() {
        #expect(tally([(.failed, 0), (.error, 3), (.error, 2)]).exitCode == 3)
    }

    @Test("parts are written i/n, from 1", arguments: ["0/2", "3/2", "1", "1/2/3", "a/b", "1/100001"])
    func noShard(text: String) { #expect(Shard(text) == nil) }

    @Test("every name is in one part, and parts are alike in size", arguments: [1, 2, 7, 100]) func parts(count: Int) {
        let shards = (1...count).compactMap { Shard($0, of: count) }
        var sizes = [Int](repeating: 0, count: count)
        for number in 0..<1000 * count {
            let holders = shards.filter { $0.holds("calls/\(number).wav") }
            #expect(holders.count == 1)
            for holder in holders { sizes[holder.index - 1] += 1 }
            if count == 100, number > 20_000 { break }
        }
        let mean = Double(sizes.reduce(0, +)) / Double(count)
        #expect(sizes.allSatisfy { abs(Double($0) - mean) < 6 * mean.squareRoot() }, "\(sizes)")
    }

    @Test("a name's part is the same for ever") func fixed() {
        #expect((1...5).filter { Shard($0, of: 5)?.holds("calls/a.wav") == true } == [2])
    }
}
