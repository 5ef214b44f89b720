import TelephoneLine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the kernel is fed: the ordinary and the extreme.
enum Wave: CaseIterable, CustomTestStringConvertible {
    case silence, random, quiet, squares, lowest, highest, flips, keys

    var testDescription: String { "\(self)" }

    /// `count` samples at `rate` Hz.
    func samples(_ count: Int, rate: Double, _ random: inout SeededRandom) -> [Int16] {
        switch self {
        case .silence: return [Int16](repeating: 0, count: count)
        case .random: return (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }
        case .quiet: return (0..<count).map { _ in Int16.random(in: -2...2, using: &random) }
        case .squares:
            let half = Int.random(in: 1...9, using: &random)
            return (0..<count).map { $0 / half % 2 == 0 ? .max : .min }
        case .lowest: return [Int16](repeating: .min, count: count)
        case .highest: return [Int16](repeating: .max, count: count)
        case .flips: return (0..<count).map { _ in Bool.random(using: &random) ? .max : .min }
        case .keys: return keys(count, rate: rate, &random)
        }
    }

    /// Pairs of tones, each for some 40 ms, with a little noise.
    private func keys(_ count: Int, rate: Double, _ random: inout SeededRandom) -> [Int16] {
        let press = max(1, Int(rate * 0.04))
        var (low, high, level) = (697.0, 1209.0, 9000.0)
        return (0..<count).map { index in
            if index % press == 0 {
                low = [697, 770, 852, 941].randomElement(using: &random) ?? low
                high = [1209, 1336, 1477, 1633].randomElement(using: &random) ?? high
                level = Double.random(in: 100...15000, using: &random)
            }
            let turn = 2 * Double.pi * Double(index) / rate
            let noise = Double.random(in: -30...30, using: &random)
            return Int16(level * (Wave.cosine(low * turn) + Wave.cosine(high * turn)) + noise)
        }
    }

    static func cosine(_ angle: Double) -> Double { cos(angle) }
}

/// The bits of numbers: what must be the same.
enum Bits {
    static func of(_ values: some Sequence<Float>) -> [UInt32] { values.map(\.bitPattern) }
}
