import CToneTestKit
import DTMF
import Telephony
import TelephoneLine
import Testing

/// What the mask does to the sound around the tones, and how it streams.
@Suite("ToneMask") struct ToneMaskTests {
    private static func call(seed: UInt64, rate: SampleRate = .telephone) -> Sound {
        var random = Seeded(seed)
        let keys = Sound(keys: random.keys(rounds: 1), on: 70, off: 110, rate: rate)
        return keys.map { _, sample in sample + Float.random(in: -0.01...0.01, using: &random) }
    }

    @Test("outside of the stretches every sample is as it was", arguments: [8_000, 44_100]) func untouched(hertz: Int)
        throws
    {
        let sound = Self.call(seed: 1, rate: try #require(SampleRate(hertz: hertz)))
        let masked = sound.masked()
        #expect(masked.stretches.count == 16)
        #expect(masked.stretches.allSatisfy { $0.toneCount == 1 && $0.channel == 0 })
        try #require(masked.sound.samples.count == sound.samples.count)
        let changed = sound.samples.indices.filter {
            !masked.hides($0) && sound.samples[$0] != masked.sound.samples[$0]
        }
        #expect(changed.isEmpty, "\(changed.count), the first at \(changed.first ?? 0)")
    }

    @Test("the same out of any portions", arguments: [8_000, 11_025, 48_000], UInt64(1)...3)
    func portions(hertz: Int, seed: UInt64) throws {
        var random = Seeded(seed)
        let sound = Self.call(seed: seed, rate: try #require(SampleRate(hertz: hertz)))
        let mask = ToneMask(sampleRate: sound.rate, fill: .lineNoise)
        let whole = Masked(mask, sound.samples) { sound.samples.count }
        for most in [1, 160, 5_000] {
            let cut = Masked(mask, sound.samples) { Int.random(in: 1...most, using: &random) }
            #expect(cut.sound.samples == whole.sound.samples, "seed \(seed), portions up to \(most)")
            #expect(cut.stretches == whole.stretches)
        }
    }

    @Test("samples come out after the look-ahead", arguments: [8_000, 8_001, 16_000, 48_000, 192_000])
    func lookAhead(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        var mask = ToneMask(sampleRate: rate)
        #expect(mask.lookAhead < .milliseconds(400))
        var out: [Float] = []
        let frame = [Float](repeating: 0.1, count: hertz / 50)
        for count in 1...50 {
            mask.process(frame.span, into: &out)
            #expect(count * frame.count - out.count <= rate.samples(in: mask.lookAhead))
        }
        mask.finish(into: &out)
        #expect(out.count == 50 * frame.count)
    }

    @Test("fills meet the sound without a jump", arguments: [MaskFill.silence, .flatTone, .lineNoise])
    func joins(fill: MaskFill) {
        // A slow wave, so that a jump would show; the keys over it.
        let wave = Sound.sines([60], milliseconds: 4000, dBm0: -10)
        let keys = Sound(keys: "1234", on: 100, off: 600)
        let masked = wave.over(keys).masked(fill: fill)
        #expect(masked.stretches.count >= 4)
        let samples = masked.sound.samples
        let joins = masked.stretches.flatMap { [$0.begin, $0.end] }.map { sound in
            masked.sound.rate.samples(in: sound.sinceStart)
        }
        func jump(_ index: Int) -> Float { abs(samples[index] - samples[index - 1]) }
        let elsewhere = samples.indices.dropFirst().filter { !joins.contains($0) }.map(jump).max() ?? 0
        for join in joins { #expect(jump(join) < 0.03, "\(jump(join)) at \(join), elsewhere \(elsewhere)") }
        // 400 Hz at -20 dBm0 moves by 0.022 a sample, 60 Hz at -10 by 0.010, noise like that by some more.
        #expect(elsewhere < (fill == .lineNoise ? 0.2 : 0.06))
    }

    @Test("noise is as loud as the line was", arguments: [-30.0, -45]) func noiseLevel(level: Double) {
        let line = Sound.noise(seconds: 5, dBm0: level, seed: 2)
        let keys = Sound(keys: "5", on: 2000, off: 500, lead: 2000)
        let masked = line.over(keys).masked(fill: .lineNoise)
        func power(_ range: Range<Int>) -> Double {
            masked.sound.samples[range].reduce(0) { $0 + Double($1) * Double($1) } / Double(range.count)
        }
        let difference = Level.dB(ratio: (power(17_000..<31_000) / power(2_000..<15_000)).squareRoot())
        #expect(abs(difference) < 3, "\(difference) dB")
    }

    @Test("a press that came out of band is masked though nothing sounds") func covers() {
        var mask = ToneMask(sampleRate: .telephone)
        var (out, stretches): ([Float], [MaskedSpan]) = ([], [])
        let tone = Sound.sines([300], milliseconds: 1000).samples
        mask.process(tone.span, into: &out) { stretches.append($0) }
        let inTime = mask.cover(.seconds(0.8)..<MediaTime.seconds(0.9))
        let tooLate = mask.cover(.seconds(0.1)..<MediaTime.seconds(0.2))
        #expect(inTime && !tooLate)
        mask.finish(into: &out) { stretches.append($0) }
        #expect(stretches.count == 1 && stretches.allSatisfy { $0.channel == nil && $0.toneCount == 0 })
        #expect(out[6500..<7100].allSatisfy { $0 == 0 })
        #expect(Array(out[..<6200]) == Array(tone[..<6200]))
    }

    @Test("one line's channels are masked together, unrelated ones each for itself") func channels() {
        let keys = Sound(keys: "42", on: 100, off: 300)
        let voice = Sound.sines([300], milliseconds: keys.seconds * 1000)
        let frames = zip(voice.samples, keys.samples).flatMap { [$0, $1] }
        let line = Masked(ToneMask(sampleRate: .telephone, channelCount: 2), frames)
        #expect(line.stretches.count == 2 && line.stretches.allSatisfy { $0.channel == 1 && $0.toneCount == 1 })
        // The middle of the first press.
        #expect(line.sound.samples[2 * 2800] == 0 && line.sound.samples[2 * 2800 + 1] == 0)
        let apart = Masked(ToneMask(sampleRate: .telephone, channelCount: 2, isOneLine: false), frames)
        #expect(apart.stretches.count == 2)
        #expect(stride(from: 0, to: frames.count, by: 2).allSatisfy { apart.sound.samples[$0] == frames[$0] })
    }

    @Test("only within the stretches asked for") func within() {
        let keys = Sound(keys: "1234", on: 100, off: 400)
        let mask = ToneMask(sampleRate: .telephone, within: [.seconds(0.7)..<MediaTime.seconds(1.2)])
        #expect(Masked(mask, keys.samples).sound.digits == "134")
    }

    @Test("no numbers, endless ones and nothing at all") func oddities() {
        let values: [Float] = [.nan, .infinity, -.infinity, 3e38, 0, .leastNonzeroMagnitude]
        let frames = (0..<20_000).map { values[$0 % values.count] }
        let masked = Masked(ToneMask(sampleRate: .telephone), frames)
        #expect(masked.sound.samples.count == frames.count)
        #expect(Masked(ToneMask(sampleRate: .telephone), []).sound.samples.isEmpty)
        #expect(Masked(ToneMask(sampleRate: .telephone), [0.5]).sound.samples == [0.5])
    }

    @Test("nothing is allocated while sound streams", .enabled(if: tone_counts_allocations() != 0), arguments: [1, 2])
    func allocations(channelCount: Int) {
        let sound = Self.call(seed: 4)
        let frames = sound.samples.flatMap { [Float](repeating: $0, count: channelCount) }
        var mask = ToneMask(sampleRate: .telephone, channelCount: channelCount, fill: .lineNoise)
        var out: [Float] = []
        var count = 0
        func feed() {
            for start in stride(from: 0, to: frames.count - 320, by: 320) {
                out.removeAll(keepingCapacity: true)
                mask.process(frames.span.extracting(start..<start + 320), into: &out) { _ in count += 1 }
            }
        }
        feed()
        let before = tone_allocations()
        feed()
        #expect(tone_allocations() - before == 0)
        #expect(count > 20)
    }
}
