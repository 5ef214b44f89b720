import CToneKernel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One steady sinusoid, as a phasor at the middle of the window it was fitted to: `frequency` in radians a sample of
/// the band's rate, `real` and `imaginary` the amplitude times cosine and sine of the phase.
typealias Sinusoid = ToneWave

extension ToneWave {
    /// The square of the amplitude.
    var power: Float { real * real + imaginary * imaginary }
}

/// A key's two tones fitted to 24 ms of half-rate sound, and what is left beside them.
struct PairFit {
    /// The sound it was fitted to, and the number of the first half-rate sample of the window.
    var kind: HalfRateSound.Kind
    var start: Int
    var low: Sinusoid
    var high: Sinusoid
    /// The squared amplitudes of the tones in the sound as it came.
    var lowPower: Float
    var highPower: Float
    /// Power of the pair over power of all else in that sound, linear.
    var signalToRest: Float

    /// The squared amplitude of the louder tone.
    var louder: Float { max(lowPower, highPower) }
}

/// Fits pairs of tones to windows of sound, under Hann's window.
///
/// The frequency comes from the ratio of two correlations, one with the window and one with its slope: exact for one
/// steady tone, however far it lies from the frequency asked for within the main lobe. So a tone 1.5 % off and one
/// 3.5 % off are told apart by their frequency, not by how much of them a filter passes.
final class PairFitter: Sendable {
    /// Samples in a window, a multiple of eight.
    let count: Int
    /// The frequencies of the eight tones in radians a sample.
    let nominal: [Float]
    /// The sum of the window.
    let windowSum: Float
    let window: [Float]
    /// For each tone `count / 8` groups of four times eight: window and slope, each times cosine and minus sine.
    private let tables: [Float]
    /// What is left of a tone `place / 128` bins off the frequency asked for, as a share.
    private let lobe: [Float]
    /// What makes up for the power that each tone loses when neighbours are averaged.
    private let averagingLoss: [Float]

    /// The window's length in seconds.
    static let length = 0.024

    private static let telephone = PairFitter(rate: 4000)

    /// A fitter for that rate of the band; that of telephone sound is made once.
    static func shared(rate: Double) -> PairFitter { rate == 4000 ? telephone : PairFitter(rate: rate) }

    private init(rate: Double) {
        let count = Int((rate * PairFitter.length / 8).rounded()) * 8
        let step = 2 * Double.pi / Double(count)
        let groups = count / 8
        func lanes(_ group: Int, _ value: (Double) -> Double) -> [Float] {
            (0..<8).map { Float(value(Double(8 * group + $0) + 0.5)) }
        }
        func hann(_ place: Double) -> Double { 0.5 - 0.5 * cos(step * place) }
        func slope(_ place: Double) -> Double { 0.5 * step * sin(step * place) }
        let steps = ToneScreen.frequencies.map { 2 * Double.pi * $0 / rate }
        tables = steps.flatMap { tone in
            (0..<groups).flatMap { group in
                func angle(_ place: Double) -> Double { tone * (place - Double(count) / 2) }
                return lanes(group) { hann($0) * cos(angle($0)) } + lanes(group) { -hann($0) * sin(angle($0)) }
                    + lanes(group) { slope($0) * cos(angle($0)) } + lanes(group) { -slope($0) * sin(angle($0)) }
            }
        }
        self.count = count
        nominal = steps.map { Float($0) }
        window = (0..<groups).flatMap { lanes($0, hann) }
        windowSum = Float(count) / 2
        averagingLoss = steps.map { Float(1 / (cos($0 / 4) * cos($0 / 4))) }
        // The spectrum of Hann's window, with its limits where the quotient has none.
        lobe = (0...(2 * 128)).map { place in
            let bins = Double(place) / 128
            if place == 0 { return 1 }
            if place == 128 { return 0.5 }
            return Float(sin(Double.pi * bins) / (Double.pi * bins * (1 - bins * bins)))
        }
    }

    /// The pair near `row` and `column` (0 to 3 each) in the `count` samples at `samples`, the first of which has
    /// the number `start`.
    func fit(_ samples: UnsafePointer<Float>, _ kind: HalfRateSound.Kind, start: Int, row: Int, column: Int) -> PairFit
    {
        let low = sinusoid(samples, tone: row)
        let high = sinusoid(samples, tone: 4 + column)
        let energy = window.withUnsafeBufferPointer { tone_energy(samples, count / 8, $0.start) }
        let pair = (low.power + high.power) / 2 * windowSum
        let rest = max(energy - pair, pair * 1e-6)
        let averaged = kind == .averaged
        return PairFit(
            kind: kind, start: start, low: low, high: high,
            lowPower: low.power * (averaged ? averagingLoss[row] : 1),
            highPower: high.power * (averaged ? averagingLoss[4 + column] : 1),
            signalToRest: rest > 0 ? pair / rest : 0)
    }

    /// `pair` with what is truly left beside it. The quick figure is right for steady tones only: for what glides the
    /// frequency is a guess, and the amplitude that follows from it may be too great.
    func checked(_ pair: PairFit, in samples: UnsafePointer<Float>) -> PairFit {
        let left = window.withUnsafeBufferPointer {
            tone_rest_energy(samples, count / 8, $0.start, 0.5 - Float(count) / 2, pair.low, pair.high)
        }
        let power = (pair.low.power + pair.high.power) / 2 * windowSum
        var pair = pair
        pair.signalToRest = power / max(left, power * 1e-6)
        return pair
    }

    /// The mean power, weighted by the window, of twice `count` samples at `samples`, full scale at 1.
    func power(of samples: UnsafePointer<Int16>) -> Float {
        window.withUnsafeBufferPointer { tone_whole_energy(samples, count / 8, $0.start) } / windowSum / (32768 * 32768)
    }

    private func sinusoid(_ samples: UnsafePointer<Float>, tone: Int) -> Sinusoid {
        var sums: (Float, Float, Float, Float) = (0, 0, 0, 0)
        tables.withUnsafeBufferPointer { tables in
            withUnsafeMutableBytes(of: &sums) { sums in
                tone_correlate(
                    samples, count / 8, tables.start + tone * count * 4,
                    sums.assumingMemoryBound(to: Float.self).start)
            }
        }
        let (re, im, slopeRe, slopeIm) = sums
        let power = re * re + im * im
        // The offset is the imaginary part of slope over value; beyond the main lobe it means nothing.
        let offset = power > 0 ? (slopeIm * re - slopeRe * im) / power : 0
        let bins = min(abs(offset) * windowSum / Float.pi, 1.99)
        let scale = power > 0 ? 2 / (windowSum * share(bins)) : 0
        let limit = nominal[tone] * 0.08
        return Sinusoid(
            frequency: nominal[tone] - min(max(offset, -limit), limit), real: re * scale, imaginary: im * scale)
    }

    /// What Hann's window leaves of a tone `bins` beside the frequency asked for, 0 to 2.
    private func share(_ bins: Float) -> Float {
        let place = bins * 128
        let index = Int(place)
        return lobe[index] + (lobe[index + 1] - lobe[index]) * (place - Float(index))
    }
}
