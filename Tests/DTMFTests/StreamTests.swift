import DTMF
import Telephony
import Testing

/// The detector as a stream: portions, order, times, what it says it still may say.
@Suite struct StreamTests {
    @Test("The events do not depend on the portions", arguments: UInt64(1)...8)
    func portions(seed: UInt64) throws {
        var random = Seeded(seed)
        let hertz = try #require([8_000, 11_025, 16_000, 44_100].randomElement(using: &random))
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = Sound(keys: random.keys(rounds: 1), on: 45, off: 40, rate: rate).map { _, sample in
            sample + Float.random(in: -0.02...0.02, using: &random)
        }
        let whole = sound.heard(portion: sound.samples.count)
        #expect(whole.digits.count == 16, "seed \(seed)")
        for portion in [1, 7, 160, 1 + Int.random(in: 0..<5000, using: &random)] {
            #expect(sound.heard(portion: portion) == whole, "seed \(seed), portion \(portion)")
        }
        #expect(heardInRandomPortions(sound, &random) == whole, "seed \(seed)")
    }

    private func heardInRandomPortions(_ sound: Sound, _ random: inout Seeded) -> Heard {
        var heard = Heard()
        var detector = ToneDetector(sampleRate: sound.rate)
        var start = 0
        while start < sound.samples.count {
            let end = min(start + Int.random(in: 0...700, using: &random), sound.samples.count)
            detector.process(sound.samples.span.extracting(start..<end)) { heard.events.append($0) }
            start = end
        }
        detector.finish { heard.events.append($0) }
        return heard
    }

    @Test("Began once, ended once, in order, with one begin", arguments: UInt64(1)...4)
    func order(seed: UInt64) {
        var random = Seeded(seed)
        let sound = Sound(keys: random.keys(rounds: 6), on: 40, off: 30)
        let events = sound.heard().events
        #expect(events.count == 192, "seed \(seed)")
        for index in stride(from: 0, to: events.count - 1, by: 2) {
            guard case .began(let onset) = events[index], case .ended(let tone) = events[index + 1] else {
                Issue.record("seed \(seed): out of order at \(index)")
                return
            }
            #expect(onset.key == tone.key && onset.begin == tone.begin && onset.decided == tone.decided)
        }
        let begins = Heard(events: events).onsets.map(\.begin)
        #expect(zip(begins, begins.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
    }

    @Test("Times: on average within 1 ms of a clean tone's edges, decided within 45 ms", arguments: [40.0, 60, 100])
    func times(milliseconds: Double) {
        let keys = "159D*0#A7B3C2846"
        let heard = Sound(keys: keys, on: milliseconds, off: 61.375).heard()
        #expect(heard.digits == keys)
        let period = (milliseconds + 61.375) / 1000
        var (begin, end, delay) = (0.0, 0.0, 0.0)
        for (index, tone) in heard.tones.enumerated() {
            let truth = 0.3 + Double(index) * period
            begin += abs(tone.begin.seconds - truth) / 16
            end += abs(tone.end.seconds - truth - milliseconds / 1000) / 16
            delay = max(delay, tone.decided.seconds - truth)
        }
        #expect(begin < 0.001 && end < 0.001, "begin \(begin) s, end \(end) s")
        #expect(delay < 0.045, "decided after \(delay) s")
    }

    @Test("Evidence: levels, twist, frequencies and noise as they were made")
    func evidence() throws {
        let sound = Sound(keys: "5", on: 200) {
            $0.levelDBm0 = -12
            $0.twistDB = 3
            $0.lowFrequencyErrorPercent = 1
            $0.highFrequencyErrorPercent = -0.5
        }
        let tone = try #require(sound.heard().tones.first)
        #expect(abs(tone.lowLevelDBm0 + 15) < 0.2 && abs(tone.highLevelDBm0 + 12) < 0.2)
        #expect(abs(tone.levelDBm0 + 12) < 0.2 && abs(tone.twistDB - 3) < 0.2)
        #expect(abs(tone.lowFrequencyErrorPercent - 1) < 0.05 && abs(tone.highFrequencyErrorPercent + 0.5) < 0.05)
        #expect(tone.snrDB > 30)
        let noisy = sound.over(.noise(seconds: sound.seconds, dBm0: -25, seed: 5))
        let heard = try #require(noisy.heard().tones.first)
        // 14.8 dB below the pair over 4 kHz; 5 dB less of it in the band.
        #expect(abs(heard.snrDB - 20) < 3)
    }

    @Test("Settled never goes back, trails by less than 85 ms, and no press begins before it", arguments: UInt64(1)...4)
    func settled(seed: UInt64) {
        var random = Seeded(seed)
        let clean = Sound(keys: random.keys(rounds: 2), on: 60, off: 40)
        let sound = clean.over(.noise(seconds: clean.seconds, dBm0: -14, seed: seed))
        var detector = ToneDetector(sampleRate: sound.rate)
        var before = MediaTime.zero
        var broken = 0
        for start in stride(from: 0, to: sound.samples.count, by: 16) {
            let end = min(start + 16, sound.samples.count)
            detector.process(sound.samples.span.extracting(start..<end)) {
                if case .began(let onset) = $0, onset.begin < before { broken += 1 }
            }
            if detector.settled < before || sound.rate.time(ofSample: end) - detector.settled > .milliseconds(85) {
                broken += 1
            }
            before = detector.settled
        }
        detector.finish {
            if case .began(let onset) = $0, onset.begin < before { broken += 1 }
        }
        #expect(broken == 0, "seed \(seed)")
        #expect(detector.settled == sound.rate.time(ofSample: sound.samples.count))
    }

    @Test("No number, infinite or huge: counts as silence or clips, and the digits after it are heard")
    func poison() {
        let bad: [Float] = [
            .nan, .infinity, -.infinity, .signalingNaN, .greatestFiniteMagnitude, -1e30, .leastNonzeroMagnitude,
        ]
        for value in bad {
            let sound = Sound([Float](repeating: value, count: 1000)) + Sound(keys: "0123456789ABCD*#")
            #expect(sound.digits == "0123456789ABCD*#", "\(value)")
        }
        let spiked = Sound(keys: "159", on: 100).map { index, sample in index % 997 == 0 ? .nan : sample }
        #expect(spiked.digits == "159")
    }

    @Test("Nothing at all, one sample, less than a hop")
    func tiny() {
        for count in [0, 1, 39, 41] {
            #expect(Sound([Float](repeating: 0.5, count: count)).heard().events.isEmpty)
        }
    }

    @Test("Every limit can be set")
    func configuration() {
        func digits(_ sound: Sound, _ change: (inout DetectorConfiguration) -> Void) -> String {
            var configuration = DetectorConfiguration.standard
            change(&configuration)
            return sound.heard(configuration: configuration).digits
        }
        let keys = Sound(keys: "1155", on: 50, off: 40) { $0.levelDBm0 = -20 }
        #expect(digits(keys) { _ in } == "1155")
        #expect(digits(keys) { $0.minimumTone = .milliseconds(60) } == "")
        #expect(digits(keys) { $0.minimumPause = .milliseconds(60) } == "15")
        #expect(digits(keys) { $0.minimumLevelDBm0 = -18 } == "")
        let skewed = Sound(keys: "1", on: 50) {
            $0.twistDB = 6
            $0.lowFrequencyErrorPercent = 1.2
        }
        #expect(digits(skewed) { _ in } == "1")
        #expect(digits(skewed) { $0.maximumTwistDB = 5 } == "")
        #expect(digits(skewed) { $0.maximumFrequencyErrorPercent = 1 } == "")
        let faint = Sound(keys: "2", lead: 50) + Sound(keys: "7", lead: 50) { $0.levelDBm0 = -35 }
        #expect(digits(faint) { _ in } == "27")
        #expect(digits(faint) { $0.maximumDropDB = 20 } == "2")
    }

    @Test("After the end nothing is heard")
    func afterFinish() {
        var detector = ToneDetector(sampleRate: .telephone)
        var count = 0
        detector.finish { _ in count += 1 }
        detector.process(Sound(keys: "123").samples.span) { _ in count += 1 }
        detector.finish { _ in count += 1 }
        #expect(count == 0 && detector.settled == .zero)
    }
}
