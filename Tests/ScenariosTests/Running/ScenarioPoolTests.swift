import CallTestKit
import ScenarioReports
import Synchronization
import Testing

@testable import Scenarios

@Suite("Pools of scenarios") struct ScenarioPoolTests {
    /// Ten files: some with many scenarios, one that fails, one that is wrong, one that is skipped.
    private static let files: [String: String] = {
        var files: [String: String] = [:]
        for index in 0..<7 {
            let rows = index % 3 == 0 ? 200 : 1
            let values = (0..<rows).map { "\"\($0)\"" }.joined(separator: ", ")
            files["a\(index).yaml"] =
                "name: \"a\(index) ${v}\"\ntags: [t\(index % 2)]\nmatrix: { v: [\(values)] }\nkeys: \"!\"\nexpect: { result: hung-up }\n"
        }
        files["b.yaml"] = "name: b\nkeys: \"!\"\nexpect: { result: paid }\n"
        files["c.yaml"] = "name: c\nkey: 1\n"
        files["d.yaml"] = "name: d\nskip: later\nkeys: \"!\"\nexpect: { result: paid }\n"
        files["e.yaml"] = "name: e\nknown-failure: bug 1\nkeys: \"!\"\nexpect: { result: paid }\n"
        files["f.yaml"] = "name: f\nknown-failure: bug 2\nkeys: \"!\"\nexpect: { result: hung-up }\n"
        return files
    }()

    private func run(_ change: (inout ScenarioBatch) -> Void = { _ in }) throws -> [ScenarioResult] {
        try withFiles(Self.files) { folder in try run(in: folder, change) }
    }

    private func run(in folder: String, _ change: (inout ScenarioBatch) -> Void = { _ in }) throws -> [ScenarioResult] {
        var batch = ScenarioBatch(files: Self.files.keys.sorted().map { folder + $0 }, prompts: CallKit.prompts)
        change(&batch)
        var results: [ScenarioResult] = []
        var last = 0
        _ = try ScenarioPool(batch).run { result, order in
            #expect(order > last)
            last = order
            var result = result
            result.wallSeconds = 0
            result.file = String(result.file.dropFirst(folder.count))
            result.name = result.name.replacing(folder, with: "")
            result.reason = result.reason?.replacing(folder, with: "")
            result.command = result.command.replacing(folder, with: "")
            result.failures = result.failures.map { failure in
                var failure = failure
                failure.place = failure.place.replacing(folder, with: "")
                return failure
            }
            results.append(result)
        }
        return results
    }

    @Test("results are the same in the same order for any number of threads", arguments: [2, 3, 8])
    func jobs(count: Int) throws {
        let alone = try run()
        #expect(try run { $0.jobs = count } == alone)
    }

    @Test("each status") func statuses() throws {
        let results = try run()
        #expect(results.count == 3 * 200 + 4 + 5)
        let last = results.suffix(5).map { "\($0.file) \($0.status.rawValue) \($0.reason ?? "")" }
        #expect(
            last == [
                "b.yaml failed ", "c.yaml error c.yaml:2:1: 'key' is no key here; did you mean 'keys'?",
                "d.yaml skipped later", "e.yaml known-failure bug 1", "f.yaml unexpected-pass bug 2",
            ])
    }

    @Test("shards part a run without a rest, and keep its order", arguments: [1, 2, 5]) func shards(count: Int) throws {
        try withFiles(Self.files) { folder in
            let whole = try run(in: folder).map(\.id)
            let parts = try (1...count).map { index in
                try run(in: folder) { $0.selection.shard = Shard(index, of: count) }.map(\.id)
            }
            #expect(parts.flatMap { $0 }.sorted() == whole.sorted())
            for part in parts {
                let ids = Set(part)
                #expect(part == whole.filter { ids.contains($0) })
            }
            if count == 2 { #expect(parts.allSatisfy { $0.count > 200 }) }
        }
    }

    @Test(
        "selections",
        arguments: [
            ("A1.YAML", [], ["a1.yaml [v=0]"]), ("a5.*V=0", [], ["a5.yaml [v=0]"]), ("nothing.yaml", [], []),
            ("a0.yaml*v=19", ["t0"], ["a0.yaml [v=19]"] + (190..<200).map { "a0.yaml [v=\($0)]" }),
            ("a0.yaml*1", ["-t0"], []),
        ] as [(String, [String], [String])])
    func selected(filter: String, tags: [String], ids: [String]) throws {
        let results = try run {
            ($0.selection.filter, $0.selection.tags) = (filter, tags)
            $0.files.removeAll { $0.hasSuffix("c.yaml") }
        }
        #expect(results.map(\.id) == ids)
    }

    @Test("a run that fails fast ends with its first failure", arguments: [1, 4]) func failsFast(jobs: Int) throws {
        let results = try run { ($0.failsFast, $0.jobs) = (true, jobs) }
        #expect(results.last?.file == "b.yaml" && results.count == 605)
    }

    @Test("repeats have other seeds and names of their own") func repeats() throws {
        let results = try run {
            $0.repeats = 3
            $0.selection.filter = "a1.yaml"
            $0.files.removeAll { $0.hasSuffix("c.yaml") }
        }
        #expect(results.map(\.id) == (1...3).map { "a1.yaml [v=0, run \($0)]" })
        #expect(Set(results.map { $0.call?.text ?? "" }).count == 3)
    }

    @Test(
        "a row that is wrong says so for itself, in its part of the run, and hides none behind it", arguments: [1, 3])
    func wrongRow(shards: Int) throws {
        let text = """
            name: x
            examples: [{ name: a, amount: "20" }, { name: b, amount: lots }, { name: c, amount: "30" }]
            call: { account: "10023", identified: true, amount: "${amount}" }
            keys: "!"
            expect: { result: hung-up }
            """
        try withFiles(["w.yaml": text]) { folder in
            var statuses: [String: ScenarioResult.Status] = [:]
            for index in 1...shards {
                var batch = ScenarioBatch(files: [folder + "w.yaml"], prompts: CallKit.prompts)
                batch.selection.shard = Shard(index, of: shards)
                _ = try ScenarioPool(batch).run { result, _ in statuses[result.variant ?? ""] = result.status }
            }
            #expect(statuses == ["a": .passed, "b": .error, "c": .passed])
        }
    }

    @Test("retries are told") func retries() throws {
        let results = try run {
            $0.retries = 2
            $0.selection.tags = []
        }
        #expect(results.filter { $0.attempts == 3 }.map(\.file) == ["b.yaml", "f.yaml"])
        #expect(results.allSatisfy { $0.attempts == 1 || $0.attempts == 3 })
    }

    @Test("a run that is stopped keeps what is done, in order") func stopped() throws {
        let whole = try run().map(\.id)
        try withFiles(Self.files) { folder in
            let batch = ScenarioBatch(files: Self.files.keys.sorted().map { folder + $0 }, prompts: CallKit.prompts)
            let pool = ScenarioPool(batch)
            var ids: [String] = []
            _ = try pool.run { result, _ in
                ids.append(String(result.id.dropFirst(folder.count)))
                if ids.count == 100 { pool.stop() }
            }
            #expect(ids.count >= 100 && ids.count < whole.count)
            #expect(ids == Array(whole.prefix(ids.count)))
        }
    }
}
