import DTMF
import Telephony

/// The caller's leg of somebody whose keys come without sound: each press as its two tones.
struct PressedTones {
    private let rate: SampleRate
    private let shape = ToneShape.standard
    private var tones: [Tone] = []
    /// How many samples have been made.
    private(set) var rendered = 0

    /// Keys pressed faster than tones last are parted by this much: the shortest pause that receivers must take (Q.24).
    private static let shortestPause = MediaDuration.milliseconds(40)

    init(rate: SampleRate) { self.rate = rate }

    /// A key is pressed, not before the one pressed last, nor before what has been made.
    mutating func press(_ key: Key, at instant: MediaTime) {
        let begin = max(rendered, rate.samples(in: instant.sinceStart))
        if let last = tones.indices.last {
            tones[last].end = min(tones[last].end, begin - rate.samples(in: PressedTones.shortestPause))
        }
        let length = rate.samples(in: shape.on)
        tones.append(Tone(key: key, begin: begin, end: begin + length, shape: shape, rate: rate))
    }

    /// The samples before `index` come from elsewhere.
    mutating func skip(to index: Int) { rendered = max(rendered, index) }

    /// Appends the next `count` samples.
    mutating func render(samples count: Int, into leg: inout [Float]) {
        let end = rendered + count
        let start = leg.count
        leg.append(contentsOf: repeatElement(0, count: count))
        for tone in tones {
            let span = max(tone.begin, rendered)..<max(tone.begin, rendered, min(tone.end, end))
            for index in span { leg[start + index - rendered] += tone.sample(at: index) }
        }
        rendered = end
        tones.removeAll { $0.end <= end }
    }

    private struct Tone {
        let begin: Int
        var end: Int
        private let low: SineWave
        private let high: SineWave
        private let rise: Int

        init(key: Key, begin: Int, end: Int, shape: ToneShape, rate: SampleRate) {
            (self.begin, self.end) = (begin, end)
            rise = max(1, rate.samples(in: shape.rise))
            low = SineWave(
                hertz: key.frequencies.low, amplitude: Level.amplitude(dBm0: shape.lowLevelDBm0), sampleRate: rate)
            high = SineWave(
                hertz: key.frequencies.high, amplitude: Level.amplitude(dBm0: shape.highLevelDBm0), sampleRate: rate)
        }

        func sample(at index: Int) -> Float {
            let edge = min(1, Double(min(index - begin, end - 1 - index) + 1) / Double(rise))
            return Float(edge * (low.sample(at: index - begin) + high.sample(at: index - begin)))
        }
    }
}
