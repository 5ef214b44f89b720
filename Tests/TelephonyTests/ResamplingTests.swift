import Telephony
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Sound at another rate")
struct ResamplingTests {
    /// Pairs of rates that callers bring, and one pair without a common divisor.
    static let pairs = [
        (16_000, 8_000), (8_000, 16_000), (44_100, 8_000), (8_000, 44_100), (48_000, 8_000), (8_000, 48_000),
        (22_050, 16_000), (16_000, 22_050), (11_025, 8_000), (96_000, 8_000), (44_101, 8_000),
    ]

    static func sine(_ hertz: Double, rate: Int, seconds: Double) -> [Float] {
        (0..<Int(Double(rate) * seconds)).map { Float(0.5 * sin(2 * .pi * hertz * Double($0) / Double(rate))) }
    }

    static func rate(_ hertz: Int) throws -> SampleRate { try #require(SampleRate(hertz: hertz)) }

    /// The root mean square of a sound without its ends, in dB.
    static func level(_ samples: some Collection<Float>) -> Double {
        10 * log10(samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count) + 1e-30)
    }

    static func middle(_ samples: [Float]) -> ArraySlice<Float> {
        samples[samples.count / 5..<samples.count * 4 / 5]
    }

    @Test("a tone below 85 % of half the lower rate is the same tone, at the same instants", arguments: pairs)
    func passes(_ pair: (Int, Int)) throws {
        let half = Double(min(pair.0, pair.1)) / 2
        for part in [0.05, 0.3, 0.6, 0.84] {
            let hertz = (half * part).rounded()
            let sound = resampled(
                Self.sine(hertz, rate: pair.0, seconds: 0.25), from: try Self.rate(pair.0), to: try Self.rate(pair.1))
            let wanted = Self.sine(hertz, rate: pair.1, seconds: 0.25)
            let error = zip(Self.middle(sound), Self.middle(wanted)).map { $0 - $1 }
            #expect(Self.level(error) < Self.level(Self.middle(wanted)) - 38, "\(hertz) Hz of \(pair)")
            if part < 0.8 {
                #expect(Self.level(error) < Self.level(Self.middle(wanted)) - 70, "\(hertz) Hz of \(pair)")
            }
        }
    }

    @Test("a tone beyond half the lower rate is down by more than 60 dB", arguments: pairs.filter { $0.0 > $0.1 })
    func rejects(_ pair: (Int, Int)) throws {
        for hertz in stride(from: Double(pair.1) / 2 + 1, to: Double(pair.0) / 2, by: Double(pair.0) / 41) {
            let tone = Self.sine(hertz, rate: pair.0, seconds: 0.25)
            let sound = resampled(tone, from: try Self.rate(pair.0), to: try Self.rate(pair.1))
            #expect(Self.level(Self.middle(sound)) < Self.level(tone) - 75, "\(hertz) Hz of \(pair)")
        }
    }

    @Test("images of a raised rate are down by more than 60 dB", arguments: pairs.filter { $0.0 < $0.1 })
    func hasNoImages(_ pair: (Int, Int)) throws {
        let hertz = Double(pair.0) * 0.35
        let sound = resampled(
            Self.sine(hertz, rate: pair.0, seconds: 0.25), from: try Self.rate(pair.0), to: try Self.rate(pair.1))
        // All that is not the tone is taken for an image.
        let wanted = Self.sine(hertz, rate: pair.1, seconds: 0.25)
        let rest = zip(Self.middle(sound), Self.middle(wanted)).map { $0 - $1 }
        #expect(Self.level(rest) < Self.level(wanted) - 65)
    }

    @Test("a constant stays what it is, and the length is the same to the sample", arguments: pairs)
    func keepsConstants(_ pair: (Int, Int)) throws {
        let (source, target) = (try Self.rate(pair.0), try Self.rate(pair.1))
        for count in [1, 7, 160, 12_345] {
            let sound = resampled([Float](repeating: 0.25, count: count), from: source, to: target)
            #expect(abs(sound.count - target.samples(in: source.duration(ofSamples: count))) <= 1)
            if count > 10_000 { #expect(Self.middle(sound).allSatisfy { abs($0 - 0.25) < 1e-5 }) }
        }
    }

    @Test("the same rate gives the same samples, and nothing gives nothing")
    func leavesAlone() throws {
        let tone = Self.sine(440, rate: 8_000, seconds: 0.01)
        #expect(resampled(tone, from: .telephone, to: .telephone) == tone)
        #expect(resampled([], from: .telephone, to: try Self.rate(16_000)) == [])
    }
}
