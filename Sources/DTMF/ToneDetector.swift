import Telephony

/// Finds the key presses in a stream of sound.
///
/// Bring samples in portions of any size; the events do not depend on the portions. Memory is constant, and nothing
/// is allocated while sound streams. A press is counted about 35 ms after its tone's begin, and its tone is reported
/// whole about 50 ms after its end, or just before the next press counts.
///
///     samples ─▶ FrontEnd (rate, band) ─▶ ToneBank (eight tones a hop) ─▶ PressTracker (fit, edges, rules) ─▶ events
public struct ToneDetector {
    private var frontEnd: FrontEnd
    private var tracker: PressTracker
    private let clock: SampleClock
    private var taken = 0
    private var finished = false

    /// Every press that begins before this instant has been reported, and none is reported later that begins
    /// before it. Never decreases; trails the sound by less than 60 ms until `finish`, then stands at its end.
    public private(set) var settled = MediaTime.zero

    /// A detector for sound at `sampleRate`; one that is `explaining` also says what it refused, and why.
    public init(
        sampleRate: SampleRate, configuration: DetectorConfiguration = .standard, explaining: Bool = false
    ) {
        frontEnd = FrontEnd(sampleRate: sampleRate, minimumLevelDBm0: configuration.minimumLevelDBm0)
        clock = SampleClock(sampleRate: sampleRate, frontEnd: frontEnd)
        tracker = PressTracker(configuration: configuration, frontEnd: frontEnd, clock: clock)
    }

    /// Takes the next samples, mono, full scale at 1; any count. Samples that are no finite number count as silence.
    /// After `finish` samples are ignored.
    public mutating func process(_ samples: Span<Float>, report: (ToneEvent) -> Void) {
        guard !finished else { return }
        var start = 0
        while start < samples.count {
            let count = min(frontEnd.room, samples.count - start)
            frontEnd.fill(samples, from: start, count: count)
            start += count
            taken += count
            if frontEnd.room == 0 {
                advance(report: report)
                settled = max(settled, clock.time(tracker.settled))
            }
        }
    }

    /// Takes the next 16-bit samples, mono, full scale at 32,768; else like the other.
    public mutating func process(_ samples: Span<Int16>, report: (ToneEvent) -> Void) {
        let portion = 1024
        var start = 0
        while start < samples.count {
            let end = min(start + portion, samples.count)
            let floats = (start..<end).map { Float(samples[$0]) / 32_768 }
            process(floats.span, report: report)
            start = end
        }
    }

    /// The sound is over: decides what still stands. A tone at the very end counts.
    public mutating func finish(report: (ToneEvent) -> Void) {
        guard !finished else { return }
        finished = true
        let end = clock.sampleRate.time(ofSample: taken)
        // Silence for as long as a tone is waited for, and the filters' delay: 26 hops are 130 ms.
        for _ in 0..<26 {
            frontEnd.fillWithSilence()
            advance { report($0.limited(to: end)) }
        }
        tracker.finish { report($0.limited(to: end)) }
        settled = end
    }

    private mutating func advance(report: (ToneEvent) -> Void) {
        let loud = frontEnd.advance()
        tracker.advance(frontEnd.output, wide: frontEnd.wide, quiet: !loud, report: report)
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
