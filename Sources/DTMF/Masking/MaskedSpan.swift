import Telephony

/// A stretch that was masked: when, and how much, but nothing that tells a key.
public struct MaskedSpan: Sendable, Equatable {
    /// The first masked sample.
    public var begin: MediaTime
    /// How long it is.
    public var duration: MediaDuration
    /// The channel on which most of it was heard, from 0; nil where only `cover` asked for it.
    public var channel: Int?
    /// How many presses the detector, at its most tolerant, counts in it; 0 where there were only traces.
    public var toneCount: Int

    /// A stretch of `duration` from `begin` on.
    public init(begin: MediaTime, duration: MediaDuration, channel: Int?, toneCount: Int) {
        (self.begin, self.duration, self.channel, self.toneCount) = (begin, duration, channel, toneCount)
    }

    /// The first sample after it.
    public var end: MediaTime { begin + duration }
}
