#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How much of each of some frequencies is in a short window of sound.
///
/// The window is even about its middle, so that the sum of the samples left and right of it goes with the cosine and
/// their difference with the sine: half the work of a plain transform.
struct WindowAnalysis: Sendable {
    /// Samples in a window.
    let count: Int
    private let rowCount: Int
    /// For each row the weighted cosines of half the window, eight by eight, and the sines.
    private let cosines: [SIMD8<Float>]
    private let sines: [SIMD8<Float>]
    /// The window's squares, for the level of the whole.
    private let squares: [SIMD8<Float>]
    private let eights: Int

    /// For sound at `rate` Hz; a window goes `reach` seconds to both sides.
    init(rate: Double, frequencies: [Double], reach: Double) {
        eights = Int((rate * reach / 8).rounded(.up))
        let half = eights * 8
        count = 2 * half
        rowCount = frequencies.count
        let weights = (0..<half).map { 0.5 + 0.5 * cos(.pi * (Double($0) + 0.5) / Double(half)) }
        let sum = 2 * weights.reduce(0, +)
        let power = 2 * weights.reduce(0) { $0 + $1 * $1 }
        func packed(_ value: (Int) -> Double) -> [SIMD8<Float>] {
            (0..<half / 8).map { eight in
                var lanes = SIMD8<Float>.zero
                for lane in 0..<8 { lanes[lane] = Float(value(eight * 8 + lane)) }
                return lanes
            }
        }
        // A sine of amplitude a comes out as a.
        let scale = 2 / sum
        func angle(_ frequency: Double, _ index: Int) -> Double { 2 * .pi * frequency / rate * (Double(index) + 0.5) }
        cosines = frequencies.flatMap { hertz in packed { weights[$0] * scale * cos(angle(hertz, $0)) } }
        sines = frequencies.flatMap { hertz in packed { weights[$0] * scale * sin(angle(hertz, $0)) } }
        squares = packed { weights[$0] * weights[$0] / power }
    }

    /// The amplitude at each frequency in the window that begins at `start`, and behind them that of a sine as strong
    /// as the whole.
    func levels(_ samples: UnsafeBufferPointer<Float>, from start: Int) -> [Float] {
        var even = [SIMD8<Float>](repeating: .zero, count: eights)
        var odd = even
        var energy = SIMD8<Float>.zero
        let middle = start + count / 2
        for eight in 0..<eights {
            var (right, left) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            for lane in 0..<8 {
                right[lane] = samples[middle + eight * 8 + lane]
                left[lane] = samples[middle - 1 - eight * 8 - lane]
            }
            even[eight] = right + left
            odd[eight] = right - left
            energy += squares[eight] * (right * right + left * left)
        }
        var result = [Float](repeating: 0, count: rowCount + 1)
        for row in 0..<rowCount {
            var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            for eight in 0..<eights {
                real += even[eight] * cosines[row * eights + eight]
                imaginary += odd[eight] * sines[row * eights + eight]
            }
            let (x, y) = (real.sum(), imaginary.sum())
            result[row] = (x * x + y * y).squareRoot()
        }
        result[rowCount] = (2 * energy.sum()).squareRoot()
        return result
    }
}
