import CToneKernel
import TelephoneLine
import Testing

/// The whole-number loops against their twins, bit for bit, with and without AVX2.
@Suite("Kernel: screen and band") struct ScreenKernelTests {
    /// Plain C, and AVX2 where there is any.
    static let instructions = tone_best_instructions() == TONE_AVX2 ? [TONE_PLAIN, TONE_AVX2] : [TONE_PLAIN]

    /// One of the kernel's screens beside its twin; both go through the same sound.
    private struct Pair {
        let with: ToneInstructions
        var rules: ToneScreenRules
        var twin: Twin.Screen
        var state = ToneScreenState()

        init(_ with: ToneInstructions, _ twin: Twin.Screen) {
            (self.with, self.twin, rules) = (with, twin, twin.rules)
            Pair.fill(&rules.turn_cosines, twin.turns.cosines)
            Pair.fill(&rules.turn_sines, twin.turns.sines)
            Pair.fill(&state.real, twin.real)
            Pair.fill(&state.imaginary, twin.imaginary)
        }

        private static func fill<Lanes>(_ lanes: inout Lanes, _ values: [Float]) {
            withUnsafeMutableBytes(of: &lanes) { $0.copyBytes(from: values.withUnsafeBytes { Array($0) }) }
        }

        /// Goes through `samples` from stop to stop; returns how often it stopped before the end, or nil when the two
        /// differ.
        mutating func run(_ samples: [Int16], blocks: Int) -> Int? {
            let length = 4 * Int(rules.pairs)
            var (done, stops) = (0, 0)
            repeat {
                let heard = samples.withUnsafeBufferPointer { sound in
                    twin.table.withUnsafeBufferPointer { table in
                        rules.table = table.baseAddress
                        return tone_screen(
                            with, sound.baseAddress.map { $0 + done * length }, blocks - done, &rules, &state)
                    }
                }
                let expected = twin.advance(samples[(done * length)...], blocks: blocks - done)
                let bits = withUnsafeBytes(of: state) { Array($0.bindMemory(to: UInt32.self)) }
                guard heard == expected, bits == twin.bits else { return nil }
                done += heard
                stops += state.plausible != 0 ? 1 : 0
            } while done < blocks
            return stops
        }
    }

    /// A screen for `pairs` a block. With tables of tones it stops where keys are; random ones, as large as fit, reach
    /// what no tone does.
    private func screen(pairs: Int, tones: Bool, _ random: inout SeededRandom) -> Twin.Screen {
        let most = Double(UInt16.max / UInt16(2 * pairs))
        let rate = Double(4 * pairs) * 100
        let steps = [697, 770, 852, 941, 1209, 1336, 1477, 1633].map { 2 * Double.pi * $0 / rate }
        let table = (0..<32 * pairs).map { place -> Int16 in
            let (tone, half, isSine) = (place % 16 / 2, place % 2, place % 32 >= 16)
            let turn = steps[tone] * (Double(4 * (place / 32) + 2 * half) + 0.5) + (isSine ? Double.pi / 2 : 0)
            return Int16((tones ? 0.9 * Wave.cosine(turn) : random.uniform() * 2 - 1) * most)
        }
        var rules = ToneScreenRules()
        rules.pairs = Int32(pairs)
        rules.least_energy = tones ? 20 : Int32.random(in: 0...1 << 30, using: &random)
        rules.least_power = tones ? 1e12 : 0
        rules.least_group_share = tones ? 0.6 : 0.25
        rules.least_energy_share = tones ? 1e6 : 0
        rules.most_twist = tones ? 30 : 4
        let turns = steps.map { $0 * Double(4 * pairs) }
        return Twin.Screen(
            rules: rules, table: table,
            turns: (turns.map { Float(Wave.cosine($0)) }, turns.map { Float(Wave.cosine($0 - Double.pi / 2)) }),
            real: (0..<8).map { _ in Float(random.gaussian()) * 1e6 },
            imaginary: (0..<8).map { _ in Float(random.gaussian()) * 1e6 })
    }

    @Test(
        "The screen stops where its twin does, and saw the same", arguments: [4, 8, 20, 24, 28, 32, 36, 40, 44, 48],
        Wave.allCases)
    func screen(pairs: Int, wave: Wave) {
        for seed in UInt64(1)...6 {
            var random = SeededRandom(seed: seed)
            let twin = screen(pairs: pairs, tones: seed % 3 != 0, &random)
            let blocks = Int.random(in: 1...60, using: &random)
            // A block of 4 pairs is as long as 10 ms are at 1.6 kHz: that its tones fold over does no harm.
            let samples = wave.samples(4 * pairs * blocks, rate: Double(4 * pairs) * 100, &random)
            for with in Self.instructions {
                var pair = Pair(with, twin)
                let stops = pair.run(samples, blocks: blocks)
                #expect(stops != nil, "seed \(seed), \(with)")
                if wave == .keys, seed % 3 != 0, pairs >= 20, blocks >= 30 {
                    #expect(stops ?? 0 > 0, "seed \(seed): a key is never likely")
                }
            }
        }
    }

    @Test("No blocks: nothing is looked at", arguments: instructions)
    func none(with: ToneInstructions) {
        var random = SeededRandom(seed: 1)
        var pair = Pair(with, screen(pairs: 20, tones: true, &random))
        #expect(pair.run([0], blocks: 0) == 0)
    }

    @Test("Each limit, met exactly and by a hair more or less", arguments: [20, 28], UInt64(1)...8)
    func limits(pairs: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var base = screen(pairs: pairs, tones: true, &random)
        (base.rules.least_power, base.rules.least_group_share, base.rules.least_energy_share) = (0, 0, 0)
        (base.rules.most_twist, base.rules.least_energy) = (1e9, 1)
        let samples = Wave.keys.samples(4 * pairs, rate: Double(4 * pairs) * 100, &random)
        var seen = base
        _ = seen.advance(samples[...], blocks: 1)
        let energy = base.energy(of: samples[...])
        let (row, column) = (seen.row, seen.column)
        typealias Change = (inout ToneScreenRules, Float) -> Void
        let limits: [(Float, Change)] = [
            (max(row, column), { $0.least_power = $1 }), (seen.shares[0], { $0.least_group_share = $1 }),
            (seen.shares[1], { $0.least_group_share = $1 }), (row / column, { $0.most_twist = $1 }),
            (column / row, { $0.most_twist = $1 }),
            ((row + column) / seen.windowEnergy, { $0.least_energy_share = $1 }),
        ]
        var outcomes = Set<Bool>()
        for (value, change) in limits {
            for limit in [value.nextDown, value, value.nextUp] {
                var twin = base
                change(&twin.rules, limit)
                for with in Self.instructions {
                    var pair = Pair(with, twin)
                    let stops = pair.run(samples, blocks: 1)
                    #expect(stops != nil, "seed \(seed), \(with)")
                    outcomes.insert(stops == 1)
                }
            }
        }
        #expect(outcomes == [true, false], "seed \(seed)")
        for least in [energy - 1, energy, energy + 1] {
            var twin = base
            twin.rules.least_energy = least
            for with in Self.instructions {
                var pair = Pair(with, twin)
                #expect(pair.run(samples, blocks: 1) != nil, "seed \(seed), \(with)")
            }
        }
    }

    @Test("The largest sums there can be fit", arguments: [20, 28, 32, 44, 48])
    func largest(pairs: Int) {
        var random = SeededRandom(seed: 1)
        for sign in [Int16(1), -1] {
            var twin = screen(pairs: pairs, tones: false, &random)
            twin.table = twin.table.map { _ in sign * Int16(UInt16.max / UInt16(2 * pairs)) }
            twin.rules.least_energy = 0
            for value in [Int16.min, Int16.max] {
                for with in Self.instructions {
                    var pair = Pair(with, twin)
                    let samples = [Int16](repeating: value, count: 12 * pairs)
                    #expect(pair.run(samples, blocks: 3) != nil, "\(sign) \(value) \(with)")
                }
            }
        }
    }

    @Test("The band-pass", arguments: [1, 15, 16, 17, 96, 200], Wave.allCases)
    func band(count: Int, wave: Wave) {
        for seed in UInt64(1)...4 {
            var random = SeededRandom(seed: seed)
            let tapPairs = Int.random(in: 1...64, using: &random)
            // Sums of the largest samples just fit 32 bits.
            let most = Int16(min(8191, 65535 / (2 * tapPairs)))
            let taps = (0..<2 * tapPairs).map { _ in
                seed == 1 ? most : Int16.random(in: -most...most, using: &random)
            }
            let whole = (count + Int(TONE_BAND_STEP) - 1) / Int(TONE_BAND_STEP) * Int(TONE_BAND_STEP)
            let samples = wave.samples(2 * whole + 2 * tapPairs, rate: 8000, &random)
            let scale = Float(random.uniform())
            let expected = Twin.band(samples, count: count, taps: taps, scale: scale)
            for with in Self.instructions {
                var out = [Float](repeating: 0, count: whole + 1)
                out[whole] = 7
                tone_band(with, samples, count, taps, tapPairs, scale, &out)
                #expect(Bits.of(out[..<count]) == Bits.of(expected), "seed \(seed), \(with)")
                #expect(out[whole] == 7, "writes beyond the step")
            }
        }
    }
}
