import CToneKernel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks for what sounds beside a fitted pair: third tones near the band, and sound below the rows.
struct ClutterProbe {
    /// The frequencies in Hz where a third component is looked for: between the tones, and just outside them.
    private static let near: [Double] = [
        640, 697, 733, 770, 811, 852, 896, 941, 970, 1000, 1070, 1105, 1140, 1175, 1209, 1272, 1336, 1406, 1440, 1477,
        1555, 1595, 1633, 1720,
    ]
    /// Steps of one bin from the second, clear of an offset, to the last below this, in Hz.
    private static let highestBelow = 560.0

    /// Radians a sample, of the band's rate and of the analysis rate; eight at a time.
    private let nearTurns: [Float]
    private let belowTurns: [Float]
    /// Hann's window at the analysis rate, and its sum.
    private let wideWindow: [Float]
    private var rest: [Float]

    init(rate: Double, fitter: PairFitter) {
        nearTurns = ClutterProbe.eights(ClutterProbe.near.map { 2 * Double.pi * $0 / (rate / 2) })
        let wide = 2 * fitter.count
        let bins = Array(2...Int(ClutterProbe.highestBelow * Double(wide) / rate))
        belowTurns = ClutterProbe.eights(bins.map { 2 * Double.pi * Double($0) / Double(wide) })
        wideWindow = (0..<wide).map { Float(0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(wide))) }
        rest = [Float](repeating: 0, count: wide)
    }

    /// The last eight filled up with zeros.
    private static func eights(_ angles: [Double]) -> [Float] {
        angles.map { Float($0) } + [Float](repeating: 0, count: (8 - angles.count % 8) % 8)
    }

    /// What sounds beside `pair` in the band sound at `samples` that it was fitted to, and in the unfiltered sound at
    /// `wide`, twice as many samples.
    mutating func look(
        beside pair: PairFit, in samples: UnsafePointer<Float>, wide: UnsafePointer<Int16>, fitter: PairFitter
    ) -> Clutter {
        Clutter(third: thirdTone(beside: pair, in: samples, fitter: fitter), below: below(wide))
    }

    private mutating func thirdTone(beside pair: PairFit, in samples: UnsafePointer<Float>, fitter: PairFitter) -> Float
    {
        fitter.window.withUnsafeBufferPointer { window in
            rest.withUnsafeMutableBufferPointer { rest in
                tone_rest(
                    samples, fitter.count / 8, window.start, 0.5 - Float(fitter.count) / 2, pair.low, pair.high,
                    rest.start)
            }
        }
        let scale = 2 / fitter.windowSum
        return powers(at: nearTurns, count: fitter.count).max * scale * scale
    }

    private mutating func below(_ wide: UnsafePointer<Int16>) -> Float {
        for index in wideWindow.indices { rest[index] = wideWindow[index] * Float(wide[index]) }
        // Hann's window takes in one and a half bins.
        let windowSum = Float(wideWindow.count) / 2
        return powers(at: belowTurns, count: wideWindow.count).sum * 4 / (1.5 * windowSum * windowSum) / (32768 * 32768)
    }

    /// The strongest and the summed power of `count` samples of the rest at frequencies that are not zero.
    private func powers(at frequencies: [Float], count: Int) -> (max: Float, sum: Float) {
        var (most, sum): (Float, Float) = (0, 0)
        var found: (Float, Float, Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0, 0, 0)
        for start in stride(from: 0, to: frequencies.count, by: 8) {
            withUnsafeMutableBytes(of: &found) { bytes in
                let powers = bytes.assumingMemoryBound(to: Float.self)
                frequencies.withUnsafeBufferPointer { frequencies in
                    tone_powers(rest, count, frequencies.start + start, powers.start)
                }
                for lane in 0..<8 where frequencies[start + lane] > 0 {
                    most = Swift.max(most, powers[lane])
                    sum += powers[lane]
                }
            }
        }
        return (most, sum)
    }
}
