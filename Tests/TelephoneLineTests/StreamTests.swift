import TelephoneLine
import Telephony
import Testing

@Suite("A line as a stream") struct StreamTests {
    private static let all: [Impairment] = [
        .clipping(gainDB: 3), .fading(depthDB: 12, hertz: 20), .echo(delay: .milliseconds(33), attenuationDB: 10),
        .hum(hertz: 50, levelDBm0: -20), .steadyTones([350, 440], levelDBm0: -20), .offset(0.01),
        .whiteNoise(levelDBm0: -30), .impulses(perSecond: 20, peakDBm0: -10), .muLaw, .aLaw,
        .slips(perSecond: 5, length: .milliseconds(5)),
        .packetLoss(share: 0.1, frame: .milliseconds(10), fill: .lastFrame, burst: 2),
    ]

    /// Two seconds of a tone.
    private func tone(_ rate: SampleRate) -> [Float] {
        let sine = SineWave(hertz: 697, amplitude: 0.5, sampleRate: rate)
        return (0..<2 * rate.hertz).map { Float(sine.sample(at: $0)) }
    }

    @Test("The portions do not matter", arguments: [8_000, 11_025, 44_100])
    func portions(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = tone(rate)
        let whole = over(Self.all, sound: sound, rate: rate)
        #expect(whole.count != sound.count, "there were slips")
        for size in [1, 7, 160, 4096] {
            #expect(over(Self.all, sound: sound, rate: rate, portion: { size }) == whole, "\(size)")
        }
        var random = SeededRandom(seed: 3)
        #expect(over(Self.all, sound: sound, rate: rate, portion: { Int.random(in: 0...900, using: &random) }) == whole)
    }

    @Test("The same seed does the same, another one another thing", arguments: all)
    func seeds(impairment: Impairment) {
        let sound = tone(.telephone)
        let first = over(impairment, sound: sound, seed: 1)
        #expect(first == over(impairment, sound: sound, seed: 1))
        let other = over(impairment, sound: sound, seed: 2)
        switch impairment {
        case .whiteNoise, .impulses, .slips, .packetLoss, .fading: #expect(first != other)
        default: #expect(first == other)
        }
        #expect(first != sound)
    }

    @Test("A copy goes its own way, with the same numbers")
    func copies() {
        let sound = tone(.telephone)
        var one = TelephoneLine(Self.all, sampleRate: .telephone, seed: 5)
        var start = sound
        one.process(&start)
        var two = one
        var (left, right) = (sound, sound)
        one.process(&left)
        two.process(&right)
        #expect(left == right)
        #expect(left != start)
    }

    @Test("One more stage does not change those before it")
    func independence() {
        let silence = steady(0, seconds: 1)
        let noise = over([.whiteNoise(levelDBm0: -20)], sound: silence)
        let more = over([.whiteNoise(levelDBm0: -20), .whiteNoise(levelDBm0: -90)], sound: silence)
        #expect(zip(noise, more).allSatisfy { abs($0 - $1) < 0.0005 })
        // Two stages of one kind do not make the same noise twice: their powers add up, not their samples.
        #expect(
            abs(powerDBm0(over([.whiteNoise(levelDBm0: -20), .whiteNoise(levelDBm0: -20)], sound: silence)) + 17) < 0.2)
    }

    @Test("Impairments come in order")
    func order() {
        #expect(over([.offset(0.5), .clipping(gainDB: 20)], sound: [0.5]) == [1])
        #expect(over([.clipping(gainDB: 20), .offset(0.5)], sound: [0.5]) == [1.5])
        #expect(over([], sound: [0.5, -2]) == [0.5, -2])
    }

    @Test("What is no finite number becomes 0, and nothing infinite comes out")
    func poison() {
        let bad: [Float] = [.nan, .infinity, -.infinity, .signalingNaN, 0.25]
        #expect(over([], sound: bad) == [0, 0, 0, 0, 0.25])
        let sound = (0..<16_000).map { bad[$0 % bad.count] }
        #expect(over(Self.all, sound: sound).allSatisfy { $0.isFinite })
    }

    @Test("Random numbers: SplitMix64's own, uniform ones from 0 to below 1")
    func random() {
        // The first numbers of seed 1234567 in the generator's reference.
        var reference = SeededRandom(seed: 1_234_567)
        #expect(reference.next() == 6_457_827_717_110_365_317)
        #expect(reference.next() == 3_203_168_211_198_807_973)
        var random = SeededRandom(seed: 1)
        let numbers = (0..<100_000).map { _ in random.uniform() }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        #expect(abs(numbers.reduce(0, +) / 100_000 - 0.5) < 0.005)
    }
}
