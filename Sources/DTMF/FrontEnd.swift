import Telephony

/// Brings any sound to 16 bits at the analysis rate: whole-number decimation to 8 to 16 kHz behind a short low-pass.
///
/// 16 bits are enough for keys: their quantisation noise lies 50 dB below the weakest tone that counts. Anything that
/// is no number counts as silence, anything beyond full scale as full scale.
struct FrontEnd {
    let decimation: Int
    /// The analysis rate in Hz.
    let rate: Double
    /// Where analysis sample `n` stands in the source: `n * decimation - delay`.
    let delay: Int

    /// The low-pass but for its last tap, eight by eight, and the last.
    private let lowPass: [SIMD8<Float>]
    private let lastTap: Float
    /// Source samples: what the low-pass still needs, then what has come.
    private var source: [Float]
    private var filled: Int
    private let tail: Int

    init(sampleRate: SampleRate) {
        decimation = sampleRate.hertz / SampleRate.range.lowerBound
        rate = Double(sampleRate.hertz) / Double(decimation)
        tail = decimation == 1 ? 0 : 8 * decimation
        let taps =
            decimation == 1
            ? [1] : FilterDesign.bandPass(low: 0, high: 0.5 / Double(decimation), count: tail + 1, beta: 4)
        lowPass = (0..<tail / 8).map { group in
            var eight = SIMD8<Float>.zero
            for lane in 0..<8 { eight[lane] = taps[group * 8 + lane] }
            return eight
        }
        lastTap = taps[tail]
        delay = decimation == 1 ? 0 : tail / 2 - (decimation - 1)
        filled = tail
        source = [Float](repeating: 0, count: tail + decimation + SampleHistory.portion)
    }

    /// Takes `samples` into `history`; `look` is called whenever there is more to look at.
    mutating func take(
        _ samples: Span<Int16>, into history: inout SampleHistory, _ look: (inout SampleHistory) -> Void
    ) {
        samples.withUnsafeBufferPointer { from in
            if decimation == 1 { return history.take(from, look) }
            inPortions(from, &history, look) { Float($0) }
        }
    }

    /// Takes `samples`, full scale at 1, into `history`; `look` is called whenever there is more to look at.
    mutating func take(
        _ samples: Span<Float>, into history: inout SampleHistory, _ look: (inout SampleHistory) -> Void
    ) {
        samples.withUnsafeBufferPointer { inPortions($0, &history, look, FrontEnd.scaled) }
    }

    @inline(__always)
    private mutating func inPortions<Sample>(
        _ samples: UnsafeBufferPointer<Sample>, _ history: inout SampleHistory,
        _ look: (inout SampleHistory) -> Void, _ scaled: (Sample) -> Float
    ) {
        for start in stride(from: 0, to: samples.count, by: SampleHistory.portion) {
            let portion = samples[start..<min(start + SampleHistory.portion, samples.count)]
            if decimation == 1 {
                history.append(portion.count) { to in
                    for index in to.indices { to[index] = FrontEnd.whole(scaled(portion[start + index])) }
                }
            } else {
                source.withUnsafeMutableBufferPointer { source in
                    for index in portion.indices { source[filled + index - start] = scaled(portion[index]) }
                }
                decimate(adding: portion.count, to: &history)
            }
            look(&history)
        }
    }

    /// Filters what is complete of the source and keeps the rest.
    private mutating func decimate(adding count: Int, to history: inout SampleHistory) {
        filled += count
        let made = (filled - tail) / decimation
        source.withUnsafeMutableBufferPointer { source in
            history.append(made) { output in
                for index in output.indices {
                    let start = index * decimation + decimation - 1
                    var sums = SIMD8<Float>.zero
                    for group in lowPass.indices {
                        let eight = UnsafeRawPointer(source.start + start + 8 * group)
                            .loadUnaligned(as: SIMD8<Float>.self)
                        sums += eight * lowPass[group]
                    }
                    output[index] = FrontEnd.whole(sums.sum() + lastTap * source[start + tail])
                }
            }
            let used = made * decimation
            for index in 0..<filled - used { source[index] = source[index + used] }
            filled -= used
        }
    }

    /// In units of a 16-bit step; 0 for what is no number.
    private static func scaled(_ sample: Float) -> Float {
        sample.magnitude <= Float.greatestFiniteMagnitude ? min(max(sample, -1), 1) * 32768 : 0
    }

    private static func whole(_ sample: Float) -> Int16 { Int16(min(max(sample.rounded(), -32768), 32767)) }
}
