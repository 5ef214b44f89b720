import CToneKernel
import CToneTestKit
import TelephoneLine
import Testing

/// The float loops against their twins, bit for bit: as this processor runs them, and as one without AVX2 does.
@Suite("Kernel: waves") struct WaveKernelTests {
    enum Version: CaseIterable { case best, plain }

    private static let sizes = [1, 2, 3, 12, 17, 48]

    /// Band sound: from silence to full scale and a good deal beyond, and numbers so small that they are denormal.
    private func sound(_ count: Int, _ seed: UInt64, _ random: inout SeededRandom) -> [Float] {
        let wave = Wave.allCases[Int(seed) % Wave.allCases.count]
        let scale: Float = [1 / 32768, 1 / 32768, 0x1p-148, 100][Int(seed / 8) % 4]
        return wave.samples(count, rate: 4000, &random).map { Float($0) * scale }
    }

    private func wave(_ random: inout SeededRandom) -> ToneWave {
        let size = Float([0, 1e-3, 0.2, 1, 3].randomElement(using: &random) ?? 1)
        return ToneWave(
            frequency: Float.random(in: -0.1...3.2, using: &random), real: size * Float(random.gaussian()),
            imaginary: size * Float(random.gaussian()))
    }

    private func window(_ count: Int, _ random: inout SeededRandom) -> [Float] {
        (0..<count).map { _ in Float(random.gaussian()) }
    }

    @Test("Halving", arguments: Version.allCases, Wave.allCases)
    func halve(version: Version, wave: Wave) {
        for (index, groups) in Self.sizes.enumerated() {
            var random = SeededRandom(seed: UInt64(index))
            let samples = wave.samples(16 * groups, rate: 8000, &random)
            let scale = Float(random.uniform())
            var out = [Float](repeating: 0, count: 8 * groups)
            switch version {
            case .best: tone_halve(samples, 8 * groups, scale, &out)
            case .plain: plain_tone_halve(samples, 8 * groups, scale, &out)
            }
            #expect(Bits.of(out) == Bits.of(Twin.halve(samples, count: 8 * groups, scale: scale)), "\(groups)")
        }
    }

    @Test("Correlation and energy", arguments: Version.allCases, UInt64(1)...64)
    func sums(version: Version, seed: UInt64) {
        for groups in Self.sizes {
            var random = SeededRandom(seed: seed)
            let samples = sound(8 * groups, seed, &random)
            let table = window(32 * groups, &random)
            let window = window(8 * groups, &random)
            var sums = [Float](repeating: 0, count: 4)
            var energy: Float
            switch version {
            case .best:
                tone_correlate(samples, groups, table, &sums)
                energy = tone_energy(samples, groups, window)
            case .plain:
                plain_tone_correlate(samples, groups, table, &sums)
                energy = plain_tone_energy(samples, groups, window)
            }
            #expect(Bits.of(sums) == Bits.of(Twin.correlate(samples, table: table)), "seed \(seed), \(groups)")
            #expect(energy.bitPattern == Twin.energy(samples, window: window).bitPattern, "seed \(seed), \(groups)")
        }
    }

    @Test("What two waves leave", arguments: Version.allCases, UInt64(1)...64)
    func rest(version: Version, seed: UInt64) {
        for groups in Self.sizes {
            var random = SeededRandom(seed: seed)
            let samples = sound(8 * groups, seed, &random)
            let window = window(8 * groups, &random)
            let (low, high) = (wave(&random), wave(&random))
            let place = Float.random(in: -300...300, using: &random)
            var out = [Float](repeating: 0, count: 8 * groups)
            var energy: Float
            switch version {
            case .best:
                tone_rest(samples, groups, window, place, low, high, &out)
                energy = tone_rest_energy(samples, groups, window, place, low, high)
            case .plain:
                plain_tone_rest(samples, groups, window, place, low, high, &out)
                energy = plain_tone_rest_energy(samples, groups, window, place, low, high)
            }
            let expected = Twin.rest(samples, window: window, place: place, low, high)
            #expect(Bits.of(out) == Bits.of(expected), "seed \(seed), \(groups)")
            let left = Twin.restEnergy(samples, window: window, place: place, low, high)
            #expect(energy.bitPattern == left.bitPattern, "seed \(seed), \(groups)")
        }
    }

    @Test("Powers at eight frequencies", arguments: Version.allCases, UInt64(1)...64)
    func powers(version: Version, seed: UInt64) {
        for count in [0, 1, 7, 96, 192, 333] {
            var random = SeededRandom(seed: seed)
            let samples = sound(count, seed, &random)
            let frequencies = (0..<8).map { _ in Float.random(in: 0...3.2, using: &random) }
            var powers = [Float](repeating: -1, count: 8)
            switch version {
            case .best: tone_powers(samples, count, frequencies, &powers)
            case .plain: plain_tone_powers(samples, count, frequencies, &powers)
            }
            let expected = Twin.powers(samples, frequencies: frequencies)
            #expect(Bits.of(powers) == Bits.of(expected), "seed \(seed), \(count)")
        }
    }

    @Test("Phasors, and how exact they are", arguments: Version.allCases)
    func phasor(version: Version) {
        var random = SeededRandom(seed: 1)
        let angles = (0..<20_000).map { _ in Float.random(in: -1000...1000, using: &random) }
        var worst = 0.0
        for angle in angles + [0, -0, .pi, -.pi, .pi / 2, 2 * .pi, .leastNonzeroMagnitude] {
            var (cosine, sine): (Float, Float) = (0, 0)
            switch version {
            case .best: tone_phasor(angle, &cosine, &sine)
            case .plain: plain_tone_phasor(angle, &cosine, &sine)
            }
            let expected = Twin.phasor(angle)
            #expect(
                cosine.bitPattern == expected.cosine.bitPattern && sine.bitPattern == expected.sine.bitPattern,
                "\(angle)")
            if angle.magnitude < 10 {
                worst = max(worst, abs(Double(cosine) - Wave.cosine(Double(angle))))
                worst = max(worst, abs(Double(sine) - Wave.cosine(Double(angle) - Double.pi / 2)))
            }
        }
        #expect(worst < 2e-6)
    }

    @Test("The highest point, either way", arguments: Version.allCases, UInt64(1)...128)
    func peak(version: Version, seed: UInt64) {
        for count in [0, 1, 7, 8, 9, 64, 100, 203] {
            var random = SeededRandom(seed: seed)
            let (low, high) = (wave(&random), wave(&random))
            let place = Float.random(in: -300...300, using: &random)
            for step in [1, -1] {
                var heard = sound(count, seed, &random)
                if seed % 2 == 0 { add(low, high, to: &heard, place: place, step: step, &random) }
                let expected = Twin.peak(heard, step: step, place: place, low, high)
                let laid = step > 0 ? heard : heard.reversed()
                let found = laid.withUnsafeBufferPointer { samples -> TonePeak in
                    guard let start = samples.baseAddress else {
                        return peak(version, [0], 0, step, place, low, high)
                    }
                    return peak(version, start + (step > 0 ? 0 : count - 1), count, step, place, low, high)
                }
                #expect(
                    found.place == expected.place && found.gain.bitPattern == expected.gain.bitPattern
                        && found.power.bitPattern == expected.power.bitPattern,
                    "seed \(seed), count \(count), step \(step): \(found), twin \(expected)")
            }
        }
    }

    private func peak(
        _ version: Version, _ samples: UnsafePointer<Float>, _ count: Int, _ step: Int, _ place: Float,
        _ low: ToneWave, _ high: ToneWave
    ) -> TonePeak {
        switch version {
        case .best: tone_peak(samples, count, Int32(step), place, low, high)
        case .plain: plain_tone_peak(samples, count, Int32(step), place, low, high)
        }
    }

    /// Lets the two waves sound in the first part of `samples`, so that the highest point lies within.
    private func add(
        _ low: ToneWave, _ high: ToneWave, to samples: inout [Float], place: Float, step: Int,
        _ random: inout SeededRandom
    ) {
        let edge = Int.random(in: 0...samples.count, using: &random)
        for index in 0..<edge {
            for wave in [low, high] {
                let turn = Twin.phasor((place + Float(step * index)) * wave.frequency)
                samples[index] += turn.cosine * wave.real - turn.sine * wave.imaginary
            }
        }
    }
}
