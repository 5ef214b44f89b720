/// Samples a second of a sound, 8,000 to 192,000: from the telephone's rate to the highest of recording gear.
public struct SampleRate: Hashable, Sendable {
    /// The rates that are analysed and made.
    public static let range = 8_000...192_000
    /// The rate of the telephone network (ITU-T G.711).
    public static let telephone = SampleRate(checked: 8_000)
    /// The rate of wideband telephony (ITU-T G.722).
    public static let wideband = SampleRate(checked: 16_000)

    /// Samples a second.
    public let hertz: Int

    /// The rate of `hertz` samples a second; nil outside `range`.
    public init?(hertz: Int) {
        guard SampleRate.range.contains(hertz) else { return nil }
        self.hertz = hertz
    }

    private init(checked hertz: Int) { self.hertz = hertz }

    /// The instant of the sample at `index`, to the nearest flick (exact where the rate divides 705,600,000).
    public func time(ofSample index: Int) -> MediaTime {
        MediaTime(sinceStart: duration(ofSamples: index))
    }

    /// How long `count` samples last, to the nearest flick.
    public func duration(ofSamples count: Int) -> MediaDuration {
        let (seconds, rest) = Int64(count).quotientAndRemainder(dividingBy: Int64(hertz))
        let flicks = (rest * MediaDuration.flicksPerSecond + Int64(hertz) / 2) / Int64(hertz)
        return MediaDuration(flicks: seconds * MediaDuration.flicksPerSecond + flicks)
    }

    /// How many whole samples begin before `duration` is over, to the nearest sample.
    public func samples(in duration: MediaDuration) -> Int {
        let (seconds, rest) = duration.flicks.quotientAndRemainder(dividingBy: MediaDuration.flicksPerSecond)
        let half = MediaDuration.flicksPerSecond / 2
        return Int(seconds) * hertz + Int((rest * Int64(hertz) + half) / MediaDuration.flicksPerSecond)
    }
}
