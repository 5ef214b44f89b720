/// How far a sound swings, piece by piece: enough for a picture of its wave, and no more.
///
/// Samples come in as they are played or heard. The pieces, buckets, are all of one length: 5 ms at first, and twice that
/// whenever there are more than `bucketLimit`. So an hour takes as much memory as three minutes, and a short sound stays
/// visible, as the wider swing of two buckets is kept.
public struct WaveEnvelope: Hashable, Sendable {
    /// The most buckets that are kept: two numbers each, 256 KiB in all.
    public static let bucketLimit = 32_768
    private static let bucketsASecond = 200

    /// The rate of the sound.
    public let sampleRate: SampleRate
    private var bucketSamples: Int
    private var sampleCount = 0
    /// The least and the greatest sample of each bucket; the last one may still fill.
    private var lows: [Float] = []
    private var highs: [Float] = []

    /// The envelope of a sound that has not begun.
    public init(sampleRate: SampleRate) {
        self.sampleRate = sampleRate
        bucketSamples = sampleRate.hertz / WaveEnvelope.bucketsASecond
    }

    /// How long a bucket is.
    public var bucketLength: MediaDuration { sampleRate.duration(ofSamples: bucketSamples) }

    /// How many buckets there are, the one that fills included.
    public var bucketCount: Int { lows.count }

    /// How long the sound is so far.
    public var duration: MediaDuration { sampleRate.duration(ofSamples: sampleCount) }

    /// The greatest swing from zero, full scale 1; 0 for silence and for no sound.
    public var peak: Float { max(highs.max() ?? 0, -(lows.min() ?? 0)) }

    /// Takes the next samples, full scale ±1; one that is no number counts as silence.
    public mutating func add(_ samples: Span<Float>) {
        var index = 0
        while index < samples.count {
            let filled = sampleCount % bucketSamples
            if filled == 0 { openBucket() }
            let end = min(samples.count, index + bucketSamples - filled)
            var (low, high) =
                filled == 0 ? (Float.infinity, -Float.infinity) : (lows[lows.count - 1], highs[highs.count - 1])
            for place in index..<end {
                let sample = samples[place].isFinite ? samples[place] : 0
                (low, high) = (min(low, sample), max(high, sample))
            }
            lows[lows.count - 1] = low
            highs[highs.count - 1] = high
            sampleCount += end - index
            index = end
        }
    }

    /// The least and the greatest sample between two instants, to a bucket, full scale ±1; nil where there is no sound.
    public func swing(from: MediaTime, to: MediaTime) -> (low: Float, high: Float)? {
        let end = min(sampleRate.samples(in: to.sinceStart), sampleCount)
        let start = max(0, sampleRate.samples(in: from.sinceStart))
        guard start < end else { return nil }
        let buckets = start / bucketSamples...(end - 1) / bucketSamples
        guard let low = lows[buckets].min(), let high = highs[buckets].max() else { return nil }
        return (low, high)
    }

    /// Begins the next bucket; all before it are full.
    private mutating func openBucket() {
        if lows.count == WaveEnvelope.bucketLimit { widen() }
        lows.append(0)
        highs.append(0)
    }

    /// Makes one bucket of each two: the limit is an even number, so none is left over.
    private mutating func widen() {
        for index in 0..<lows.count / 2 {
            lows[index] = min(lows[2 * index], lows[2 * index + 1])
            highs[index] = max(highs[2 * index], highs[2 * index + 1])
        }
        lows.removeLast(lows.count / 2)
        highs.removeLast(highs.count / 2)
        bucketSamples *= 2
    }
}
