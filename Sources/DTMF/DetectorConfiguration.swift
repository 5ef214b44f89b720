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
    public var maximumFrequencyErrorPercent = 2.2
    /// The most by which the errors of the two tones may differ, in percent: both come from one clock, or each from a
    /// sender within 1.8 of its own (Q.24, NTT's column). Voices and music lie anywhere.
    public var maximumFrequencySpreadPercent = 3.8
    /// The shortest tone that counts. Q.24 accepts from 40 ms and refuses up to 23 ms (NTT's column: 24).
    public var minimumTone = MediaDuration.seconds(0.0255)
    /// The length from which `minimumSNRDB` is enough.
    public var assuredTone = MediaDuration.milliseconds(28)
    /// How much more signal to noise a tone needs for each millisecond it is short of `assuredTone`, in dB.
    public var snrPerMissingMillisecondDB = 3.0
    /// The shortest silence that separates two presses of one key. Q.24 bridges 10 ms, ETSI ES 201 235-3 below
    /// 20 ms, and the shortest pause between digits is 30 ms (Q.24, NTT's column).
    public var minimumPause = MediaDuration.milliseconds(25)
    /// The longest hole that does not split a tone whose two phases run on through it: lost packets cut holes of 20 ms
    /// and more into a tone, and the phases of two presses agree by chance alone.
    public var longestHole = MediaDuration.seconds(0.0395)
    /// How far a phase may be from where it was expected behind such a hole, in radians.
    public var holePhase = 0.35
    /// The least share of its group's power that the strongest row, or column, holds over 20 ms, 0 to 1, before a pair
    /// is fitted at all; a saving, not a judgement.
    public var minimumGroupShare = 0.65
    /// The least share of all power that the pair holds over 20 ms, 0 to 1, before it is fitted: a dial tone or hum may
    /// be 13 dB louder.
    public var minimumEnergyShare = 0.05
    /// The least power of the pair over all else near the band, in dB, over 24 ms. The band-pass alone turns the
    /// 15 dB of Q.24, over the whole telephone band, into 20.
    public var minimumSNRDB = 10.5
    /// Frequency errors up to this many percent cost nothing: senders stay within 1.8 (Q.23), most within 0.5.
    public var freeFrequencyErrorPercent = 0.5
    /// How much more signal to noise each further percent of frequency error asks for, in dB: a voice's harmonics
    /// lie anywhere.
    public var snrPerPercentDB = 7.0
    /// Twist within these limits, in dB, costs nothing (Q.24, AT&T's column).
    public var freeTwistDB = -8.0...4.0
    /// The difference of the two tones' frequency errors that costs nothing, in percent.
    public var freeFrequencySpreadPercent = 1.5
    /// How much more signal to noise each further percent asks for, in dB.
    public var snrPerSpreadPercentDB = 1.0
    /// How much more signal to noise each dB of twist outside `freeTwistDB` asks for, in dB.
    public var snrPerTwistDB = 2.0
    /// How much less signal to noise a tone needs for each millisecond it holds beyond `assuredTone`, in dB.
    public var snrCreditPerMillisecondDB = 0.25
    /// The most that length can make up for, in dB.
    public var maximumSNRCreditDB = 3.0
    /// The least that a third component near the band must stand below the weaker tone of the pair, in dB. Three
    /// tones are no key (Q.23 has two), and a voice has its other harmonics there.
    public var minimumThirdToneMarginDB = 8.0
    /// Power below the rows (80 to 560 Hz) costs nothing up to this, in dB over the power of the pair.
    public var freeBelowDB = -15.0
    /// Beyond that each dB asks for one more of signal to noise, up to this many: the first harmonics of a voice lie
    /// there; so do dial tone and hum, but the digits over them stand clear.
    public var maximumBelowPenaltyDB = 10.0
    /// What a steady pair fitted to the end of a candidate explains of the whole of it, 1 for a perfect one: voices
    /// glide and swell, keys do not.
    public var steadiness = 0.8...1.2
    /// How much weaker than the press before it a press may be, in dB, within `leakageMemory`: an exchange leaks
    /// echoes of a press 35 dB below it.
    public var maximumDropDB = 28.0
    /// A tone of the same key that follows a press without a pause, weaker by more than this, in dB, is its echo.
    public var maximumFadeDB = 6.0
    /// For how long a press sets the measure for `maximumDropDB`.
    public var leakageMemory = MediaDuration.milliseconds(2000)

    /// The limits this detector is measured with.
    public static let standard = DetectorConfiguration()

    /// Limits under which whatever might be a digit to any receiver counts: for what must not be missed, not for what
    /// was keyed. Tones down to -60 dBm0 and of 20 ms, 3.5 % off, 15 dB of twist, 5 dB of signal to noise, in any
    /// company and after any press. Speech gives some digits a minute.
    public static let tolerant: DetectorConfiguration = {
        var open = DetectorConfiguration()
        open.minimumLevelDBm0 = -60
        (open.maximumTwistDB, open.maximumReverseTwistDB) = (15, 15)
        (open.maximumFrequencyErrorPercent, open.maximumFrequencySpreadPercent) = (3.5, 7)
        (open.minimumTone, open.assuredTone) = (.milliseconds(20), .milliseconds(20))
        (open.minimumGroupShare, open.minimumEnergyShare) = (0.4, 0.01)
        (open.minimumSNRDB, open.maximumSNRCreditDB) = (7, 0)
        (open.snrPerPercentDB, open.snrPerSpreadPercentDB, open.snrPerTwistDB) = (0, 0, 1)
        (open.minimumThirdToneMarginDB, open.maximumBelowPenaltyDB) = (2, 0)
        open.steadiness = 0.5...1.6
        (open.maximumDropDB, open.maximumFadeDB) = (200, 200)
        return open
    }()

    /// The standard limits, to be changed one by one.
    public init() {}
}
