import Telephony

/// One thing that a line does to sound.
///
/// Levels are dBm0: a 0 dBm0 sine stands 3.14 dB below full scale (`Level`). Lengths are rounded to the nearest sample,
/// negative ones count as none. Frequencies at or above half the sample rate make no sound. Whoever takes values from
/// users checks that they are numbers and in range.
public enum Impairment: Sendable, Equatable {
    /// White Gaussian noise. Its power over half the sample rate is that of a sine of `levelDBm0`.
    case whiteNoise(levelDBm0: Double)
    /// Mains hum: a sine of `hertz` at `levelDBm0`, its second harmonic 6 dB and its third 12 dB lower.
    case hum(hertz: Double, levelDBm0: Double)
    /// A direct-current offset, as a share of full scale, -1 to 1.
    case offset(Double)
    /// Sines that never stop, in hertz, each at `levelDBm0`: dial tone is 350 and 440 (North America) or 425 (ITU-T
    /// E.180), busy tone 480 and 620.
    case steadyTones([Double], levelDBm0: Double)
    /// The sound once more, `delay` later and `attenuationDB` lower.
    case echo(delay: MediaDuration, attenuationDB: Double)
    /// Frames lost on the way: `share` of them, 0 to 1.
    ///
    /// `burst` is the mean number of frames lost in a row, by a chain of two states (Gilbert): each frame is lost with a
    /// chance that depends on whether the one before it was. 1 means that losses are independent of each other. A
    /// share above one half needs runs of at least `share / (1 - share)` on average; a shorter burst is taken as that.
    case packetLoss(share: Double, frame: MediaDuration, fill: LossFill, burst: Double)
    /// An amplifier turned up by `gainDB`, whose output ends at full scale.
    case clipping(gainDB: Double)
    /// The gain swings between 0 and `-depthDB`, as a sine of `hertz` on the linear scale.
    case fading(depthDB: Double, hertz: Double)
    /// Clicks, as switches and bad contacts make: bursts of noise of 0.5 to 4 ms that die away, at random instants,
    /// `perSecond` on average. The largest sample of each is the peak of a sine of `peakDBm0`.
    case impulses(perSecond: Double, peakDBm0: Double)
    /// Clocks that do not agree: at random instants, `perSecond` on average, a piece of `length` is dropped or said
    /// twice, each as likely as the other.
    case slips(perSecond: Double, length: MediaDuration)
    /// Packets of 20 ms that are held up by exponential delays of that mean. A receiver that keeps `buffer` of them before it
    /// plays has to go without those that come later.
    case jitter(mean: MediaDuration, buffer: MediaDuration)
    /// mu-law and back (ITU-T G.711), sample by sample at the sound's own rate.
    case muLaw
    /// A-law and back (ITU-T G.711), sample by sample at the sound's own rate.
    case aLaw
}

/// What a receiver plays in place of a lost frame.
public enum LossFill: Sendable, Equatable {
    /// Silence.
    case zeros
    /// The last frame that came; in a run of losses each time 6 dB lower.
    case lastFrame
}
