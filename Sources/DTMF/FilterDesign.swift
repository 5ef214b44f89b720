#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Linear-phase filters by the window method, with Kaiser's window.
enum FilterDesign {
    /// The taps of a band-pass from `low` to `high` (both the points of half amplitude, in cycles a sample);
    /// a `low` of 0 makes a low-pass. `count` is odd; the delay is `(count - 1) / 2` samples.
    static func bandPass(low: Double, high: Double, count: Int, beta: Double) -> [Float] {
        let middle = (count - 1) / 2
        let taps = (0..<count).map { index -> Double in
            let distance = Double(index - middle)
            let place = distance / (Double(middle) + 1)
            let window = bessel(beta * (1 - place * place).squareRoot()) / bessel(beta)
            return (sinc(high, distance) - sinc(low, distance)) * window
        }
        let center = low == 0 ? 0 : 2 * Double.pi * (low + high) / 2
        let gain = taps.indices.reduce(0) { $0 + taps[$1] * cos(center * Double($1 - middle)) }
        return taps.map { Float($0 / gain) }
    }

    private static func sinc(_ cutoff: Double, _ distance: Double) -> Double {
        distance == 0 ? 2 * cutoff : sin(2 * Double.pi * cutoff * distance) / (Double.pi * distance)
    }

    /// The modified Bessel function of order 0.
    private static func bessel(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        var k = 1.0
        while term > sum * 1e-12 {
            term *= (x / (2 * k)) * (x / (2 * k))
            sum += term
            k += 1
        }
        return sum
    }
}
