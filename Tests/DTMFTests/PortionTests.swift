import DTMF
import TelephoneLine
import Telephony
import Testing

/// One sound, one answer: however it is cut, in whichever numbers it comes, explained or not.
@Suite struct PortionTests {
    /// Keys, noise, other tones and a voice, in 16 bits; long enough that all at once it is looked at where it lies.
    private static func sound(rate: SampleRate, seed: UInt64) -> [Int16] {
        var random = Seeded(seed)
        let on = Double.random(in: 40...90, using: &random)
        let clean = Sound(keys: random.keys(rounds: 2), on: on, off: 45, rate: rate)
        let noisy = Sound(keys: random.keys(rounds: 2), on: 50, off: 50, rate: rate).map { _, sample in
            sample + Float.random(in: -0.08...0.08, using: &random)
        }
        // Too short, too far off, too twisted: what an explaining detector has something to say about.
        let near =
            Sound(keys: random.keys(rounds: 1), on: 22, off: 60, rate: rate)
            + Sound(keys: random.keys(rounds: 1), on: 60, off: 60, rate: rate) { $0.highFrequencyErrorPercent = 3 }
            + Sound(keys: random.keys(rounds: 1), on: 60, off: 60, rate: rate) { $0.twistDB = 14 }
        let others = [[440.0, 480], [697, 770, 1209], [1100], [350, 440], [941, 1477, 1633]].reduce(Sound(rate: rate)) {
            $0 + .sines($1, milliseconds: 170, rate: rate)
        }
        let voice = Sound(Voice.sound(seconds: 5, dBm0: -15, seed: seed).samples, rate: rate)
        let noise = (0..<rate.hertz).map { _ in Float.random(in: -0.3...0.3, using: &random) }
        let all = [clean, noisy, near, others, voice, Sound(noise, rate: rate)].shuffled(using: &random)
        return all.flatMap(\.samples).map { Int16(max(-1, min(1, $0)) * 32767) }
    }

    /// What is said about `samples`, fed in portions of the sizes that `next` gives.
    private func heard<Sample>(
        _ samples: [Sample], rate: SampleRate, explaining: Bool = false,
        _ process: (inout ToneDetector, Span<Sample>, (ToneEvent) -> Void) -> Void, next: () -> Int
    ) -> Heard {
        var heard = Heard()
        var detector = ToneDetector(sampleRate: rate, explaining: explaining)
        var start = 0
        while start < samples.count {
            let end = min(start + next(), samples.count)
            process(&detector, samples.span.extracting(start..<end)) { heard.events.append($0) }
            start = end
        }
        detector.finish { heard.events.append($0) }
        return heard
    }

    private func heard(_ samples: [Int16], rate: SampleRate, explaining: Bool = false, next: () -> Int) -> Heard {
        heard(samples, rate: rate, explaining: explaining, { $0.process($1, report: $2) }, next: next)
    }

    @Test(
        "16-bit sound: any portions, of any rate", arguments: [8_000, 8_001, 11_025, 15_999, 16_000, 44_100],
        UInt64(1)...3)
    func portions(hertz: Int, seed: UInt64) throws {
        var random = Seeded(seed)
        let rate = try #require(SampleRate(hertz: hertz))
        let samples = Self.sound(rate: rate, seed: seed)
        for explaining in [false, true] {
            let whole = heard(samples, rate: rate, explaining: explaining) { samples.count }
            #expect(whole.digits.count > 32, "seed \(seed)")
            // Long sound is lent only if it is much longer than what is kept, so half of it is, and a tenth is not.
            for portion in [1, 160, samples.count / 2, samples.count / 3 + 7, samples.count / 10, 30_011] {
                #expect(
                    heard(samples, rate: rate, explaining: explaining) { portion } == whole,
                    "seed \(seed), \(hertz) Hz, portion \(portion)")
            }
            for most in [9, 5_000, 70_000] {
                let mixed = heard(samples, rate: rate, explaining: explaining) {
                    Int.random(in: 0...most, using: &random)
                }
                #expect(mixed == whole, "seed \(seed), \(hertz) Hz, portions up to \(most)")
            }
            // All sizes in one stream: from single samples straight to long ones and back.
            let sizes = [1, 159, 161, 4_096, 4_097, 40_000, samples.count / 3]
            let wild = heard(samples, rate: rate, explaining: explaining) { sizes.randomElement(using: &random) ?? 1 }
            #expect(wild == whole, "seed \(seed), \(hertz) Hz, all sizes")
        }
    }

    @Test("Where a long portion begins makes no difference", arguments: 0..<24)
    func cuts(place: Int) {
        let samples = Self.sound(rate: .telephone, seed: 4)
        let whole = heard(samples, rate: .telephone) { 160 }
        var sizes = [5_003 + 1_009 * place, samples.count].makeIterator()
        #expect(heard(samples, rate: .telephone) { sizes.next() ?? 1 } == whole, "cut \(place)")
    }

    @Test("Floats of the same 16 bits give the same", arguments: [8_000, 8_001, 16_000, 44_100], UInt64(1)...3)
    func floats(hertz: Int, seed: UInt64) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let samples = Self.sound(rate: rate, seed: seed)
        let whole = heard(samples, rate: rate) { samples.count }
        let floats = samples.map { Float($0) / 32768 }
        for portion in [160, samples.count] {
            let same = heard(floats, rate: rate, { $0.process($1, report: $2) }, next: { portion })
            #expect(same == whole, "seed \(seed), \(hertz) Hz, portion \(portion)")
        }
    }

    @Test("Explaining changes nothing of what counts", arguments: [8_000, 11_025, 44_100], UInt64(1)...6)
    func explaining(hertz: Int, seed: UInt64) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let samples = Self.sound(rate: rate, seed: seed)
        let plain = heard(samples, rate: rate) { 160 }
        let explained = heard(samples, rate: rate, explaining: true) { 160 }
        let pressed = explained.events.filter { if case .refused = $0 { false } else { true } }
        #expect(pressed == plain.events, "seed \(seed), \(hertz) Hz")
        #expect(explained.events.count > plain.events.count, "seed \(seed): nothing refused")
    }
}
