import Foundation
import Testing

/// Sound through pipes, other rates and formats of `tones`, and ten hours in constant memory.
@Suite("Sound on the command line") struct PipeTests {
    @Test("tones through a pipe into detect") func pipe() throws {
        let run = try Program.shell("\"$0\" tones '159D*#' -o - | \"$0\" detect -", [Program.path])
        #expect(run.out == "159D*#\n")
        #expect(run.err.isEmpty)
    }

    @Test("a FLAC file through a pipe") func flacPipe() throws {
        let run = try Program.shell(
            "cat scenarios/sounds/declined-then-paid-48k.flac | \"$0\" detect -", [Program.path])
        #expect(run.out.hasPrefix("10023#4821#14000000000009995#"))
    }

    @Test("mask-cards masks runs that could be a card in digits and tones") func maskCards() throws {
        let run = try Program.shell(
            "\"$0\" tones '4242424242424242#1' -o - | \"$0\" detect --mask-cards --format json -", [Program.path])
        #expect(run.out.contains("\"digits\":\"424242******4242#1\""))
        #expect(run.out.components(separatedBy: "\"digit\":\"*\"").count == 7)
    }

    @Test(
        "options of tones are heard",
        arguments: [
            ["--rate", "44100", "--channels", "2", "--channel", "1"], ["--encoding", "wav-gsm"], ["--level", "-30"],
            ["--twist", "-8"], ["--twist", "4"], ["--on", "40", "--off", "40"], ["--noise", "-32"],
            ["--frequency-error", "1.5"], ["--frequency-error", "-1.5"], ["--lead", "0", "--tail", "0"],
        ])
    func tones(options: [String]) throws {
        try Program.withFiles { folder in
            let made = try Program.run(["tones", "0123456789*#ABCD", "-o", "x.wav"] + options, in: folder.path)
            #expect(made.code == 0, "\(made.err)")
            let heard = try Program.run(["detect", "x.wav"], in: folder.path)
            #expect(heard.out.contains("0123456789*#ABCD"))
        }
    }

    @Test("ten hours of sound in under 60 MB") func tenHours() throws {
        try Program.withFiles { folder in
            let bytes = 10 * 3600 * 8000 * 2
            var header = try Data(
                contentsOf: {
                    _ = try Program.run(["tones", "147", "-o", "head.wav", "--tail", "0"], in: folder.path)
                    return folder.appendingPathComponent("head.wav")
                }())
            for (place, size) in [(4, bytes + 36), (40, bytes)] {
                withUnsafeBytes(of: UInt32(size).littleEndian) { header.replaceSubrange(place..<place + 4, with: $0) }
            }
            let file = folder.appendingPathComponent("long.wav")
            try header.write(to: file)
            // Silence that takes no room on the disk.
            let handle = try FileHandle(forUpdating: file)
            try handle.truncate(atOffset: UInt64(bytes + 44))
            try handle.close()
            // The peak of the process itself, as the kernel counted it.
            let script = """
                "$0" detect long.wav & pid=$!
                while kill -0 $pid 2>/dev/null; do
                  line=$(grep VmHWM /proc/$pid/status 2>/dev/null) && peak=$line; sleep 0.02
                done
                wait $pid; echo "$peak" | tr -dc 0-9
                """
            let run = try Program.shell(script, [Program.path], in: folder.path)
            let lines = run.out.split(separator: "\n")
            #expect(lines.first == "147")
            let peak = try #require(lines.last.flatMap { Int($0) })
            #expect(peak > 1000 && peak < 60_000, "\(peak) kB")
        }
    }
}
