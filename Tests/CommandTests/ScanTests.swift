import Foundation
import Testing

@testable import ivrpay

/// `detect` over many files: lists and folders, threads, parts, and a scan that is ended and goes on.
@Suite("Scans of many files") struct ScanTests {
    /// A folder of `count` short files with two keys each, one of two channels, one that is no sound, and one that is
    /// no sound file by its name.
    private func archive(_ count: Int, in folder: URL) throws {
        let below = folder.appendingPathComponent("sounds/below")
        try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
        for index in 0..<count {
            let name = "sounds/\(index % 3 == 0 ? "below/" : "")\(index).wav"
            #expect(try Program.run(["tones", "\(index % 10)#", "-o", name], in: folder.path).code == 0)
        }
        try FileManager.default.copyItem(
            atPath: Program.root + "scenarios/sounds/right-channel-44k1.mp3",
            toPath: below.appendingPathComponent("two.MP3").path)
        try Data("no sound".utf8).write(to: below.appendingPathComponent("broken.wav"))
        try Data("no sound".utf8).write(to: below.appendingPathComponent("notes.txt"))
    }

    private func text(_ name: String, in folder: URL) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func exists(_ name: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }

    @Test("a folder is read in the order of names, whatever the threads", arguments: ["text", "json"])
    func threads(format: String) throws {
        try Program.withFiles { folder in
            try archive(12, in: folder)
            let one = try Program.run(["detect", "--format", format, "sounds"], in: folder.path)
            #expect(one.code == 3 && one.out.contains("below/two.MP3"))
            #expect(one.out.split(separator: "\n").count == 14)
            #expect(one.err.contains("broken.wav") && !one.err.contains("notes"))
            let names = one.out.split(separator: "\n").compactMap { $0.firstRange(of: "sounds/").map { $0.lowerBound } }
            #expect(names.count == 14)
            for jobs in ["2", "7"] {
                let many = try Program.run(
                    ["detect", "--format", format, "sounds/", "--jobs", jobs], in: folder.path)
                #expect(many.out == one.out && many.err == one.err && many.code == 3)
            }
        }
    }

    @Test("a list names files, from a file or a pipe, behind those named") func lists() throws {
        try Program.withFiles { folder in
            try archive(3, in: folder)
            let named = try Program.run(["detect", "sounds/2.wav", "sounds/1.wav", "sounds/1.wav"], in: folder.path)
            #expect(named.out == "sounds/2.wav: 2#\nsounds/1.wav: 1#\nsounds/1.wav: 1#\n")
            let list = "\nsounds/1.wav\r\n  \nsounds/1.wav"
            try Data(list.utf8).write(to: folder.appendingPathComponent("list"))
            for (source, input) in [("list", ""), ("-", list)] {
                let listed = try Program.run(
                    ["detect", "sounds/2.wav", "--files-from", source], input: input, in: folder.path)
                #expect(listed.out == named.out, "\(listed.err)")
            }
        }
    }

    @Test(
        "wrong options and lists are told",
        arguments: [
            ([], 64, "--files-from"), (["x.wav", "--jobs", "0"], 64, "1 to 256"),
            (["x.wav", "--shard", "3/2", "--format", "json"], 64, "2/5"),
            (["x.wav", "--shard", "1/2"], 64, "--format json"), (["x.wav", "--resume"], 64, "--output"),
            (["x.wav", "--resume", "-o", "-"], 64, "--output"), (["x.wav", "--live", "--jobs", "2"], 64, "--live"),
            (["--files-from", "missing"], 3, "missing"), (["--files-from", "/dev/null"], 4, "no sound file"),
            (["docs"], 4, "no sound file"), (["scenarios/sounds", "--plot", "x.svg"], 64, "--plot"),
        ] as [([String], Int32, String)])
    func wrong(arguments: [String], code: Int32, words: String) throws {
        let run = try Program.run(["detect"] + arguments)
        #expect(run.code == code && run.err.contains(words) && run.out.isEmpty, "\(run.err)")
    }

    @Test("parts put together are the whole, byte for byte", arguments: [1, 2, 5]) func parts(count: Int) throws {
        try Program.withFiles { folder in
            try archive(9, in: folder)
            let whole = try Program.run(["detect", "--format", "json", "sounds"], in: folder.path)
            var paths: [String] = []
            for index in 1...count {
                let path = folder.appendingPathComponent("part\(index).jsonl").path
                let run = try Program.run(
                    ["detect", "--format", "json", "sounds", "--shard", "\(index)/\(count)", "--output", path],
                    in: folder.path)
                #expect(run.code == (run.err.contains("broken") ? 3 : 0) && run.out.isEmpty)
                #expect(ScanMerge.isScan(path))
                paths.insert(path, at: 0)
            }
            var merged = ""
            let code = try ScanMerge.merge(paths) { merged += $0 + "\n" }
            #expect(merged == whole.out && code == whole.code)
        }
    }

    @Test("parts that are missing, twice there, changed or of other scans are refused") func wrongParts() throws {
        try Program.withFiles { folder in
            try archive(6, in: folder)
            func part(_ name: String, _ shard: String, _ more: [String] = []) throws -> String {
                let path = folder.appendingPathComponent(name).path
                _ = try Program.run(
                    ["detect", "--format", "json", "sounds", "--shard", shard, "-o", path] + more, in: folder.path)
                return path
            }
            let (first, second) = (try part("a", "1/2"), try part("b", "2/2"))
            let masked = try part("c", "2/2", ["--mask-cards"])
            let longer = try part("d", "2/2", ["sounds/1.wav"])
            let third = try part("e", "2/3")
            let lines = try text("b", in: folder).split(separator: "\n")
            let torn = folder.appendingPathComponent("torn").path
            try Data(lines.dropLast().joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: torn))
            let short = folder.appendingPathComponent("short").path
            try Data((lines.dropFirst().joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: short))
            let cases: [([String], String)] = [
                ([first], "part 2/2 of the scan is missing"), ([first, second, second], "give each part once"),
                ([first, masked], "other options"), ([first, longer], "another list of files"),
                ([first, third], "same number"), ([first, torn], "no part of a scan that has ended"),
                ([first, short], "no part has the result"), ([first, Program.root + "README.md"], "no part of a scan"),
            ]
            for (paths, words) in cases {
                let failure = #expect(throws: Failure.self) {
                    _ = try ScanMerge.merge(paths) { _ in Issue.record("nothing is written") }
                }
                #expect(
                    failure?.code == 2 && failure?.message.contains(words) == true, "\(String(describing: failure))")
            }
            #expect(!ScanMerge.isScan(Program.root + "README.md") && !ScanMerge.isScan("missing"))
        }
    }

    @Test("a scan that was ended goes on, with the same bytes", arguments: ["INT", "TERM", "KILL"])
    func interrupted(signal: String) throws {
        try Program.withFiles { folder in
            try archive(9, in: folder)
            _ = try Program.run(["detect", "--format", "json", "sounds", "-o", "whole"], in: folder.path)
            // A pipe that nobody writes holds the scan up behind eight files, until the signal is sent.
            let script = """
                mkfifo sounds/5.fifo
                "$0" detect --format json --files-from list -o out & scan=$!
                for try in $(seq 1 600); do
                  test "$(wc -l <out.partial 2>/dev/null || echo 0)" -ge 9 && break; sleep 0.05
                done
                kill -\(signal) $scan
                sleep 0.2; (: >sounds/5.fifo) & opener=$!
                wait $scan; code=$?
                kill $opener 2>/dev/null
                exit $code
                """
            let all = try Program.run(["detect", "--format", "json", "sounds"], in: folder.path).out
            let names = all.split(separator: "\n").compactMap {
                $0.split(separator: "\"").first { $0.hasPrefix("sounds/") }.map(String.init)
            }
            let list = names.prefix(8) + ["sounds/5.fifo"] + names.dropFirst(8)
            try Data(list.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("list"))
            let run = try Program.shell(script, [Program.path], in: folder.path)
            #expect(run.code == ["INT": 130, "TERM": 143, "KILL": 137][signal], "\(run.err)")
            if signal != "KILL" { #expect(run.err.contains("8 of") && run.err.contains("--resume"), "\(run.err)") }
            #expect(!exists("out", in: folder))
            // What was being written when the power went.
            let partial = folder.appendingPathComponent("out.partial")
            try Data((try text("out.partial", in: folder) + "{\"order\":9,\"co").utf8).write(to: partial)
            try FileManager.default.removeItem(atPath: folder.appendingPathComponent("sounds/5.fifo").path)
            try FileManager.default.copyItem(
                atPath: folder.appendingPathComponent("sounds/5.wav").path,
                toPath: folder.appendingPathComponent("sounds/5.fifo").path)
            let again = ["detect", "--format", "json", "--files-from", "list", "-o"]
            let lost = try Program.run(again + ["out"], in: folder.path)
            #expect(lost.code == 64 && lost.err.contains("--resume"))
            let other = try Program.run(again + ["out", "--resume", "--explain"], in: folder.path)
            #expect(other.code == 2 && other.err.contains("other options"))
            let resumed = try Program.run(again + ["out", "--resume", "--jobs", "2"], in: folder.path)
            #expect(resumed.code == 0 && !exists("out.partial", in: folder), "\(resumed.err)")
            _ = try Program.run(again + ["straight"], in: folder.path)
            #expect(try text("out", in: folder) == text("straight", in: folder))
        }
    }

    @Test("an output is whole or not there, and goes to pipes too") func output() throws {
        try Program.withFiles { folder in
            try archive(4, in: folder)
            let plain = try Program.run(["detect", "sounds"], in: folder.path)
            let kept = try Program.run(["detect", "sounds", "--output", "out", "--resume"], in: folder.path)
            #expect(kept.code == 3 && kept.out.isEmpty)
            #expect(try text("out", in: folder) == plain.out)
            #expect(!exists("out.partial", in: folder))
            let piped = try Program.run(["detect", "sounds", "--output", "-"], in: folder.path)
            #expect(piped.out == plain.out && piped.code == 3)
            let nowhere = try Program.run(["detect", "sounds", "--output", "missing/out"], in: folder.path)
            #expect(nowhere.code == 3 && nowhere.out.isEmpty)
        }
    }
}

/// The order of results is that of the work, however long each piece takes.
@Suite("Work in order") struct OrderedJobsTests {
    @Test(arguments: [1, 2, 16]) func order(jobs: Int) throws {
        var taken: [Int] = []
        try OrderedJobs.run(3..<200, jobs: jobs) { number in
            if number % 7 == 0 { usleep(500) }
            return number * 2
        } take: { number, value in
            #expect(value == number * 2)
            taken.append(number)
        }
        #expect(taken == Array(3..<200))
    }

    private struct Broken: Error {}

    @Test("what is thrown ends the work", arguments: [true, false]) func failure(inWork: Bool) {
        var taken = 0
        #expect(throws: Broken.self) {
            try OrderedJobs.run(0..<1000, jobs: 4) { number in
                if inWork, number == 10 { throw Broken() }
                return number
            } take: { number, _ in
                taken += 1
                if !inWork, number == 9 { throw Broken() }
            }
        }
        #expect(taken == 10)
    }
}
