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
}
