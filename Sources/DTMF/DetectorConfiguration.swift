import Telephony

/// Every threshold of the detector, with its unit and where it comes from.
public struct DetectorConfiguration: Sendable, Equatable {
    /// The weakest louder tone that counts, in dBm0. Q.24 asks for -25, RFC 4733 section 2.1 for -36 of either tone,
    /// and AT&T's column of Q.24 refuses below -55.
    public var minimumLevelDBm0 = -42.0
    /// How far the column may stand above the row, in dB. Q.24 asks for 4; handsets in the field reach 8.
    public var maximumTwistDB = 12.0
    /// How far the column may stand below the row, in dB. Q.24 asks for 8, Australia for 10.
    public var maximumReverseTwistDB = 12.0
    /// The largest frequency error of either tone, in percent. Q.24 accepts within 1.5 and refuses beyond 3.5.
    public var maximumFrequencyErrorPercent = 2.5
    /// The shortest tone that counts. Q.24 accepts from 40 ms and refuses up to 23 ms (NTT's column: 24).
    public var minimumTone = MediaDuration.milliseconds(28)
    /// The shortest silence that separates two presses of one key. Q.24 bridges 10 ms, ETSI ES 201 235-3 below
    /// 20 ms, and the shortest pause between digits is 30 ms (Q.24, NTT's column).
    public var minimumPause = MediaDuration.milliseconds(25)
    /// The least power of the pair over all else near the band, in dB, over about 25 ms. Q.24 asks for 15 dB of
    /// signal to noise over the whole telephone band; callers also talk behind their digits.
    public var minimumSNRDB = 3.0
    /// The least that a third component near the band must stand below the weaker tone of the pair, in dB. Three
    /// tones are no key (Q.23 has two), and a voice has its other harmonics there.
    public var minimumThirdToneMarginDB = 3.0
    /// The least share of the pair's expected correlation that one steady pair reaches from begin to decision,
    /// 0 to 1: voices glide, keys do not.
    public var minimumSteadiness = 0.6
    /// How much weaker than the press before it a press may be, in dB, within `leakageMemory`: an exchange leaks
    /// echoes of a press 35 dB below it.
    public var maximumDropDB = 28.0
    /// For how long a press sets the measure for `maximumDropDB`.
    public var leakageMemory = MediaDuration.milliseconds(2000)

    /// The limits this detector is measured with.
    public static let standard = DetectorConfiguration()

    /// The standard limits, to be changed one by one.
    public init() {}
}
