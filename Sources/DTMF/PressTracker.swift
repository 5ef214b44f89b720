import Telephony

/// Counts key presses: one place decides what is a key, what interrupts it, what ends it.
///
///     idle ──plausible──▶ candidate ──a pair holds long enough──▶ sounding ──not heard──▶ silent ──pause over──▶ idle
///                                                                     ▲                      │
///                                                                     └──same key, short gap─┘
///
/// While sounding or silent, `press` is set. A different key that is decided ends the press before it; the same key
/// after a pause that is long enough does too. All positions are numbers of analysis samples.
struct PressTracker {
    let clock: SampleClock
    let spans: Spans
    let rules: PairRules
    var analyser: ToneAnalyser
    /// The press that sounds or is silent for a moment; meaningless while `hasPress` is false. It is no optional, since
    /// each look into one copies it.
    private(set) var press = Press.none
    private(set) var hasPress = false
    private var candidate: Candidate?
    /// The end, power and key of the press before.
    private(set) var previous: (end: Int, power: Float, key: Key)?
    private var lastBegin = Int.min
    /// Whether what did not count is explained.
    let isExplaining: Bool
    var suspicion: Suspicion?

    /// What may be a press: its pair is judged as soon as it can have held long enough.
    private struct Candidate {
        let row: Int
        let column: Int
        /// The end of the first window that looked like it.
        let since: Int
        /// When it is judged next.
        var due: Int
        /// Whether the sound must be filtered first.
        var isUnclean = false
    }

    /// Lengths in samples of the analysis rate.
    struct Spans {
        let tone: Int
        let pause: Int
        let hole: Int
        /// How far back a press that is decided now can have begun.
        let lookBack: Int
        /// A block of the screen.
        let block: Int
        /// The tone surely stood this long before the end of the last window that heard it.
        let safe: Int
        let memory: Int
        let evidenceStep: Int
        /// How long a candidate that did not convince waits for its next look.
        let retry: Int
        /// How far before the window of a fit a begin is looked for first.
        let margin: Int
    }

    /// How much sound before now is looked at, in analysis samples.
    let reach: Int

    init(configuration: DetectorConfiguration, isExplaining: Bool, screen: ToneScreen, clock: SampleClock) {
        let rate = clock.rate
        self.isExplaining = isExplaining
        func samples(_ duration: MediaDuration) -> Int { Int((duration.seconds * rate).rounded()) }
        self.clock = clock
        rules = PairRules(configuration: configuration, rate: rate)
        analyser = ToneAnalyser(rate: rate)
        spans = Spans(
            tone: samples(configuration.minimumTone), pause: samples(configuration.minimumPause),
            hole: samples(configuration.longestHole),
            lookBack: samples(configuration.minimumTone + .milliseconds(45)), block: screen.block,
            safe: samples(.milliseconds(13)), memory: samples(configuration.leakageMemory),
            evidenceStep: samples(.milliseconds(40)), retry: samples(.milliseconds(5)),
            margin: samples(.milliseconds(7)))
        reach =
            2 * (spans.lookBack + spans.hole + 4 * screen.block + 2 * analyser.window)
            + samples(.milliseconds(40))
    }

    /// When the candidate is to be judged; nil without one.
    var due: Int? { candidate?.due }

    /// Until when only a window that may hold a key matters: while nothing is going on, or a press is silent.
    var quietUntil: Int {
        guard candidate == nil else { return .min }
        guard hasPress else { return .max }
        guard let since = press.silentFrom else { return .min }
        return since + spans.hole + spans.lookBack
    }

    /// The first sample at which a press that is not yet counted may begin, when `now` samples have been heard.
    func settled(at now: Int) -> Int { now - spans.lookBack }

    /// Takes what the screen saw in the two blocks that end at `now`.
    mutating func advance(
        _ screen: inout ToneScreen, at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void
    ) {
        if follow(&screen, at: now, in: history, report: report) || !screen.isPlausible {
            candidate = nil
            if now >= explainedBy { acquit(at: now, in: history, report: report) }
            return
        }
        let (row, column) = (screen.row, screen.column)
        suspect(row: row, column: column, at: now, in: history, report: report)
        if let current = candidate, (current.row, current.column) == (row, column) { return }
        // The end of the press still shows in this window.
        if hasPress, (press.row, press.column) == (row, column), let since = press.silentFrom,
            now - since < 2 * spans.block
        {
            return
        }
        candidate = Candidate(row: row, column: column, since: now, due: now + 1)
        // The tone stands in the newer block and fills a part of the older one: that tells when it will be long enough.
        if let share = screen.olderShare() {
            let begin = now - screen.block - Int(share * Float(screen.block))
            candidate?.due = max(now + 1, begin + spans.tone + spans.retry / 4)
        }
    }

    /// Ends what still stands: no more sound comes after `now`.
    mutating func finish(at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void) {
        acquit(at: now, in: history, report: report)
        guard hasPress else { return }
        if press.silentFrom == nil { fallSilent(at: now, in: history) }
        close(at: now, report: report)
    }

    // MARK: A press that counts

    /// Follows the press, if there is one; true when what the screen saw belongs to it.
    private mutating func follow(
        _ screen: inout ToneScreen, at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void
    ) -> Bool {
        guard hasPress else { return false }
        // What comes back is judged the shortest tone and some looks later at most; then the press is over.
        if let since = press.silentFrom, now >= since + spans.hole + spans.lookBack {
            close(at: now, report: report)
            return false
        }
        let strength = screen.strength(row: press.row, column: press.column)
        guard press.stands(strength) else {
            if press.silentFrom == nil { fallSilent(at: now, in: history) }
            return false
        }
        // After a longer silence it is judged anew, as any tone.
        if let since = press.silentFrom, silence(since: since, at: now, in: history) >= spans.pause { return false }
        press.hear(strength, until: now)
        if now - 2 * press.pair.start >= spans.evidenceStep + analyser.window + spans.safe {
            measure(at: now, in: history)
        }
        return true
    }

    /// Takes in one more window of the press that surely lies in it, unless something else has spoilt it.
    private mutating func measure(at now: Int, in history: SampleHistory) {
        let pair = analyser.bestFit(press.row, press.column, endingAt: now - spans.safe, in: history)
        if rules.misses(pair, row: press.row, column: press.column) == nil { press.add(pair) }
    }

    /// Finds where the press stopped, from the last whole window that surely lies in it.
    private mutating func fallSilent(at now: Int, in history: SampleHistory) {
        let inside = max(press.lastHeard - spans.safe, press.begin)
        let start = inside - analyser.window
        var pair = press.pair
        // A pair fitted a moment ago still tells the phase.
        if start >= press.begin, start - 2 * pair.start > 2 * analyser.window {
            pair = analyser.fit(press.row, press.column, pair.kind, endingAt: inside, in: history)
        }
        // Most of the last window is silent, so the tone ended before its second half.
        let latest = now - spans.block + spans.retry
        press.silentFrom = analyser.end(of: pair, from: inside, heard: latest, in: history).place
    }

    /// How long the press, which stands again, was silent; for ever when its pair can't be made out yet.
    private mutating func silence(since: Int, at now: Int, in history: SampleHistory) -> Int {
        let end = now - analyser.lookAhead
        let fit = analyser.fit(press.row, press.column, .filtered, endingAt: end, in: history)
        let pair = analyser.checked(fit, in: history)
        guard pair.signalToRest > 1, press.isLike(pair),
            rules.misses(pair, row: press.row, column: press.column) == nil
        else { return .max }
        return analyser.begin(of: pair, from: end - spans.block / 4, backTo: since, in: history).place - since
    }

    private mutating func close(at now: Int, report: (ToneEvent) -> Void) {
        guard hasPress else { return }
        let end = max(press.silentFrom ?? now, press.begin + 1)
        let begin = clock.time(press.begin)
        previous = (end, press.evidence.louder, press.key)
        hasPress = false
        report(
            .ended(
                press.evidence.tone(
                    press, nominal: rules.nominal, begin: begin, duration: clock.time(end) - begin)))
    }

    // MARK: A press to be

    /// Counts the candidate as a press, when the fit to its last 24 ms and its measured length bear it out.
    mutating func judge(at now: Int, in history: SampleHistory, report: (ToneEvent) -> Void) {
        guard let current = candidate else { return }
        candidate?.due = now + spans.retry
        let (row, column) = (current.row, current.column)
        let kind: HalfRateSound.Kind = current.isUnclean ? .filtered : .averaged
        let end = current.isUnclean ? now - analyser.lookAhead : now
        var pair = analyser.fit(row, column, kind, endingAt: end, in: history)
        if let missed = rules.misses(pair, row: row, column: column) { return note(missed, pair) }
        pair = analyser.checked(pair, in: history)
        guard current.isUnclean || analyser.isClean(pair, in: history) else {
            // The same window again, filtered.
            candidate?.isUnclean = true
            candidate?.due = now + analyser.lookAhead
            return
        }
        if let leakage = leakage(pair, at: now) { return note(leakage, pair) }
        // However long it holds: most of what is unclean is done with here.
        if let drowned = rules.isDrowned(pair, row: row, column: column) { return note(drowned, pair) }
        let floor = max(settled(at: now), previousEnd, hasPress ? press.silentFrom ?? .min : .min)
        // In clean sound the whole window but its faint ends surely holds the tone; else its middle does.
        let inside = current.isUnclean ? analyser.window / 2 : analyser.window / 8
        let back = begin(of: pair, from: 2 * pair.start + inside, notBefore: floor, in: history)
        let on = analyser.end(of: pair, from: 2 * pair.start + analyser.window - inside, heard: now, in: history)
        let length = on.place - back.place
        guard length >= spans.tone else {
            if now - on.place <= analyser.lookAhead + spans.retry / 4 { candidate?.due = now + spans.tone - length + 1 }
            return
        }
        let steadiness = Double((back.gain + on.gain) / (back.expected + on.expected))
        guard rules.configuration.steadiness.contains(steadiness),
            drowned(pair, row: row, column: column, length: length, in: history) == nil,
            let key = Key(row: row, column: column)
        else { return }
        if back.place <= floor, fades(pair, after: key, at: now) { return }
        // A codec may need a while to find into a tone: then it looked like the key before the pair fits.
        let edge =
            back.place <= current.since - spans.retry
            ? back.place : first(of: current, before: back.place, level: pair.louder, notBefore: floor, in: history)
        candidate = nil
        suspicion = nil
        if resumes(key, at: edge, pair: pair, now: now) { return }
        close(at: now, report: report)
        begin(key, row: row, column: column, at: edge, pair: pair, now: now, report: report)
    }

    /// Where the tone begins: most begin shortly before the window of the fit.
    private mutating func begin(of pair: PairFit, from middle: Int, notBefore floor: Int, in history: SampleHistory)
        -> ToneEdge
    {
        let near = max(floor, 2 * pair.start - spans.margin)
        let found = analyser.begin(of: pair, from: middle, backTo: near, in: history)
        guard near > floor, found.place < near + spans.margin / 4 else { return found }
        return analyser.begin(of: pair, from: middle, backTo: floor, in: history)
    }

    /// Where the candidate's tone began, when it sounded before `place` with a phase or level of its own.
    private mutating func first(
        of candidate: Candidate, before place: Int, level: Float, notBefore floor: Int, in history: SampleHistory
    )
        -> Int
    {
        let earlier = analyser.fit(candidate.row, candidate.column, .filtered, endingAt: place, in: history)
        let pair = analyser.checked(earlier, in: history)
        guard pair.signalToRest > 1, pair.louder > level / 4,
            rules.misses(pair, row: candidate.row, column: candidate.column) == nil
        else {
            return place
        }
        let middle = 2 * pair.start + analyser.window / 2
        return min(place, analyser.begin(of: pair, from: middle, backTo: min(floor, middle), in: history).place)
    }

    /// Whether the pair fitted to a tone of `length` is drowned by what sounds beside it.
    mutating func drowned(_ pair: PairFit, row: Int, column: Int, length: Int, in history: SampleHistory)
        -> Refusal?
    {
        let needed = rules.needed(pair, row: row, column: column, length: length)
        if rules.isClear(pair, needing: needed) { return nil }
        if let refusal = rules.isDrowned(pair, by: Clutter(third: 0, below: 0), needing: needed) { return refusal }
        return rules.isDrowned(pair, by: analyser.clutter(beside: pair, in: history), needing: needed)
    }

    /// Where the press before ended; before all sound without one.
    var previousEnd: Int { previous?.end ?? .min }

    /// Whether the pair, heard at `now`, is what leaks of the press before, or of the one that fell silent.
    func leakage(_ pair: PairFit, at now: Int) -> Refusal? {
        if hasPress, let leakage = rules.leaks(pair, after: press.evidence.louder) { return leakage }
        guard let previous, now - previous.end < spans.memory else { return nil }
        return rules.leaks(pair, after: previous.power)
    }

    /// Whether the candidate is the press that fell silent a moment ago, come back; it then stands again.
    private mutating func resumes(_ key: Key, at edge: Int, pair: PairFit, now: Int) -> Bool {
        guard hasPress, press.key == key else { return false }
        let gap = edge - (press.silentFrom ?? press.lastHeard)
        guard
            gap < spans.pause
                || (gap < spans.hole && press.runsOn(in: pair, tolerance: Float(rules.configuration.holePhase)))
        else { return false }
        press.resume(pair, now: now)
        return true
    }

    private mutating func begin(
        _ key: Key, row: Int, column: Int, at edge: Int, pair: PairFit, now: Int, report: (ToneEvent) -> Void
    ) {
        let begin = max(edge, lastBegin + 1)
        lastBegin = begin
        let decided = clock.heard(now)
        hasPress = true
        press = Press(key: key, row: row, column: column, begin: begin, decided: decided, now: now, pair: pair)
        report(.began(ToneOnset(key: key, begin: clock.time(begin), decided: decided)))
    }

    /// Whether this is what the room or the line leaves of the press before: the same key, weaker, and sounding ever
    /// since.
    private func fades(_ pair: PairFit, after key: Key, at now: Int) -> Bool {
        guard let previous, previous.key == key, settled(at: now) - previous.end < spans.pause else { return false }
        return rules.fades(pair, after: previous.power)
    }
}
