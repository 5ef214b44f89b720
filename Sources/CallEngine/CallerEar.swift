import DTMF
import Telephony

/// The caller's leg of a call as sound: it hears keys and keeps the call's time.
///
/// The call's time is the detector's settled time, a little behind the sound: a deadline passes only when no key that
/// began before it can still be told. So a key counts by the begin of its tone, to the sample, whatever the size of the
/// chunks in which the sound comes.
public struct CallerEar {
    private var detector: ToneDetector
    private var heard: [ToneOnset] = []

    /// An ear for sound of that rate.
    public init(sampleRate: SampleRate, configuration: DetectorConfiguration = .standard) {
        detector = ToneDetector(sampleRate: sampleRate, configuration: configuration)
    }

    /// Takes the next samples of the caller's leg, full scale ±1, and moves the call on as far as they settle it.
    public mutating func hear(_ samples: Span<Float>, in engine: inout CallEngine) {
        var heard: [ToneOnset] = []
        swap(&heard, &self.heard)
        detector.process(samples) { if case .began(let onset) = $0 { heard.append(onset) } }
        press(&heard, in: &engine)
        engine.advance(to: detector.settled)
    }

    /// The sound has ended: what still stood is decided.
    public mutating func end(in engine: inout CallEngine) {
        var heard: [ToneOnset] = []
        swap(&heard, &self.heard)
        detector.finish { if case .began(let onset) = $0 { heard.append(onset) } }
        press(&heard, in: &engine)
    }

    private mutating func press(_ heard: inout [ToneOnset], in engine: inout CallEngine) {
        for onset in heard { engine.press(onset.key, at: onset.begin) }
        heard.removeAll(keepingCapacity: true)
        swap(&heard, &self.heard)
    }
}
