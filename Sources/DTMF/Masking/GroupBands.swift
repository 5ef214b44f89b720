import Telephony

/// The low and the high group of keypad tones, each band-passed by itself and brought to 4 to 6 kHz.
///
/// Floats all the way: a tone 100 dB below full scale, or beyond it, is as plain to the mask as any other.
struct GroupBands {
    /// Source samples to an output.
    let decimation: Int
    /// Outputs a second.
    let rate: Double
    /// Where output `n` stands in the source: `n * decimation - delay`.
    let delay: Int
    /// The outputs that are not yet used, of both groups.
    private(set) var low: [Float]
    private(set) var high: [Float]
    /// The mean square of all the sound at that output, whatever its frequency.
    private(set) var all: [Float]
    private(set) var count = 0

    private let lowTaps: [SIMD8<Float>]
    private let highTaps: [SIMD8<Float>]
    /// Source samples: what the filters still need, then what has come.
    private var source: [Float]
    private var filled: Int
    private let tail: Int

    /// At most so many samples are taken at once.
    static let portion = 1024
    /// Half amplitude in hertz: 135 Hz outside of the tones, and between the groups.
    private static let edges = (lowest: 560.0, middle: 1067.0, highest: 1790.0)
    /// Beyond this a sample counts as that: a square must stay finite.
    private static let most: Float = 1e6

    init(sampleRate: SampleRate) {
        let hertz = Double(sampleRate.hertz)
        decimation = sampleRate.hertz / 4000
        rate = hertz / Double(decimation)
        // 16 ms: the bands' edges are 200 Hz wide, 54 dB deep.
        let half = Int((hertz * 0.008).rounded())
        let count = 2 * half + 1
        func taps(_ from: Double, _ to: Double) -> [SIMD8<Float>] {
            let taps = FilterDesign.bandPass(low: from / hertz, high: to / hertz, count: count, beta: 5)
            return (0..<(count + 7) / 8).map { group in
                var eight = SIMD8<Float>.zero
                for lane in 0..<8 where group * 8 + lane < count { eight[lane] = taps[group * 8 + lane] }
                return eight
            }
        }
        lowTaps = taps(GroupBands.edges.lowest, GroupBands.edges.middle)
        highTaps = taps(GroupBands.edges.middle, GroupBands.edges.highest)
        delay = half - (decimation - 1)
        tail = count - 1
        filled = tail
        // The last group of taps is filled up with zeros, which read a little beyond.
        source = [Float](repeating: 0, count: tail + decimation + GroupBands.portion + 8)
        let room = GroupBands.portion / decimation + 2 + Int(rate * 0.0025 + 1)
        low = [Float](repeating: 0, count: room)
        (high, all) = (low, low)
    }

    /// Takes `samples`, at most `portion`; what is no number counts as silence.
    mutating func take(_ samples: Span<Float>) {
        for index in 0..<samples.count {
            let sample = samples[index]
            source[filled + index] = sample.isFinite ? min(max(sample, -GroupBands.most), GroupBands.most) : 0
        }
        filled += samples.count
        let made = (filled - tail) / decimation
        source.withUnsafeMutableBufferPointer { source in
            for index in 0..<made {
                let start = index * decimation + decimation - 1
                var (lows, highs) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                for group in lowTaps.indices {
                    let eight = UnsafeRawPointer(source.start + start + 8 * group)
                        .loadUnaligned(as: SIMD8<Float>.self)
                    lows += eight * lowTaps[group]
                    highs += eight * highTaps[group]
                }
                low[count + index] = lows.sum()
                high[count + index] = highs.sum()
                var energy: Float = 0
                // Around the filters' middle.
                let middle = start + tail / 2 - decimation / 2
                for sample in source[middle..<middle + decimation] { energy += sample * sample }
                all[count + index] = energy / Float(decimation)
            }
            let used = made * decimation
            for index in 0..<filled - used { source[index] = source[index + used] }
            filled -= used
        }
        count += made
    }

    /// Drops the first `used` outputs.
    mutating func drop(_ used: Int) {
        count -= used
        for index in 0..<count {
            low[index] = low[index + used]
            high[index] = high[index + used]
            all[index] = all[index + used]
        }
    }
}
