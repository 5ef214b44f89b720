import Telephony

/// Sound that looked like a key's pair of tones and was refused, with what was measured and the rule that refused it.
public struct NearMiss: Sendable, Equatable {
    /// The key it looked like.
    public var key: Key
    /// When the pair began.
    public var begin: MediaTime
    /// For how long it was there.
    public var duration: MediaDuration
    /// The frequency found near the row's, in Hz.
    public var lowHertz: Double
    /// The frequency found near the column's, in Hz.
    public var highHertz: Double
    /// The level of the row's tone, in dBm0.
    public var lowLevelDBm0: Double
    /// The level of the column's tone, in dBm0.
    public var highLevelDBm0: Double
    /// The power of the pair over all else near the band, in dB.
    public var snrDB: Double
    /// The rule that was missed.
    public var refusal: Refusal

    /// A pair like `key`'s that `refusal` kept from counting.
    public init(
        key: Key, begin: MediaTime, duration: MediaDuration, lowHertz: Double, highHertz: Double,
        lowLevelDBm0: Double, highLevelDBm0: Double, snrDB: Double, refusal: Refusal
    ) {
        (self.key, self.begin, self.duration, self.refusal) = (key, begin, duration, refusal)
        (self.lowHertz, self.highHertz) = (lowHertz, highHertz)
        (self.lowLevelDBm0, self.highLevelDBm0, self.snrDB) = (lowLevelDBm0, highLevelDBm0, snrDB)
    }
}

/// A rule of the detector that a pair of tones missed: what was measured, and what the rule asks for.
public enum Refusal: Sendable, Equatable {
    /// The louder tone lies below the least level, in dBm0.
    case weak(levelDBm0: Double, needed: Double)
    /// High group minus low group lies outside the limits, in dB.
    case twisted(twistDB: Double, allowed: ClosedRange<Double>)
    /// A tone is too far from its nominal frequency, in percent of it.
    case offFrequency(group: ToneGroup, errorPercent: Double, allowed: Double)
    /// The errors of the two tones differ too much, in percent: high tone's minus low tone's.
    case apart(spreadPercent: Double, allowed: Double)
    /// The pair held for too short a time.
    case short(MediaDuration, needed: MediaDuration)
    /// Too much else sounds near the band, in dB of signal to noise.
    case noisy(snrDB: Double, needed: Double)
    /// A third tone near the band stands too little below the weaker tone of the pair, in dB.
    case thirdTone(marginDB: Double, needed: Double)
    /// The pair glides or swells: what a steady pair explains of it, 1 for a perfectly steady one.
    case unsteady(share: Double, allowed: ClosedRange<Double>)
    /// So far below the press before that it is that press's echo or leakage, in dB.
    case leakage(dropDB: Double, allowed: Double)
}

/// The two groups of ITU-T Q.23.
public enum ToneGroup: Sendable, Equatable {
    /// The rows: 697, 770, 852, 941 Hz.
    case low
    /// The columns: 1209, 1336, 1477, 1633 Hz.
    case high
}
