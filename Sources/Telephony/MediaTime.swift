/// A length of media time, exact for every common sample rate.
///
/// The unit is the flick, 1/705,600,000 of a second: a whole number of them makes one sample at 8, 11.025, 16, 22.05,
/// 24, 32, 44.1, 48, 88.2, 96 and 192 kHz, so that a timeout falls on an exact sample. 64 bits hold 414 years.
public struct MediaDuration: Hashable, Comparable, Sendable {
    /// Flicks in one second.
    public static let flicksPerSecond: Int64 = 705_600_000
    /// No time at all.
    public static let zero = MediaDuration(flicks: 0)

    /// The length in flicks; may be negative.
    public var flicks: Int64

    /// A length of `flicks`/705,600,000 s.
    public init(flicks: Int64) { self.flicks = flicks }

    /// A length in whole milliseconds.
    public static func milliseconds(_ count: Int) -> MediaDuration {
        MediaDuration(flicks: Int64(count) * (flicksPerSecond / 1000))
    }

    /// A length in seconds, rounded to the nearest flick; traps beyond 400 years or for no number.
    public static func seconds(_ count: Double) -> MediaDuration {
        MediaDuration(flicks: Int64((count * Double(flicksPerSecond)).rounded()))
    }

    /// The length in seconds.
    public var seconds: Double { Double(flicks) / Double(MediaDuration.flicksPerSecond) }

    /// The sum of two lengths.
    public static func + (left: MediaDuration, right: MediaDuration) -> MediaDuration {
        MediaDuration(flicks: left.flicks + right.flicks)
    }
    /// The difference of two lengths.
    public static func - (left: MediaDuration, right: MediaDuration) -> MediaDuration {
        MediaDuration(flicks: left.flicks - right.flicks)
    }
    /// A length taken `right` times.
    public static func * (left: MediaDuration, right: Int) -> MediaDuration {
        MediaDuration(flicks: left.flicks * Int64(right))
    }
    /// Orders by length.
    public static func < (left: MediaDuration, right: MediaDuration) -> Bool { left.flicks < right.flicks }
}

/// An instant of a call or a recording: the media time since its first sample.
public struct MediaTime: Hashable, Comparable, Sendable {
    /// The first sample.
    public static let zero = MediaTime(sinceStart: .zero)
    /// Later than anything that happens.
    public static let distantFuture = MediaTime(sinceStart: MediaDuration(flicks: .max))

    /// The media time since the first sample.
    public var sinceStart: MediaDuration

    /// The instant that long after the first sample.
    public init(sinceStart: MediaDuration) { self.sinceStart = sinceStart }

    /// The instant `count` seconds after the first sample.
    public static func seconds(_ count: Double) -> MediaTime { MediaTime(sinceStart: .seconds(count)) }

    /// The instant in seconds after the first sample.
    public var seconds: Double { sinceStart.seconds }

    /// The instant a length later.
    public static func + (left: MediaTime, right: MediaDuration) -> MediaTime {
        MediaTime(sinceStart: left.sinceStart + right)
    }
    /// The instant a length earlier.
    public static func - (left: MediaTime, right: MediaDuration) -> MediaTime {
        MediaTime(sinceStart: left.sinceStart - right)
    }
    /// The length from `right` to `left`.
    public static func - (left: MediaTime, right: MediaTime) -> MediaDuration { left.sinceStart - right.sinceStart }
    /// Orders by time.
    public static func < (left: MediaTime, right: MediaTime) -> Bool { left.sinceStart < right.sinceStart }
}
