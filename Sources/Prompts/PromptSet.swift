import PaymentCall
import Telephony

/// The words of every prompt, in one language or several, and how long they take to say.
public struct PromptSet: Sendable {
    /// The words by language, the first of them for calls in any other.
    public let languages: [PromptWords]
    /// Where the sound of the words' recordings comes from; nil where there is none.
    public let sounds: (any ClipSource)?
    private let durations = DurationCache()

    /// A set of these languages, at least one; a language that stands twice counts once, the later one.
    public init(_ languages: [PromptWords], sounds: (any ClipSource)? = nil) {
        self.sounds = sounds
        var kept: [PromptWords] = []
        for words in languages {
            if let index = kept.firstIndex(where: { $0.language == words.language }) {
                kept[index] = words
            } else {
                kept.append(words)
            }
        }
        self.languages = kept
    }

    /// The words of a language, else of the first.
    public func words(in language: Language) -> PromptWords {
        languages.first { $0.language == language } ?? languages[0]
    }

    /// The words of `prompt` as they may be printed: an expiry that is read back stands as `(month and year, not shown)`.
    public func words(for prompt: Prompt) -> String { words(in: prompt.occasion.language).words(for: prompt) }

    /// What is played for `prompt`, in order: as long, part by part, as `duration(of:)` says.
    public func parts(of prompt: Prompt) -> [PromptPart] { words(in: prompt.occasion.language).parts(of: prompt) }

    /// How long `prompt` takes: its words at the language's speed and a pause after each sentence, in whole milliseconds.
    public func duration(of prompt: Prompt) -> MediaDuration {
        durations.duration(of: prompt) { words(in: prompt.occasion.language).duration(of: prompt) }
    }
}
