import DTMF
import MaskProofKit
import Telephony
import TelephoneLine
import Testing

/// Behind the mask nothing can be told: neither the detector at its most tolerant nor Fourier sums over windows of 10 to
/// 80 ms find a row and a column. `make conformance` has the large corpus, with codecs and other receivers.
@Suite("Proof of the mask") struct MaskProofTests {
    private static let keys = "159D*0#A2B8C4736"

    private func expectNothing(_ sound: Sound, _ what: String, at location: SourceLocation = #_sourceLocation) {
        #expect(!sound.remains.isEmpty, "\(what): there was nothing to mask", sourceLocation: location)
        for fill in [MaskFill.silence, .lineNoise] {
            let left = sound.masked(fill: fill).sound.remains
            #expect(left.isEmpty, "\(what), \(fill): \(left.prefix(3))", sourceLocation: location)
        }
    }

    @Test("levels down to -45 dBm0", arguments: [0.0, -10, -25, -35, -45]) func levels(level: Double) {
        expectNothing(Sound(keys: Self.keys) { $0.levelDBm0 = level }, "\(level) dBm0")
    }

    @Test("a whisper in floats, and beyond full scale", arguments: [-70.0, -90, 20]) func floats(decibels: Double) {
        let gain = Float(Level.ratio(dB: decibels))
        let masked = Sound(Sound(keys: Self.keys, off: 150).samples.map { $0 * gain }).masked()
        let back = Sound(masked.sound.samples.map { $0 / gain })
        #expect(back.remains.isEmpty, "\(back.remains.prefix(3))")
        #expect(masked.stretches.count == 16)
    }

    @Test("twist", arguments: [-12.0, -8, 4, 8, 12]) func twist(twist: Double) {
        expectNothing(Sound(keys: Self.keys) { $0.twistDB = twist }, "\(twist) dB")
    }

    @Test("frequency errors", arguments: [-3.0, -1.8, 1, 1.8, 3]) func frequency(percent: Double) {
        let sound = Sound(keys: Self.keys) {
            ($0.lowFrequencyErrorPercent, $0.highFrequencyErrorPercent) = (percent, percent)
        }
        expectNothing(sound, "\(percent) %")
    }

    @Test("fragments, fast and long presses", arguments: [10.0, 12, 15, 20, 30, 45, 400]) func lengths(on: Double) {
        for off in [25.0, 60] { expectNothing(Sound(keys: Self.keys, on: on, off: off), "\(on) ms, \(off) ms apart") }
    }

    @Test("any rate", arguments: [8_000, 8_001, 11_025, 15_999, 16_000, 44_100, 48_000]) func rates(hertz: Int) throws {
        expectNothing(Sound(keys: "159D*0", rate: try #require(SampleRate(hertz: hertz))), "\(hertz) Hz")
    }

    @Test("speech over the keys, as loud and louder", arguments: [0.0, 6], UInt64(1)...3)
    func speech(louder: Double, seed: UInt64) {
        var random = Seeded(seed)
        let keys = Sound(keys: random.keys(rounds: 2), on: 100, off: 90)
        let voice = Voice.sound(seconds: keys.seconds, dBm0: -7 + louder, seed: seed)
        for fill in [MaskFill.silence, .lineNoise] {
            let masked = keys.over(voice).masked(fill: fill)
            // This voice is made of the keys' frequencies, so a window may hold a pair where no key is.
            let left = ToneResidue.all(in: masked.sound.samples, rate: keys.rate).filter { window in
                let middle = Int(window.seconds * 8000)
                return keys.samples[max(0, middle - 20)..<min(middle + 20, keys.samples.count)].contains { $0 != 0 }
            }
            #expect(left.isEmpty, "seed \(seed), \(fill): \(left.prefix(3))")
            #expect(masked.sound.heard(configuration: .tolerant).onsets.isEmpty, "seed \(seed), \(fill)")
        }
    }

    static let lines: [(name: String, line: [Impairment])] = [
        ("mu-law", [.muLaw]), ("A-law", [.aLaw]), ("noise", [.whiteNoise(levelDBm0: -16)]),
        ("an echo", [.echo(delay: .milliseconds(180), attenuationDB: 10)]),
        ("a faint echo", [.echo(delay: .milliseconds(300), attenuationDB: 38)]),
        ("lost packets", [.packetLoss(share: 0.1, frame: .milliseconds(20), fill: .zeros, burst: 1)]),
        ("repeated packets", [.packetLoss(share: 0.1, frame: .milliseconds(20), fill: .lastFrame, burst: 2)]),
        ("clipping", [.clipping(gainDB: 25)]), ("hum", [.hum(hertz: 50, levelDBm0: -15)]),
        ("dial tone", [.steadyTones([350, 440], levelDBm0: -15)]), ("fading", [.fading(depthDB: 15, hertz: 8)]),
        ("slips", [.slips(perSecond: 3, length: .milliseconds(8))]),
    ]

    @Test("lines", arguments: lines.map(\.name)) func line(name: String) throws {
        let impairments = try #require(Self.lines.first { $0.name == name }).line
        var sound = Sound(keys: Self.keys, on: 80, off: 120)
        var line = TelephoneLine(impairments, sampleRate: sound.rate, seed: 3)
        line.process(&sound.samples)
        expectNothing(sound, name)
    }

    @Test("busy tone, whose 620 Hz lies beside the rows, hides no key", arguments: [-25.0, -15, -10])
    func busyTone(level: Double) {
        let keys = Sound(keys: Self.keys, on: 80, off: 120)
        let masked = keys.over(line: .steadyTones([480, 620], levelDBm0: level)).masked()
        let left = keys.samples.indices.filter { keys.samples[$0] != 0 && !masked.hides($0) }
        #expect(left.isEmpty, "\(left.count) samples of tones are left, the first at \(left.first ?? 0)")
    }

    @Test("a press that begins and ends anywhere leaves neither its first nor its last 20 ms", arguments: UInt64(1)...8)
    func edges(seed: UInt64) {
        var random = Seeded(seed)
        var silence: Double { Double.random(in: 50...200, using: &random) }
        let lead = silence
        let sound = Sound(keys: random.keys(rounds: 1), on: silence, off: silence, lead: lead)
        let masked = sound.masked()
        let left = sound.samples.indices.filter { sound.samples[$0] != 0 && !masked.hides($0) }
        #expect(left.isEmpty, "seed \(seed): sample \(left.first ?? 0) of a tone is left")
    }

    @Test("noise stays as it is, and most of a voice made of the keys' frequencies", arguments: UInt64(1)...3)
    func withoutKeys(seed: UInt64) {
        let voice = Voice.sound(seconds: 60, dBm0: -15, seed: seed)
        let hidden = voice.masked().stretches.reduce(0) { $0 + $1.duration.seconds }
        // What real voices lose is measured by `make conformance`, and by the program's tests where flite is.
        #expect(hidden < 60 * 0.4, "seed \(seed)")
        #expect(Sound.noise(seconds: 60, dBm0: -20, seed: seed).masked().stretches.isEmpty, "seed \(seed)")
    }
}
