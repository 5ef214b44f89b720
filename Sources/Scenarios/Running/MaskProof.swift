import CallEngine
import CallSession
import DTMF
import Telephony

/// Listens to the legs of a call as a recording keeps them, and counts the keys that a tolerant detector finds there.
public final class MaskProof: LegListener {
    private var caller: ToneDetector
    private var ivr: ToneDetector
    /// How many there were.
    public private(set) var tones = 0

    /// Listens to legs of that rate.
    public init(rate: SampleRate) {
        caller = ToneDetector(sampleRate: rate, configuration: .tolerant)
        ivr = ToneDetector(sampleRate: rate, configuration: .tolerant)
    }

    /// Listens to the next frames of both legs.
    public func take(caller: [Float], ivr: [Float], from first: Int, of engine: borrowing CallEngine) {
        var found = 0
        self.caller.process(caller.span) { if case .began = $0 { found += 1 } }
        self.ivr.process(ivr.span) { if case .began = $0 { found += 1 } }
        tones += found
    }

    /// The call is over: what still stood is decided.
    public func finish() {
        var found = 0
        caller.finish { if case .began = $0 { found += 1 } }
        ivr.finish { if case .began = $0 { found += 1 } }
        tones += found
    }
}
