import Telephony

/// Brings any sound to the analysis rate and the band of the keys, hop by hop.
///
/// Whole-number decimation to 8 to 16 kHz behind a short low-pass, then a linear-phase band-pass that takes away
/// offset, hum, dial tone below the rows, and noise and clipping products above the columns. Linear phase keeps the
/// edges of a tone symmetric, so that their half-amplitude points stay where they were. A hop too quiet to hold a
/// key is not filtered at all.
struct FrontEnd {
    /// Samples of the source a hop, and of the analysis.
    let sourceHop: Int
    let hop: Int
    let decimation: Int
    /// The analysis rate, in Hz.
    let rate: Double
    /// Where analysis sample `n` stands in the source: `n * decimation - delay`.
    let delay: Int

    /// The band in Hz: half amplitude here, about 35 dB down 100 Hz further out.
    private static let band = (low: 590.0, high: 1850.0)
    /// The length of the band-pass in seconds: what a slope of 200 Hz takes.
    private static let bandPassLength = 0.0076
    /// The band-pass looks back over less than two hops.
    private static let hopsUnderTheBandPass = 3

    private let lowPass: [Float]
    /// The low-pass but for its last tap, eight by eight.
    private let lowPassEights: [SIMD8<Float>]
    private let bandPass: [Float]
    private let quietEnergy: Float
    /// Source samples: what the low-pass still needs, then the hop being filled.
    private var source: [Float]
    private var filled = 0
    /// Decimated samples: what the band-pass still needs, then the hop.
    private var decimated: [Float]
    private var loudHops = 0
    /// The hop's samples in the band; zero in a quiet hop.
    private(set) var output: [Float]
    /// The same hop at the analysis rate before the band-pass, `bandDelay` samples earlier in the sound.
    private(set) var wide: [Float]
    /// The delay of the band-pass in analysis samples.
    let bandDelay: Int

    init(sampleRate: SampleRate, minimumLevelDBm0: Double) {
        decimation = sampleRate.hertz / SampleRate.range.lowerBound
        rate = Double(sampleRate.hertz) / Double(decimation)
        hop = Int((rate * 0.005).rounded())
        sourceHop = hop * decimation
        lowPass =
            decimation == 1
            ? [1] : FilterDesign.bandPass(low: 0, high: 0.5 / Double(decimation), count: 8 * decimation + 1, beta: 4)
        let taps = lowPass
        lowPassEights = (0..<(lowPass.count / 8)).map { group in
            var eight = SIMD8<Float>.zero
            for lane in 0..<8 { eight[lane] = taps[group * 8 + lane] }
            return eight
        }
        let half = Int(rate * FrontEnd.bandPassLength / 2)
        bandPass = FilterDesign.bandPass(
            low: FrontEnd.band.low / rate, high: FrontEnd.band.high / rate, count: 2 * half + 1, beta: 2.8)
        delay = half * decimation + (lowPass.count - 1) / 2 - (decimation - 1)
        source = [Float](repeating: 0, count: lowPass.count - 1 + sourceHop)
        decimated = [Float](repeating: 0, count: bandPass.count - 1 + hop + 7)
        output = [Float](repeating: 0, count: hop)
        wide = output
        bandDelay = half
        let quietest = Level.amplitude(dBm0: minimumLevelDBm0 - 6)
        quietEnergy = Float(quietest * quietest / 2) * Float(sourceHop)
    }

    /// Source samples that still fit into the hop.
    var room: Int { sourceHop - filled }

    /// Takes at most `room` samples from `samples` at `start`; anything that is no number counts as silence.
    mutating func fill(_ samples: borrowing Span<Float>, from start: Int, count: Int) {
        let base = lowPass.count - 1 + filled
        samples.extracting(start..<start + count).withUnsafeBufferPointer { from in
            source.withUnsafeMutableBufferPointer { to in
                for index in from.indices {
                    let sample = from[index]
                    to[base + index] = sample.magnitude <= Float.greatestFiniteMagnitude ? min(max(sample, -8), 8) : 0
                }
            }
        }
        filled += count
    }

    /// Fills the hop up with silence.
    mutating func fillWithSilence() {
        for index in (source.count - room)..<source.count { source[index] = 0 }
        filled = sourceHop
    }

    /// Filters the full hop into `output`; false when it is too quiet to hold a key, and `output` zero.
    mutating func advance() -> Bool {
        filled = 0
        let energy = FrontEnd.energy(source, from: lowPass.count - 1)
        loudHops = energy > quietEnergy ? FrontEnd.hopsUnderTheBandPass : max(0, loudHops - 1)
        decimate()
        if loudHops > 0 {
            FrontEnd.convolve(decimated, with: bandPass, into: &output)
        } else {
            for index in output.indices { output[index] = 0 }
        }
        FrontEnd.copy(decimated, at: bandPass.count - 1, count: hop, to: &wide, at: 0)
        FrontEnd.keepTail(of: &source, from: source.count, count: lowPass.count - 1)
        FrontEnd.keepTail(of: &decimated, from: bandPass.count - 1 + hop, count: bandPass.count - 1)
        return loudHops > 0
    }

    private mutating func decimate() {
        let base = bandPass.count - 1
        if decimation == 1 {
            FrontEnd.copy(source, at: 0, count: hop, to: &decimated, at: base)
            return
        }
        let taps = lowPassEights
        source.withUnsafeBufferPointer { source in
            for index in 0..<hop {
                // The taps are symmetric and one more than a multiple of eight.
                let start = index * decimation + decimation - 1
                var sums = SIMD8<Float>.zero
                for tap in stride(from: 0, to: lowPass.count - 1, by: 8) {
                    sums += FrontEnd.eight(source, at: start + tap) * taps[tap / 8]
                }
                decimated[base + index] = sums.sum() + lowPass[lowPass.count - 1] * source[start + lowPass.count - 1]
            }
        }
    }

    private static func energy(_ samples: [Float], from start: Int) -> Float {
        samples.withUnsafeBufferPointer { samples in
            var lanes = SIMD8<Float>.zero
            var index = start
            while index + 8 <= samples.count {
                let eight = FrontEnd.eight(samples, at: index)
                lanes += eight * eight
                index += 8
            }
            while index < samples.count {
                lanes[0] += samples[index] * samples[index]
                index += 1
            }
            return lanes.sum()
        }
    }

    /// The taps are symmetric, so convolution and correlation are the same. `samples` holds a few more than are
    /// needed, so that the last eight may reach beyond the hop.
    private static func convolve(_ samples: [Float], with taps: [Float], into output: inout [Float]) {
        let count = output.count
        samples.withUnsafeBufferPointer { samples in
            output.withUnsafeMutableBufferPointer { output in
                for start in stride(from: 0, to: count, by: 8) {
                    var sums = SIMD8<Float>.zero
                    for tap in taps.indices { sums += FrontEnd.eight(samples, at: start + tap) * taps[tap] }
                    for lane in 0..<min(8, count - start) { output[start + lane] = sums[lane] }
                }
            }
        }
    }

    /// Eight neighbouring samples, wherever they lie.
    private static func eight(_ samples: UnsafeBufferPointer<Float>, at index: Int) -> SIMD8<Float> {
        UnsafeRawBufferPointer(samples).loadUnaligned(
            fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
    }

    private static func copy(_ from: [Float], at start: Int, count: Int, to: inout [Float], at place: Int) {
        from.withUnsafeBufferPointer { from in
            to.withUnsafeMutableBufferPointer { to in
                for index in 0..<count { to[place + index] = from[start + index] }
            }
        }
    }

    private static func keepTail(of samples: inout [Float], from end: Int, count: Int) {
        samples.withUnsafeMutableBufferPointer { samples in
            for index in 0..<count { samples[index] = samples[end - count + index] }
        }
    }
}
