import Telephony

/// Finds the key presses in a stream of sound.
///
/// Bring samples in portions of any size; the events do not depend on the portions. Memory is constant, and nothing
/// is allocated while sound streams. A press is counted about 30 ms after its tone's begin, and its tone is reported
/// whole about 90 ms after its end, or just before the next press counts.
///
///     samples ─▶ FrontEnd (rate) ─▶ ToneScreen (may this be a key?) ─▶ PressTracker (fit, edges, rules) ─▶ events
public struct ToneDetector {
    private var frontEnd: FrontEnd
    private var history: SampleHistory
    private var finder: KeyFinder
    private let clock: SampleClock
    private var taken = 0
    private var finished = false

    /// Every press that begins before this instant has been reported, and none is reported later that begins
    /// before it. Never decreases; trails the sound by less than 85 ms until `finish`, then stands at its end.
    public private(set) var settled = MediaTime.zero

    /// A detector for sound at `sampleRate`; one that is `explaining` also says what it refused, and why.
    public init(
        sampleRate: SampleRate, configuration: DetectorConfiguration = .standard, explaining: Bool = false
    ) {
        frontEnd = FrontEnd(sampleRate: sampleRate)
        clock = SampleClock(sampleRate: sampleRate, frontEnd: frontEnd)
        finder = KeyFinder(configuration: configuration, isExplaining: explaining, clock: clock)
        history = SampleHistory(keeping: finder.reach)
    }

    /// Takes the next samples, mono, 16 bits; any count. After `finish` samples are ignored.
    public mutating func process(_ samples: Span<Int16>, report: (ToneEvent) -> Void) {
        guard !finished else { return }
        taken += samples.count
        ToneDetector.take(samples, &frontEnd, &history, &finder, report)
        settle()
    }

    /// Takes the next samples, mono, full scale at 1; any count. What lies beyond full scale counts as full scale,
    /// what is no finite number as silence. After `finish` samples are ignored.
    public mutating func process(_ samples: Span<Float>, report: (ToneEvent) -> Void) {
        guard !finished else { return }
        taken += samples.count
        ToneDetector.take(samples, &frontEnd, &history, &finder, report)
        settle()
    }

    /// The sound is over: decides what still stands. A tone at the very end counts.
    public mutating func finish(report: (ToneEvent) -> Void) {
        guard !finished else { return }
        let end = clock.sampleRate.time(ofSample: taken)
        // Silence for as long as a tone is waited for.
        let silence = [Int16](repeating: 0, count: clock.sampleRate.hertz / 5)
        process(silence.span) { report($0.limited(to: end)) }
        finder.finish(in: history) { report($0.limited(to: end)) }
        finished = true
        settled = end
    }

    private mutating func settle() { settled = max(settled, clock.time(finder.settled)) }

    // The parts one by one: what is taken changes all three.

    private static func take(
        _ samples: Span<Int16>, _ frontEnd: inout FrontEnd, _ history: inout SampleHistory, _ finder: inout KeyFinder,
        _ report: (ToneEvent) -> Void
    ) {
        frontEnd.take(samples, into: &history) { finder.advance(in: $0, report: report) }
    }

    private static func take(
        _ samples: Span<Float>, _ frontEnd: inout FrontEnd, _ history: inout SampleHistory, _ finder: inout KeyFinder,
        _ report: (ToneEvent) -> Void
    ) {
        frontEnd.take(samples, into: &history) { finder.advance(in: $0, report: report) }
    }
}

extension ToneEvent {
    /// The event with no instant after `end`, the end of the sound.
    fileprivate func limited(to end: MediaTime) -> ToneEvent {
        switch self {
        case .began(var onset):
            onset.decided = min(onset.decided, end)
            return .began(onset)
        case .ended(var tone):
            tone.decided = min(tone.decided, end)
            if tone.end > end { tone.duration = end - tone.begin }
            return .ended(tone)
        case .refused(var miss):
            if miss.begin + miss.duration > end { miss.duration = end - miss.begin }
            return .refused(miss)
        }
    }
}
