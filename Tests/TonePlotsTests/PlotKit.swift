import DTMF
import Foundation
import Telephony

@testable import TonePlots

/// Sounds to draw.
enum PlotKit {
    static let rate = SampleRate.telephone

    /// A sine of `hertz` at `dBm0` for `seconds`.
    static func sine(_ hertz: Double, dBm0: Double, seconds: Double, rate: SampleRate = rate) -> [Float] {
        let amplitude = Level.amplitude(dBm0: dBm0)
        return (0..<Int(seconds * Double(rate.hertz))).map {
            Float(amplitude * sin(2 * .pi * hertz * Double($0) / Double(rate.hertz)))
        }
    }

    static func silence(_ seconds: Double, rate: SampleRate = rate) -> [Float] {
        [Float](repeating: 0, count: Int(seconds * Double(rate.hertz)))
    }

    static func spectrogram(_ sound: [Float], rate: SampleRate = rate, portion: Int = 1000) -> Spectrogram {
        var spectrogram = Spectrogram(sampleRate: rate)
        for start in stride(from: 0, to: sound.count, by: portion) {
            spectrogram.take(Array(sound[start..<min(start + portion, sound.count)]).span)
        }
        spectrogram.finish()
        return spectrogram
    }

    static func tone(_ key: Key, at seconds: Double, for milliseconds: Int = 100) -> DetectedTone {
        DetectedTone(
            key: key, begin: .seconds(seconds), duration: .milliseconds(milliseconds),
            decided: .seconds(seconds + 0.04),
            lowLevelDBm0: -10, highLevelDBm0: -10, lowFrequencyErrorPercent: 0, highFrequencyErrorPercent: 0, snrDB: 30)
    }

    static func miss(_ key: Key, at seconds: Double, _ refusal: Refusal) -> NearMiss {
        NearMiss(
            key: key, begin: .seconds(seconds), duration: .milliseconds(19), lowHertz: key.frequencies.low,
            highHertz: key.frequencies.high, lowLevelDBm0: -10, highLevelDBm0: -10, snrDB: 30, refusal: refusal)
    }

    static let short = Refusal.short(.milliseconds(19), needed: .milliseconds(23))
}
