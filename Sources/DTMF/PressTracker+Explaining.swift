import CToneKernel
import Telephony

/// What an explaining detector says of candidates that did not become a press. It looks back over a candidate that is
/// over, with the same rules; nothing of it changes what counts.
extension PressTracker {
    /// The stretch in which one key looked likely.
    struct Suspicion {
        let row: Int
        let column: Int
        /// The end of the first and of the last window that looked like it.
        let first: Int
        var last: Int
        /// The last rule that a judgement found missed, and the pair it was missed by.
        var refused: (pair: PairFit, refusal: Refusal)?
    }

    /// A candidate that looks like its key again within this time is still the same.
    private static let patience = MediaDuration.milliseconds(40)

    /// Steps of the look back, in milliseconds.
    private static let step = MediaDuration.milliseconds(3)
    /// How much of the signal to noise that is needed a pair must have to be worth a word, in dB below it.
    private static let nearNoise = 6.0
    /// How far off a frequency may be to be worth a word, as a multiple of what is allowed.
    private static let nearFrequency = 2.0

    /// Keeps in mind that a candidate looked like a key in the window that ends at `now`.
    mutating func suspect(row: Int, column: Int, at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void) {
        guard isExplaining else { return }
        if let current = suspicion, (current.row, current.column) == (row, column), now < explainedBy {
            suspicion?.last = now
            return
        }
        acquit(at: now, in: history, report: report)
        suspicion = Suspicion(row: row, column: column, first: now, last: now)
    }

    /// Keeps in mind which rule `pair` missed.
    mutating func note(_ refusal: Refusal, _ pair: PairFit) {
        if isExplaining { suspicion?.refused = (pair, refusal) }
    }

    /// When the suspicion, if there is one, has to be explained.
    var explainedBy: Int {
        suspicion.map { $0.last + Int(PressTracker.patience.seconds * clock.rate) } ?? .max
    }

    /// The suspicion, if there was one, is over: says why the candidate did not count, if it came near.
    mutating func acquit(at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void) {
        guard let past = suspicion else { return }
        suspicion = nil
        guard let miss = nearMiss(past, heard: now, in: history) else { return }
        report(.refused(miss))
    }

    private mutating func nearMiss(_ past: Suspicion, heard now: Int, in history: SampleHistory) -> NearMiss? {
        guard let key = Key(row: past.row, column: past.column), let pair = clearest(past, heard: now, in: history)
        else { return nil }
        let middle = 2 * pair.start + analyser.window / 2
        // As far back as sound is surely kept.
        let floor = max(past.first - spans.lookBack, previousEnd, past.last - 2 * spans.lookBack)
        let begin = analyser.begin(of: pair, from: middle, backTo: min(floor, middle), in: history)
        let end = analyser.end(of: pair, from: middle, heard: now, in: history)
        guard end.place - begin.place >= spans.retry, !belongs(key, from: begin.place),
            let refusal = refusal(
                of: pair, past, length: end.place - begin.place,
                steadiness: (begin.gain + end.gain) / max(begin.expected + end.expected, 1e-20), in: history)
        else { return nil }
        let hertz = clock.rate / 2 / (2 * Double.pi)
        let time = clock.time(begin.place)
        return NearMiss(
            key: key, begin: time, duration: clock.time(end.place) - time,
            lowHertz: Double(pair.low.frequency) * hertz, highHertz: Double(pair.high.frequency) * hertz,
            lowLevelDBm0: Decibels.level(pair.lowPower), highLevelDBm0: Decibels.level(pair.highPower),
            snrDB: Decibels.of(pair.signalToRest), refusal: refusal)
    }

    /// Whether a pair of `key` that begins at `place` goes on from a press of it, or is what a line or room leaves of it.
    private func belongs(_ key: Key, from place: Int) -> Bool {
        if hasPress, press.key == key {
            return press.silentFrom.map { place < $0 + spans.lookBack } ?? true
        }
        guard let previous, previous.key == key else { return false }
        return place < previous.end + spans.pause
    }

    /// The window of the stretch in which the pair stands clearest.
    private mutating func clearest(_ past: Suspicion, heard now: Int, in history: SampleHistory) -> PairFit? {
        var best: PairFit?
        let step = Int(PressTracker.step.seconds * clock.rate)
        let last = min(past.last + analyser.window / 2, now - analyser.lookAhead)
        let first = max(past.first, past.last - spans.lookBack)
        for end in stride(from: first, through: last, by: max(1, step)) {
            let fit = analyser.fit(past.row, past.column, .filtered, endingAt: end, in: history)
            let pair = analyser.checked(fit, in: history)
            if pair.signalToRest > best?.signalToRest ?? 0 { best = pair }
        }
        return best
    }

    /// The first rule that the pair misses; nil when it misses none, or is so far off that it is no near miss.
    private mutating func refusal(
        of pair: PairFit, _ past: Suspicion, length: Int, steadiness: Float, in history: SampleHistory
    ) -> Refusal? {
        let configuration = rules.configuration
        let snr = Decibels.of(pair.signalToRest)
        guard snr >= configuration.minimumSNRDB - PressTracker.nearNoise else { return nil }
        if let missed = rules.misses(pair, row: past.row, column: past.column) {
            if case .offFrequency(_, let error, let allowed) = missed, abs(error) > PressTracker.nearFrequency * allowed
            {
                return nil
            }
            return missed
        }
        if let leakage = leakage(pair, at: 2 * pair.start) { return leakage }
        if length < spans.tone {
            return .short(
                .seconds(Double(length) / clock.rate), needed: .seconds(Double(spans.tone) / clock.rate))
        }
        let share = Double(steadiness)
        guard configuration.steadiness.contains(share) else {
            return .unsteady(share: share, allowed: configuration.steadiness)
        }
        // A rule that was missed when it counted may hold in the best of all windows.
        return drowned(pair, row: past.row, column: past.column, length: length, in: history)
            ?? past.refused?.refusal
    }
}
