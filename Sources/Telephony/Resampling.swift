#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes sound of one rate into sound of another, by a windowed sinc of which each output takes its own phase.
///
/// All that the lower of the two rates can carry up to 85 % of its half stays within 0.1 dB; what it can't carry is down by
/// 80 dB. Nothing is delayed: the sample at an instant stays at that instant. The same samples give the same samples.
public struct Resampling: Sendable {
    /// How much of the band below half the lower rate the filter falls in.
    static let transition = 0.15
    /// How far what lies beyond is down, in dB.
    static let rejection = 80.0

    /// The rate of what goes in.
    public let source: SampleRate
    /// The rate of what comes out.
    public let target: SampleRate

    /// Output `n` stands at `n * step / phases` samples of the input.
    private let phases: Int
    private let step: Int
    private let kernel: Kernel
    /// The weights of every phase, where there are few enough to keep.
    private let rows: [[Float]]

    /// Phases whose weights are kept: enough for all pairs of 8, 11.025, 12, 16, 22.05, 24, 32, 44.1, 48 and 96 kHz.
    private static let keptPhases = 1024

    /// From `source` to `target`.
    public init(from source: SampleRate, to target: SampleRate) {
        (self.source, self.target) = (source, target)
        let common = Resampling.greatestDivisor(source.hertz, target.hertz)
        (phases, step) = (target.hertz / common, source.hertz / common)
        let kernel = Kernel(ratio: Double(target.hertz) / Double(source.hertz))
        self.kernel = kernel
        let phases = phases
        rows =
            phases > Resampling.keptPhases || source == target
            ? [] : (0..<phases).map { kernel.weights(at: Double($0) / Double(phases)) }
    }

    /// All of a sound at the new rate, as long as it was to the nearest sample; silence is taken to stand around it.
    public func callAsFunction(_ samples: [Float]) -> [Float] {
        guard source != target, !samples.isEmpty else { return samples }
        let count = (samples.count * phases + step / 2) / step
        let reach = kernel.reach
        var padded = [Float](repeating: 0, count: reach)
        padded.reserveCapacity(samples.count + 3 * reach + Kernel.lanes)
        padded += samples
        padded += [Float](repeating: 0, count: 2 * reach + Kernel.lanes)
        var result: [Float] = []
        result.reserveCapacity(count)
        for index in 0..<count {
            let (whole, phase) = (index * step).quotientAndRemainder(dividingBy: phases)
            let row = rows.isEmpty ? kernel.weights(at: Double(phase) / Double(phases)) : rows[phase]
            // Weight 0 belongs to the input sample `reach - 1` before the whole one; the padding moves all by `reach`.
            result.append(Resampling.sum(row, of: padded, from: whole + 1))
        }
        return result
    }

    private static func sum(_ weights: [Float], of samples: [Float], from start: Int) -> Float {
        var sum = SIMD8<Float>.zero
        weights.withUnsafeBytes { weights in
            samples.withUnsafeBytes { samples in
                let size = MemoryLayout<Float>.size
                for offset in stride(from: 0, to: weights.count, by: Kernel.lanes * size) {
                    let weight = weights.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                    sum += weight * samples.loadUnaligned(fromByteOffset: start * size + offset, as: SIMD8<Float>.self)
                }
            }
        }
        return sum.sum()
    }

    private static func greatestDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestDivisor(right, left % right)
    }
}

/// A sound at another rate: see `Resampling`, which serves better where many sounds go from one rate to another.
public func resampled(_ samples: [Float], from source: SampleRate, to target: SampleRate) -> [Float] {
    Resampling(from: source, to: target)(samples)
}

/// The filter of a change of rate: a sinc in a Kaiser window.
private struct Kernel: Sendable {
    /// Weights come in a multiple of this many.
    static let lanes = 8
    /// Points of the table in one sample of the lower rate: straight lines between them are right to 100 dB.
    private static let grain = 512

    /// Input samples on each side of an output that count.
    let reach: Int
    private let table: [Float]
    /// Points of the table in one input sample.
    private let pointsPerSample: Double

    /// A filter where `ratio` output samples stand for one of the input.
    init(ratio: Double) {
        let lower = min(1, ratio)
        // Kaiser's own formulas for the length and the shape of his window.
        let width = (Resampling.rejection - 8) / (2.285 * Resampling.transition * .pi)
        let half = (width / 2).rounded(.up)
        let beta = 0.1102 * (Resampling.rejection - 8.7)
        reach = Int((half / lower).rounded(.up))
        pointsPerSample = lower * Double(Kernel.grain)
        let cutoff = 1 - Resampling.transition / 2
        let peak = Kernel.bessel(beta)
        table = (0...Int(half) * Kernel.grain + 1).map { point in
            let time = Double(point) / Double(Kernel.grain)
            guard time < half else { return 0 }
            let angle = .pi * cutoff * time
            let part = time / half
            return Float(
                (angle == 0 ? 1 : sin(angle) / angle) * Kernel.bessel(beta * (1 - part * part).squareRoot()) / peak)
        }
    }

    /// The weights of the input samples around an instant that lies `fraction` of a sample behind one: from `reach - 1`
    /// before that one to `reach` after it, filled up with zeros. Their sum is 1, so that a constant stays what it is.
    func weights(at fraction: Double) -> [Float] {
        let count = (2 * reach + Kernel.lanes - 1) / Kernel.lanes * Kernel.lanes
        var weights = [Float](repeating: 0, count: count)
        var sum = 0.0
        for index in 0..<2 * reach {
            let place = abs(Double(index - reach + 1) - fraction) * pointsPerSample
            let point = Int(place)
            guard point + 1 < table.count else { continue }
            let weight = table[point] + (table[point + 1] - table[point]) * Float(place - Double(point))
            weights[index] = weight
            sum += Double(weight)
        }
        let scale = Float(1 / sum)
        for index in weights.indices { weights[index] *= scale }
        return weights
    }

    /// The modified Bessel function of the first kind and order 0, by its series.
    private static func bessel(_ value: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        var order = 1.0
        while term > 1e-12 * sum {
            term *= (value / (2 * order)) * (value / (2 * order))
            sum += term
            order += 1
        }
        return sum
    }
}
