import PaymentCall
import Prompts
import Synchronization
import Telephony

/// A voice for tests, without files: each clip is a hum of its own with gliding harmonics, as long as its words are.
public final class SyntheticVoice: ClipSource {
    /// The shipped words, every one of them with a sound.
    public static let prompts: PromptSet = PromptSet(
        CallKit.prompts.languages.map { words in
            var sounding = words
            let specs =
                words.phrases + (words.language == .spanish ? SpokenSpanish.vocabulary : SpokenEnglish.vocabulary)
            sounding.lexicon = PromptLexicon(
                specs.map { PromptClip(name: $0.name, words: $0.words, duration: duration(of: $0.words)) },
                language: words.language)
            return sounding
        })

    /// Names of clips that have no sound.
    private let absent: Set<String>
    private let made = Mutex<[String: [Float]]>([:])

    /// A voice that lacks these clips.
    public init(without absent: Set<String> = []) { self.absent = absent }

    /// Some 15 letters a second.
    private static func duration(of words: String) -> MediaDuration { .milliseconds(120 + 65 * words.count) }

    public func samples(of clip: PromptClip, at rate: SampleRate) -> [Float]? {
        guard !absent.contains(clip.name) else { return nil }
        let key = "\(clip.name) \(rate.hertz)"
        if let known = made.withLock({ $0[key] }) { return known }
        let sound = SyntheticVoice.sound(of: clip, at: rate)
        made.withLock { $0[key] = sound }
        return sound
    }

    /// Eight harmonics of a pitch between 90 and 180 Hz that glides by a fifth, a swell for each half second; about -20 dBFS.
    private static func sound(of clip: PromptClip, at rate: SampleRate) -> [Float] {
        var hash = StableHash()
        hash.combine(clip.name)
        let pitch = 90 + Double(hash.value % 90)
        let count = rate.samples(in: clip.duration)
        var turns = 0.0
        return (0..<count).map { index in
            let seconds = Double(index) / Double(rate.hertz)
            turns += (pitch * (1 + 0.2 * seconds)) / Double(rate.hertz)
            let edge = min(1, Double(min(index, count - 1 - index)) / (0.01 * Double(rate.hertz)))
            let swell = 0.6 + 0.4 * Sine.turns(2 * seconds)
            let tone = (1...8).reduce(0.0) { $0 + Sine.turns(turns * Double($1)) / Double($1) }
            return Float(0.12 * edge * swell * tone)
        }
    }

    private enum Sine {
        static func turns(_ value: Double) -> Double {
            SineWave(hertz: 8000, amplitude: 1, sampleRate: .telephone, startTurns: value - value.rounded(.down))
                .sample(
                    at: 0)
        }
    }
}
