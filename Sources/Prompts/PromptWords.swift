import CardData
import PaymentCall
import Telephony

/// The words of every prompt in one language, and how long they take to say.
public struct PromptWords: Sendable {
    /// The language.
    public let language: Language
    /// Speaking speed.
    public let wordsPerMinute: Int
    /// A pause after each sentence.
    public static let sentencePause = MediaDuration.milliseconds(300)

    private static let sentenceEnds = Array(".?!".utf8)

    private let speech: any SpokenLanguage.Type
    private let variants: [String: [PromptVariant]]

    /// Words by prompt id, for each its variants; ids that are missing are the caller's error, see `PromptDefinition`.
    /// Nil for a language whose numbers and amounts nobody here can say.
    public init?(language: Language, wordsPerMinute: Int, variants: [String: [PromptVariant]]) {
        guard let speech = SpokenLanguages.speech(of: language) else { return nil }
        self.language = language
        self.wordsPerMinute = wordsPerMinute
        self.speech = speech
        // The most specific first, so that the first that fits is taken; of equals the one that stands first.
        self.variants = variants.mapValues { list in
            list.enumerated().sorted {
                ($1.element.specificity, $0.offset) < ($0.element.specificity, $1.offset)
            }.map(\.element)
        }
    }

    /// The words of `prompt` as they may be printed.
    public func words(for prompt: Prompt) -> String {
        if let own = prompt.ownWords {
            return own.map { part in
                switch part {
                case .text(let text): text
                case .value(let value): said(value)
                }
            }.joined()
        }
        guard let variant = variants[prompt.id]?.first(where: { $0.fits(prompt.occasion) }) else { return prompt.id }
        return variant.template.filled { slot in prompt.value(slot).map(said) ?? "" }
    }

    /// What is played for `prompt`, in order.
    func parts(of prompt: Prompt) -> [PromptPart] { [.unsaid(words(for: prompt), duration(of: prompt))] }

    /// How long `prompt` takes: its words at the language's speed and a pause after each sentence, in whole milliseconds.
    func duration(of prompt: Prompt) -> MediaDuration {
        var count = 0
        var inWord = false
        var sentences = 0
        for character in words(for: prompt).utf8 {
            let isSpace = character <= 0x20
            if !isSpace, !inWord { count += 1 }
            inWord = !isSpace
            if PromptWords.sentenceEnds.contains(character) { sentences += 1 }
        }
        return .milliseconds(count * 60_000 / wordsPerMinute) + PromptWords.sentencePause * max(1, sentences)
    }

    private func said(_ value: SpokenValue) -> String {
        switch value {
        case .money(let money): speech.amount(money)
        case .amounts(let amounts): speech.choice(of: amounts.map { speech.amount($0) })
        case .number(let number): speech.cardinal(Int64(number))
        case .spelled(let text): speech.spelled(text)
        case .brand(let brand): brand.spokenName
        case .words(let words): words
        case .hidden(let detail): speech.hidden(detail)
        }
    }
}
