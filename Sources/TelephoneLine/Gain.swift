import Telephony

/// An amplifier whose output ends at full scale.
struct Clipping: SampleStage {
    private let gain: Float

    init(gainDB: Double) { gain = Float(Level.ratio(dB: gainDB)) }

    mutating func next(_ sample: Float) -> Float { min(1, max(-1, gain * sample)) }
}

/// A gain that swings between 1 and a lower one, and begins anywhere between.
struct Fading: SampleStage {
    private let swing: SineWave
    private let middle: Double
    private var position = 0

    init(depthDB: Double, hertz: Double, sampleRate: SampleRate, random: SeededRandom) {
        var random = random
        let lowest = Level.ratio(dB: -depthDB)
        middle = (1 + lowest) / 2
        swing = SineWave(
            hertz: hertz, amplitude: (1 - lowest) / 2, sampleRate: sampleRate, startTurns: random.uniform())
    }

    mutating func next(_ sample: Float) -> Float {
        defer { position += 1 }
        return Float(Double(sample) * (middle + swing.sample(at: position)))
    }
}
