import DTMF
import TelephoneLine
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sounds for the detector's tests: made tones, interference, noise, a voice. Everything random comes from a seed.
struct Sound {
    var samples: [Float]
    var rate: SampleRate

    init(_ samples: [Float] = [], rate: SampleRate = .telephone) {
        (self.samples, self.rate) = (samples, rate)
    }

    /// The keys pressed one after the other, 300 ms of silence before and after.
    init(
        keys: String, on: Double = 50, off: Double = 50, rate: SampleRate = .telephone, lead: Double = 300,
        shape change: (inout ToneShape) -> Void = { _ in }
    ) {
        var shape = ToneShape.standard
        shape.on = .seconds(on / 1000)
        shape.off = .seconds(off / 1000)
        change(&shape)
        var generator = ToneGenerator(sampleRate: rate, shape: shape)
        generator.add(.silence(.seconds(lead / 1000)))
        generator.add(keys: keys.compactMap(Key.init))
        generator.add(.silence(.seconds(lead / 1000)))
        self.init(generator.drain(), rate: rate)
    }

    /// Sines of equal level together, each in hertz.
    static func sines(
        _ frequencies: [Double], milliseconds: Double, dBm0: Double = -10, rate: SampleRate = .telephone
    ) -> Sound {
        let count = Int(milliseconds * Double(rate.hertz) / 1000)
        let amplitude = Level.amplitude(dBm0: dBm0)
        return Sound(
            (0..<count).map { index in
                Float(
                    frequencies.reduce(0) { sum, hertz in
                        sum + amplitude * sine(hertz * Double(index) / Double(rate.hertz) + hertz / 1000)
                    })
            }, rate: rate)
    }

    static func silence(milliseconds: Double, rate: SampleRate = .telephone) -> Sound {
        Sound([Float](repeating: 0, count: Int(milliseconds * Double(rate.hertz) / 1000)), rate: rate)
    }

    /// White noise whose power is that of a sine of `dBm0`.
    static func noise(seconds: Double, dBm0: Double, seed: UInt64) -> Sound {
        silence(milliseconds: seconds * 1000).over(line: .whiteNoise(levelDBm0: dBm0), seed: seed)
    }

    static func + (left: Sound, right: Sound) -> Sound { Sound(left.samples + right.samples, rate: left.rate) }

    /// Both at once, as long as the first.
    func over(_ other: Sound) -> Sound {
        map { index, sample in index < other.samples.count ? sample + other.samples[index] : sample }
    }

    /// What a line makes of it.
    func over(line impairments: Impairment..., seed: UInt64 = 1) -> Sound {
        var result = self
        var line = TelephoneLine(impairments, sampleRate: rate, seed: seed)
        line.process(&result.samples)
        return result
    }

    func map(_ change: (Int, Float) -> Float) -> Sound {
        Sound(samples.enumerated().map { change($0.offset, $0.element) }, rate: rate)
    }

    /// What the detector says, fed in portions of `portion` samples.
    func heard(portion: Int = 160, configuration: DetectorConfiguration = .standard) -> Heard {
        var heard = Heard()
        var detector = ToneDetector(sampleRate: rate, configuration: configuration)
        var start = 0
        while start < samples.count {
            let end = min(start + portion, samples.count)
            detector.process(samples.span.extracting(start..<end)) { heard.events.append($0) }
            start = end
        }
        detector.finish { heard.events.append($0) }
        return heard
    }

    var digits: String { heard().digits }

    var seconds: Double { Double(samples.count) / Double(rate.hertz) }

    /// A sine of that many turns.
    static func sine(_ cycles: Double) -> Double {
        sin(2 * Double.pi * (cycles - cycles.rounded(.down)))
    }
}

/// What the detector said about a sound.
struct Heard: Equatable {
    var events: [ToneEvent] = []

    var onsets: [ToneOnset] {
        events.compactMap { if case .began(let onset) = $0 { onset } else { nil } }
    }
    var tones: [DetectedTone] {
        events.compactMap { if case .ended(let tone) = $0 { tone } else { nil } }
    }
    var digits: String { String(onsets.map(\.key.character)) }
}

typealias Seeded = SeededRandom

extension SeededRandom {
    init(_ seed: UInt64) { self.init(seed: seed) }

    /// Keys in random order, each as often as the others.
    mutating func keys(rounds: Int) -> String {
        (0..<rounds).map { _ in String("0123456789*#ABCD".shuffled(using: &self)) }.joined()
    }
}
