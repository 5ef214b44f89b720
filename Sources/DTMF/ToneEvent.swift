import Telephony

/// What is known at the moment a key press is counted, while its tone may still sound.
public struct ToneOnset: Sendable, Equatable {
    /// The key that was pressed.
    public var key: Key
    /// When the tone began; final, the whole tone reported later begins at the same instant.
    public var begin: MediaTime
    /// How far the sound had been heard when the press was counted: a live call learns of the key at this instant.
    public var decided: MediaTime

    /// An onset of `key`.
    public init(key: Key, begin: MediaTime, decided: MediaTime) {
        self.key = key
        self.begin = begin
        self.decided = decided
    }
}

/// A whole tone, known when it has ended, with the evidence for it.
///
/// Levels and frequencies are means over the measurements taken while the tone stood.
public struct DetectedTone: Sendable, Equatable {
    /// The key that was pressed.
    public var key: Key
    /// When the tone began.
    public var begin: MediaTime
    /// How long it lasted, interruptions that do not split it included.
    public var duration: MediaDuration
    /// How far the sound had been heard when the press was counted, not when the tone was over.
    public var decided: MediaTime
    /// The level of the row's tone (low group) in dBm0.
    public var lowLevelDBm0: Double
    /// The level of the column's tone (high group) in dBm0.
    public var highLevelDBm0: Double
    /// How far the row's tone lies from its nominal frequency, in percent of it; positive is higher.
    public var lowFrequencyErrorPercent: Double
    /// How far the column's tone lies from its nominal frequency, in percent of it; positive is higher.
    public var highFrequencyErrorPercent: Double
    /// The power of the pair over all else between about 600 and 1,850 Hz, in dB; at most 60.
    public var snrDB: Double

    /// A tone of `key` with its evidence.
    public init(
        key: Key, begin: MediaTime, duration: MediaDuration, decided: MediaTime, lowLevelDBm0: Double,
        highLevelDBm0: Double, lowFrequencyErrorPercent: Double, highFrequencyErrorPercent: Double, snrDB: Double
    ) {
        (self.key, self.begin, self.duration, self.decided) = (key, begin, duration, decided)
        (self.lowLevelDBm0, self.highLevelDBm0) = (lowLevelDBm0, highLevelDBm0)
        self.lowFrequencyErrorPercent = lowFrequencyErrorPercent
        self.highFrequencyErrorPercent = highFrequencyErrorPercent
        self.snrDB = snrDB
    }

    /// The level of the louder of the two tones in dBm0. ITU-T Q.24 gives its limits per tone.
    public var levelDBm0: Double { max(lowLevelDBm0, highLevelDBm0) }
    /// High group minus low group, in dB (ITU-T Q.24, "power level difference").
    public var twistDB: Double { highLevelDBm0 - lowLevelDBm0 }
    /// When the tone ended.
    public var end: MediaTime { begin + duration }
}

/// What the detector says about a press: that it counts, and later all about its tone.
public enum ToneEvent: Sendable, Equatable {
    /// A press counts; said exactly once a press, in order of begin.
    case began(ToneOnset)
    /// The tone of the press last counted is over.
    case ended(DetectedTone)
    /// Something looked like a key and was refused; said only by a detector that is asked to explain, once a
    /// candidate, when it is over.
    case refused(NearMiss)
}
