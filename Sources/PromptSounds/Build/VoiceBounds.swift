import Telephony

/// Where in a recording somebody speaks.
///
/// Short frames count that are no more than `depth` below the loudest one, so that a soft `f` at the begin of a word does,
/// and a room's noise does not.
public enum VoiceBounds {
    /// How far below the loudest 10 ms speech may be, in dB.
    public static let depth = 40.0
    private static let frame = MediaDuration.milliseconds(10)
    private static let hop = MediaDuration.milliseconds(2)

    /// The samples from the first to the last that belong to speech; empty for silence.
    public static func speech(in samples: [Float], at rate: SampleRate) -> Range<Int> {
        let (length, step) = (rate.samples(in: frame), rate.samples(in: hop))
        let powers = stride(from: 0, to: samples.count, by: step).map { start in
            samples[start..<min(start + length, samples.count)].reduce(0.0) { $0 + Double($1) * Double($1) }
        }
        guard let loudest = powers.max(), loudest > 1e-9 else { return 0..<0 }
        let ratio = Level.ratio(dB: -depth)
        let threshold = loudest * ratio * ratio
        guard let first = powers.firstIndex(where: { $0 >= threshold }),
            let last = powers.lastIndex(where: { $0 >= threshold })
        else { return 0..<0 }
        // A frame is loud by any part of it: the hop says where speech begins in it and ends.
        let begin = min(samples.count, max(0, first * step + length - step))
        return min(begin, last * step)..<min(samples.count, max(begin, last * step) + step)
    }
}
