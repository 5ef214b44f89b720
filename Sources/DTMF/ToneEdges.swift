/// Finds where a steady pair starts and stops, to the sample.
///
/// For each sample, `2xs - s²` says how much better the sound `x` is explained by the pair `s` than by no pair at
/// all. Its running sum is greatest at the likeliest edge: the change point of maximum likelihood in white noise.
struct ToneEdges {
    /// A run of samples away from a point inside the tone.
    struct Run {
        /// Where the pair starts (going back), or the first sample after it (going forward).
        var edge: Int
        /// The summed gain up to the edge, and the summed power of the pair: equal for a perfectly steady pair.
        var gain = 0.0
        var expected = 0.0
    }

    let pair: PairFit
    /// The sample number of the start of the window that `pair` was fitted to.
    let start: Int

    /// Looks for the begin from `inside`, which belongs to the tone, back to `earliest` at most.
    func begin(in history: History, from inside: Int, backTo earliest: Int) -> Run {
        var low = Rotation(pair.low, after: inside - start)
        var high = Rotation(pair.high, after: inside - start)
        var best = Run(edge: inside)
        var (gain, expected) = (0.0, 0.0)
        var place = inside
        while place > max(earliest, history.origin) {
            place -= 1
            low.retreat()
            high.retreat()
            let model = pair.low.amplitude * low.cosine + pair.high.amplitude * high.cosine
            gain += 2 * Double(history.samples[place - history.origin]) * model - model * model
            expected += model * model
            if gain > best.gain { best = Run(edge: place, gain: gain, expected: expected) }
        }
        return best
    }

    /// Looks for the end from `inside`, which belongs to the tone, on to `latest` at most.
    func end(in history: History, from inside: Int, onTo latest: Int) -> Run {
        var low = Rotation(pair.low, after: inside - start)
        var high = Rotation(pair.high, after: inside - start)
        var best = Run(edge: inside)
        var (gain, expected) = (0.0, 0.0)
        for place in inside..<max(inside, min(latest, history.end)) {
            let model = pair.low.amplitude * low.cosine + pair.high.amplitude * high.cosine
            gain += 2 * Double(history.samples[place - history.origin]) * model - model * model
            expected += model * model
            if gain > best.gain { best = Run(edge: place + 1, gain: gain, expected: expected) }
            low.advance()
            high.advance()
        }
        return best
    }
}
