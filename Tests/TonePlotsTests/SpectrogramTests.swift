import Telephony
import Testing

@testable import TonePlots

@Suite("Spectrogram") struct SpectrogramTests {
    /// The row nearest to `hertz`.
    private func row(_ hertz: Double) -> Int {
        Spectrogram.frequencies.indices.min {
            abs(Spectrogram.frequencies[$0] - hertz) < abs(Spectrogram.frequencies[$1] - hertz)
        } ?? 0
    }

    @Test("a sine stands at its frequency with its level, at every rate", arguments: [8000, 11_025, 44_100, 192_000])
    func levels(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = PlotKit.sine(1336, dBm0: -10, seconds: 0.5, rate: rate)
        let levels = try #require(PlotKit.spectrogram(sound, rate: rate).levels(from: 0.24, to: 0.26))
        let loudest = try #require(levels.dropLast().indices.max { levels[$0] < levels[$1] })
        #expect(abs(loudest - row(1336)) <= 1)
        #expect(abs(levels[loudest] + 10) < 1)
        #expect(abs(levels[Spectrogram.rowCount] + 10) < 1, "the whole")
        #expect(levels[row(697)] < -60)
    }

    @Test("what lies far above the band is not folded into it") func folding() throws {
        let rate = try #require(SampleRate(hertz: 48_000))
        let sound = PlotKit.sine(8000 - 1209, dBm0: 0, seconds: 0.2, rate: rate)
        let levels = try #require(PlotKit.spectrogram(sound, rate: rate).levels(from: 0.1, to: 0.11))
        #expect(levels[row(1209)] < -45)
    }

    @Test("a tone stands at its time, whatever the portions", arguments: [1, 77, 100_000]) func time(portion: Int)
        throws
    {
        let sound = PlotKit.silence(0.5) + PlotKit.sine(941, dBm0: -10, seconds: 0.1) + PlotKit.silence(0.4)
        let spectrogram = PlotKit.spectrogram(sound, portion: portion)
        func level(_ second: Double) throws -> Double {
            try #require(spectrogram.levels(from: second, to: second + 0.001))[row(941)]
        }
        // Half of its amplitude where it begins and ends.
        for edge in [0.5, 0.6] { #expect(abs(try level(edge) + 16) < 1.5, "\(edge)") }
        #expect(abs(try level(0.55) + 10) < 0.6)
        #expect(try level(0.47) < -90)
        #expect(try level(0.63) < -90)
        #expect(abs(Double(spectrogram.columnCount) * spectrogram.columnSeconds - 1) < 0.002)
    }

    @Test("memory is bounded, and a short tone is still seen") func bounded() throws {
        let rate = SampleRate.telephone
        var spectrogram = Spectrogram(sampleRate: rate)
        let quiet = PlotKit.silence(10)
        for _ in 0..<15 { spectrogram.take(quiet.span) }
        spectrogram.take((PlotKit.sine(852, dBm0: -10, seconds: 0.04) + PlotKit.silence(0.96)).span)
        spectrogram.finish()
        #expect(spectrogram.columnCount <= Spectrogram.columnLimit)
        #expect(spectrogram.columnSeconds > 0.003)
        let loud = try #require(spectrogram.levels(from: 150.01, to: 150.03))
        #expect(loud[row(852)] > -12)
        #expect(try #require(spectrogram.levels(from: 149, to: 149.9))[row(852)] < -90)
    }

    @Test("a stated length saves columns, and a wrong one does no harm") func expected() {
        let known = Spectrogram(sampleRate: .telephone, expected: .seconds(600))
        #expect(known.columnSeconds > 0.008)
        #expect(600 / known.columnSeconds <= Double(Spectrogram.columnLimit))
        #expect(Spectrogram(sampleRate: .telephone, expected: .seconds(1e7)).columnSeconds > 100)
    }

    @Test("samples that are no number are silence") func notFinite() throws {
        var sound = PlotKit.sine(941, dBm0: -10, seconds: 0.2)
        sound[800] = .nan
        sound[900] = .infinity
        let levels = try #require(PlotKit.spectrogram(sound).levels(from: 0.05, to: 0.15))
        #expect(levels.allSatisfy { $0 < 0 })
    }

    @Test("16-bit samples are the same sound") func sixteenBits() throws {
        let sound = PlotKit.sine(770, dBm0: -10, seconds: 0.2)
        var spectrogram = Spectrogram(sampleRate: .telephone)
        spectrogram.take(sound.map { Int16($0 * 32_768) }.span)
        spectrogram.finish()
        let (first, second) = (
            spectrogram.levels(from: 0.1, to: 0.11), PlotKit.spectrogram(sound).levels(from: 0.1, to: 0.11)
        )
        #expect(abs(try #require(first)[row(770)] - (try #require(second)[row(770)])) < 0.6)
    }
}
