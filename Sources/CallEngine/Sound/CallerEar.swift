import CardData
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
    private var twice = PressedTwice()
    /// Where the keys are written down as they are heard; nil for nowhere.
    var diary: KeyDiary?

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

    /// The caller presses a key that comes beside the sound (RFC 4733). One whose tone is heard too counts once.
    public mutating func press(_ key: Key, at instant: MediaTime, in engine: inout CallEngine) {
        guard twice.isNew(key, at: instant, .beside) else { return }
        diary?.note(key)
        engine.press(key, at: instant)
    }

    private mutating func press(_ heard: inout [ToneOnset], in engine: inout CallEngine) {
        for onset in heard where twice.isNew(onset.key, at: onset.begin, .tone) {
            diary?.note(onset.key)
            engine.press(onset.key, at: onset.begin)
        }
        heard.removeAll(keepingCapacity: true)
        swap(&heard, &self.heard)
    }
}

/// Tells a press that comes both as a tone and beside the sound from two presses.
private struct PressedTwice {
    enum Way {
        case tone, beside
    }

    /// Presses that have come one way and may yet come the other, in order.
    private var waiting: [(key: Key, instant: MediaTime, way: Way)] = []

    /// How far apart the two may be: a gateway tells of a key some packets after its tone began.
    private static let apart = MediaDuration.milliseconds(250)

    /// Whether a press is one that has not come the other way.
    mutating func isNew(_ key: Key, at instant: MediaTime, _ way: Way) -> Bool {
        waiting.removeAll { $0.instant + PressedTwice.apart < instant }
        if let index = waiting.firstIndex(where: {
            $0.key == key && $0.way != way && instant + PressedTwice.apart >= $0.instant
        }) {
            waiting.remove(at: index)
            return false
        }
        waiting.append((key, instant, way))
        return true
    }
}
