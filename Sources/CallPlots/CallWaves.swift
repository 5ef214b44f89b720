import Telephony

/// The sound of a call's two legs, as far as a picture shows it.
///
/// The caller's leg must be that of the masked recording: a picture is kept and sent around like one, and no tone of the
/// keypad belongs into either.
public struct CallWaves: Sendable {
    /// What the caller says, masked; nil for no such sound.
    public var caller: WaveEnvelope?
    /// What the IVR plays; nil for no such sound.
    public var ivr: WaveEnvelope?

    /// These two legs, both from the answer on.
    public init(caller: WaveEnvelope?, ivr: WaveEnvelope?) {
        self.caller = caller
        self.ivr = ivr
    }

    /// The greatest swing of both, full scale 1.
    var peak: Float { max(caller?.peak ?? 0, ivr?.peak ?? 0) }
}
