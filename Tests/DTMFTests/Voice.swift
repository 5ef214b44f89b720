import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A voice made of pulses through formants: a pitch that glides, vowels that change, for talk-off tests.
enum Voice {
    /// First and second formants of vowels and nasals, in hertz, all of them near the rows and columns.
    private static let vowels: [(Double, Double)] = [
        (700, 1220), (770, 1340), (850, 1480), (940, 1630), (530, 1840), (660, 1720), (570, 840), (300, 870),
        (490, 1350), (640, 1190), (730, 1090), (390, 1990),
    ]

    /// `seconds` of voice whose pitch glides between 80 and 400 Hz, of about `dBm0`.
    static func sound(seconds: Double, dBm0: Double, seed: UInt64) -> Sound {
        var random = Seeded(seed)
        var samples: [Float] = []
        samples.reserveCapacity(Int(seconds * 8000))
        var (phase, tilt) = (0.0, 0.0)
        var formants = [Resonator(), Resonator(), Resonator()]
        while samples.count < Int(seconds * 8000) {
            let (first, second) = vowels.randomElement(using: &random) ?? (700, 1220)
            formants[0].tune(first * Double.random(in: 0.95...1.05, using: &random), bandwidth: 60)
            formants[1].tune(second * Double.random(in: 0.95...1.05, using: &random), bandwidth: 80)
            formants[2].tune(2600, bandwidth: 160)
            let from = Double.random(in: 80...400, using: &random)
            let to = min(max(from * Double.random(in: 0.8...1.25, using: &random), 80), 400)
            let count = Int.random(in: 600...2800, using: &random)
            for index in 0..<count {
                phase += (from + (to - from) * Double(index) / Double(count)) / 8000
                let pulse = phase >= 1 ? 1.0 : 0
                phase -= phase.rounded(.down)
                // The larynx and the lips together fall by 6 dB an octave.
                tilt += 0.1 * (pulse - tilt)
                let edge = Double(min(index, count - index)) / 200
                let value = formants.indices.reduce(0.0) { $0 + formants[$1].next(tilt) / Double($1 + 1) }
                samples.append(Float(value * min(1, edge)))
            }
        }
        samples.removeLast(samples.count - Int(seconds * 8000))
        let power = samples.reduce(0.0) { $0 + Double($1 * $1) } / Double(max(samples.count, 1))
        let gain = Float(Level.amplitude(dBm0: dBm0) / (2 * power).squareRoot())
        return Sound(samples.map { $0 * gain })
    }
}

/// One formant: two poles.
private struct Resonator {
    private var first = 0.0
    private var second = 0.0
    private var feedback = (0.0, 0.0)
    private var gain = 0.0

    mutating func tune(_ hertz: Double, bandwidth: Double) {
        // The pole's radius to first order in the bandwidth.
        let radius = 1 - Double.pi * bandwidth / 8000
        let angle = 2 * Double.pi * hertz / 8000
        let cosine = cos(angle)
        feedback = (2 * radius * cosine, -radius * radius)
        gain = 1 - radius
    }

    mutating func next(_ input: Double) -> Double {
        let output = gain * input + feedback.0 * first + feedback.1 * second
        (second, first) = (first, output)
        return output
    }
}
