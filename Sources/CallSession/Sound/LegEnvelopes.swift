import CallEngine
import Telephony

/// How far both legs of a call swing, for its picture.
public final class LegEnvelopes: LegListener {
    /// The caller's leg, its keypad tones masked.
    public private(set) var caller: WaveEnvelope
    /// The IVR's leg.
    public private(set) var ivr: WaveEnvelope

    /// The envelopes of legs at `rate`.
    public init(rate: SampleRate) {
        (caller, ivr) = (WaveEnvelope(sampleRate: rate), WaveEnvelope(sampleRate: rate))
    }

    /// Takes the next frames into both envelopes.
    public func take(caller: [Float], ivr: [Float], from first: Int, of engine: borrowing CallEngine) {
        self.caller.add(caller.span)
        self.ivr.add(ivr.span)
    }

    /// Nothing is left to do.
    public func finish() {}
}
