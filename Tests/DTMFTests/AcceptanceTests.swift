import DTMF
import Telephony
import Testing

private let allKeys = "123A456B789C*0#D"

/// What a receiver must decode: ITU-T Q.24, AT&T's column unless another is named.
@Suite struct AcceptanceTests {
    @Test("Q.23: every key alone", arguments: allKeys)
    func everyKey(_ key: Character) {
        #expect(Sound(keys: String(key)).digits == String(key))
    }

    @Test("Q.24: 40 ms on, 40 ms off, and slower", arguments: [40.0, 45, 50, 70, 100, 200])
    func speeds(milliseconds: Double) {
        for seed in UInt64(1)...3 {
            var random = Seeded(seed)
            let keys = random.keys(rounds: 4)
            #expect(Sound(keys: keys, on: milliseconds, off: milliseconds).digits == keys, "seed \(seed)")
        }
    }

    @Test("Q.24: 0 to -25 dBm0 a tone; RFC 4733: to -36", arguments: [0.0, -3, -10, -20, -25, -30, -33, -36])
    func levels(dBm0: Double) {
        #expect(Sound(keys: allKeys, on: 40, off: 40) { $0.levelDBm0 = dBm0 }.digits == allKeys)
    }

    @Test("Q.24: twist -8 to +4 dB; Australia and real handsets: 10 dB either way", arguments: -10...10)
    func twist(dB: Int) {
        #expect(Sound(keys: allKeys, on: 40, off: 40) { $0.twistDB = Double(dB) }.digits == allKeys)
    }

    @Test("Q.24: both frequencies within 1.5 %, NTT's column: 1.8 %", arguments: [-1.8, -1.5, 1.5, 1.8], [-1.0, 0, 1])
    func frequencies(percent: Double, column: Double) {
        let sound = Sound(keys: allKeys, on: 40, off: 40) {
            $0.lowFrequencyErrorPercent = percent
            $0.highFrequencyErrorPercent = percent * column
        }
        #expect(sound.digits == allKeys)
    }

    @Test("Q.24: 15 dB signal to noise, and 10", arguments: [15.0, 10])
    func noise(snr: Double) {
        for seed in UInt64(1)...4 {
            var random = Seeded(seed)
            let keys = random.keys(rounds: 4)
            let clean = Sound(keys: keys)
            // Two tones of -10 dBm0 have the power of one of -7.
            let noise = Sound.noise(seconds: clean.seconds, dBm0: -7 - snr, seed: seed)
            #expect(clean.over(noise).digits == keys, "seed \(seed)")
        }
    }

    @Test("G.711: both laws, at full level and at -25 dBm0", arguments: [-6.0, -25])
    func codecs(dBm0: Double) {
        let sound = Sound(keys: allKeys, on: 40, off: 40) { $0.levelDBm0 = dBm0 }
        #expect(sound.over(line: .muLaw).digits == allKeys)
        #expect(sound.over(line: .aLaw).digits == allKeys)
    }

    @Test("Q.24: 10 ms of interruption do not split; ETSI ES 201 235-3: nor do 19", arguments: [2, 5, 10, 15, 19])
    func interruption(milliseconds: Int) {
        let sound = Sound(keys: allKeys, on: 110, off: 80)
        let starts = (0..<16).map { 2400 + $0 * 1520 + 55 * 8 }
        let broken = sound.map { index, sample in
            starts.contains { index >= $0 && index < $0 + milliseconds * 8 } ? 0 : sample
        }
        let heard = broken.heard()
        #expect(heard.digits == allKeys)
        #expect(heard.tones.allSatisfy { abs($0.duration.seconds - 0.110) < 0.006 })
    }

    @Test("Q.24: one key again after 40 ms; NTT's column: 30 ms", arguments: [30.0, 40, 50])
    func repeats(pause: Double) {
        for key in allKeys {
            #expect(Sound(keys: "\(key)\(key)\(key)", on: 40, off: pause).digits == "\(key)\(key)\(key)")
        }
    }

    @Test("A long press with a wobble is one digit", arguments: allKeys)
    func longPress(_ key: Character) {
        let sound = Sound(keys: String(key), on: 3000).map { index, sample in
            let swing = Float(index % 1600) / 1600
            return sample * (1 - 0.5 * min(swing, 1 - swing) * 2)
        }
        let heard = sound.heard()
        #expect(heard.digits == String(key))
        #expect(heard.tones.allSatisfy { abs($0.duration.seconds - 3) < 0.01 })
    }

    @Test("Offset, hum and dial tone under the digits", arguments: ["offset", "hum 50", "hum 60", "350 440", "425"])
    func interference(_ kind: String) {
        let sound = Sound(keys: allKeys)
        let length = sound.seconds * 1000
        let under =
            switch kind {
            case "offset": Sound([Float](repeating: 0.25, count: sound.samples.count))
            case "hum 50": Sound.sines([50, 100, 150], milliseconds: length, dBm0: -10)
            case "hum 60": Sound.sines([60, 120, 180], milliseconds: length, dBm0: -10)
            case "350 440": Sound.sines([350, 440], milliseconds: length, dBm0: -10)
            default: Sound.sines([425], milliseconds: length, dBm0: -8)
            }
        #expect(sound.over(under).digits == allKeys)
    }

    @Test("A caller who talks behind the digits, 12 dB below", arguments: UInt64(1)...3)
    func voiceBehind(seed: UInt64) {
        let sound = Sound(keys: allKeys, on: 100, off: 100)
        #expect(
            sound.over(Voice.sound(seconds: sound.seconds, dBm0: -19, seed: seed)).digits == allKeys, "seed \(seed)")
    }

    @Test("Clipped 12 dB over full scale")
    func clipped() {
        let sound = Sound(keys: allKeys) { $0.levelDBm0 = -3 }.map { _, sample in min(max(sample * 4, -1), 1) }
        #expect(sound.digits == allKeys)
    }

    @Test("A tone at the very edge of the sound, none around it", arguments: [40.0, 50, 100])
    func edges(milliseconds: Double) {
        for key in allKeys {
            var generator = ToneGenerator(sampleRate: .telephone)
            generator.add(.tone(key, milliseconds: milliseconds))
            #expect(Sound(generator.drain()).digits == String(key))
        }
    }

    @Test(
        "Any sample rate from 8 to 192 kHz",
        arguments: [8_000, 8_001, 11_025, 12_000, 15_999, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000])
    func rates(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let heard = Sound(keys: allKeys, on: 40, off: 40, rate: rate).heard()
        #expect(heard.digits == allKeys)
        for (index, tone) in heard.tones.enumerated() {
            #expect(abs(tone.begin.seconds - (0.3 + 0.08 * Double(index))) < 0.002)
            #expect(abs(tone.duration.seconds - 0.04) < 0.003)
        }
    }
}

extension ToneSegment {
    static func tone(_ key: Character, milliseconds: Double) -> ToneSegment {
        .tone(Key(key) ?? .zero, .seconds(milliseconds / 1000))
    }
}
