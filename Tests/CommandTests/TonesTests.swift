import DTMF
import Foundation
import TelephoneLine
import Telephony
import Testing

/// What `tones` writes.
private struct Made {
    struct Label: Decodable, Equatable {
        let digit: String
        let startSeconds: Double
        let durationSeconds: Double
    }

    let samples: [Float]
    let labels: [Label]

    init(_ keys: String, _ options: [String]) throws {
        (samples, labels) = try Program.withFiles { folder in
            let arguments = ["tones", keys, "-o", "x.wav", "--encoding", "wav-float", "--labels", "x.jsonl"] + options
            let run = try Program.run(arguments, in: folder.path)
            #expect(run.code == 0 && run.out.isEmpty, "\(run.err)")
            let file = try Data(contentsOf: folder.appendingPathComponent("x.wav"))
            let mark = try #require(file.range(of: Data("data".utf8)))
            let samples = file[(mark.upperBound + 4)...].withUnsafeBytes { bytes in
                (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            }
            let lines = try Data(contentsOf: folder.appendingPathComponent("x.jsonl")).split(separator: 10)
            return (samples, try lines.map { try JSONDecoder().decode(Label.self, from: $0) })
        }
    }
}

/// `ivrpay tones`: each option does what it says, to the sample.
@Suite("Tones on the command line") struct TonesTests {
    /// What the library makes: half a second of silence, keys with their pauses, half a second of silence.
    private func expected(
        _ keys: String, _ shape: ToneShape = .standard, over line: [Impairment] = [], rate: SampleRate = .telephone,
        seed: UInt64 = 1
    ) -> [Float] {
        var generator = ToneGenerator(sampleRate: rate, shape: shape)
        generator.add(.silence(.milliseconds(500)))
        generator.add(keys: keys.compactMap(Key.init))
        generator.add(.silence(.milliseconds(500)))
        var sound = generator.drain()
        var line = TelephoneLine(line, sampleRate: rate, seed: seed)
        line.process(&sound)
        return sound
    }

    private static let shapeRows: [(options: String, change: @Sendable (inout ToneShape) -> Void)] = [
        ("--level -22.5", { $0.levelDBm0 = -22.5 }), ("--twist -6", { $0.twistDB = -6 }),
        (
            "--frequency-error -1.5",
            {
                $0.lowFrequencyErrorPercent = -1.5
                $0.highFrequencyErrorPercent = -1.5
            }
        ),
        (
            "--frequency-error 2 --low-frequency-error -0.5",
            {
                $0.lowFrequencyErrorPercent = -0.5
                $0.highFrequencyErrorPercent = 2
            }
        ),
        ("--high-frequency-error 3", { $0.highFrequencyErrorPercent = 3 }),
        ("--on 62.5", { $0.on = .seconds(0.0625) }), ("--off 33", { $0.off = .milliseconds(33) }),
        ("--rise 7", { $0.rise = .milliseconds(7) }), ("--rise 0", { $0.rise = .zero }),
        ("--break 10", { $0.interruption = .milliseconds(10) }),
    ]

    @Test("the keys' options", arguments: shapeRows.indices)
    func shapes(index: Int) throws {
        let (options, change) = Self.shapeRows[index]
        var shape = ToneShape.standard
        change(&shape)
        let made = try Made("159D", options.split(separator: " ").map(String.init)).samples
        #expect(made == expected("159D", shape), "\(options)")
    }

    private static let lineRows: [(options: String, line: [Impairment])] = [
        ("--clip 6", [.clipping(gainDB: 6)]), ("--fading 20@-12", [.fading(depthDB: 12, hertz: 20)]),
        ("--echo 100@-10", [.echo(delay: .milliseconds(100), attenuationDB: 10)]),
        ("--hum 50@-20", [.hum(hertz: 50, levelDBm0: -20)]),
        ("--dial-tone -20", [.steadyTones([350, 440], levelDBm0: -20)]),
        (
            "--steady 425@-15 --steady 480+620@-20.5",
            [.steadyTones([425], levelDBm0: -15), .steadyTones([480, 620], levelDBm0: -20.5)]
        ),
        ("--offset -5", [.offset(-0.05)]), ("--noise -30", [.whiteNoise(levelDBm0: -30)]),
        ("--snr 15", [.whiteNoise(levelDBm0: ToneShape.standard.pairLevelDBm0 - 15)]),
        ("--impulses 5@-10", [.impulses(perSecond: 5, peakDBm0: -10)]),
        ("--companding a-law --companding mu-law", [.aLaw, .muLaw]),
        ("--slips 5@10", [.slips(perSecond: 5, length: .milliseconds(10))]),
        ("--loss 20", [.packetLoss(share: 0.2, frame: .milliseconds(20), fill: .zeros, burst: 1)]),
        (
            "--loss 20 --loss-frame 30 --loss-fill last-frame --loss-burst 2.5",
            [.packetLoss(share: 0.2, frame: .milliseconds(30), fill: .lastFrame, burst: 2.5)]
        ),
    ]

    @Test("the line's options", arguments: lineRows.indices)
    func lines(index: Int) throws {
        let (options, line) = Self.lineRows[index]
        let made = try Made("159D", options.split(separator: " ").map(String.init)).samples
        #expect(made == expected("159D", over: line), "\(options)")
        #expect(made != expected("159D"))
    }

    @Test("all at once, in whatever order they are given: in the order of the help, with the seed")
    func order() throws {
        let given = Self.lineRows.filter { !$0.options.contains("--snr") && $0.options != "--loss 20" }
        let made = try Made(
            "159D",
            given.reversed().flatMap { $0.options.split(separator: " ").map(String.init) }
                + ["--seed", "9", "--rate", "16000"])
        let rate = try #require(SampleRate(hertz: 16_000))
        #expect(made.samples == expected("159D", over: given.flatMap(\.line), rate: rate, seed: 9))
    }

    @Test("labels: where each key begins, how long it is; --repeat and pauses move them")
    func labels() throws {
        let plain = try Made("1w#", ["--repeat", "2", "--on", "60", "--off", "40", "--lead", "10", "--tail", "20"])
        #expect(
            plain.labels == [
                .init(digit: "1", startSeconds: 0.01, durationSeconds: 0.06),
                .init(digit: "#", startSeconds: 0.61, durationSeconds: 0.06),
                .init(digit: "1", startSeconds: 0.71, durationSeconds: 0.06),
                .init(digit: "#", startSeconds: 1.31, durationSeconds: 0.06),
            ])
        #expect(plain.samples.count == 8 * 1430)
        let jitter = try Made("1", ["--repeat", "200", "--jitter", "30"]).labels.map(\.startSeconds)
        let pauses = zip(jitter, jitter.dropFirst()).map { $1 - $0 - 0.1 }.sorted()
        // Both edges fall on whole samples, of 0.125 ms.
        #expect(pauses[0] > 0.0998 && pauses[0] < 0.102)
        #expect(pauses[198] > 0.128 && pauses[198] < 0.1302)
        #expect(abs(pauses.reduce(0, +) / 199 - 0.115) < 0.003)
    }

    @Test("labels are right where slips move the sound")
    func slippedLabels() throws {
        let made = try Made("159D", ["--repeat", "25", "--slips", "3@20", "--rise", "0"])
        let (samples, labels) = (made.samples, made.labels)
        #expect(labels.count == 100)
        var moved = 0
        for (index, label) in labels.enumerated() {
            let begin = Int((label.startSeconds * 8000).rounded())
            if begin != 4000 + index * 1600 { moved += 1 }
            // A slip at the edge itself may cut the tone's first samples, or put silence into them.
            if label.durationSeconds == 0.1 {
                #expect(samples[begin..<begin + 40].contains { abs($0) > 0.1 }, "key \(index)")
                #expect(samples[begin - 8..<begin - 1].allSatisfy { $0 == 0 }, "key \(index)")
            }
        }
        #expect(moved > 80)
    }

    @Test(
        "wrong values: one sentence that names the option, and no file",
        arguments: [
            "--echo 100ms@-10dB", "--echo 100", "--echo 100@10", "--echo @-10", "--echo 100@", "--echo 1@2@3",
            "--echo 100+200@-10", "--hum 50", "--hum 5@-20", "--hum nan@-20", "--hum 50@4", "--steady 4000@-10",
            "--steady 350+@-20", "--steady x@-20", "--dial-tone 4", "--fading 20@5", "--fading 0@-5",
            "--impulses -1@0", "--slips 2@0", "--slips 101@5", "--clip -1", "--clip 61", "--offset 101",
            "--offset nan", "--noise 1", "--snr 91", "--snr 15 --noise -30", "--loss 101", "--loss -1",
            "--loss-frame 30", "--loss 5 --loss-frame 0", "--loss 5 --loss-burst 0.5", "--loss 60 --loss-burst 1.2",
            "--level 4", "--twist 41", "--frequency-error 21", "--low-frequency-error -21",
            "--high-frequency-error inf", "--on 0", "--on -5", "--on nan", "--off 3600001", "--jitter -1",
            "--rise -1", "--break 100", "--break -1", "--lead -1", "--tail inf", "--repeat 0", "--labels x.wav",
        ])
    func wrong(options: String) throws {
        try Program.withFiles { folder in
            let given = options.split(separator: " ").map(String.init)
            let run = try Program.run(["tones", "1", "-o", "x.wav"] + given, in: folder.path)
            #expect(run.code == 64, "\(run.err)")
            let option = try #require(given.last { $0.hasPrefix("--") })
            #expect(run.err.hasPrefix("ivrpay: ") && run.err.contains(option), "\(run.err)")
            #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("labels or a sound that can't be written: neither is left") func unwritable() throws {
        try Program.withFiles { folder in
            for (sound, labels) in [("x.wav", "/nonexistent/x"), ("/nonexistent/x.wav", "x.jsonl")] {
                let run = try Program.run(["tones", "1", "-o", sound, "--labels", labels], in: folder.path)
                #expect(run.code == 3 && run.err.contains("/nonexistent/x"), "\(run.err)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            }
            let full = try Program.run(["tones", "1", "-o", "x.wav", "--labels", "/dev/full"], in: folder.path)
            #expect(full.code == 3 && full.err.contains("/dev/full"))
        }
    }

    @Test("labels on standard output, unless the sound goes there") func standardOutput() throws {
        try Program.withFiles { folder in
            let run = try Program.run(["tones", "7", "-o", "x.wav", "--labels", "-"], in: folder.path)
            #expect(run.out == "{\"digit\":\"7\",\"startSeconds\":0.5,\"durationSeconds\":0.1}\n")
            let both = try Program.run(["tones", "7", "-o", "-", "--labels", "/dev/stdout"], in: folder.path)
            #expect(both.code == 64 && both.err.contains("--labels") && both.out.isEmpty)
        }
    }
}
