import CallTestKit
import DTMF
import Foundation
import Testing

/// `ivrpay call` with sound: recordings, echo, timing, and what can go wrong with them.
@Suite("call --record") struct RecordTests {
    @Test("a call sounds the same each time, in both legs, and gives the same result as without a recording")
    func repeats() throws {
        try Program.withFiles { folder in
            let keys = ["call", "--keys", CallKit.canonical]
            let silent = try Program.run(keys, in: folder.path)
            for name in ["one.wav", "two.wav"] {
                let run = try Program.run(keys + ["--record", name], in: folder.path)
                #expect(run.code == 0, "\(run.err)")
                #expect(run.out == silent.out)
                #expect(run.err.isEmpty)
            }
            let one = try Data(contentsOf: folder.appendingPathComponent("one.wav"))
            #expect(try Data(contentsOf: folder.appendingPathComponent("two.wav")) == one)
            let channels = try SoundKit.channels(of: folder.appendingPathComponent("one.wav").path)
            #expect(channels.count == 2)
            #expect(channels[1].contains { abs($0) > 0.1 }, "the prompts are heard")
            #expect(channels[0].allSatisfy { abs($0) < 0.001 }, "no tone is left")
        }
    }

    @Test(
        "every format that has two channels",
        arguments: ["a.wav", "a.flac", "a.aiff", "a.au", "a.ogg", "a.opus", "a.mp3"])
    func formats(name: String) throws {
        try Program.withFiles { folder in
            let run = try Program.run(["call", "--keys", "10023# 4821# 1 *", "--record", name], in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let channels = try SoundKit.channels(of: folder.appendingPathComponent(name).path)
            #expect(channels.count == 2)
            #expect(channels[1].contains { abs($0) > 0.05 })
        }
    }

    @Test("rates, the agent's copy, and echo") func options() throws {
        try Program.withFiles { folder in
            let run = try Program.run(
                [
                    "call", "--mode", "assisted", "--account", "10023", "--amount", "20", "--keys",
                    "4821# 4242424242424242# 1 1230# 1 123# 1 1", "--record", "call.wav", "--record-agent",
                    "agent.wav", "--rate", "16000", "--echo", "150@-6",
                ], in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let legs = try SoundKit.channels(of: folder.appendingPathComponent("call.wav").path)
            let agent = try SoundKit.channels(of: folder.appendingPathComponent("agent.wav").path)
            #expect(agent.count == 1)
            #expect(agent[0].count == legs[0].count)
            #expect(legs[0].contains { abs($0) > 0.02 }, "the echo is on the caller's leg")
            // The payment begins with the call, and the agent is cut off while it runs.
            #expect(agent[0].allSatisfy { $0 == 0 })
        }
    }

    @Test("a recording made against another IVR, in elastic time") func elastic() throws {
        try Program.withFiles { folder in
            let keys = "W 10023 WW 4821 WW 1 WW 4242424242424242 WW 1 WW 1230 WW 1 WW 123 WW 1 WW 1"
            #expect(try Program.run(["tones", keys, "-o", "in.wav"], in: folder.path).code == 0)
            let run = try Program.run(
                ["call", "--audio", "in.wav", "--timing", "elastic", "--expect", "paid", "--record", "out.wav"],
                in: folder.path)
            #expect(run.code == 0, "\(run.out)\(run.err)")
            #expect(run.out.contains("silence stretched by"))
            let legs = try SoundKit.channels(of: folder.appendingPathComponent("out.wav").path)
            #expect(SoundKit.keys(in: legs[0], .tolerant) == "")
        }
    }

    static let mistakes: [(arguments: [String], code: Int32, says: String)] = [
        (["--keys", "1", "--record", "-"], 64, "a recording needs a file"),
        (["--keys", "1", "--record", "/dev/null"], 64, "a recording needs a file"),
        (["--keys", "1", "--record", "a.txt"], 64, "no encoding has that ending"),
        (["--keys", "1", "--record", "a.wav", "--encoding", "wav-gsm"], 64, "one channel"),
        (["--keys", "1", "--record", "a.mp3", "--rate", "96000"], 64, "96000"),
        (["--keys", "1", "--record", "a.wav", "--rate", "7000"], 64, "--rate is 8000 to 192000"),
        (["--keys", "1", "--rate", "8000"], 64, "--rate goes with"),
        (["--keys", "1", "--record", "a.wav", "--record-agent", "a.wav"], 64, "can't be the same file"),
        (["--keys", "1", "--mode", "assisted", "--record", "a.wav", "--record-agent", "./a.wav"], 64, "same file"),
        (["--keys", "1", "--record", "a.wav", "--events", "a.wav"], 64, "same file"),
        (["--keys", "1", "--events", "./a", "--record", "a", "--encoding", "wav"], 64, "same file"),
        (["--keys", "1", "--echo", "50@-10"], 64, "--echo: give 100 to 1000 ms"),
        (["--keys", "1", "--echo", "120"], 64, "--echo"),
        (["--keys", "1", "--timing", "elastic"], 64, "--timing goes with --audio"),
        (["--keys", "1", "--record-agent", "a.wav"], 64, "has an agent"),
        (["--keys", "1", "--record", "missing/a.wav"], 3, "missing/a.wav"),
        (["--keys", "1", "--record", "."], 3, "."),
    ]

    @Test("what can't be recorded is told before the call", arguments: mistakes.indices) func mistake(
        index: Int
    ) throws {
        let (arguments, code, says) = Self.mistakes[index]
        try Program.withFiles { folder in
            let run = try Program.run(["call"] + arguments, in: folder.path)
            #expect(run.code == code, "\(arguments): \(run.err)")
            #expect(run.err.contains(says), "\(arguments): \(run.err)")
            #expect(run.out.isEmpty)
        }
    }

    @Test("the caller's own recording is not written over, by whatever name") func ownFile() throws {
        try Program.withFiles { folder in
            #expect(try Program.run(["tones", "10023#", "-o", "in.wav"], in: folder.path).code == 0)
            let before = try Data(contentsOf: folder.appendingPathComponent("in.wav"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("link.wav").path, withDestinationPath: "in.wav")
            for name in ["in.wav", "./in.wav", "link.wav"] {
                for option in ["--record", "--events"] {
                    let run = try Program.run(["call", "--audio", "in.wav", option, name], in: folder.path)
                    #expect(run.code == 64)
                    #expect(run.err.contains("can't be the same file"))
                }
            }
            #expect(try Data(contentsOf: folder.appendingPathComponent("in.wav")) == before)
        }
    }

    @Test("a file that may grow no more ends the recording; the call goes on, its result is told, the exit code is 3")
    func noSpace() throws {
        try Program.withFiles { folder in
            // Files end at 64 blocks of 512 or 1,024 bytes, as on a disk that is full.
            let run = try Program.shell(
                "trap '' XFSZ; ulimit -f 64; \"$0\" call --keys \"$1\" --record call.wav",
                [
                    Program.path, CallKit.canonical,
                ], in: folder.path)
            #expect(run.code == 3)
            #expect(run.out.contains("result    paid"))
            #expect(run.err.contains("call.wav"))
            #expect(run.err.contains("the call went on"))
            #expect(run.err.split(separator: "\n").count == 1)
            _ = try SoundKit.channels(of: folder.appendingPathComponent("call.wav").path)
        }
    }

    @Test("killed at any moment, a recording is a whole file of what there was", arguments: 0..<6) func killed(
        round: Int
    ) throws {
        try Program.withFiles { folder in
            // A call by keyboard whose caller waits: it lasts until it is killed.
            let wait = 0.6 + Double(round) * 0.23
            let run = try Program.shell(
                "(sleep 5) | \"$0\" call --record call.wav >/dev/null 2>&1 & sleep \(wait); kill -KILL $!; wait $! 2>/dev/null; true",
                [Program.path], in: folder.path)
            #expect(run.code == 0)
            let path = folder.appendingPathComponent("call.wav").path
            let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
            guard size > 44 else { return }
            let legs = try SoundKit.channels(of: path)
            #expect(legs[1].count > 0)
            #expect(legs[1].contains { abs($0) > 0.05 } || legs[1].count < 1600, "the greeting is heard")
        }
    }
}
