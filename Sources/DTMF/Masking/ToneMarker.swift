import Telephony

/// Finds all that may be left of a keypad tone in one channel, tick by tick.
///
/// Far more sensitive than the detector: it is no harm to mark what is none, as long as it is rare. A tick is marked
/// when a window over it holds a row and a column that stand clear of all else in their groups; or a little less clear
/// beside a mark of the same pair; or when the detector, at its most tolerant, hears a key there.
struct ToneMarker {
    /// Source samples to a tick.
    let tickLength: Int
    /// Where tick `n` begins in the source: `n * tickLength - delay`.
    let delay: Int
    /// How many ticks have been heard.
    private(set) var heard = 0
    /// What is marked of tick `n` is known when `n + lookAhead` have been heard.
    let lookAhead: Int

    private let limits: MarkerLimits
    private var bands: GroupBands
    private var sums: TickSums
    /// The pairs that were seen in each tick, as rings: clearly, clearly enough where keys are pressed, less clearly, and
    /// those that count.
    private var strong: [UInt16]
    private var likely: [UInt16]
    private var weak: [UInt16]
    private var counted: [UInt16]

    /// So many ticks are remembered: more than any reach.
    private static let kept = 512

    init(sampleRate: SampleRate) {
        bands = GroupBands(sampleRate: sampleRate)
        sums = TickSums(rate: bands.rate)
        limits = MarkerLimits(rate: bands.rate, tickLength: sums.length)
        tickLength = sums.length * bands.decimation
        delay = bands.delay
        lookAhead = TickSums.kept + limits.reachBack
        strong = [UInt16](repeating: 0, count: ToneMarker.kept)
        (likely, weak, counted) = (strong, strong, strong)
    }

    /// Takes the next samples, at most `GroupBands.portion`.
    mutating func take(_ samples: Span<Float>) {
        bands.take(samples)
        var used = 0
        while bands.count - used >= sums.length {
            sums.take(heard, of: bands, from: used)
            used += sums.length
            look()
            heard += 1
        }
        bands.drop(used)
    }

    /// Looks through all windows that end with the tick at hand.
    private mutating func look() {
        let place = heard % ToneMarker.kept
        (strong[place], likely[place], weak[place], counted[place]) = (0, 0, 0, 0)
        for window in limits.windows where (heard + 1) % window.hop == 0 {
            guard let seen = sums.seen(through: window, last: heard),
                seen.shareOfAll >= window.shareOfAll, window.weak.isMet(by: seen, twist: limits.twist)
            else { continue }
            let isStrong = (seen.isOnFrequency ? window.strong : window.offFrequency).isMet(
                by: seen, twist: limits.twist)
            let isLikely = window.likely.isMet(by: seen, twist: limits.twist)
            let first = max(0, heard + 1 - window.ticks + window.rim)
            for tick in first...(heard - window.rim) {
                weak[tick % ToneMarker.kept] |= seen.bit
                if isLikely { likely[tick % ToneMarker.kept] |= seen.bit }
                if isStrong { strong[tick % ToneMarker.kept] |= seen.bit }
            }
        }
    }

    /// Whether `tick` is marked; to be asked of each tick once, in order, when its look-ahead has been heard. While
    /// somebody `isKeying`, less clear signs mark too.
    mutating func isMarked(_ tick: Int, isKeying: Bool) -> Bool {
        let place = tick % ToneMarker.kept
        func clear(_ place: Int) -> UInt16 { strong[place] | (isKeying ? likely[place] : 0) }
        var pairs = clear(place)
        if weak[place] != 0 {
            var near: UInt16 = 0
            for ahead in 1...limits.reachBack { near |= clear((tick + ahead) % ToneMarker.kept) }
            for back in 1...limits.reachOn where tick >= back { near |= counted[(tick - back) % ToneMarker.kept] }
            pairs |= weak[place] & near
        }
        counted[place] = pairs
        return pairs != 0
    }
}
