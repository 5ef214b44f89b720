import Foundation
import Testing

/// `detect` on sound without a header, on live pipes, and its picture.
@Suite("detect") struct DetectTests {
    /// 16-bit samples of `keys` at 8 kHz, without a header.
    private func raw(_ keys: String, in folder: URL) throws -> Data {
        let made = try Program.run(["tones", keys, "-o", "raw.wav"], in: folder.path)
        #expect(made.code == 0)
        return try Data(contentsOf: folder.appendingPathComponent("raw.wav")).dropFirst(44)
    }

    @Test("raw files and pipes, in more than one encoding") func rawSound() throws {
        try Program.withFiles { folder in
            let sound = try raw("159D", in: folder)
            var swapped = Data()
            for index in stride(from: sound.startIndex, to: sound.endIndex, by: 2) {
                swapped += [sound[index + 1], sound[index]]
            }
            let high = Data(swapped.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
            for (encoding, bytes) in [("s16le", Data(sound)), ("s16be", swapped), ("s8", high)] {
                try bytes.write(to: folder.appendingPathComponent("x.raw"))
                for source in ["\"$0\" detect x.raw", "cat x.raw | \"$0\" detect -"] {
                    let run = try Program.shell(
                        "\(source) --encoding \(encoding) --rate 8000", [Program.path], in: folder.path)
                    #expect(run.out == "159D\n", "\(source) \(encoding): \(run.err)")
                }
            }
            try Data(sound).write(to: folder.appendingPathComponent("x.raw"))
            let stereo = try Program.run(
                ["detect", "x.raw", "--encoding", "s16le", "--rate", "8000", "--channels", "2"], in: folder.path)
            #expect(stereo.out.split(separator: "\n").count == 2)
            let mute = try Program.run(["detect", "x.raw"], in: folder.path)
            #expect(mute.code == 3)
        }
    }

    /// What comes next, or nothing after half a minute.
    private func next(_ output: Pipe) -> Data {
        var wait = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, 30_000) == 1 ? output.fileHandleForReading.availableData : Data()
    }

    @Test("in a pipe each digit comes out before the next is there", arguments: ["raw", "wav"])
    func dribble(kind: String) throws {
        try Program.withFiles { folder in
            var sound = Data(try raw("42", in: folder))
            var arguments = ["detect", "-"]
            if kind == "raw" {
                arguments += ["--encoding", "s16le", "--rate", "8000"]
            } else {
                sound = try Data(contentsOf: folder.appendingPathComponent("raw.wav"))
            }
            let (input, output) = (Pipe(), Pipe())
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Program.path)
            process.arguments = arguments
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            func bring(_ range: Range<Int>) throws {
                for start in stride(from: range.lowerBound, to: range.upperBound, by: 320) {
                    try input.fileHandleForWriting.write(contentsOf: sound[start..<min(start + 320, range.upperBound)])
                }
            }
            // The second key begins at 0.7 s, which is byte 11,200.
            try bring(0..<11_200)
            #expect(next(output) == Data("4".utf8))
            try bring(11_200..<14_400)
            #expect(next(output) == Data("2".utf8))
            try input.fileHandleForWriting.close()
            #expect(output.fileHandleForReading.readDataToEndOfFile() == Data("\n".utf8))
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test("--live writes a line a tone ahead of the result") func live() throws {
        let text = try Program.shell("\"$0\" tones 42 -o - | \"$0\" detect --live -", [Program.path]).out
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains("s  4  ") == true && lines.last == "42")
        let json = try Program.shell("\"$0\" tones 42 -o - | \"$0\" detect --live --format json -", [Program.path]).out
        let objects = try json.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.count == 3)
        #expect((objects.first?["tone"] as? [String: Any])?["digit"] as? String == "4")
        #expect(objects.last?["digits"] as? String == "42")
    }

    @Test("--explain adds near misses to JSON, and nothing else") func explain() throws {
        let file = "scenarios/sounds/mobile.gsm.wav"
        let plain = try Program.run(["detect", "--format", "json", file]).out
        let explained = try Program.run(["detect", "--format", "json", "--explain", file]).out
        #expect(!plain.contains("nearMisses"))
        #expect(explained.hasPrefix(plain.dropLast(2)))
        #expect(explained.contains(",\"nearMisses\":["))
    }

    @Test("a picture is written whole, in either kind", arguments: ["x.svg", "x.png"]) func plot(name: String) throws {
        try Program.withFiles { folder in
            let sound = Program.root + "scenarios/sounds/right-channel-44k1.mp3"
            let run = try Program.run(["detect", sound, "--plot", name], in: folder.path)
            #expect(run.code == 0 && run.err.isEmpty, "\(run.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(bytes.starts(with: name == "x.svg" ? Array("<svg ".utf8) : [0x89, 0x50, 0x4E, 0x47]))
            _ = try Program.run(["detect", sound, "--plot", name], in: folder.path)
            #expect(try Data(contentsOf: folder.appendingPathComponent(name)) == bytes, "the same bytes twice")
        }
    }

    @Test("without its sound there is no picture") func noPicture() throws {
        try Program.withFiles { folder in
            let run = try Program.run(["detect", "missing.wav", "--plot", "x.svg"], in: folder.path)
            #expect(run.code == 3)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("more channels than a picture has room for") func manyChannels() throws {
        try Program.withFiles { folder in
            try Data(count: 32_000).write(to: folder.appendingPathComponent("x.raw"))
            let options = ["--encoding", "s16le", "--rate", "8000", "--channels", "9", "--plot", "x.svg"]
            let all = try Program.run(["detect", "x.raw"] + options, in: folder.path)
            #expect(all.code == 64 && all.err.contains("--channel"), "\(all.err)")
            let one = try Program.run(["detect", "x.raw", "--channel", "8"] + options, in: folder.path)
            #expect(one.code == 0, "\(one.err)")
        }
    }

    /// The process alone: what other tests take counts for nothing here.
    @Test("ten hours of sound take less than 60 MB") func memory() throws {
        try Program.withFiles { folder in
            let script = """
                truncate -s $((10 * 3600 * 8000 * 2)) long.raw
                "$0" detect --rate 8000 --encoding s16le long.raw >digits & pid=$!
                peak=0
                while kill -0 $pid 2>/dev/null; do
                  now=$(awk '/VmHWM/ { print $2 }' /proc/$pid/status 2>/dev/null)
                  [ -n "$now" ] && peak=$now
                  sleep 0.02
                done
                wait $pid && echo "$peak"
                """
            let run = try Program.shell(script, [Program.path], in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let kilobytes = try #require(Int(run.out.split(separator: "\n").last ?? ""))
            #expect(kilobytes > 1_000, "it was looked at while it ran")
            #expect(kilobytes < 60 << 10)
        }
    }
}
