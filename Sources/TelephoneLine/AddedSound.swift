import Telephony

/// White Gaussian noise.
struct WhiteNoise: SampleStage {
    private let deviation: Double
    private var random: SeededRandom

    init(levelDBm0: Double, random: SeededRandom) {
        // The power of a sine is half the square of its peak.
        deviation = Level.amplitude(dBm0: levelDBm0) / 2.0.squareRoot()
        self.random = random
    }

    mutating func next(_ sample: Float) -> Float { Float(Double(sample) + deviation * random.gaussian()) }
}

/// Sines that never stop: hum and call progress tones.
struct SteadySines: SampleStage {
    private let sines: [SineWave]
    private var position = 0

    init(tones: [Double], levelDBm0: Double, sampleRate: SampleRate) {
        self.init(tones.map { (hertz: $0, levelDBm0: levelDBm0) }, sampleRate)
    }

    /// A fundamental and two harmonics, each 6 dB below the one before it.
    init(hum hertz: Double, levelDBm0: Double, sampleRate: SampleRate) {
        self.init((0..<3).map { (hertz * Double($0 + 1), levelDBm0 - 6 * Double($0)) }, sampleRate)
    }

    private init(_ parts: [(hertz: Double, levelDBm0: Double)], _ sampleRate: SampleRate) {
        let audible = parts.filter { $0.hertz < Double(sampleRate.hertz) / 2 }
        sines = audible.enumerated().map { index, part in
            // A sixth of a turn apart, so that the peaks of harmonics do not fall together.
            SineWave(
                hertz: part.hertz, amplitude: Level.amplitude(dBm0: part.levelDBm0), sampleRate: sampleRate,
                startTurns: Double(index) / 6)
        }
    }

    mutating func next(_ sample: Float) -> Float {
        defer { position += 1 }
        return Float(sines.reduce(Double(sample)) { $0 + $1.sample(at: position) })
    }
}

/// A direct-current offset.
struct Offset: SampleStage {
    let share: Double

    mutating func next(_ sample: Float) -> Float { Float(Double(sample) + share) }
}
