#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One steady sinusoid: frequency in radians a sample, amplitude, phase at sample 0 of its window.
struct Sinusoid {
    var frequency: Double
    var amplitude: Double
    var phase: Double
}

/// A key's two tones fitted to about 25 ms of sound, and what is left beside them.
struct PairFit {
    var low: Sinusoid
    var high: Sinusoid
    /// Power of the pair over power of the rest of the band, linear.
    var signalToRest: Double
}

/// Fits pairs of tones to windows of sound, under Hann's window.
///
/// The frequency comes from the ratio of two correlations, one with the window and one with its slope: exact for one
/// steady tone, however far it lies from the frequency asked for within the main lobe. So a tone 1.5 % off and one
/// 3.5 % off are told apart by their frequency, not by how much of them a filter passes.
struct PairFitter {
    /// Samples in a window.
    let count: Int
    private let rate: Double
    private let window: [Double]
    private let slope: [Double]
    private let windowSum: Double
    private var rest: [Double]

    /// The frequencies in Hz where a third component is looked for: between the tones, and just outside them.
    private static let probes: [Double] = [
        640, 697, 733, 770, 811, 852, 896, 941, 970, 1000, 1070, 1105, 1140, 1175, 1209, 1272, 1336, 1406, 1440, 1477,
        1555, 1595, 1633, 1720,
    ]
    /// The window's length in seconds.
    private static let length = 0.024

    init(rate: Double) {
        self.rate = rate
        count = Int((rate * PairFitter.length).rounded())
        let step = 2 * Double.pi / Double(count)
        window = (0..<count).map { 0.5 - 0.5 * cos(step * (Double($0) + 0.5)) }
        slope = (0..<count).map { [step] in 0.5 * step * sin(step * (Double($0) + 0.5)) }
        windowSum = window.reduce(0, +)
        rest = [Double](repeating: 0, count: count)
    }

    /// The pair near `row` and `column` (0 to 3 each) in the `count` samples from `start`.
    mutating func fit(_ samples: [Float], from start: Int, row: Int, column: Int) -> PairFit {
        for index in 0..<count { rest[index] = Double(samples[start + index]) }
        let low = sinusoid(near: ToneBank.frequencies[row])
        let high = sinusoid(near: ToneBank.frequencies[4 + column])
        let power = subtract(low, high)
        return PairFit(low: low, high: high, signalToRest: power.pair / max(power.rest, power.pair * 1e-6))
    }

    /// The amplitude of the strongest third component near the band over that of the weaker tone of `pair`, which
    /// was fitted last: it is looked for in what that fit left over.
    func thirdTone(beside pair: PairFit) -> Double {
        var strongest: Float = 0
        for start in stride(from: 0, to: PairFitter.probes.count, by: 8) {
            let found = powers { PairFitter.probes[start + $0] / rate }
            strongest = max(strongest, found.max())
        }
        return 2 * Double(strongest).squareRoot() / windowSum / max(min(pair.low.amplitude, pair.high.amplitude), 1e-12)
    }

    /// The power between 80 and 560 Hz over that of `pair`, in the `count` samples from `start`.
    mutating func powerBelow(_ samples: [Float], from start: Int, against pair: PairFit) -> Double {
        for index in 0..<count { rest[index] = Double(samples[start + index]) }
        var sum: Float = 0
        // Steps of one bin from the second, clear of an offset; Hann's window takes in one and a half of them.
        let last = Int(560 * PairFitter.length)
        for start in stride(from: 2, through: last, by: 8) {
            let found = powers { Double(start + $0) / Double(count) }
            for lane in 0..<min(8, last + 1 - start) { sum += found[lane] }
        }
        let amplitudes = pair.low.amplitude * pair.low.amplitude + pair.high.amplitude * pair.high.amplitude
        return Double(sum) * 4 / (1.5 * windowSum * windowSum) / max(amplitudes, 1e-12)
    }

    private func sinusoid(near hertz: Double) -> Sinusoid {
        let nominal = 2 * Double.pi * hertz / rate
        let (first, tilted) = correlateTwice(nominal)
        let power = first.real * first.real + first.imaginary * first.imaginary
        // The offset is the imaginary part of tilted/first; beyond the main lobe it means nothing.
        let offset = power > 0 ? (tilted.imaginary * first.real - tilted.real * first.imaginary) / power : 0
        let frequency = nominal - min(max(offset, -nominal * 0.08), nominal * 0.08)
        let there = correlate(frequency)
        let magnitude = (there.real * there.real + there.imaginary * there.imaginary).squareRoot()
        return Sinusoid(
            frequency: frequency, amplitude: 2 * magnitude / windowSum, phase: atan2(there.imaginary, there.real))
    }

    private typealias Phasor = (real: Double, imaginary: Double)

    /// The correlations under the window and under its slope.
    private func correlateTwice(_ frequency: Double) -> (Phasor, Phasor) {
        var turn = Rotation(frequency: frequency, phase: 0)
        var sums = SIMD4<Double>.zero
        for index in 0..<count {
            let (value, tilted) = (window[index] * rest[index], slope[index] * rest[index])
            sums += SIMD4(value, -value, tilted, -tilted) * SIMD4(turn.cosine, turn.sine, turn.cosine, turn.sine)
            turn.advance()
        }
        return ((sums[0], sums[1]), (sums[2], sums[3]))
    }

    private func correlate(_ frequency: Double) -> Phasor {
        var turn = Rotation(frequency: frequency, phase: 0)
        var (real, imaginary) = (0.0, 0.0)
        for index in 0..<count {
            let value = window[index] * rest[index]
            real += value * turn.cosine
            imaginary -= value * turn.sine
            turn.advance()
        }
        return (real, imaginary)
    }

    private mutating func subtract(_ low: Sinusoid, _ high: Sinusoid) -> (pair: Double, rest: Double) {
        var (lowTurn, highTurn) = (Rotation(low), Rotation(high))
        var (pair, left) = (0.0, 0.0)
        for index in 0..<count {
            let model = low.amplitude * lowTurn.cosine + high.amplitude * highTurn.cosine
            rest[index] -= model
            pair += window[index] * model * model
            left += window[index] * rest[index] * rest[index]
            lowTurn.advance()
            highTurn.advance()
        }
        return (pair, left)
    }

    /// The powers of what is left at eight frequencies, given in cycles a sample, under the window.
    private func powers(_ frequency: (Int) -> Double) -> SIMD8<Float> {
        var (cosine, sine) = (SIMD8<Float>(repeating: 1), SIMD8<Float>.zero)
        var (stepCosine, stepSine) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for lane in 0..<8 {
            let step = 2 * Double.pi * frequency(lane)
            stepCosine[lane] = Float(cos(step))
            stepSine[lane] = Float(sin(step))
        }
        var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for index in 0..<count {
            let value = Float(window[index] * rest[index])
            real += cosine * value
            imaginary += sine * value
            (cosine, sine) = (cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine)
        }
        return real * real + imaginary * imaginary
    }
}

/// A point on the unit circle that turns by one sample a step.
struct Rotation {
    private(set) var cosine: Double
    private(set) var sine: Double
    private let stepCosine: Double
    private let stepSine: Double

    init(frequency: Double, phase: Double) {
        (cosine, sine) = (cos(phase), sin(phase))
        (stepCosine, stepSine) = (cos(frequency), sin(frequency))
    }

    /// The rotation of `tone`, standing `samples` after the start of the window it was fitted to.
    init(_ tone: Sinusoid, after samples: Int = 0) {
        self.init(frequency: tone.frequency, phase: tone.phase + tone.frequency * Double(samples))
    }

    mutating func advance() {
        (cosine, sine) = (cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine)
    }

    mutating func retreat() {
        (cosine, sine) = (cosine * stepCosine + sine * stepSine, sine * stepCosine - cosine * stepSine)
    }
}
