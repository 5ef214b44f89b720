import Telephony

/// Goes through the analysed sound: the screen looks at all of it, block by block, and what it finds likely is tracked.
struct KeyFinder {
    private var screen: ToneScreen
    private var tracker: PressTracker
    /// How many analysis samples the screen has looked at: whole blocks.
    private var screened = 0

    init(configuration: DetectorConfiguration, isExplaining: Bool, clock: SampleClock) {
        screen = ToneScreen(rate: clock.rate, configuration: configuration)
        tracker = PressTracker(configuration: configuration, isExplaining: isExplaining, screen: screen, clock: clock)
    }

    /// How much sound before the last sample is looked at, in analysis samples.
    var reach: Int { tracker.reach }

    /// The first analysis sample at which a press that is not yet counted may begin.
    var settled: Int { tracker.settled(at: screened) }

    /// Looks at all whole blocks there are, and judges each candidate when it is due.
    mutating func advance(in history: SampleHistory, report: (ToneEvent) -> Void) {
        while true {
            let next = screened + screen.block
            if let due = tracker.due, due <= next {
                guard due <= history.end else { return }
                tracker.judge(at: due, in: history, report: report)
                continue
            }
            guard next <= history.end else { return }
            // Where only a likely key matters, the screen goes through all there is.
            let quiet = tracker.quietUntil
            let stop = min(quiet, tracker.explainedBy)
            let until = stop < history.end ? min(history.end, stop + screen.block - 1) : history.end
            let blocks = stop <= next ? 1 : (until - screened) / screen.block
            screened += screen.block * screen.advance(history, from: screened, blocks: blocks)
            if screen.isPlausible || screened >= quiet {
                tracker.advance(&screen, at: screened, in: history, report: report)
            } else if screened >= stop {
                tracker.acquit(at: screened, in: history, report: report)
            }
        }
    }

    /// Ends what still stands: no more sound comes.
    mutating func finish(in history: SampleHistory, report: (ToneEvent) -> Void) {
        tracker.finish(at: screened, in: history, report: report)
    }
}
