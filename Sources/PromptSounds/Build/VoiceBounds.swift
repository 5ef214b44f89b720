import Telephony

/// Where in a recording somebody speaks.
///
/// Short frames count that are no more than `depth` below the loudest one, so that a soft `f` at the begin of a word does,
/// and a room's noise does not.
public enum VoiceBounds {
    /// How far below the loudest 10 ms speech may be, in dB.
    public static let depth = 40.0
    /// How far below the loudest 10 ms a sound is no speech when it stands alone, in dB.
    private static let clickDepth = 25.0
    /// Silence that parts such a sound from speech.
    private static let rest = MediaDuration.milliseconds(120)
    private static let frame = MediaDuration.milliseconds(10)
    private static let hop = MediaDuration.milliseconds(2)

    /// The samples from the first to the last that belong to speech; empty for silence.
    public static func speech(in samples: [Float], at rate: SampleRate) -> Range<Int> {
        let (length, step) = (rate.samples(in: frame), rate.samples(in: hop))
        let powers = stride(from: 0, to: samples.count, by: step).map { start in
            samples[start..<min(start + length, samples.count)].reduce(0.0) { $0 + Double($1) * Double($1) }
        }
        guard let loudest = powers.max(), loudest > 1e-9 else { return 0..<0 }
        let threshold = loudest * square(Level.ratio(dB: -depth))
        var runs = VoiceBounds.runs(in: powers, from: threshold, apart: rate.samples(in: rest) / step)
        // A click of the lips or of a voice at an end, far from speech and faint, is none of it.
        let faint = loudest * square(Level.ratio(dB: -clickDepth))
        while runs.count > 1, let last = runs.last, powers[last].allSatisfy({ $0 < faint }) { runs.removeLast() }
        while runs.count > 1, powers[runs[0]].allSatisfy({ $0 < faint }) { runs.removeFirst() }
        guard let first = runs.first?.first, let last = runs.last?.last else { return 0..<0 }
        // A frame is loud by any part of it: the hop says where speech begins in it and ends.
        let begin = min(samples.count, max(0, first * step + length - step))
        return min(begin, last * step)..<min(samples.count, max(begin, last * step) + step)
    }

    /// Frames that are loud enough, as runs that lie at least that far from each other.
    private static func runs(in powers: [Double], from threshold: Double, apart: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in powers.indices where powers[index] >= threshold {
            if let last = runs.last, index - last.upperBound < apart {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    private static func square(_ value: Double) -> Double { value * value }
}
