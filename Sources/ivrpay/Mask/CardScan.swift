import DTMF
import Telephony

/// Listens to a recording for keys that could be of a card: `ivrpay mask --only-cards` masks these stretches alone.
struct CardScan {
    private let channelCount: Int
    private var mask: ToneMask
    private var detectors: [ToneDetector]
    private var presses: [[CardRuns.Press]]
    private var traces: [CardRuns.Press] = []
    private var unused: [Float] = []

    init(sampleRate: SampleRate, channelCount: Int) {
        self.channelCount = channelCount
        mask = ToneMask(sampleRate: sampleRate, channelCount: channelCount)
        detectors = (0..<channelCount).map { _ in ToneDetector(sampleRate: sampleRate, configuration: .tolerant) }
        presses = detectors.map { _ in [] }
    }

    /// Takes the next interleaved frames.
    mutating func take(_ frames: Span<Float>) {
        unused.removeAll(keepingCapacity: true)
        var heard: [CardRuns.Press] = []
        mask.process(frames, into: &unused) { if let trace = CardRuns.Press($0) { heard.append(trace) } }
        traces += heard
        var samples: [Float] = []
        for channel in 0..<channelCount {
            samples.removeAll(keepingCapacity: true)
            for index in stride(from: channel, to: frames.count, by: channelCount) { samples.append(frames[index]) }
            var pressed: [CardRuns.Press] = []
            detectors[channel].process(samples.span) { if let press = CardRuns.Press($0) { pressed.append(press) } }
            presses[channel] += pressed
        }
    }

    /// The recording is over: the stretches to mask, in order.
    mutating func finish() -> [Range<MediaTime>] {
        var heard: [CardRuns.Press] = []
        mask.finish(into: &unused) { if let trace = CardRuns.Press($0) { heard.append(trace) } }
        traces += heard
        var stretches: [Range<MediaTime>] = []
        for channel in 0..<channelCount {
            var pressed: [CardRuns.Press] = []
            detectors[channel].finish { if let press = CardRuns.Press($0) { pressed.append(press) } }
            stretches += CardRuns(presses[channel] + pressed + traces).stretches
        }
        return CardRuns.joined(stretches)
    }
}
