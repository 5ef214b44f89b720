import CToneTestKit
import DTMF
import TelephoneLine
import Telephony
import Testing

/// Nothing is allocated while sound streams: the malloc of this process counts.
@Suite struct AllocationTests {
    /// Minutes of what a call brings, digits, noise and a voice, so that each part of the detector has its work.
    private static func call(rate: SampleRate) -> Sound {
        var random = Seeded(5)
        let clean = Sound(keys: random.keys(rounds: 16), on: 50, off: 60, rate: rate)
        let noisy = Sound(
            clean.samples.map { $0 + Float.random(in: -0.05...0.05, using: &random) }, rate: rate)
        let broken = clean.map { index, sample in index % (rate.hertz / 11) < rate.hertz / 80 ? 0 : sample }
        let voice = Sound(Voice.sound(seconds: 60, dBm0: -15, seed: 5).samples, rate: rate)
        let mixed = clean.over(Sound(Voice.sound(seconds: 30, dBm0: -19, seed: 6).samples, rate: rate))
        let noise = Sound(Sound.noise(seconds: 20, dBm0: -15, seed: 5).samples, rate: rate)
        return clean + noisy + broken + voice + mixed + noise
    }

    /// How often `work` asked for memory.
    private func allocations(_ work: () -> Void) -> Int {
        let before = tone_allocations()
        work()
        return tone_allocations() - before
    }

    @Test("The count counts", .enabled(if: tone_counts_allocations() != 0))
    func counting() {
        var lists: [[Int]] = []
        lists.reserveCapacity(10)
        let count = allocations { for index in 0..<10 { lists.append([Int](repeating: index, count: 9)) } }
        #expect(count == 10 && lists.count == 10)
    }

    @Test(
        "16-bit sound, in portions of 20 ms and all at once", .enabled(if: tone_counts_allocations() != 0),
        arguments: [8_000, 8_001, 11_025, 16_000, 44_100], [160, 1_000_000])
    func whole(hertz: Int, portion: Int) throws {
        let sound = Self.call(rate: try #require(SampleRate(hertz: hertz)))
        let samples = sound.samples.map { Int16(max(-1, min(1, $0)) * 32767) }
        var detector = ToneDetector(sampleRate: sound.rate)
        var events = 0
        func feed() {
            for start in stride(from: 0, to: samples.count, by: portion) {
                let end = min(start + portion, samples.count)
                detector.process(samples.span.extracting(start..<end)) { _ in events += 1 }
            }
        }
        feed()
        let first = events
        #expect(first > 300)
        #expect(allocations(feed) == 0)
        #expect(events - first > 300)
    }

    @Test(
        "Float sound, and a detector that explains", .enabled(if: tone_counts_allocations() != 0),
        arguments: [8_000, 44_100], [true, false])
    func floats(hertz: Int, explaining: Bool) throws {
        let sound = Self.call(rate: try #require(SampleRate(hertz: hertz)))
        var detector = ToneDetector(sampleRate: sound.rate, explaining: explaining)
        var events = 0
        func feed() {
            for start in stride(from: 0, to: sound.samples.count, by: 160) {
                let end = min(start + 160, sound.samples.count)
                detector.process(sound.samples.span.extracting(start..<end)) { _ in events += 1 }
            }
        }
        feed()
        let first = events
        #expect(first > 300)
        #expect(allocations(feed) == 0)
        #expect(events - first > 300)
    }
}
