import DTMF
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A cheap DTMF receiver, as many devices have one: what a prompt must not wake.
///
/// Blocks of 102 samples at 8 kHz, the energy at the eight nominal frequencies by Goertzel's recursion, and three rules
/// alone: the pair has half of the block's energy, its twist is at most 8 dB, every other tone of a group is 6 dB below.
/// Two blocks in a row with the same key are a press. It measures no frequency, no purity and no second harmonic, so that
/// speech with steady overtones rings it: ours is told by it what a worse one would hear.
public struct WeakReceiver {
    private static let block = 102
    private static let twist = Level.ratio(dB: 8) * Level.ratio(dB: 8)
    private static let lead = Level.ratio(dB: 6) * Level.ratio(dB: 6)
    /// The faintest block that is looked at: -35 dBm0.
    private static let faintest = Level.amplitude(dBm0: -35) * Level.amplitude(dBm0: -35) / 2
    /// The keys as they stand on the pad, row by row.
    private static let keypad = Array("123A456B789C*0#D").compactMap { Key($0) }
    /// The four rows, then the four columns.
    private static let coefficients =
        ([0, 4, 8, 12].map { keypad[$0].frequencies.low } + keypad[..<4].map(\.frequencies.high))
        .map { 2 * cos(2 * .pi * $0 / Double(SampleRate.telephone.hertz)) }

    private var waiting: [Float] = []
    private var last: Key?
    private var isCounted = false

    /// A receiver that has heard nothing.
    public init() {}

    /// Takes samples of 8 kHz, full scale ±1, and returns the keys that are counted in them.
    public mutating func process(_ samples: some Sequence<Float>) -> [Key] {
        waiting += samples
        var keys: [Key] = []
        var start = 0
        while start + WeakReceiver.block <= waiting.count {
            let key = WeakReceiver.key(in: waiting[start..<start + WeakReceiver.block])
            if key != last {
                isCounted = false
            } else if let key, !isCounted {
                keys.append(key)
                isCounted = true
            }
            last = key
            start += WeakReceiver.block
        }
        waiting.removeFirst(start)
        return keys
    }

    private static func key(in samples: ArraySlice<Float>) -> Key? {
        let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard energy >= faintest * Double(block) else { return nil }
        // A sine of amplitude a has the power (a * block / 2)² here, and the energy a² * block / 2 in the block.
        let powers = coefficients.map { power(of: samples, $0) * 2 / Double(block) }
        let (low, high) = (strongest(of: powers[..<4]), strongest(of: powers[4...]))
        guard let low, let high, powers[low] + powers[high] >= energy / 2,
            powers[low] <= powers[high] * twist, powers[high] <= powers[low] * twist
        else { return nil }
        return keypad[low * 4 + high - 4]
    }

    /// The tone that stands out of its group.
    private static func strongest(of group: ArraySlice<Double>) -> Int? {
        guard let best = group.indices.max(by: { group[$0] < group[$1] }) else { return nil }
        return group.indices.allSatisfy { $0 == best || group[$0] * lead <= group[best] } ? best : nil
    }

    private static func power(of samples: ArraySlice<Float>, _ coefficient: Double) -> Double {
        var (before, last) = (0.0, 0.0)
        for sample in samples { (before, last) = (last, Double(sample) + coefficient * last - before) }
        return last * last + before * before - coefficient * last * before
    }
}
