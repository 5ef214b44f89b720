import CToneKernel

/// Measures a key's pair of tones anywhere in the sound of the last moments: fits, edges, what sounds beside it.
///
/// Clean sound is measured as it is. Only where much else sounds is it filtered first, which takes time and looks a few
/// milliseconds ahead. All positions are numbers of analysis samples.
struct ToneAnalyser {
    /// A pair with at least this much signal to noise needs no filter: 30 dB, as a ratio of powers.
    private static let clean: Float = 1000

    let fitter: PairFitter
    private var probe: ClutterProbe
    private var averaged: HalfRateSound
    private var filtered: HalfRateSound

    /// How far the filter looks ahead.
    var lookAhead: Int { filtered.reach + 2 }
    /// The length of a fit.
    var window: Int { 2 * fitter.count }

    init(rate: Double) {
        fitter = PairFitter.shared(rate: rate / 2)
        probe = ClutterProbe(rate: rate, fitter: fitter)
        averaged = HalfRateSound(.averaged, rate: rate)
        filtered = HalfRateSound(.filtered, rate: rate)
    }

    /// How much more power than the pair's unfiltered sound may have before it was averaged: averaging folds what lies
    /// above the band into it, so that 2,367 Hz looks like 1,633.
    private static let mostPower: Float = 1.1

    /// Whether a pair fitted to unfiltered sound stands so clear that a filter has nothing to take away.
    func isClean(_ pair: PairFit, in history: SampleHistory) -> Bool {
        guard pair.signalToRest >= ToneAnalyser.clean else { return false }
        let whole = history.withSamples(from: 2 * pair.start) { fitter.power(of: $0) }
        return whole <= ToneAnalyser.mostPower * (pair.lowPower + pair.highPower) / 2
    }

    /// The pair near `row` and `column` in the window that ends at `end`; filtered sound must be heard for `lookAhead`
    /// beyond it.
    mutating func fit(
        _ row: Int, _ column: Int, _ kind: HalfRateSound.Kind, endingAt end: Int, in history: SampleHistory
    )
        -> PairFit
    {
        let start = end >> 1 - fitter.count
        let range = start..<start + fitter.count
        switch kind {
        case .averaged:
            return averaged.withSamples(range, of: history) {
                fitter.fit($0, kind, start: start, row: row, column: column)
            }
        case .filtered:
            return filtered.withSamples(range, of: history) {
                fitter.fit($0, kind, start: start, row: row, column: column)
            }
        }
    }

    /// The pair in the window that ends at `end`, with what is truly left beside it: unfiltered where that is clean.
    mutating func bestFit(_ row: Int, _ column: Int, endingAt end: Int, in history: SampleHistory) -> PairFit {
        let plain = checked(fit(row, column, .averaged, endingAt: end, in: history), in: history)
        if isClean(plain, in: history) { return plain }
        return checked(fit(row, column, .filtered, endingAt: end, in: history), in: history)
    }

    /// `pair` with what is truly left beside it.
    mutating func checked(_ pair: PairFit, in history: SampleHistory) -> PairFit {
        let range = pair.start..<pair.start + fitter.count
        let fitter = fitter
        switch pair.kind {
        case .averaged: return averaged.withSamples(range, of: history) { fitter.checked(pair, in: $0) }
        case .filtered: return filtered.withSamples(range, of: history) { fitter.checked(pair, in: $0) }
        }
    }

    /// Where `pair` begins, looking from `inside` back to `limit`.
    mutating func begin(of pair: PairFit, from inside: Int, backTo limit: Int, in history: SampleHistory) -> ToneEdge {
        edge(of: pair, from: inside >> 1, to: min(inside >> 1, (limit + 1) >> 1), step: -1, in: history)
    }

    /// Where `pair` ends, looking from `inside` on, when `now` samples have been heard.
    mutating func end(of pair: PairFit, from inside: Int, heard now: Int, in history: SampleHistory) -> ToneEdge {
        let end = pair.kind == .averaged ? averaged.end(heard: now) : filtered.end(heard: now)
        return edge(of: pair, from: inside >> 1, to: max(inside >> 1, end), step: 1, in: history)
    }

    /// For each sample, `2xs - s²` says how much better the sound `x` is explained by the pair `s` than by no pair at
    /// all. Its running sum is greatest at the likeliest edge: the change point of maximum likelihood in white noise.
    private mutating func edge(of pair: PairFit, from inside: Int, to limit: Int, step: Int, in history: SampleHistory)
        -> ToneEdge
    {
        let first = step < 0 ? inside - 1 : inside
        let place = Float(first - pair.start - fitter.count / 2) + 0.5
        let range = min(inside, limit)..<max(inside, limit)
        func run(_ samples: UnsafePointer<Float>) -> ToneEdge {
            let peak = tone_peak(
                samples + (first - range.lowerBound), range.count, Int32(step), place, pair.low, pair.high)
            return ToneEdge(place: 2 * (inside + step * peak.place), gain: peak.gain, expected: peak.power)
        }
        switch pair.kind {
        case .averaged: return averaged.withSamples(range, of: history, run)
        case .filtered: return filtered.withSamples(range, of: history, run)
        }
    }

    /// What sounds beside `pair`.
    mutating func clutter(beside pair: PairFit, in history: SampleHistory) -> Clutter {
        let range = pair.start..<pair.start + fitter.count
        let fitter = fitter
        return history.withSamples(from: 2 * pair.start) { wide in
            switch pair.kind {
            case .averaged:
                averaged.withSamples(range, of: history) {
                    probe.look(beside: pair, in: $0, wide: wide, fitter: fitter)
                }
            case .filtered:
                filtered.withSamples(range, of: history) {
                    probe.look(beside: pair, in: $0, wide: wide, fitter: fitter)
                }
            }
        }
    }
}

/// Where a pair starts or stops.
struct ToneEdge {
    /// Where it starts, or the first sample after it.
    var place: Int
    /// The summed gain up to the edge, and the summed power of the pair: equal for a perfectly steady pair.
    var gain: Float
    var expected: Float
}
