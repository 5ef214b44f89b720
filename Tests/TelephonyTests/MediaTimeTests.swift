import Telephony
import Testing

@Suite struct MediaTimeTests {
    @Test(arguments: [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])
    func everySampleOfCommonRatesIsAWholeNumberOfFlicks(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let one = rate.duration(ofSamples: 1).flicks
        #expect(one * Int64(hertz) == MediaDuration.flicksPerSecond)
        for index in [0, 1, hertz - 1, hertz, 36_000 * hertz + 1] {
            #expect(rate.time(ofSample: index).sinceStart.flicks == Int64(index) * one)
            #expect(rate.samples(in: rate.duration(ofSamples: index)) == index)
        }
    }

    @Test func ratesOutsideTheRangeAreRefused() {
        #expect(SampleRate(hertz: 7_999) == nil)
        #expect(SampleRate(hertz: 192_001) == nil)
        #expect(SampleRate(hertz: 0) == nil)
    }

    @Test func keysAreTheirRFC4733EventCodes() {
        #expect(Key("#")?.rawValue == 11)
        #expect(Key("D") == .d)
        #expect(Key("d") == nil)
        #expect(Key("x") == nil)
        #expect(Key.allCases.map(\.character) == Array("0123456789*#ABCD"))
        #expect(Key(digit: 7) == .seven)
        #expect(Key(digit: 10) == nil)
    }

    @Test func zeroDBm0Is314BelowFullScale() {
        #expect(abs(Level.amplitude(dBm0: 3.14) - 1) < 1e-12)
        #expect(abs(Level.dBm0(amplitude: Level.amplitude(dBm0: -30)) + 30) < 1e-9)
    }
}
