import Telephony

/// How made tones sound.
public struct ToneShape: Sendable, Equatable {
    /// The level of the louder tone of the pair in dBm0. The default lies in the middle of what receivers must take
    /// (ITU-T Q.24: 0 to -25) and leaves the pair far from clipping.
    public var levelDBm0 = -10.0
    /// High group minus low group in dB; the weaker tone is lowered.
    public var twistDB = 0.0
    /// How long a key sounds; Q.24 takes from 40 ms.
    public var on = MediaDuration.milliseconds(100)
    /// The pause after a key; Q.24 takes from 40 ms.
    public var off = MediaDuration.milliseconds(100)
    /// How far the row's tone lies from its nominal frequency, in percent. Senders stay within 1.8 (Q.23).
    public var lowFrequencyErrorPercent = 0.0
    /// How far the column's tone lies from its nominal frequency, in percent. Senders stay within 1.8 (Q.23).
    public var highFrequencyErrorPercent = 0.0
    /// The length of the raised-cosine slopes at both ends, which lie within the tone; ETSI ES 201 235-2 wants full
    /// level within 7 ms.
    public var rise = MediaDuration.milliseconds(1)
    /// A silence in the middle of each tone, with hard edges; Q.24 wants one of up to 10 ms not to split a key.
    public var interruption = MediaDuration.zero

    /// 100 ms at -10 dBm0 and 100 ms of silence.
    public static let standard = ToneShape()

    /// The standard shape, to be changed one by one.
    public init() {}

    /// The level of the row's tone in dBm0.
    public var lowLevelDBm0: Double { levelDBm0 - max(0, twistDB) }

    /// The level of the column's tone in dBm0.
    public var highLevelDBm0: Double { levelDBm0 + min(0, twistDB) }

    /// The level in dBm0 of a sine that has the power of both tones together.
    public var pairLevelDBm0: Double {
        let low = Level.amplitude(dBm0: lowLevelDBm0)
        let high = Level.amplitude(dBm0: highLevelDBm0)
        return Level.dBm0(amplitude: (low * low + high * high).squareRoot())
    }

    /// The segments that press `keys` one after the other, each followed by its pause.
    public func segments(for keys: some Sequence<Key>) -> [ToneSegment] {
        keys.flatMap { [ToneSegment.tone($0, on), .silence(off)] }
    }
}

/// A stretch of made sound.
public enum ToneSegment: Sendable, Equatable {
    /// The key's two tones for that long.
    case tone(Key, MediaDuration)
    /// Nothing for that long.
    case silence(MediaDuration)

    /// How long the stretch is.
    public var duration: MediaDuration {
        switch self {
        case .tone(_, let duration), .silence(let duration): duration
        }
    }
}
