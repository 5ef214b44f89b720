import CallTestKit
import Foundation
import Testing

/// Bad input gets one clear sentence and the right exit code.
@Suite("Bad input") struct BadInputTests {
    /// Bytes of a WAV file with that header, over a second of silence.
    private static func wav(
        channels: UInt16 = 1, rate: UInt32 = 8000, format: UInt16 = 1, bits: UInt16 = 16, promised: UInt32? = nil,
        body: Data = Data(count: 16_000)
    ) -> Data {
        func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
            withUnsafeBytes(of: number.littleEndian) { Data($0) }
        }
        let size = promised ?? UInt32(body.count)
        let frame = channels * bits / 8
        var bytes = Data("RIFF".utf8)
        bytes += little(size &+ 36)
        bytes += Data("WAVEfmt ".utf8)
        bytes += little(UInt32(16))
        for word in [format, channels] { bytes += little(word) }
        for number in [rate, rate &* UInt32(frame)] { bytes += little(number) }
        for word in [frame, bits] { bytes += little(word) }
        bytes += Data("data".utf8)
        bytes += little(size)
        return bytes + body
    }

    /// A second of float samples, one of them `sample`.
    private static func float(_ sample: Float) -> Data {
        var body = Data()
        for index in 0..<8000 { body += withUnsafeBytes(of: index == 4000 ? sample : 0) { Data($0) } }
        return wav(format: 3, bits: 32, body: body)
    }

    private static let unreadable: [String: Data] = [
        "empty.wav": Data(),
        "text.wav": Data("10023# is what I pressed, then I waited.\n".utf8),
        "short-header.wav": wav().prefix(30),
        "no-channels.wav": wav(channels: 0),
        "zero-hertz.wav": wav(rate: 0),
        "one-hertz.wav": wav(rate: 1),
        "absurd-hertz.wav": wav(rate: 4_000_000),
        "nan.wav": float(.nan),
        "infinite.wav": float(.infinity),
    ]

    private func expectOneSentence(_ run: Program.Run, code: Int32, naming name: String, _ what: String) {
        #expect(run.code == code, "\(what): \(run.err)")
        #expect(run.err.contains(name), "\(what): \(run.err)")
        #expect(run.err.split(separator: "\n").count == 1, "\(what): \(run.err)")
        #expect(run.out.isEmpty, "\(what) printed \(run.out)")
    }

    @Test("sound that can't be read", arguments: unreadable.keys.sorted()) func sound(name: String) throws {
        try Program.withFiles { folder in
            try #require(Self.unreadable[name]).write(to: folder.appendingPathComponent(name))
            for command in [
                ["detect", name], ["call", "--audio", name], ["call", "--format", "json", "--audio", name],
                ["mask", name, "-o", "out.wav"],
            ] {
                let run = try Program.run(command, in: folder.path)
                expectOneSentence(run, code: 3, naming: name, command.joined(separator: " "))
            }
        }
    }

    @Test("no file, a folder") func noFile() throws {
        // A folder stands for the sounds below it where files are scanned, and is no caller.
        for command in [
            ["detect", "missing.wav"], ["call", "--audio", "missing.wav"], ["call", "--audio", "scenarios"],
        ] {
            let name = command[command.count - 1]
            expectOneSentence(try Program.run(command), code: 3, naming: name, command.joined(separator: " "))
        }
    }

    @Test("one bad file of several is reported, the others are done") func oneOfSeveral() throws {
        let run = try Program.run(["detect", "missing.wav", "scenarios/sounds/mobile.gsm.wav"])
        #expect(run.code == 3)
        #expect(run.out.contains("10026#9999#1"))
        #expect(run.err.contains("missing.wav"))
    }

    @Test("a file cut in its sound is decoded as far as it goes, and says so") func truncated() throws {
        try Program.withFiles { folder in
            let whole = try Program.run(["tones", "123456", "-o", "whole.wav"], in: folder.path)
            #expect(whole.code == 0)
            let data = try Data(contentsOf: folder.appendingPathComponent("whole.wav"))
            try data.prefix(data.count * 6 / 10).write(to: folder.appendingPathComponent("cut.wav"))
            let run = try Program.run(["detect", "--format", "json", "cut.wav"], in: folder.path)
            #expect(run.code == 0)
            #expect(run.out.contains("\"truncated\":true"))
            #expect(run.out.contains("\"digits\":\"12"))
            #expect(run.err.contains("cut.wav"))
            let call = try Program.run(["call", "--audio", "cut.wav"], in: folder.path)
            #expect(call.err.contains("cut.wav"))
            #expect(call.code == 0)
        }
    }

    @Test(
        "usage",
        arguments: [
            (["call", "--keys", "10023x"], "character 6"), (["call", "--keys", "1!2"], "hang-up"),
            (["call", "--account", "99999", "--keys", "1"], "--account"),
            (["call", "--keys", "1", "--audio", "x.wav"], "--audio"),
            (["call", "--identified", "--keys", "1"], "identified"),
            (["call", "--amount", "6000", "--keys", "1"], "--amount"),
            (["call", "--amount", "1,5", "--keys", "1"], "--amount"),
            (["call", "--currency", "XYZ", "--keys", "1"], "--currency"),
            (["call", "--today", "2026-13-01", "--keys", "1"], "--today"),
            (["call", "--audio", "-"], "--audio"), (["tones", "12x", "-o", "x.wav"], "character 3"),
            (["tones", "1>2", "-o", "x.wav"], ">"), (["tones", "1", "-o", "x.wav", "--rate", "7999"], "--rate"),
            (["detect"], "file"), (["nonsense"], "nonsense"), (["call", "--mode", "sideways"], "sideways"),
            (["detect", "--channel", "7", "scenarios/sounds/mobile.gsm.wav"], "--channel"),
            (["detect", "x.raw", "--rate", "8000"], "--encoding too"),
            (["detect", "x.raw", "--channels", "2"], "--encoding too"),
            (["detect", "x.raw", "--encoding", "mu-law"], "--rate too"),
            (["detect", "x.raw", "--encoding", "mu-law", "--rate", "7999"], "--rate"),
            (["detect", "x.raw", "--encoding", "s16le", "--rate", "8000", "--channels", "0"], "--channels"),
            (["detect", "x.raw", "--encoding", "s17le", "--rate", "8000"], "s16le"),
            (["detect", "scenarios/sounds/mobile.gsm.wav", "--live", "--mask-cards"], "--mask-cards"),
            (["detect", "scenarios/sounds/mobile.gsm.wav", "--plot", "x.jpg"], ".png"),
            (["detect", "scenarios/sounds/mobile.gsm.wav", "x.wav", "--plot", "x.svg"], "one file"),
            (["call", "--keys", "!", "--plot", "x.gif"], ".png"), (["call", "--keys", "!", "--plot", "-"], ".png"),
            (["call", "--reference", "two\nlines", "--keys", "1"], "--reference"),
            (["call", "--currency", "EUR", "--account", "10023", "--keys", "1"], "kept in USD"),
            (["call", "--agent-cancels-at", "3", "--keys", "1"], "--agent-cancels-at"),
            (["call", "--today", "2026-02-29", "--keys", "1"], "--today"),
            (["call", "--keys", "10023#", "4821#", "1", "123#"], "Keys need quotes"),
            (["call", "--audio", "scenarios/sounds/mobile.gsm.wav", "--caller-channel", "1"], "no channel 1"),
            (["tones", "1", "-o", "x.opus", "--rate", "44100"], "44100"),
            (["tones", "1", "-o", "x.xyz"], "--encoding"),
            (["tones", "1", "-o", "x.wav", "--on", "0"], "--on"), (["tones", "", "-o", "x.wav"], "no key"),
        ])
    func usage(arguments: [String], says: String) throws {
        let run = try Program.run(arguments)
        #expect(run.code == 64, "\(run.err)")
        #expect(run.err.contains(says), "\(run.err)")
        #expect(run.out.isEmpty)
        #expect(!run.err.contains("4821") && !run.err.contains("123#"))
    }

    @Test("a pipe can't be the caller: its sound is read twice") func pipes() throws {
        let run = try Program.shell(
            "\"$0\" tones 12 -o - | \"$0\" call --audio /dev/stdin", [Program.path])
        #expect(run.code == 3)
        #expect(run.err.contains("save it to a file"))
    }

    @Test("the result is told though the events can't be written") func eventsLost() throws {
        let early = try Program.run(["call", "--keys", "!", "--events", "/nonexistent/x"])
        #expect(early.code == 3)
        #expect(early.out.isEmpty && early.err.contains("/nonexistent/x"))
        let late = try Program.run(["call", "--keys", "!", "--events", "/dev/full", "--format", "json"])
        #expect(late.code == 3)
        #expect(late.out.contains("\"hung-up\""))
    }

    @Test(
        "files of the user's that are wrong",
        arguments: [
            ("replay", "name: x\nkey: \"1\"\nexpect: { result: paid }\n", "x.yaml:2:1"),
            ("replay", "name: x\nkeys: \"1z\"\nexpect: { result: paid }\n", "x.yaml:2:7"),
            ("replay", "name: x\nkeys: \"1\"\ncall: { account: \"99999\" }\nexpect: { result: paid }\n", "x.yaml:3:18"),
            ("replay", "name: x\nkeys: \"1\"\nexpect: { result: payed }\n", "x.yaml:3:19"),
            ("replay", "", "x.yaml"), ("replay", "name: [\n", "x.yaml"),
            ("--settings", "attempts: many\n", "x.yaml:1:11"),
            ("--settings", "atempts: 2\n", "did you mean 'attempts'"),
            ("--accounts", "accounts: [{ number: \"1\" }]\n", "x.yaml:1:12"),
            ("--prompts", "language: en\n", "x.yaml"),
        ])
    func userFiles(command: String, text: String, says: String) throws {
        try Program.withFiles { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("x.yaml"))
            let arguments = command == "replay" ? ["replay", "x.yaml"] : ["call", "--keys", "1", command, "x.yaml"]
            let run = try Program.run(arguments, in: folder.path)
            #expect(run.code == 2, "\(run.err)")
            #expect(run.err.contains(says), "\(run.err)")
            #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
        }
    }

    @Test("a full disk") func fullDisk() throws {
        for arguments in [
            ["tones", "123", "-o", "/dev/full"], ["call", "--keys", "!", "--events", "/dev/full"],
            ["replay", "scenarios/paid/canonical.yaml", "--report", "/dev/full"],
        ] {
            let run = try Program.run(arguments)
            #expect(run.code == 3, "\(arguments)")
            #expect(run.err.contains("/dev/full"), "\(run.err)")
        }
        let out = try Program.shell("\"$0\" call --keys '!' >/dev/full", [Program.path])
        #expect(out.code == 3)
        #expect(out.err.contains("standard output"))
    }

    @Test("a folder that is not there gets no half-written file") func unwritable() throws {
        for arguments in [
            ["tones", "123", "-o", "/nonexistent/x.wav"],
            ["detect", "scenarios/sounds/mobile.gsm.wav", "--plot", "/nonexistent/x.wav.svg"],
            ["call", "--keys", "!", "--plot", "/nonexistent/x.wav.png"],
        ] {
            let run = try Program.run(arguments)
            #expect(run.code == 3)
            #expect(run.err.contains("/nonexistent/x.wav"))
            #expect(run.out.isEmpty, "told before the work")
        }
    }

    @Test("a link stays a link: what it names is written") func links() throws {
        try Program.withFiles { folder in
            for (link, arguments) in [
                ("x.wav", ["tones", "12", "-o", "x.wav"]), ("x.jsonl", ["call", "--keys", "!", "--events", "x.jsonl"]),
            ] {
                let path = folder.appendingPathComponent(link).path
                try Data("old".utf8).write(to: folder.appendingPathComponent("target"))
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "target")
                let run = try Program.run(arguments, in: folder.path)
                #expect(run.code == 0, "\(run.err)")
                let named = try FileManager.default.destinationOfSymbolicLink(atPath: path)
                #expect(named == "target")
                let size = try Data(contentsOf: folder.appendingPathComponent("target")).count
                #expect(size > 100)
            }
        }
    }

    @Test("nothing matched") func nothing() throws {
        try Program.withFiles { folder in
            let replay = try Program.run(["replay", "."], in: folder.path)
            let card = try Program.run(["card"])
            #expect(replay.code == 4)
            #expect(card.code == 4)
        }
    }

    @Test("a reader that has seen enough is no failure") func closedPipe() throws {
        let script = "{ \"$0\" replay scenarios $1; echo $? >&2; } | head -1"
        let run = try Program.shell(script, [Program.path])
        #expect(run.out.hasPrefix("ok"))
        #expect(run.err == "0\n")
        let wrong = try Program.shell(script, [Program.path, "missing.yaml"])
        #expect(wrong.err.hasSuffix("2\n"), "the exit code tells all the same")
    }
}
