import Telephony

/// Counts key presses from the hops of the front end: one place decides what is a key, what interrupts it, what ends it.
///
///     idle ──a pair holds long enough──▶ sounding ──not heard──▶ silent ──pause over──▶ idle
///                                           ▲                      │
///                                           └──same key, short gap─┘
///
/// While sounding or silent, `press` is set. A different key that is decided ends the press before it; the same key
/// after a pause that is long enough does too.
struct PressTracker {
    private let configuration: DetectorConfiguration
    private let clock: SampleClock
    private let spans: Spans
    /// Half the least amplitude of the louder tone.
    private let quietest: Float
    private var bank: ToneBank
    private var fitter: PairFitter
    private var history: History
    /// The sound before the band-pass: what lies below the rows.
    private var wideHistory: History
    private let bandDelay: Int
    private var press: Press?
    /// The end, level and key of the press before.
    private var previous: (end: Int, level: Double, key: Key)?
    private var lastBegin = Int.min
    private var streak = Streak()

    /// A tone long enough to count has looked like its key for three hops; fits are dear.
    private static let hopsBeforeJudging = 3

    /// Lengths in samples of the analysis rate.
    private struct Spans {
        let tone: Int
        let pause: Int
        /// How far back a press that is decided now can have begun.
        let lookBack: Int
        /// The window of the tone bank, four hops.
        let window: Int
        /// The tone surely stood this long before the last hop that heard it.
        let safe: Int
        let memory: Int
        let evidenceStep: Int
    }

    init(configuration: DetectorConfiguration, frontEnd: FrontEnd, clock: SampleClock) {
        let rate = frontEnd.rate
        func samples(_ duration: MediaDuration) -> Int { Int((duration.seconds * rate).rounded()) }
        self.configuration = configuration
        self.clock = clock
        quietest = Float(Level.amplitude(dBm0: configuration.minimumLevelDBm0 - 6))
        bank = ToneBank(rate: rate, hop: frontEnd.hop)
        fitter = PairFitter(rate: rate)
        spans = Spans(
            tone: samples(configuration.minimumTone), pause: samples(configuration.minimumPause),
            lookBack: samples(configuration.minimumTone + .milliseconds(22)), window: 4 * frontEnd.hop,
            safe: samples(.milliseconds(14)), memory: samples(configuration.leakageMemory),
            evidenceStep: 4 * frontEnd.hop)
        bandDelay = frontEnd.bandDelay
        history = History(keeping: max(24 * frontEnd.hop, spans.lookBack + spans.pause + 8 * frontEnd.hop))
        wideHistory = history
    }

    /// The first sample at which a press that is not yet counted may begin.
    var settled: Int { history.end - spans.lookBack }

    /// Takes one hop of the front end's output, and the same hop as it was before the band-pass.
    mutating func advance(_ hop: [Float], wide: [Float], quiet: Bool, report: (ToneEvent) -> Void) {
        wideHistory.append(wide)
        history.append(hop)
        let look = bank.advance(hop, quiet: quiet)
        if press != nil, follow(look, report: report) {
            streak = Streak()
            return
        }
        streak.add(look, plausible: plausible(look))
        if streak.count >= PressTracker.hopsBeforeJudging { judge(look, report: report) }
    }

    /// Ends what still stands: no more sound comes.
    mutating func finish(report: (ToneEvent) -> Void) {
        guard var last = press else { return }
        if last.silentFrom == nil { last.silentFrom = end(of: last) }
        close(last, report: report)
    }

    /// How many hops in a row looked like one key.
    private struct Streak {
        private(set) var count = 0
        private var pair = (row: -1, column: -1)

        mutating func add(_ look: ToneBank.Look, plausible: Bool) {
            let same = (look.row, look.column) == pair
            pair = (look.row, look.column)
            count = plausible ? (same ? count + 1 : 1) : 0
        }
    }

    // MARK: A press that counts

    /// Follows the press; true when this hop belongs to it.
    private mutating func follow(_ look: ToneBank.Look, report: (ToneEvent) -> Void) -> Bool {
        guard var current = press else { return false }
        if current.stands(in: look) {
            if let silentFrom = current.silentFrom {
                if resumption(of: current, after: silentFrom) - silentFrom >= spans.pause {
                    close(current, report: report)
                    return false
                }
                current.silentFrom = nil
            }
            current.follow(look)
            current.lastHeard = history.end
            if current.silentFrom == nil, history.end - current.edges.start >= spans.evidenceStep + fitter.count {
                let start = history.end - fitter.count
                current.add(fitted(current.row, current.column, at: start), rate: clock.rate)
            }
            press = current
            return true
        }
        let silentFrom = current.silentFrom ?? end(of: current)
        current.silentFrom = silentFrom
        press = current
        // What comes back is heard a window later at most.
        if history.end - silentFrom > spans.pause + spans.window + spans.window / 4 { close(current, report: report) }
        return false
    }

    private mutating func fitted(_ row: Int, _ column: Int, at start: Int) -> ToneEdges {
        let pair = fitter.fit(history.samples, from: start - history.origin, row: row, column: column)
        return ToneEdges(pair: pair, start: start)
    }

    /// Where the press stopped, from the last whole window that surely lies in it.
    private mutating func end(of current: Press) -> Int {
        let inside = max(current.lastHeard - spans.safe, current.begin)
        let start = inside - fitter.count
        let edges = start >= current.begin ? fitted(current.row, current.column, at: start) : current.edges
        return edges.end(in: history, from: inside, onTo: history.end).edge
    }

    /// Where the press, silent for a while, came back.
    private mutating func resumption(of current: Press, after silentFrom: Int) -> Int {
        let edges = fitted(current.row, current.column, at: history.end - fitter.count)
        let inside = history.end - spans.window / 4
        return edges.begin(in: history, from: inside, backTo: silentFrom).edge
    }

    private mutating func close(_ last: Press, report: (ToneEvent) -> Void) {
        let end = max(last.silentFrom ?? history.end, last.begin + 1)
        let begin = clock.time(last.begin)
        let tone = last.evidence.tone(last, begin: begin, duration: clock.time(end) - begin)
        previous = (end, tone.levelDBm0, last.key)
        press = nil
        report(.ended(tone))
    }

    // MARK: A press to be

    private func plausible(_ look: ToneBank.Look) -> Bool {
        // Half of what is asked for in the end: the window may not be full yet, nor the frequency right.
        return max(look.low, look.high) > quietest && look.share > Float(configuration.minimumShare)
    }

    /// Counts the press that `look` shows, when the fit to its last 24 ms and its measured length bear it out.
    private mutating func judge(_ look: ToneBank.Look, report: (ToneEvent) -> Void) {
        let start = history.end - fitter.count
        let edges = fitted(look.row, look.column, at: start)
        guard convincing(edges.pair, row: look.row, column: look.column) else { return }
        let floor = max(settled, previous?.end ?? .min)
        let inside = start + fitter.count / 2
        let back = edges.begin(in: history, from: inside, backTo: floor)
        let on = edges.end(in: history, from: inside, onTo: history.end)
        let steadiness = (back.gain + on.gain) / (back.expected + on.expected)
        guard on.edge - back.edge >= spans.tone, configuration.steadiness.contains(steadiness),
            clear(edges, row: look.row, column: look.column, length: on.edge - back.edge),
            let key = Key(row: look.row, column: look.column)
        else { return }
        if back.edge <= floor, fades(edges.pair, after: key) { return }
        if resumes(key, at: back.edge, look: look) { return }
        if let current = press { close(current, report: report) }
        begin(key, look: look, at: back.edge, edges: edges, report: report)
    }

    /// Whether the candidate is the press that fell silent a moment ago, come back weaker; it then stands again.
    private mutating func resumes(_ key: Key, at edge: Int, look: ToneBank.Look) -> Bool {
        guard var current = press, current.key == key,
            edge - (current.silentFrom ?? current.lastHeard) < spans.pause
        else { return false }
        current.silentFrom = nil
        current.accept(look)
        current.lastHeard = history.end
        press = current
        return true
    }

    private mutating func begin(
        _ key: Key, look: ToneBank.Look, at edge: Int, edges: ToneEdges, report: (ToneEvent) -> Void
    ) {
        let begin = max(edge, lastBegin + 1)
        lastBegin = begin
        var next = Press(
            key: key, row: look.row, column: look.column, begin: begin, decided: clock.heard(history.end),
            now: history.end, edges: edges)
        next.accept(look)
        next.add(edges, rate: clock.rate)
        press = next
        report(.began(ToneOnset(key: key, begin: clock.time(begin), decided: next.decided)))
    }

    /// Whether the fitted pair is a key's by level, twist and frequency.
    private func convincing(_ pair: PairFit, row: Int, column: Int) -> Bool {
        let low = Level.dBm0(amplitude: pair.low.amplitude)
        let high = Level.dBm0(amplitude: pair.high.amplitude)
        let limit = configuration.maximumFrequencyErrorPercent
        guard max(low, high) >= configuration.minimumLevelDBm0,
            high - low <= configuration.maximumTwistDB, low - high <= configuration.maximumReverseTwistDB,
            abs(pair.low.errorPercent(against: ToneBank.frequencies[row], rate: clock.rate)) <= limit,
            abs(pair.high.errorPercent(against: ToneBank.frequencies[4 + column], rate: clock.rate)) <= limit
        else { return false }
        if let previous, history.end - previous.end < spans.memory,
            max(low, high) < previous.level - configuration.maximumDropDB
        {
            return false
        }
        return true
    }

    /// Whether this is what the room or the line leaves of the press before: the same key, weaker, and sounding ever
    /// since.
    private func fades(_ pair: PairFit, after key: Key) -> Bool {
        guard let previous, previous.key == key, settled - previous.end < spans.pause else { return false }
        let level = Level.dBm0(amplitude: max(pair.low.amplitude, pair.high.amplitude))
        return level < previous.level - configuration.maximumFadeDB
    }

    /// Whether the pair fitted last stands clear of everything else: a third tone, what lies below the rows, the rest
    /// of the band. The further from a key's ideal, the clearer it must stand.
    private mutating func clear(_ edges: ToneEdges, row: Int, column: Int, length: Int) -> Bool {
        let pair = edges.pair
        guard fitter.thirdTone(beside: pair) <= Level.ratio(dB: -configuration.minimumThirdToneMarginDB) else {
            return false
        }
        let below = fitter.powerBelow(
            wideHistory.samples, from: edges.start - bandDelay - wideHistory.origin, against: pair)
        let errors = (
            abs(pair.low.errorPercent(against: ToneBank.frequencies[row], rate: clock.rate)),
            abs(pair.high.errorPercent(against: ToneBank.frequencies[4 + column], rate: clock.rate))
        )
        let twist = Level.dB(ratio: pair.high.amplitude / pair.low.amplitude)
        let excess = max(0, twist - configuration.freeTwistDB.upperBound, configuration.freeTwistDB.lowerBound - twist)
        let beside = Level.dB(ratio: max(below, 1e-6)) / 2 - configuration.freeBelowDB
        let credit = Double(length - spans.tone) / clock.rate * 1000 * configuration.snrCreditPerMillisecondDB
        let needed =
            configuration.minimumSNRDB - min(configuration.maximumSNRCreditDB, credit)
            + max(0, max(errors.0, errors.1) - configuration.freeFrequencyErrorPercent) * configuration.snrPerPercentDB
            + excess * configuration.snrPerTwistDB
            + min(configuration.maximumBelowPenaltyDB, max(0, beside))
        return Level.dB(ratio: pair.signalToRest) / 2 >= needed
    }
}
