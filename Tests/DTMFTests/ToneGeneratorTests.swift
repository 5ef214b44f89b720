import DTMF
import Telephony
import Testing

@Suite struct ToneGeneratorTests {
    @Test("Lengths are exact, and the portions do not matter", arguments: [8_000, 11_025, 44_100, 192_000])
    func lengths(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let segments: [ToneSegment] = [
            .silence(.milliseconds(33)), .tone(.five, .milliseconds(41)), .silence(.milliseconds(7)), .tone(.d, .zero),
            .tone(.pound, .milliseconds(1)), .silence(.seconds(-1)), .tone(.a, .seconds(0.1)),
        ]
        var whole = ToneGenerator(sampleRate: rate)
        var pieces = whole
        for segment in segments {
            whole.add(segment)
            pieces.add(segment)
        }
        let all = whole.drain()
        #expect(all.count == rate.samples(in: .milliseconds(182)))
        #expect(whole.isEmpty)
        var collected: [Float] = []
        var buffer = [Float](repeating: 0, count: 37)
        while !pieces.isEmpty {
            var span = buffer.mutableSpan
            let count = pieces.fill(&span)
            collected += buffer[..<count]
        }
        #expect(collected == all)
    }

    @Test("Q.23: level, twist and frequencies as asked", arguments: ["1", "5", "9", "D"])
    func spectrum(_ name: Character) throws {
        let key = try #require(Key(name))
        var shape = ToneShape.standard
        shape.levelDBm0 = -6
        shape.twistDB = -4
        shape.lowFrequencyErrorPercent = 1.5
        shape.rise = .zero
        var generator = ToneGenerator(sampleRate: .telephone, shape: shape)
        generator.add(.tone(key, .seconds(4)))
        let samples = generator.drain()
        #expect(abs(level(samples, key.frequencies.low * 1.015) + 6) < 0.05)
        #expect(abs(level(samples, key.frequencies.high) + 10) < 0.05)
        #expect(level(samples, key.frequencies.low) < -30)
    }

    @Test("A tone starts and stops without a click")
    func slopes() {
        var generator = ToneGenerator(sampleRate: .telephone)
        generator.add(.tone(.one, .milliseconds(50)))
        let samples = generator.drain()
        #expect(abs(samples[0]) < 0.01 && abs(samples[399]) < 0.02)
        #expect(samples.contains { abs($0) > 0.3 })
    }

    @Test("Q.24: an interruption lies in the middle of the tone and is as long as asked")
    func interruption() {
        func samples(_ milliseconds: Int) -> [Float] {
            var shape = ToneShape.standard
            shape.interruption = .milliseconds(milliseconds)
            var generator = ToneGenerator(sampleRate: .telephone, shape: shape)
            generator.add(.tone(.five, .milliseconds(100)))
            return generator.drain()
        }
        let whole = samples(0)
        let broken = samples(10)
        #expect(broken.count == 800)
        for (index, sample) in broken.enumerated() {
            #expect(sample == ((360..<440).contains(index) ? 0 : whole[index]), "\(index)")
        }
        #expect(samples(200).allSatisfy { $0 == 0 })
        #expect(samples(-10) == whole)
    }

    @Test("The pair's level is the power of both tones")
    func pairLevel() {
        var shape = ToneShape.standard
        #expect(abs(shape.pairLevelDBm0 - -6.99) < 0.01, "two tones of -10 dBm0")
        shape.twistDB = -40
        #expect(abs(shape.pairLevelDBm0 - -10) < 0.01, "one of them hardly counts")
    }

    @Test("Keys come with their pauses")
    func keys() {
        var shape = ToneShape.standard
        shape.on = .milliseconds(60)
        shape.off = .milliseconds(40)
        #expect(
            shape.segments(for: [.one, .pound]) == [
                .tone(.one, .milliseconds(60)), .silence(.milliseconds(40)), .tone(.pound, .milliseconds(60)),
                .silence(.milliseconds(40)),
            ])
    }

    /// The level at `hertz`, in dBm0, by correlation over all samples.
    private func level(_ samples: [Float], _ hertz: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            let turns = hertz * Double(index) / 8000
            real += Double(sample) * Sound.sine(turns + 0.25)
            imaginary += Double(sample) * Sound.sine(turns)
        }
        let count = Double(samples.count)
        return Level.dBm0(amplitude: 2 * (real * real + imaginary * imaginary).squareRoot() / count)
    }
}
