#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The eight tones of Q.23, measured every hop over the last four hops.
///
/// Each hop is correlated once with all eight tones, lanes 0 to 3 the rows and 4 to 7 the columns, its phase counted
/// from the hop's own first sample. A window is a weighted sum of four hops, each turned by the phase that a tone
/// gains in the hops before it; no phase is carried on, so nothing drifts however long the sound.
struct ToneBank {
    /// The amplitudes of the strongest row and column, and which they are.
    struct Look {
        var row = 0
        var column = 0
        var low: Float = 0
        var high: Float = 0
        /// The power of the two over the power of the band, 0 to about 1.
        var share: Float = 0
        /// The amplitudes at all eight tones.
        var amplitudes = SIMD8<Float>.zero
    }

    /// The rows, then the columns, in Hz (ITU-T Q.23).
    static let frequencies: [Double] = [697, 770, 852, 941, 1209, 1336, 1477, 1633]
    /// How much each hop of a window counts: a coarse taper, the sidelobes of four equal hops reach too far.
    private static let weights = SIMD4<Float>(1, 2, 2, 1)
    private static let squares = weights * weights

    private let cosines: [SIMD8<Float>]
    private let sines: [SIMD8<Float>]
    private let turnCosines: InlineArray<4, SIMD8<Float>>
    private let turnSines: InlineArray<4, SIMD8<Float>>
    private let amplitudeScale: Float
    private let energyScale: Float
    /// The last four hops, oldest first.
    private var real = InlineArray<4, SIMD8<Float>>(repeating: .zero)
    private var imaginary = InlineArray<4, SIMD8<Float>>(repeating: .zero)
    private var energy = InlineArray<4, Float>(repeating: 0)

    init(rate: Double, hop: Int) {
        func table(_ count: Int, step: Double, _ function: (Double) -> Double) -> [SIMD8<Float>] {
            (0..<count).map { index in
                var lanes = SIMD8<Float>.zero
                for lane in 0..<8 {
                    let cycles = ToneBank.frequencies[lane] / rate * step * Double(index)
                    lanes[lane] = Float(function(2 * Double.pi * cycles))
                }
                return lanes
            }
        }
        cosines = table(hop, step: 1, cos)
        sines = table(hop, step: 1, sin)
        let (turnCosine, turnSine) = (table(4, step: Double(hop), cos), table(4, step: Double(hop), sin))
        turnCosines = InlineArray { turnCosine[$0] * ToneBank.weights[$0] }
        turnSines = InlineArray { turnSine[$0] * ToneBank.weights[$0] }
        let sum = ToneBank.weights.sum()
        let squares = ToneBank.squares.sum()
        amplitudeScale = 2 / (sum * Float(hop))
        energyScale = 1 / (squares * Float(hop))
    }

    /// Takes one hop and looks at the window that ends with it.
    mutating func advance(_ samples: [Float], quiet: Bool) -> Look {
        for index in 0..<3 {
            real[index] = real[index + 1]
            imaginary[index] = imaginary[index + 1]
            energy[index] = energy[index + 1]
        }
        if quiet {
            real[3] = .zero
            imaginary[3] = .zero
            energy[3] = 0
            if energy[0] + energy[1] + energy[2] == 0 { return Look() }
        } else {
            let hop = correlate(samples)
            real[3] = hop.real
            imaginary[3] = hop.imaginary
            energy[3] = hop.energy
        }
        return look()
    }

    private func correlate(_ samples: [Float]) -> (real: SIMD8<Float>, imaginary: SIMD8<Float>, energy: Float) {
        var cosineSum = SIMD8<Float>.zero
        var sineSum = SIMD8<Float>.zero
        var squares: Float = 0
        let (cosines, sines, samples) = (cosines.span, sines.span, samples.span)
        for index in cosines.indices {
            let sample = samples[index]
            cosineSum += cosines[index] * sample
            sineSum -= sines[index] * sample
            squares += sample * sample
        }
        return (cosineSum, sineSum, squares)
    }

    private func look() -> Look {
        var sumReal = SIMD8<Float>.zero
        var sumImaginary = SIMD8<Float>.zero
        var total: Float = 0
        for index in 0..<4 {
            sumReal += real[index] * turnCosines[index] + imaginary[index] * turnSines[index]
            sumImaginary += imaginary[index] * turnCosines[index] - real[index] * turnSines[index]
            total += ToneBank.squares[index] * energy[index]
        }
        let power = sumReal * sumReal + sumImaginary * sumImaginary
        var found = Look()
        found.amplitudes = power.squareRoot() * amplitudeScale
        for lane in 1..<4 {
            if power[lane] > power[found.row] { found.row = lane }
            if power[4 + lane] > power[4 + found.column] { found.column = lane }
        }
        found.low = found.amplitudes[found.row]
        found.high = found.amplitudes[4 + found.column]
        let pair = (found.low * found.low + found.high * found.high) / 2
        found.share = total > 0 ? pair / (total * energyScale) : 0
        return found
    }
}
