import TelephoneLine
import Telephony
import Testing

@Suite("What a line does to the sound itself") struct PathTests {
    @Test("An echo comes at the exact sample", arguments: [8_000, 11_025, 48_000, 192_000])
    func echo(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        var click = steady(0, seconds: 0.5, rate: rate)
        click[3] = 0.5
        let delay = MediaDuration.milliseconds(120)
        let sound = over(.echo(delay: delay, attenuationDB: 20), sound: click, rate: rate)
        var expected = click
        expected[3 + rate.samples(in: delay)] = 0.05
        #expect(zip(sound, expected).allSatisfy { abs($0 - $1) < 1e-7 })
    }

    @Test("An echo without delay is the sound, louder; one later than the sound's end is not heard")
    func echoExtremes() {
        #expect(over(.echo(delay: .zero, attenuationDB: 0), sound: [0.25, -0.5]) == [0.5, -1])
        #expect(over(.echo(delay: .seconds(-1), attenuationDB: 0), sound: [0.25]) == [0.5])
        #expect(over(.echo(delay: .seconds(1), attenuationDB: 0), sound: [0.25, -0.5]) == [0.25, -0.5])
    }

    @Test("Clipping amplifies and ends at full scale")
    func clipping() {
        let sound = over(.clipping(gainDB: 20), sound: [0, 0.05, -0.05, 0.2, -0.2, 1])
        #expect(zip(sound, [0, 0.5, -0.5, 1, -1, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test("Fading goes from 0 to the depth, as often as asked", arguments: [6.0, 20], [5.0, 50])
    func fading(depth: Double, hertz: Double) throws {
        let gain = over(.fading(depthDB: depth, hertz: hertz), sound: steady(1, seconds: 4)).map(Double.init)
        #expect(abs(Level.dB(ratio: try #require(gain.max()))) < 0.01)
        #expect(abs(Level.dB(ratio: try #require(gain.min())) + depth) < 0.02)
        let middle = (1 + Level.ratio(dB: -depth)) / 2
        let rises = zip(gain, gain.dropFirst()).count { $0 < middle && $1 >= middle }
        #expect(abs(rises - Int(4 * hertz)) <= 1)
    }

    @Test("Slips drop or repeat pieces of the length asked for, each as often as the other", arguments: [1, 5])
    func slips(milliseconds: Int) {
        // Each sample is its own number, which a Float holds up to 16,777,216.
        let numbers = (0..<1_600_000).map(Float.init)
        let sound = over(.slips(perSecond: 1, length: .milliseconds(milliseconds)), sound: numbers)
        let length = milliseconds * 8
        var (dropped, repeated, others) = (0, 0, 0)
        for (before, after) in zip(sound, sound.dropFirst()) where after != before + 1 {
            switch Int(after - before) {
            case length + 1: dropped += 1
            case 1 - length: repeated += 1
            default: others += 1
            }
        }
        // Two slips within a piece's length of each other make one jump; that is rare.
        #expect(others <= 4)
        // 200 by chance, with a deviation of 14; of each kind 100, with 10.
        #expect((150...250).contains(dropped + repeated))
        #expect((65...135).contains(dropped) && (65...135).contains(repeated))
        #expect(abs(sound.count - numbers.count - length * (repeated - dropped)) <= 2 * length * others)
    }

    @Test("A slip before a piece has been heard repeats silence and what there is")
    func earlySlip() {
        let sound = over(.slips(perSecond: 8_000, length: .milliseconds(1)), sound: [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(sound.first == 1)
        #expect(sound.allSatisfy { (0...9).contains($0) })
        #expect(over(.slips(perSecond: 8_000, length: .zero), sound: [1, 2]) == [1, 2])
    }
}
