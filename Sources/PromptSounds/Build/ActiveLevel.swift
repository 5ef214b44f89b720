import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The level of speech while it is spoken: ITU-T P.56, method B.
///
/// An envelope follows the speech in two steps of 30 ms; the level is the energy over the time in which the envelope, and
/// 200 ms after it, stands above a threshold that lies 15.9 dB below that very level. So pauses count for nothing.
public enum ActiveLevel {
    private static let timeConstant = 0.03
    private static let hangover = 0.2
    private static let margin = 15.9
    /// Thresholds in steps of 6.02 dB down from half of full scale: one a bit of 16.
    private static let thresholds = (1...15).map { pow(2, -Double($0)) }

    /// The active level of `samples`, full scale ±1, in dB below full scale (of a constant 1); nil where nobody speaks.
    public static func decibels(of samples: some Sequence<Float>, at rate: SampleRate) -> Double? {
        let decay = exp(-1 / (timeConstant * Double(rate.hertz)))
        let hang = Int((hangover * Double(rate.hertz)).rounded(.up))
        var active = [Int](repeating: 0, count: thresholds.count)
        var since = [Int](repeating: hang, count: thresholds.count)
        var (first, second, energy) = (0.0, 0.0, 0.0)
        for sample in samples {
            let value = Double(sample)
            energy += value * value
            first = decay * first + (1 - decay) * abs(value)
            second = decay * second + (1 - decay) * first
            for index in thresholds.indices {
                if second >= thresholds[index] {
                    since[index] = 0
                    active[index] += 1
                } else if since[index] < hang {
                    since[index] += 1
                    active[index] += 1
                }
            }
        }
        guard energy > 0 else { return nil }
        return crossing(of: active, energy: energy)
    }

    /// Where the level over the time above a threshold comes to lie the margin above that threshold.
    private static func crossing(of active: [Int], energy: Double) -> Double? {
        var before: (level: Double, over: Double)?
        // From the highest threshold down the level over its time falls, and how far it is above it grows.
        for index in thresholds.indices where active[index] > 0 {
            let level = 10 * log10(energy / Double(active[index]))
            let over = level - 20 * log10(thresholds[index])
            if over >= margin {
                guard let before, over > before.over else { return level }
                let part = (margin - before.over) / (over - before.over)
                return before.level + part * (level - before.level)
            }
            before = (level, over)
        }
        // Fainter than the lowest threshold: nothing that could be understood.
        return before?.level
    }
}
