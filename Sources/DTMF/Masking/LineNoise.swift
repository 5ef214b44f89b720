import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Noise like the background of a line: Gaussian, with the level and the spectrum (ten poles) of the quietest 20 ms that
/// were heard in the last one to two seconds.
struct LineNoise {
    private static let order = 10
    private static let framesPerPeriod = 50

    private var frame: [Float]
    private var filled = 0
    private var frames = 0
    /// The autocorrelation of the quietest frame of this period and of the one before; nil before the first.
    private var quietest: [Double]
    private var earlier: [Double]
    private var hasQuietest = false
    private var hasEarlier = false
    /// The filter that colours, and what it last gave.
    private var poles: [Double]
    private var past: [Double]
    private var gain = 0.0
    private let widening: [Double]
    private var random: UInt64

    init(sampleRate: SampleRate, seed: UInt64) {
        frame = [Float](repeating: 0, count: sampleRate.hertz / 50)
        let lags = [Double](repeating: 0, count: LineNoise.order + 1)
        (quietest, earlier, poles, past) = (lags, lags, lags, lags)
        random = seed
        // A Gaussian lag window widens every peak by 120 Hz: no pole may ring like a tone.
        widening = lags.indices.map {
            let turn = 2 * Double.pi * 120 * Double($0) / Double(sampleRate.hertz)
            return exp(-0.5 * turn * turn)
        }
    }

    /// Hears a sample of the line that is no masked one.
    mutating func hear(_ sample: Float) {
        frame[filled] = sample.isFinite ? sample : 0
        filled += 1
        guard filled == frame.count else { return }
        filled = 0
        var energy = 0.0
        for sample in frame { energy += Double(sample) * Double(sample) }
        if !hasQuietest || energy < quietest[0] { keep(energy) }
        frames += 1
        guard frames == LineNoise.framesPerPeriod else { return }
        frames = 0
        swap(&quietest, &earlier)
        (hasEarlier, hasQuietest) = (true, false)
    }

    private mutating func keep(_ energy: Double) {
        quietest[0] = energy
        for lag in 1...LineNoise.order {
            var sum = 0.0
            for index in lag..<frame.count { sum += Double(frame[index]) * Double(frame[index - lag]) }
            quietest[lag] = sum
        }
        hasQuietest = true
    }

    /// A masked stretch begins: the noise is made like the line is now.
    mutating func begin() {
        filled = 0
        let usesEarlier = hasEarlier && (!hasQuietest || earlier[0] < quietest[0])
        guard usesEarlier || hasQuietest else { return gain = 0 }
        let error = usesEarlier ? solve(earlier) : solve(quietest)
        gain = (max(0, error) / Double(frame.count)).squareRoot()
    }

    /// Finds the poles of an autocorrelation by Levinson's recursion; returns the energy of what they leave.
    private mutating func solve(_ lags: [Double]) -> Double {
        for index in poles.indices { poles[index] = 0 }
        // A floor 40 dB down keeps the recursion stable.
        var error = lags[0] * 1.0001
        guard error > 0 else { return 0 }
        for step in 1...LineNoise.order {
            var sum = lags[step] * widening[step]
            for index in 1..<step { sum += poles[index] * lags[step - index] * widening[step - index] }
            let reflection = -sum / error
            for index in 1..<(step / 2 + 1) {
                let (front, back) = (poles[index], poles[step - index])
                poles[index] = front + reflection * back
                if index != step - index { poles[step - index] = back + reflection * front }
            }
            poles[step] = reflection
            error *= 1 - reflection * reflection
        }
        return error
    }

    /// The next sample of noise.
    mutating func sample() -> Float {
        var value = gain * gaussian()
        for index in 1...LineNoise.order { value -= poles[index] * past[index] }
        for index in stride(from: LineNoise.order, to: 1, by: -1) { past[index] = past[index - 1] }
        past[1] = value
        return Float(value)
    }

    /// Nearly normal with deviation 1: four uniform numbers of SplitMix64, 16 bits each.
    private mutating func gaussian() -> Double {
        random &+= 0x9E37_79B9_7F4A_7C15
        var mixed = random
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        let sum = (0..<4).reduce(0.0) { $0 + Double(mixed >> (16 * UInt64($1)) & 0xFFFF) }
        return (sum / 65536 - 2) * 3.0.squareRoot()
    }
}
