import TelephoneLine
import Telephony
import Testing

@Suite("What a line adds") struct AddedSoundTests {
    @Test("White noise has the power asked for, at any rate", arguments: [-20.0, -45], [8_000, 48_000])
    func noise(dBm0: Double, hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let noise = over(.whiteNoise(levelDBm0: dBm0), sound: steady(0, seconds: 20, rate: rate), rate: rate)
        #expect(abs(powerDBm0(noise) - dBm0) < 0.1)
    }

    @Test("The noise is Gaussian and white: its moments, and no sample tells of the next")
    func gaussian() {
        let noise = over(.whiteNoise(levelDBm0: -10), sound: steady(0, seconds: 30)).map(Double.init)
        func mean(_ values: some Sequence<Double>) -> Double { values.reduce(0, +) / Double(noise.count) }
        let variance = mean(noise.map { $0 * $0 })
        #expect(abs(mean(noise)) < 0.01 * variance.squareRoot())
        #expect(abs(mean(noise.map { $0 * $0 * $0 * $0 }) / (variance * variance) - 3) < 0.1)
        for lag in 1...3 {
            let product = mean(zip(noise, noise.dropFirst(lag)).map { $0 * $1 })
            #expect(abs(product / variance) < 0.01, "lag \(lag)")
        }
    }

    @Test("Hum: the fundamental as asked, harmonics 6 and 12 dB lower, nothing else", arguments: [50.0, 60])
    func hum(hertz: Double) {
        let hum = over(.hum(hertz: hertz, levelDBm0: -20), sound: steady(0, seconds: 1))
        for (order, level) in [(1.0, -20.0), (2, -26), (3, -32)] {
            #expect(abs(levelDBm0(hum, hertz: order * hertz) - level) < 0.01)
        }
        let power = [-20.0, -26, -32].reduce(0) { $0 + Level.amplitude(dBm0: $1) * Level.amplitude(dBm0: $1) }
        #expect(abs(powerDBm0(hum) - Level.dBm0(amplitude: power.squareRoot())) < 0.01)
    }

    @Test("Steady tones: each at the level, on top of the sound; none at half the rate and above")
    func tones() {
        let dial = over(.steadyTones([350, 440], levelDBm0: -15), sound: steady(0.1, seconds: 1))
        for hertz in [350.0, 440] { #expect(abs(levelDBm0(dial, hertz: hertz) + 15) < 0.01) }
        #expect(abs(dial.reduce(0, +) / Float(dial.count) - 0.1) < 1e-5)
        let silent = over(.steadyTones([4_000, 5_000], levelDBm0: 0), sound: steady(0, seconds: 1))
        #expect(silent.allSatisfy { $0 == 0 })
    }

    @Test("A tone is as exact after an hour as at the start")
    func drift() {
        var line = TelephoneLine([.steadyTones([440.0], levelDBm0: 0)], sampleRate: .telephone, seed: 1)
        var first = steady(0, seconds: 1)
        line.process(&first)
        for _ in 1..<3600 {
            var second = steady(0, seconds: 1)
            line.process(&second)
            if second != first {
                #expect(zip(first, second).allSatisfy { abs($0 - $1) < 1e-6 })
            }
        }
    }

    @Test("An offset moves every sample", arguments: [-1.0, 0.25])
    func offset(share: Double) {
        #expect(over(.offset(share), sound: [0, 0.5, -0.5]) == [0, 0.5, -0.5].map { Float(share) + $0 })
    }

    @Test("Impulses: as many as asked, of 0.5 to 4 ms, with the peak asked for", arguments: [8_000, 44_100])
    func impulses(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = over(
            .impulses(perSecond: 2, peakDBm0: -3), sound: steady(0, seconds: 200, rate: rate), rate: rate)
        let clicks = sound.split { $0 == 0 }
        // 400 by chance, with a deviation of 20; a few touch.
        #expect((330...460).contains(clicks.count), "\(clicks.count)")
        let peak = Float(Level.amplitude(dBm0: -3))
        let alone = clicks.filter { click in abs((click.map { abs($0) }.max() ?? 0) - peak) < 1e-5 }
        #expect(alone.count > clicks.count * 95 / 100)
        let lengths = alone.map { Double($0.count) / Double(hertz) }.sorted()
        let (shortest, longest) = (try #require(lengths.first), try #require(lengths.last))
        #expect((0.0003...0.0006).contains(shortest) && (0.0038...0.008).contains(longest))
        #expect(lengths[lengths.count / 2] < 0.003)
    }
}
