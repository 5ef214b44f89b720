import CallTestKit
import Foundation
import Testing

/// Runs of `replay` that go on until somebody ends them.
@Suite("replay, while it runs") struct ReplayLiveTests {
    private static let part = "steps:\n  - press: \"> > *\"\n"

    private static func scenario(_ name: String, _ steps: String) -> String {
        "name: \(name)\ncall: { account: \"10023\", identified: true, amount: \"20.00\" }\n\(steps)"
            + "expect: { result: cancelled }\n"
    }

    private func write(_ folder: URL, _ name: String, _ text: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// Waits, a minute at most, until something is so of a program that still runs.
    private func wait(_ running: RunningProgram, _ what: String, until isSo: () -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !isSo() {
            try #require(running.isRunning && Date() < deadline, "\(what): \(running.out)\(running.err)")
            usleep(5_000)
        }
    }

    @Test(
        "a signal ends a run; what was finished is told and reported",
        arguments: [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")])
    func interrupted(signal: Int32, name: String) throws {
        try Program.withFiles { folder in
            try write(folder, "a.yaml", Self.scenario("A caller who leaves", "keys: \"> > *\"\n"))
            let running = try RunningProgram(
                [
                    "replay", "a.yaml", "--repeat", "1000000", "--jobs", "2", "--report", "r.json", "--junit", "r.xml",
                    "--tap", "r.tap", "--html", "r.html",
                ], in: folder.path)
            try wait(running, "the first results") { running.out.count { $0 == "\n" } > 20 }
            #expect(kill(running.id, signal) == 0)
            let end = running.wait()
            #expect(!end.wasKilled && end.code == 128 + signal)
            func text(_ name: String) throws -> String {
                String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
            }
            let json = try JSONSerialization.jsonObject(with: Data(try text("r.json").utf8)) as? [String: Any]
            let results = try #require(json?["scenarios"] as? [Any])
            #expect(json?["interrupted"] as? String == name)
            #expect(results.count > 20 && results.count < 1_000_000)
            #expect(json?["passed"] as? Int == results.count)
            #expect(running.out.split(separator: "\n").count { $0.hasPrefix("ok ") } == results.count)
            #expect(running.out.hasSuffix("interrupted by \(name)\n\(results.count) passed, 0 failed\n"))
            let lint = "command -v xmllint > xmllint.txt || exit 0; xmllint --noout r.xml"
            #expect(try Program.shell(lint, [], in: folder.path).code == 0)
            #expect(try text("r.xml").hasSuffix("</testsuites>\n"))
            #expect(try text("r.tap").split(separator: "\n").last?.hasPrefix("Bail out!") == true)
            #expect(try text("r.html").hasSuffix("</html>\n"))
        }
    }

    /// What a program prints once a file has changed, up to the counts of the run.
    private func output(of running: RunningProgram, afterWriting text: String, to file: URL) throws -> String {
        let before = running.out.count
        try Data(text.utf8).write(to: file, options: .atomic)
        try wait(running, "the next run") {
            running.out.dropFirst(before).contains(" failed") && running.out.hasSuffix("\n")
        }
        return String(running.out.dropFirst(before))
    }

    @Test("--watch runs again what a changed file touches, and nothing else") func watch() throws {
        try Program.withFiles { folder in
            try write(folder, "lab/a.yaml", Self.scenario("With a part", "steps:\n  - include: parts/leave.yaml\n"))
            try write(folder, "lab/b.yaml", Self.scenario("Alone", "keys: \"> > *\"\n"))
            try write(folder, "lab/parts/leave.yaml", Self.part)
            let running = try RunningProgram(["replay", "--watch", "lab"], in: folder.path)
            try wait(running, "the first run") { running.err.contains("watching 2 files") }
            #expect(running.out.hasSuffix("2 passed, 0 failed\n"))

            let b = folder.appendingPathComponent("lab/b.yaml")
            let part = folder.appendingPathComponent("lab/parts/leave.yaml")
            let ending = "cancelled (caller-cancelled)\n1 passed, 0 failed\n"
            #expect(
                try output(of: running, afterWriting: Self.scenario("Changed", "keys: \"> > *\"\n"), to: b)
                    == "ok     lab/b.yaml  Changed: " + ending)
            #expect(
                try output(of: running, afterWriting: Self.part + "# as before\n", to: part)
                    == "ok     lab/a.yaml  With a part: " + ending)
            _ = try output(of: running, afterWriting: Self.scenario("Wrong", "kees: \"*\"\n"), to: b)
            #expect(running.err.contains("lab/b.yaml:3:1: 'kees' is no key here; did you mean 'keys'?"))

            #expect(kill(running.id, SIGINT) == 0)
            #expect(running.wait().code == 130)
        }
    }
}
