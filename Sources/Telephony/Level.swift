#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Levels of the telephone network, between decibels and linear amplitudes.
///
/// A sine of 0 dBm0 stands 3.14 dB below the largest one a codec can carry (ITU-T G.711: the load capacity of the
/// A-law codec is +3.14 dBm0). Linear amplitudes are peaks of a sine, with full scale at 1.
public enum Level {
    /// How far a 0 dBm0 sine stands below full scale, in dB.
    public static let fullScaleDBm0 = 3.14

    /// The peak amplitude, 0 to 1 for what fits, of a sine of `dBm0`.
    public static func amplitude(dBm0: Double) -> Double { ratio(dB: dBm0 - fullScaleDBm0) }

    /// The level in dBm0 of a sine of peak `amplitude`; minus infinity for 0.
    public static func dBm0(amplitude: Double) -> Double { dB(ratio: amplitude) + fullScaleDBm0 }

    /// The amplitude ratio that `dB` decibels stand for.
    public static func ratio(dB: Double) -> Double { pow(10, dB / 20) }

    /// The decibels of an amplitude ratio; minus infinity for 0.
    public static func dB(ratio: Double) -> Double { 20 * log10(ratio) }
}
