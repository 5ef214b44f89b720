import Telephony
import Testing

@testable import PromptSounds

@Suite("Levels and edges")
struct ShapingTests {
    @Test("the active level of steady sound is its power", arguments: [SampleRate.telephone, .wideband])
    func measuresSteadySound(_ rate: SampleRate) throws {
        for amplitude in [0.5, 0.1, 0.02] {
            let wave = SineWave(hertz: 440, amplitude: amplitude, sampleRate: rate)
            let sine = (0..<rate.hertz * 4).map { Float(wave.sample(at: $0)) }
            let level = try #require(ActiveLevel.decibels(of: sine, at: rate))
            #expect(abs(level - Level.dB(ratio: amplitude / 2.0.squareRoot())) < 0.1)
        }
    }

    @Test("pauses count for nothing: speech in half of the time has the level of speech")
    func ignoresPauses() throws {
        let rate = SampleRate.telephone
        let speech = Babble.samples(seconds: 4, at: rate)
        let alone = try #require(ActiveLevel.decibels(of: speech, at: rate))
        let paused = try #require(
            ActiveLevel.decibels(of: speech + Babble.silence(seconds: 4, at: rate) + speech, at: rate))
        // The plain mean would be 1.8 dB lower.
        #expect(abs(alone - paused) < 0.3)
    }

    @Test("silence has no level, and nothing has none")
    func knowsSilence() {
        #expect(ActiveLevel.decibels(of: [], at: .telephone) == nil)
        #expect(ActiveLevel.decibels(of: Babble.silence(seconds: 1, at: .telephone), at: .telephone) == nil)
    }

    @Test("speech is found between silence, noise and clicks", arguments: [0.0, 0.0002])
    func findsSpeech(_ noise: Float) {
        let rate = SampleRate.wideband
        var sound = Babble.silence(seconds: 0.5, at: rate)
        sound += Babble.samples(seconds: 0.92, at: rate)
        sound += Babble.silence(seconds: 0.5, at: rate)
        for index in sound.indices { sound[index] += index.isMultiple(of: 2) ? noise : -noise }
        // A click of a voice long after speech.
        sound[sound.count - 1_000] = 0.02
        let speech = VoiceBounds.speech(in: sound, at: rate)
        #expect(abs(speech.lowerBound - 8_000) < 100)
        #expect(abs(speech.upperBound - (8_000 + 14_720)) < 200)
        #expect(VoiceBounds.speech(in: [], at: rate).isEmpty)
        #expect(VoiceBounds.speech(in: Babble.silence(seconds: 1, at: rate), at: rate).isEmpty)
    }

    @Test("a recording becomes a clip of the right level, length and edges", arguments: [0.01, 0.1, 0.9])
    func shapes(_ amplitude: Float) throws {
        let rate = SampleRate.wideband
        let raw =
            (Babble.silence(seconds: 0.3, at: rate) + Babble.samples(seconds: 1, at: rate, amplitude: amplitude / 3)
            + Babble.silence(seconds: 0.7, at: rate)).map { $0 + 0.01 }
        let clip = try #require(ClipShaping()(raw, at: rate, rates: [.telephone, .wideband]))
        #expect(abs(clip.milliseconds - 1_030) < 45)
        #expect(clip.sounds.map(\.count) == [clip.milliseconds * 8, clip.milliseconds * 16])
        let telephone = SoundMeasurement(clip.sounds[0], at: .telephone)
        #expect(abs(try #require(telephone.level) - clip.level) < 0.05)
        #expect(clip.level < -19.9 && clip.peak <= -2.99)
        #expect(clip.level > -20.1 || clip.peak > -3.01)
        for (samples, rate) in zip(clip.sounds, [SampleRate.telephone, .wideband]) {
            let measured = SoundMeasurement(samples, at: rate)
            #expect(measured.peak <= clip.peak + 0.01)
            #expect(abs(measured.offset) < 0.001)
            #expect(!measured.isClipped)
            #expect(samples[0] == 0 && abs(samples[samples.count - 1]) < 3)
        }
    }

    @Test("the same recording gives the same samples, and silence gives no clip")
    func isReproducible() throws {
        let raw = Babble.samples(seconds: 0.6, at: .wideband)
        let first = try #require(ClipShaping()(raw, at: .wideband, rates: [.telephone, .wideband]))
        let second = try #require(ClipShaping()(raw, at: .wideband, rates: [.telephone, .wideband]))
        #expect(first.sounds == second.sounds)
        #expect(ClipShaping()(Babble.silence(seconds: 1, at: .wideband), at: .wideband, rates: [.telephone]) == nil)
        #expect(ClipShaping()([], at: .wideband, rates: [.telephone]) == nil)
    }
}
