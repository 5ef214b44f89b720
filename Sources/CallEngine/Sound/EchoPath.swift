import Telephony

/// The way on which the IVR's own sound comes back on the caller's leg: a hybrid, or a handset held loosely.
public struct EchoPath: Hashable, Sendable {
    /// How much later it comes back. The shortest is `CallLegs.playoutDelay`, since a phone can't send back what it has not
    /// been sent yet; the longest is a second.
    public let delay: MediaDuration
    /// Its level below the IVR's sound, in dB; 0 is as loud as that.
    public let attenuationDB: Double

    /// The delays that a path can have.
    public static let delays = CallLegs.playoutDelay...MediaDuration.milliseconds(1000)
    /// The levels that a path can have, in dB below the IVR's sound.
    public static let attenuations = 0.0...60.0

    /// A path of that delay and level; nil outside `delays` and `attenuations`.
    public init?(delay: MediaDuration, attenuationDB: Double) {
        guard EchoPath.delays.contains(delay), EchoPath.attenuations.contains(attenuationDB) else { return nil }
        self.delay = delay
        self.attenuationDB = attenuationDB
    }
}
