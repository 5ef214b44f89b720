import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What stands in place of a tone that is masked.
public enum MaskFill: Sendable, Equatable {
    /// Nothing.
    case silence
    /// A flat tone of `hertz` at `dBm0`; 100 to 600 Hz are far enough from every key's tones.
    case tone(hertz: Double, dBm0: Double)
    /// Noise as loud and as coloured as what the line had when it was last quiet.
    case lineNoise

    /// A tone that is easily told from any key: 400 Hz at -20 dBm0.
    public static let flatTone = MaskFill.tone(hertz: 400, dBm0: -20)
}

/// Makes the sound in place of one masked stretch after the other of one channel.
///
/// At both ends it meets the sound beside it without a jump: it starts at the last value before and runs into the next
/// one behind. Only these two values are of the sound; nothing of the tone is faded.
struct MaskFiller {
    /// The length of the slopes at both ends, in samples.
    let ramp: Int
    private let fill: MaskFill
    private let sine: SineWave?
    private var noise: LineNoise?
    /// From 1 down to 0.
    private let slope: [Float]
    private var before: Float = 0
    private var position = 0
    private var made = 0

    init(_ fill: MaskFill, ramp: Int, sampleRate: SampleRate, seed: UInt64) {
        (self.fill, self.ramp) = (fill, ramp)
        slope = (0..<ramp).map { Float(0.5 + 0.5 * cos(Double.pi * (Double($0) + 1) / Double(ramp + 1))) }
        switch fill {
        case .silence: (sine, noise) = (nil, nil)
        case .tone(let hertz, let level):
            precondition((100...600).contains(hertz), "a masking tone of 100 to 600 Hz")
            sine = SineWave(hertz: hertz, amplitude: Level.amplitude(dBm0: level), sampleRate: sampleRate)
            noise = nil
        case .lineNoise: (sine, noise) = (nil, LineNoise(sampleRate: sampleRate, seed: seed))
        }
    }

    /// Whether it has to `hear` what is not masked.
    var listens: Bool { noise != nil }

    /// Hears a sample that is not masked.
    mutating func hear(_ sample: Float) { noise?.hear(sample) }

    /// A masked stretch begins behind the sample `last`.
    mutating func begin(after last: Float) {
        (before, position) = (last, 0)
        noise?.begin()
    }

    /// The next sample; `left` more follow before the sound goes on with `next`, nil while that is far.
    mutating func sample(left: Int?, next: Float) -> Float {
        var value: Float = 0
        if let sine { value = Float(sine.sample(at: made)) }
        if let heard = noise?.sample() { value = heard }
        if position < ramp {
            value = value * (1 - slope[position]) + before * slope[position]
        }
        if let left, left < ramp { value = value * (1 - slope[left]) + next * slope[left] }
        position += 1
        made += 1
        return value
    }
}
