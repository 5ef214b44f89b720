import CallCoverage
import Foundation
import ScenarioReports
import Testing

/// `ivrpay merge`: reports of shards become one.
@Suite("Merging reports") struct MergeTests {
    private static func text(_ orders: [Int], _ shard: String?, failing: Int? = nil) throws -> String {
        var tally = RunTally()
        let results = orders.map { order in
            var result = ScenarioResult(
                file: name(order), name: "n\(order)", status: order == failing ? .failed : .passed)
            (result.order, result.mediaSeconds) = (order, 1.5)
            tally.add(result)
            return result
        }
        let header = RunHeader(version: "0.1.0", seed: 3, shard: shard.flatMap { Shard($0) }, suite: "5f")
        let run = FinishedRun(header: header, tally: tally, coverage: nil) { try results.forEach($0) }
        var text = ""
        try ReportFormat.json.write(run) { text += $0 }
        return text
    }

    /// The first and the last belong to the first of two shards, those between to the second.
    private static func name(_ order: Int) -> String {
        let shard = Shard([0, 3].contains(order) ? 1 : 2, of: 2)
        return (0..<100).map { "a\(order)-\($0).yaml" }.first { shard?.holds($0) == true } ?? "none"
    }

    private func withShards(failing: Int? = nil, _ body: (URL) throws -> Void) throws {
        try Program.withFiles { folder in
            for (name, orders, shard) in [("1.json", [0, 3], "1/2"), ("2.json", [1, 2], "2/2")] {
                try Data(Self.text(orders, shard, failing: failing).utf8).write(to: folder.appendingPathComponent(name))
            }
            try body(folder)
        }
    }

    @Test("the joined report is that of the whole run; the other formats are written too", arguments: [0, 1])
    func merged(code: Int32) throws {
        let failing = code == 0 ? nil : 2
        try withShards(failing: failing) { folder in
            let run = try Program.run(
                ["merge", "2.json", "1.json", "--report", "all", "--junit", "j", "--tap", "t", "--html", "h"],
                in: folder.path)
            #expect(run.code == code && run.err.isEmpty, "\(run.err)")
            #expect(run.out.hasSuffix(code == 0 ? "4 passed, 0 failed\n" : "3 passed, 1 failed\n"))
            func file(_ name: String) throws -> String {
                try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            }
            #expect(try file("all") == Self.text([0, 1, 2, 3], nil, failing: failing))
            #expect(try file("j").contains("tests=\"4\""))
            #expect(try file("t").hasPrefix("TAP version 14\n1..4\n"))
            #expect(try file("h").hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test("a report on standard output stands there alone") func standardOutput() throws {
        try withShards { folder in
            let run = try Program.run(["merge", "1.json", "2.json", "--report", "-"], in: folder.path)
            #expect(run.code == 0)
            #expect(run.out == (try Self.text([0, 1, 2, 3], nil)))
            #expect(run.err.hasSuffix("4 passed, 0 failed\n"))
        }
    }

    @Test("reports without coverage can't be held to a least") func withoutCoverage() throws {
        try withShards { folder in
            let run = try Program.run(
                ["merge", "1.json", "2.json", "--coverage-min", "5", "--report", "all.json"], in: folder.path)
            #expect(run.code == 2 && run.out.isEmpty)
            #expect(
                run.err
                    == "ivrpay: --coverage-min: these reports have no coverage; ivrpay replay writes it into them\n")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("all.json").path))
        }
    }

    @Test(
        "what can't be joined is one sentence, exit code 2, and no file",
        arguments: [
            (["1.json"], "shard 2/2 is missing; give the reports of all 2 shards"),
            (["1.json", "1.json"], "1.json: shard 1/2 is that of 1.json too; give each shard once"),
            (["none.json"], "none.json: there is no such file"),
            (["."], ".: a report is read twice; give it as a file, not as a folder or a pipe"),
            (["/dev/null"], "/dev/null: a report is read twice; give it as a file, not as a folder or a pipe"),
            (["bad.json"], "bad.json:1: the file is empty; give a report that ivrpay replay --report wrote"),
            (
                ["4242424242424242.json"], "424242******4242.json: there is no such file"
            ),
        ])
    func refused(files: [String], words: String) throws {
        try withShards { folder in
            try Data().write(to: folder.appendingPathComponent("bad.json"))
            let run = try Program.run(["merge"] + files + ["--report", "all.json"], in: folder.path)
            #expect(run.code == 2)
            #expect(run.err == "ivrpay: \(words)\n")
            #expect(run.out.isEmpty)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                    "1.json", "2.json", "bad.json",
                ])
        }
    }
}
