import CToneKernel
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What makes a fitted pair a key's: the limits of the configuration in the units of the fit.
///
/// The rules ask in the order of their cost, so that most sound is refused early; each answers with what was missed.
final class PairRules: Sendable {
    let configuration: DetectorConfiguration
    /// The analysis rate in Hz; the band has half of it.
    let rate: Double
    /// The frequencies of the eight tones in radians a half-rate sample.
    let nominal: [Float]
    private let leastPower: Float
    /// The limits of `high.power / low.power`.
    private let twist: ClosedRange<Float>
    private let frequencyError: Float
    private let frequencySpread: Float
    private let dropPower: Float
    private let fadePower: Float
    private let third: Float

    init(configuration: DetectorConfiguration, rate: Double) {
        (self.configuration, self.rate) = (configuration, rate)
        nominal = ToneScreen.frequencies.map { Float(2 * Double.pi * $0 / (rate / 2)) }
        func power(_ dB: Double) -> Float { Float(pow(10, dB / 10)) }
        let least = Level.amplitude(dBm0: configuration.minimumLevelDBm0)
        leastPower = Float(least * least)
        twist = power(-configuration.maximumReverseTwistDB)...power(configuration.maximumTwistDB)
        frequencyError = Float(configuration.maximumFrequencyErrorPercent / 100)
        frequencySpread = Float(configuration.maximumFrequencySpreadPercent / 100)
        dropPower = power(-configuration.maximumDropDB)
        fadePower = power(-configuration.maximumFadeDB)
        third = power(-configuration.minimumThirdToneMarginDB)
    }

    /// Level, twist and frequency; `row` and `column` are 0 to 3.
    func misses(_ pair: PairFit, row: Int, column: Int) -> Refusal? {
        let (low, high) = (pair.lowPower, pair.highPower)
        if pair.louder < leastPower {
            return .weak(levelDBm0: Decibels.level(pair.louder), needed: configuration.minimumLevelDBm0)
        }
        if high > twist.upperBound * low || high < twist.lowerBound * low {
            return .twisted(
                twistDB: Decibels.of(high / low),
                allowed: -configuration.maximumReverseTwistDB...configuration.maximumTwistDB)
        }
        let (row, column) = (nominal[row], nominal[4 + column])
        if let refusal = offFrequency(pair.low, row, .low) ?? offFrequency(pair.high, column, .high) { return refusal }
        let spread = pair.high.frequency / column - pair.low.frequency / row
        return abs(spread) > frequencySpread
            ? .apart(spreadPercent: Double(spread) * 100, allowed: configuration.maximumFrequencySpreadPercent) : nil
    }

    private func offFrequency(_ tone: Sinusoid, _ nominal: Float, _ group: ToneGroup) -> Refusal? {
        guard abs(tone.frequency - nominal) > frequencyError * nominal else { return nil }
        return .offFrequency(
            group: group, errorPercent: Double(tone.frequency / nominal - 1) * 100,
            allowed: configuration.maximumFrequencyErrorPercent)
    }

    /// Whether `pair` is so far below the press before it, of power `before`, that it is that one's leakage.
    func leaks(_ pair: PairFit, after before: Float) -> Refusal? {
        guard pair.louder < before * dropPower else { return nil }
        return .leakage(dropDB: Decibels.of(before / pair.louder), allowed: configuration.maximumDropDB)
    }

    /// Whether `pair` is weaker than the press before it, of power `before`, by more than a press may be that follows
    /// without a pause.
    func fades(_ pair: PairFit, after before: Float) -> Bool { pair.louder < before * fadePower }

    /// Whether `pair` stands so far above all that is left together that it need not be looked at: no single component
    /// can then come near it, and what lies below the rows costs a limited amount.
    func isClear(_ pair: PairFit, needing needed: Double) -> Bool {
        // Under the window one component holds at most twice what is left.
        let most = 2 * (pair.lowPower + pair.highPower) / pair.signalToRest
        return most < third * min(pair.lowPower, pair.highPower)
            && Decibels.of(pair.signalToRest) > needed + configuration.maximumBelowPenaltyDB
    }

    /// Whether `pair` would have too little signal to noise at any length, whatever else is found.
    func isDrowned(_ pair: PairFit, row: Int, column: Int) -> Refusal? {
        let needed = needed(pair, row: row, column: column, length: .max / 2)
        let snr = Decibels.of(pair.signalToRest)
        return snr < needed ? .noisy(snrDB: snr, needed: needed) : nil
    }

    /// Whether `pair` is drowned by what else was found; `needed` is the signal to noise it needs without, in dB.
    func isDrowned(_ pair: PairFit, by clutter: Clutter, needing needed: Double) -> Refusal? {
        let weaker = min(pair.lowPower, pair.highPower)
        if clutter.third > third * weaker {
            return .thirdTone(
                marginDB: Decibels.of(weaker / clutter.third), needed: configuration.minimumThirdToneMarginDB)
        }
        let share = clutter.below / (pair.lowPower + pair.highPower)
        let beside = Decibels.of(max(share, 1e-12)) - configuration.freeBelowDB
        let all = needed + min(configuration.maximumBelowPenaltyDB, max(0, beside))
        let snr = Decibels.of(pair.signalToRest)
        return snr < all ? .noisy(snrDB: snr, needed: all) : nil
    }

    /// The signal to noise that a pair of that length, twist and frequency needs, in dB. The further from a key's
    /// ideal, the clearer it must stand.
    func needed(_ pair: PairFit, row: Int, column: Int, length: Int) -> Double {
        let beyond = (Double(length) / rate - configuration.assuredTone.seconds) * 1000
        let lengthPart =
            beyond < 0
            ? -beyond * configuration.snrPerMissingMillisecondDB
            : -min(configuration.maximumSNRCreditDB, beyond * configuration.snrCreditPerMillisecondDB)
        let low = Double(pair.low.frequency / nominal[row] - 1) * 100
        let high = Double(pair.high.frequency / nominal[4 + column] - 1) * 100
        let twist = Decibels.of(pair.highPower / pair.lowPower)
        let excess = max(0, twist - configuration.freeTwistDB.upperBound, configuration.freeTwistDB.lowerBound - twist)
        return configuration.minimumSNRDB + lengthPart + excess * configuration.snrPerTwistDB
            + max(0, max(abs(low), abs(high)) - configuration.freeFrequencyErrorPercent) * configuration.snrPerPercentDB
            + max(0, abs(high - low) - configuration.freeFrequencySpreadPercent) * configuration.snrPerSpreadPercentDB
    }
}

/// What sounds beside a fitted pair.
struct Clutter {
    /// The squared amplitude of the strongest third component near the band.
    var third: Float
    /// The summed squared amplitudes between 80 and 560 Hz.
    var below: Float
}

enum Decibels {
    /// The decibels of a ratio of powers.
    static func of(_ ratio: Float) -> Double { Double(log2(ratio) * 3.0102999566) }

    /// The level in dBm0 of a sine whose squared amplitude is `power`, full scale at 1.
    static func level(_ power: Float) -> Double { of(power) + Level.fullScaleDBm0 }
}
