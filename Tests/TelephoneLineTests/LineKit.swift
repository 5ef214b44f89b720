import TelephoneLine
import Telephony

/// What a line makes of `sound`, in portions of as many samples as `portion` says each time.
func over(
    _ impairments: [Impairment], sound: [Float], rate: SampleRate = .telephone, seed: UInt64 = 1,
    portion: () -> Int = { .max }
) -> [Float] {
    var line = TelephoneLine(impairments, sampleRate: rate, seed: seed)
    var (result, rest) = ([Float](), sound[...])
    while !rest.isEmpty {
        let size = portion()
        var samples = Array(rest.prefix(size))
        rest = rest.dropFirst(size)
        line.process(&samples)
        result += samples
    }
    return result
}

/// What one impairment makes of `sound`.
func over(
    _ impairment: Impairment, sound: [Float], rate: SampleRate = .telephone, seed: UInt64 = 1
) -> [Float] {
    over([impairment], sound: sound, rate: rate, seed: seed)
}

/// `seconds` of one value.
func steady(_ value: Float, seconds: Double, rate: SampleRate = .telephone) -> [Float] {
    [Float](repeating: value, count: rate.samples(in: .seconds(seconds)))
}

/// The dBm0 of a sine that has the power of `samples`.
func powerDBm0(_ samples: [Float]) -> Double {
    let sum = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    return Level.dBm0(amplitude: (2 * sum / Double(samples.count)).squareRoot())
}

/// The level of the sine of `hertz` in `samples`, by correlation over all of them: whole periods make it exact.
func levelDBm0(_ samples: [Float], hertz: Double, rate: SampleRate = .telephone) -> Double {
    let sine = SineWave(hertz: hertz, amplitude: 1, sampleRate: rate)
    let cosine = SineWave(hertz: hertz, amplitude: 1, sampleRate: rate, startTurns: 0.25)
    var (real, imaginary) = (0.0, 0.0)
    for (index, sample) in samples.enumerated() {
        real += Double(sample) * cosine.sample(at: index)
        imaginary += Double(sample) * sine.sample(at: index)
    }
    return Level.dBm0(amplitude: 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count))
}
