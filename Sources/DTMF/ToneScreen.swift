import CToneKernel
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The quick look at all sound: may the last 20 ms hold a key at all?
///
/// Each block of about 10 ms is correlated with the eight tones; two neighbouring blocks make a window. A window is
/// plausible when one row and one column stand out of their groups, about equally strong, and hold a little of the
/// energy. Of speech some 1 to 4 windows in 100 are plausible, so the costly look is rare.
struct ToneScreen {
    /// The rows, then the columns, in Hz (ITU-T Q.23).
    static let frequencies: [Double] = [697, 770, 852, 941, 1209, 1336, 1477, 1633]

    /// Samples in a block.
    let block: Int
    private let rules: RuleBook
    private var state = ToneScreenState()
    /// From power in the kernel's units to the square of an amplitude, full scale at 1.
    private let amplitudeScale: Float
    /// The power over the energy of a window that a pair steady in it and alone has 0.9 of.
    private let clearPower: Float

    init(
        rate: Double, configuration: DetectorConfiguration,
        instructions: ToneInstructions = tone_best_instructions()
    ) {
        let pairs = max(1, Int((rate * 0.010 / 16).rounded())) * 4
        block = 4 * pairs
        rules = RuleBook(rate: rate, pairs: pairs, configuration: configuration, instructions: instructions)
        amplitudeScale = 1 / (rules.gain * rules.gain)
        clearPower = rules.fullPower * 0.5
    }

    /// Looks at `count` blocks of `history` from sample `start` on, up to the first that is plausible; returns how
    /// many it looked at.
    mutating func advance(_ history: SampleHistory, from start: Int, blocks count: Int) -> Int {
        history.withSamples(from: start) { tone_screen(rules.instructions, $0, count, rules.pointer, &state) }
    }

    /// Whether the last window may hold a key.
    var isPlausible: Bool { state.plausible != 0 }
    /// That key's row and column, 0 to 3 each.
    var row: Int { Int(state.row) }
    var column: Int { Int(state.column) }

    /// How the last window holds a key's tones, against the strongest of their groups; squared amplitudes, full scale
    /// at 1.
    struct Strength {
        var low: Float
        var high: Float
        var lowGroup: Float
        var highGroup: Float
    }

    /// The strength of the tones of `row` and `column` in the last window.
    mutating func strength(row: Int, column: Int) -> Strength {
        let scale = amplitudeScale
        let (lowGroup, highGroup) = (state.strongest_row * scale, state.strongest_column * scale)
        return ToneScreen.withPowers(&state.window) { power in
            Strength(
                low: power[row] * scale, high: power[4 + column] * scale, lowGroup: lowGroup, highGroup: highGroup)
        }
    }

    /// How much of the older of the last two blocks the pair fills, 0 to 1, when it fills the newer one; nil when that
    /// can't be told, since other things sound too.
    mutating func olderShare() -> Float? {
        let (row, column) = (row, column)
        guard state.strongest_row + state.strongest_column > clearPower * state.window_energy else { return nil }
        let older = ToneScreen.withPowers(&state.before) { $0[row] + $0[4 + column] }
        let newer = ToneScreen.withPowers(&state.newest) { $0[row] + $0[4 + column] }
        return newer > 0 ? min(1, (older / newer).squareRoot()) : 1
    }

    private typealias Lanes = (Float, Float, Float, Float, Float, Float, Float, Float)

    private static func withPowers<Result>(_ lanes: inout Lanes, _ use: (UnsafePointer<Float>) -> Result) -> Result {
        withUnsafeBytes(of: &lanes) { use($0.assumingMemoryBound(to: Float.self).start) }
    }
}

/// The kernel's rules and their tables, made once and shared by all copies of a detector.
private final class RuleBook {
    let pointer: UnsafeMutablePointer<ToneScreenRules>
    let instructions: ToneInstructions
    private let table: UnsafeMutableRawPointer
    /// The magnitude of a window of two blocks for a tone of full scale.
    let gain: Float
    /// The power of a pair over the energy of a window that holds nothing else.
    let fullPower: Float

    init(rate: Double, pairs: Int, configuration: DetectorConfiguration, instructions: ToneInstructions) {
        self.instructions = instructions
        let steps = ToneScreen.frequencies.map { 2 * Double.pi * $0 / rate }
        // Averaging two neighbours weakens high tones; the tables make up for it. Sums must fit 32 bits.
        let corrections = steps.map { 1 / cos($0 / 2) }
        let full = Double(UInt16.max) / Double(2 * pairs) / (corrections.max() ?? 1)
        // Lines of the cache are 64 bytes, and so is what belongs to a pair.
        table = .allocate(byteCount: 64 * pairs, alignment: 64)
        let numbers = table.bindMemory(to: Int16.self, capacity: 32 * pairs)
        for place in 0..<16 * pairs {
            let (pair, tone, half) = (place / 16, place % 16 / 2, place % 2)
            let (angle, height) = (steps[tone] * (Double(4 * pair + 2 * half) + 0.5), full * corrections[tone])
            numbers[32 * pair + 2 * tone + half] = Int16((height * cos(angle)).rounded())
            numbers[32 * pair + 16 + 2 * tone + half] = Int16((-height * sin(angle)).rounded())
        }
        // A tone of amplitude 1 gives half of it in each of two blocks of `2 * pairs` averages.
        gain = Float(full * Double(2 * pairs) * 32768)
        var rules = ToneScreenRules()
        rules.pairs = Int32(pairs)
        rules.table = UnsafePointer(numbers)
        let turns = steps.map { $0 * Double(4 * pairs) }
        rules.turn_cosines = RuleBook.lanes(turns.map { Float(cos($0)) })
        rules.turn_sines = RuleBook.lanes(turns.map { Float(sin($0)) })
        // Wider than what counts, so that near misses are seen.
        let quietest = Level.amplitude(dBm0: configuration.minimumLevelDBm0 - 6)
        rules.least_power = Float(quietest * quietest) * gain * gain
        // Half of that amplitude, over a block of averages.
        rules.least_energy = Int32(max(1, quietest * quietest / 8 * 32768 * 32768 * Double(2 * pairs) / 64))
        rules.least_group_share = Float(configuration.minimumGroupShare)
        rules.most_twist = Float(
            Level.ratio(dB: 2 * (max(configuration.maximumTwistDB, configuration.maximumReverseTwistDB) + 3)))
        // A pair of amplitudes a and b has the power (a² + b²) / 2 a sample; the kernel's energy is that of averages
        // over two blocks, a 64th of it.
        let samples = Double(4 * pairs)
        fullPower = Float(Double(gain) * Double(gain) / (32768 * 32768) * 2 * 64 / samples)
        rules.least_energy_share = Float(configuration.minimumEnergyShare) * fullPower
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: rules)
    }

    deinit {
        table.deallocate()
        pointer.deallocate()
    }

    private static func lanes(_ values: [Float]) -> (Float, Float, Float, Float, Float, Float, Float, Float) {
        (values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7])
    }
}
