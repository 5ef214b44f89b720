import CardData
import DTMF
import Foundation
import Telephony
import Testing

/// `ivrpay mask`: what is masked, what stays, what is told.
@Suite("ivrpay mask") struct MaskTests {
    /// Runs the program's parts one after the other in a folder of their own; each must succeed.
    private func inFolder(_ body: (URL) throws -> Void) throws { try Program.withFiles { try body($0) } }

    @discardableResult
    private func run(_ arguments: [String], in folder: URL) throws -> Program.Run {
        let run = try Program.run(arguments, in: folder.path)
        #expect(run.code == 0, "\(arguments): \(run.err)")
        return run
    }

    private func digits(_ file: String, in folder: URL) throws -> String {
        let run = try run(["detect", file], in: folder)
        return run.out.split(separator: "\n").map { $0.split(separator: ":").last.map(String.init) ?? "" }
            .joined().filter { !$0.isWhitespace }
    }

    @Test(
        "nothing is decoded of any encoding",
        arguments: [
            "wav", "wav-pcm8", "wav-pcm24", "wav-float", "wav-mulaw", "wav-alaw", "wav-gsm", "wav-ima", "flac",
            "flac-pcm24", "au", "au-alaw", "au-pcm16", "aiff", "aiff-pcm24", "ogg", "opus", "mp3",
        ])
    func encodings(name: String) throws {
        try inFolder { folder in
            let ending = String(name.prefix { $0 != "-" })
            try run(["tones", "159D W 4242", "-o", "in.\(ending)", "--encoding", name, "--noise", "-50"], in: folder)
            let run = try run(["mask", "in.\(ending)", "-o", "out.\(ending)", "--format", "json"], in: folder)
            #expect(run.out.contains("\"encoding\":\"\(name)\""), "\(run.out)")
            let before = try digits("in.\(ending)", in: folder)
            let after = try digits("out.\(ending)", in: folder)
            #expect(before == "159D4242" && after.isEmpty)
        }
    }

    @Test(
        "what is not masked stays, byte for byte",
        arguments: [
            "wav", "wav-pcm8", "wav-pcm24", "wav-float", "wav-mulaw", "wav-alaw", "au", "au-alaw", "aiff-pcm24",
        ])
    func exact(name: String) throws {
        try inFolder { folder in
            let ending = String(name.prefix { $0 != "-" })
            // Loud noise reaches every code; two channels.
            try run(
                [
                    "tones", "5", "-o", "in.\(ending)", "--encoding", name, "--noise", "-12", "--lead", "1500",
                    "--tail", "1500", "--level", "-3", "--channels", "2",
                ], in: folder)
            let report = try run(["mask", "in.\(ending)", "-o", "out.\(ending)", "--format", "json"], in: folder)
            let before = try Data(contentsOf: folder.appendingPathComponent("in.\(ending)"))
            let after = try Data(contentsOf: folder.appendingPathComponent("out.\(ending)"))
            #expect(before.count == after.count && before != after)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(report.out.utf8)) as? [String: Any])
            let stretches = try #require(object["stretches"] as? [[String: Any]])
            #expect(stretches.count == 1)
            let start = try #require(stretches.first?["startSeconds"] as? Double)
            let length = try #require(stretches.first?["durationSeconds"] as? Double)
            let seconds = try #require(object["durationSeconds"] as? Double)
            // Where it lies in the file, with half a block of room for a header.
            // Mu-law's negative zero becomes the other one.
            let isMuLaw = name == "wav-mulaw" || name == "au"
            let changed = before.indices.filter {
                before[$0] != after[$0] && !(isMuLaw && before[$0] == 0x7F && after[$0] == 0xFF)
            }
            let first = Double(try #require(changed.first)) / Double(before.count) * seconds
            let last = Double(try #require(changed.last)) / Double(before.count) * seconds
            #expect(first > start - 0.01 && last < start + length + 0.01, "\(first)...\(last)")
        }
    }

    @Test("float beyond full scale stays") func beyondFullScale() throws {
        try inFolder { folder in
            var body = Data()
            for index in 0..<16_000 {
                withUnsafeBytes(of: Float(sin(Double(index) / 20)) * 7) { body.append(contentsOf: $0) }
            }
            let header = try wavHeader(format: 3, bits: 32, bytes: body.count)
            try (header + body).write(to: folder.appendingPathComponent("in.wav"))
            let run = try run(["mask", "in.wav", "-o", "out.wav"], in: folder)
            #expect(run.out == "out.wav: nothing was masked\n")
            let after = try Data(contentsOf: folder.appendingPathComponent("out.wav"))
            #expect(after.suffix(body.count) == body)
        }
    }

    @Test("every code of mu-law and A-law comes back", arguments: [6, 7]) func laws(format: Int) throws {
        try inFolder { folder in
            let body = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 * 37) })
            let header = try wavHeader(format: format, bits: 8, bytes: body.count)
            try (header + body).write(to: folder.appendingPathComponent("in.wav"))
            try run(["mask", "in.wav", "-o", "out.wav"], in: folder)
            let after = try Data(contentsOf: folder.appendingPathComponent("out.wav")).suffix(body.count)
            // Mu-law has two codes for zero: the negative one becomes the other.
            let differing = zip(body, after).filter { $0 != $1 && !(format == 7 && $0 == 0x7F && $1 == 0xFF) }
            #expect(differing.isEmpty, "\(differing.prefix(3))")
        }
    }

    private func wavHeader(format: Int, bits: Int, bytes: Int) throws -> Data {
        func number(_ value: Int, _ count: Int) -> Data { Data((0..<count).map { UInt8(value >> (8 * $0) & 255) }) }
        return Data("RIFF".utf8) + number(36 + bytes, 4) + Data("WAVEfmt ".utf8) + number(16, 4) + number(format, 2)
            + number(1, 2) + number(8000, 4) + number(8000 * bits / 8, 4) + number(bits / 8, 2) + number(bits, 2)
            + Data("data".utf8) + number(bytes, 4)
    }

    @Test("titles and comments are left out") func metadata() throws {
        try inFolder { folder in
            try run(["tones", "1", "-o", "in.wav"], in: folder)
            let file = folder.appendingPathComponent("in.wav")
            let text = "4242424242424242"
            var list = Data("LIST".utf8) + Data([28, 0, 0, 0]) + Data("INFOINAM".utf8) + Data([16, 0, 0, 0])
            list += Data(text.utf8)
            try (try Data(contentsOf: file) + list).write(to: file)
            try run(["mask", "in.wav", "-o", "out.wav"], in: folder)
            let after = try Data(contentsOf: folder.appendingPathComponent("out.wav"))
            #expect(after.range(of: Data(text.utf8)) == nil)
        }
    }

    @Test("only cards: a card number, its code and expiry; not the account, the amount, a choice") func onlyCards()
        throws
    {
        try inFolder { folder in
            let script = "10023# WWWWW 1 WWWWWWWWWW 1 WWWWWWWWWW 4242424242424242# WW 1230# WW 123# WW 1 2"
            try run(["tones", script, "-o", "in.wav"], in: folder)
            try run(["mask", "in.wav", "-o", "out.wav", "--only-cards"], in: folder)
            let left = try digits("out.wav", in: folder)
            // What is keyed around the card within a second of it, and behind it but for single choices, is masked too.
            #expect(left == "10023#11", "\(left)")
        }
    }

    @Test("only cards: a number in four parts, and no account or telephone number") func cardInParts() throws {
        try inFolder { folder in
            for (script, expected) in [
                ("424242# WW 424242# WW 4242#", ""), ("2125550123#", "2125550123#"), ("10023#", "10023#"),
                ("4821#", ""), ("42 WWWWWW WWWWWW 1", "421"),
                // A choice before a PIN or a code, a number that was left, or cleared and keyed again.
                ("2 W 4821", ""), ("1 W 1 W 123", ""), ("424242424242", ""),
                ("4242424242* WW 4242424242424242#", ""), ("42424242 WWWWWW WWWWWW 4242424242424242", ""),
                ("4242424242424242# WW 12# WW 30# WW 1", "1"),
            ] {
                try run(["tones", script, "-o", "in.wav"], in: folder)
                try run(["mask", "in.wav", "-o", "out.wav", "--only-cards"], in: folder)
                let left = try digits("out.wav", in: folder)
                #expect(left == expected, "\(script): \(left)")
            }
        }
    }

    @Test("through pipes, the report beside the sound") func pipes() throws {
        let run = try Program.shell(
            "\"$0\" tones '159#' -o - | \"$0\" mask - -o - 2>report.txt | \"$0\" detect - && cat report.txt && rm report.txt",
            [Program.path], in: FileManager.default.temporaryDirectory.path)
        #expect(run.out.hasPrefix("\n"), "\(run.out)")
        #expect(run.out.contains("1 tone") && run.out.contains("masked"))
        let refused = try Program.shell(
            "\"$0\" tones 1 -o - | \"$0\" mask - -o x.wav --only-cards", [Program.path],
            in: FileManager.default.temporaryDirectory.path)
        #expect(refused.code == 3 && refused.err.contains("save it to a file"), "\(refused.err)")
    }

    @Test("a recording may be masked in its place") func inPlace() throws {
        try inFolder { folder in
            try run(["tones", "159#", "-o", "x.wav"], in: folder)
            try run(["mask", "x.wav", "-o", "x.wav"], in: folder)
            let left = try digits("x.wav", in: folder)
            #expect(left.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.wav"])
        }
    }

    @Test("sound without a header, and a cut file") func rawAndCut() throws {
        try inFolder { folder in
            try run(["tones", "159#", "-o", "x.wav", "--encoding", "wav-mulaw"], in: folder)
            let data = try Data(contentsOf: folder.appendingPathComponent("x.wav"))
            try data.suffix(8000).write(to: folder.appendingPathComponent("x.raw"))
            let raw = try run(
                ["mask", "x.raw", "--encoding", "mu-law", "--rate", "8000", "-o", "y.wav", "--format", "json"],
                in: folder)
            #expect(raw.out.contains("\"encoding\":\"wav-mulaw\""))
            try data.prefix(data.count * 6 / 10).write(to: folder.appendingPathComponent("cut.wav"))
            let cut = try run(["mask", "cut.wav", "-o", "y.wav", "--format", "json"], in: folder)
            #expect(cut.out.contains("\"truncated\":true") && cut.err.contains("cut.wav"))
            let left = try digits("y.wav", in: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("what stands in place of tones", arguments: ["silence", "tone", "noise"]) func fills(name: String) throws {
        try inFolder { folder in
            try run(["tones", "159#", "-o", "x.wav", "--noise", "-45"], in: folder)
            try run(["mask", "x.wav", "-o", "y.wav", "--with", name], in: folder)
            let left = try digits("y.wav", in: folder)
            #expect(left.isEmpty)
        }
    }

    @Test(
        "wrong usage and bad places",
        arguments: [
            (["-o", "x.xyz"], Int32(64), "--output-encoding"), (["-o", "x.wav", "--tail", "500"], 64, "--tail"),
            (["-o", "x.wav", "--with", "music"], 64, "music"), ([], 64, "--output"),
            (["-o", "/nonexistent/x.wav"], 3, "/nonexistent/x.wav"), (["-o", "/dev/full"], 3, "/dev/full"),
            (["-o", "x.wav", "--output-encoding", "opus"], 64, "44100"),
        ])
    func bad(arguments: [String], code: Int32, says: String) throws {
        try inFolder { folder in
            try run(["tones", "1", "-o", "in.wav", "--rate", "44100"], in: folder)
            let run = try Program.run(["mask", "in.wav"] + arguments, in: folder.path)
            #expect(run.code == code && run.err.contains(says), "\(run.err)")
            #expect(run.out.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["in.wav"])
        }
    }

    @Test("of real voices hardly anything is masked", arguments: ["rms", "slt", "awb", "kal"])
    func voices(name: String) throws {
        let found = try Program.shell("command -v flite", [])
        guard found.code == 0 else {
            print("flite is not installed: not tested")
            return
        }
        try inFolder { folder in
            let spoken = try Program.shell(
                "head -c 3000 \"$0\" >text && flite -voice \"$1\" -f text -o x.wav", [Program.root + "LICENSE", name],
                in: folder.path)
            #expect(spoken.code == 0, "\(spoken.err)")
            let run = try run(["mask", "x.wav", "-o", "y.wav", "--format", "json"], in: folder)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
            let share =
                try #require(object["maskedSeconds"] as? Double) / #require(object["durationSeconds"] as? Double)
            print("\(name): \(share * 100) % masked")
            #expect(share < 0.02)
        }
    }

    @Test(
        "real recordings: nothing is left",
        arguments: ["keypad-long-tones.mp3", "dial-over-dialtone.wav", "modem-dialling.wav"])
    func recordings(name: String) throws {
        let path = Program.root + "../shared/recordings/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            print("\(name) is not here: not tested")
            return
        }
        try inFolder { folder in
            try run(["mask", path, "-o", "x.wav"], in: folder)
            let left = try digits("x.wav", in: folder)
            #expect(left.isEmpty)
        }
    }
}
