import DTMF
import Telephony
import TelephoneLine
import Testing

@testable import PromptSounds

@Suite("A cheap receiver")
struct WeakReceiverTests {
    @Test("hears every key once, at the levels of a line", arguments: Key.allCases)
    func hearsKeys(_ key: Key) {
        for dBm0 in [-3.0, -20, -30] {
            for milliseconds in [60, 100, 500] {
                let amplitude = Level.amplitude(dBm0: dBm0)
                let low = SineWave(hertz: key.frequencies.low, amplitude: amplitude, sampleRate: .telephone)
                let high = SineWave(hertz: key.frequencies.high, amplitude: amplitude, sampleRate: .telephone)
                var receiver = WeakReceiver()
                let tone = (0..<milliseconds * 8).map { Float(low.sample(at: $0) + high.sample(at: $0)) }
                let silence = [Float](repeating: 0, count: 777)
                #expect(receiver.process(silence + tone + silence) == [key], "\(dBm0) dBm0, \(milliseconds) ms")
            }
        }
    }

    @Test("the portions make no difference")
    func takesPortions() {
        let low = SineWave(hertz: 697, amplitude: 0.1, sampleRate: .telephone)
        let high = SineWave(hertz: 1209, amplitude: 0.1, sampleRate: .telephone)
        let tone = (0..<800).map { Float(low.sample(at: $0) + high.sample(at: $0)) }
        var receiver = WeakReceiver()
        var keys: [Key] = []
        for start in stride(from: 0, to: tone.count, by: 7) {
            keys += receiver.process(tone[start..<min(start + 7, tone.count)])
        }
        #expect(keys == [.one])
    }

    @Test("is weak: overtones beside the pair don't keep it from ringing, as they keep ours; noise rings neither")
    func isWeak() {
        let waves = [770.0, 1000, 1336].map { SineWave(hertz: $0, amplitude: 0.1, sampleRate: .telephone) }
        let chord = (0..<800).map { index in Float(waves.reduce(0) { $0 + $1.sample(at: index) }) }
        var receiver = WeakReceiver()
        #expect(receiver.process(chord) == [.five])
        #expect(SoundMeasurement.keys(in: chord, at: .telephone).isEmpty)
        var random = SeededRandom(seed: 5)
        #expect(receiver.process((0..<80_000).map { _ in Float(0.1 * random.gaussian()) }).isEmpty)
    }
}
