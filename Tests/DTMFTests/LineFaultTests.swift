import DTMF
import Telephony
import TelephoneLine
import Testing

/// What lines, rooms and lost packets do to digits: none doubled, none lost, none invented.
@Suite struct LineFaultTests {
    private static let keys = "123A456B789C*0#D"

    @Test(
        "No double from a hole under 40 ms; 40 ms is a pause (Q.24)",
        arguments: [10.0, 20, 25, 30, 35, 38, 40], [-10.0, -25])
    func holes(milliseconds: Double, level: Double) {
        let sound = Sound(keys: Self.keys, on: 200, off: 150) {
            $0.interruption = .seconds(milliseconds / 1000)
            $0.levelDBm0 = level
        }
        #expect(sound.digits == (milliseconds < 40 ? Self.keys : String(Self.keys.flatMap { [$0, $0] })))
    }

    @Test("Lost packets of 20 ms, zeros or the last frame: no key lost", arguments: [LossFill.zeros, .lastFrame])
    func lostPackets(fill: LossFill) {
        let clean = Sound(keys: String(repeating: Self.keys, count: 4), on: 200, off: 150)
        let sound = clean.over(
            line: .packetLoss(share: 0.05, frame: .milliseconds(20), fill: fill, burst: 1), seed: 3)
        // A hole of two packets may double.
        #expect(sound.digits.count >= 64 && sound.digits.count <= 66)
        var left = Substring(sound.digits)
        let inOrder = String(repeating: Self.keys, count: 4).allSatisfy { key in
            guard let place = left.firstIndex(of: key) else { return false }
            left = left[left.index(after: place)...]
            return true
        }
        #expect(inOrder)
    }

    @Test("An echo 35 dB below each press, before or after it, is no press", arguments: [90.0, 115, 140, 160, 250])
    func leakage(delay: Double) {
        let echo = Impairment.echo(delay: .seconds(delay / 1000), attenuationDB: 35)
        let sound = Sound(keys: "159D", on: 80, off: 300) { $0.levelDBm0 = -3 }.over(line: echo, seed: 1)
        #expect(sound.digits == "159D")
        #expect(sound.heard().tones.allSatisfy { abs($0.duration.seconds - 0.080) < 0.008 })
    }

    @Test("Two presses of one key with a pause are two, whatever their levels", arguments: [45.0, 57, 70, 100])
    func repeats(pause: Double) {
        for louder in [0.0, 8, 15] {
            let first = Sound(keys: "0", on: 100, off: pause) { $0.levelDBm0 = -8 - louder }
            let second = Sound(keys: "0", on: 100, off: 50, lead: 0) { $0.levelDBm0 = -8 }
            // The silence behind the first is its pause alone.
            let tail = Int(0.3 * Double(first.rate.hertz))
            let sound = Sound(Array(first.samples.dropLast(tail))) + second
            for shift in stride(from: 0, to: 80, by: 9) {
                #expect((Sound([Float](repeating: 0, count: shift)) + sound).digits == "00", "\(louder) dB, \(shift)")
            }
        }
    }

    @Test("Tones that halving the rate would fold onto a key's are none", arguments: [8000, 11025, 16000, 48000])
    func images(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let half = Double(hertz) / Double(hertz / 8000) / 2
        for level in [-3.0, -10, -20] {
            for (low, high) in [(697.0, 1209.0), (941, 1633)] {
                for pair in [[half - low, half - high], [low, half - high], [half - low, high]] {
                    #expect(Sound.sines(pair, milliseconds: 300, dBm0: level, rate: rate).digits == "", "\(pair)")
                }
            }
        }
    }

    @Test("Q.24's limits together: errors of 1.5 % opposed, its twist, 15 dB of noise, 40 ms", arguments: [-8.0, 0, 4])
    func together(twist: Double) {
        let clean = Sound(keys: Self.keys + Self.keys, on: 40, off: 40) {
            $0.twistDB = twist
            ($0.lowFrequencyErrorPercent, $0.highFrequencyErrorPercent) = (-1.5, 1.5)
        }
        var shape = ToneShape.standard
        shape.twistDB = twist
        let sound = clean.over(line: .whiteNoise(levelDBm0: shape.pairLevelDBm0 - 15), seed: 5)
        #expect(sound.digits == Self.keys + Self.keys)
    }
}
