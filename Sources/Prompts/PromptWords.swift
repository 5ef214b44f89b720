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
    public static let sentencePause = SpeechPause.sentence
    /// The recordings that prompts are put together of; none at first: then every word takes its time in silence.
    public var lexicon = PromptLexicon.empty

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

    /// The recordings that it needs beside the vocabulary of its language, for all of its fixed text, in the order of the
    /// prompts' names; each once.
    public var phrases: [ClipSpec] {
        PromptWords.phrases(
            in: variants.sorted { $0.key < $1.key }.flatMap { $0.value.flatMap(\.template.texts) })
    }

    /// The fixed text of every prompt, by the prompts' names: for each all its sentences and parts of them, as `phrases`.
    public var fixedTexts: [(prompt: String, texts: [String])] {
        variants.sorted { $0.key < $1.key }.map { id, variants in
            (id, PromptWords.phrases(in: variants.flatMap(\.template.texts)).map(\.words))
        }
    }

    /// The recordings that any fixed text needs, as that of a plan, cut at its values: a sentence or a part of one each.
    public static func phrases(in texts: [String]) -> [ClipSpec] { PromptPhrases.specs(of: texts) }

    /// The words of `prompt` as they may be printed.
    public func words(for prompt: Prompt) -> String { text(of: prompt, value: printed) }

    private func printed(_ value: SpokenValue) -> String {
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

    private func text(of prompt: Prompt, value: (SpokenValue) -> String) -> String {
        if let own = prompt.ownWords {
            return own.map { part in
                switch part {
                case .text(let text): text
                case .value(let said): value(said)
                }
            }.joined()
        }
        guard let variant = variants[prompt.id]?.first(where: { $0.fits(prompt.occasion) }) else { return prompt.id }
        return variant.template.filled { slot in prompt.value(slot).map(value) ?? "" }
    }

    // MARK: Sound

    /// What is played for `prompt`, in order.
    func parts(of prompt: Prompt) -> [PromptPart] {
        guard !lexicon.isEmpty else {
            let words = words(for: prompt)
            return [.unsaid(words, unsaidDuration(of: words))]
        }
        var hidden: [HiddenSaying] = []
        let text = text(of: prompt) { value in
            switch value {
            // A letter's name is told from a word by its capital.
            case .spelled(let text): return speech.grouped(text)
            case .hidden(let detail):
                hidden.append(
                    HiddenSaying(
                        detail: detail, digits: detail.digitsSaid(on: prompt.occasion), printed: speech.hidden(detail)))
                return String(Character(SpeechTokens.hiddenMark))
            case .money, .amounts, .number, .brand, .words: return printed(value)
            }
        }
        return lexicon.parts(saying: SpeechTokens(text, in: speech, isWhole: true), wordsPerMinute, hidden: hidden)
    }

    /// What is played for a value that somebody wrote down, in order.
    public func parts(saying said: SaidText) -> [PromptPart] {
        let words = said.words(in: speech)
        guard !lexicon.isEmpty else { return [.unsaid(words, unsaidDuration(of: words))] }
        return lexicon.parts(saying: words, wordsPerMinute: wordsPerMinute)
    }

    /// The words of such a value.
    public func words(for said: SaidText) -> String { said.words(in: speech) }

    /// How long `prompt` takes: its recordings and their pauses; without any, its words at the language's speed and a pause
    /// after each sentence, in whole milliseconds.
    func duration(of prompt: Prompt) -> MediaDuration {
        guard !lexicon.isEmpty else { return unsaidDuration(of: words(for: prompt)) }
        return parts(of: prompt).reduce(.zero) { $0 + $1.duration }
    }

    private func unsaidDuration(of words: String) -> MediaDuration {
        var count = 0
        var inWord = false
        var sentences = 0
        for character in words.utf8 {
            let isSpace = character <= 0x20
            if !isSpace, !inWord { count += 1 }
            inWord = !isSpace
            if PromptWords.sentenceEnds.contains(character) { sentences += 1 }
        }
        return .milliseconds(count * 60_000 / wordsPerMinute) + PromptWords.sentencePause * max(1, sentences)
    }
}

extension Detail {
    /// How many digits are said of it: as many as it has, or as it may have where that tells more than it should. Those of a
    /// security code are the brand's.
    fileprivate func digitsSaid(on occasion: PromptOccasion) -> Int {
        switch self {
        case .cardNumber: BrandTable.greatestLength
        case .expiry: Expiry.length
        case .securityCode: occasion.brand?.securityCodeLength ?? 4
        case .postalCode: 12
        case .routingNumber: RoutingNumber.length
        case .bankAccount: BankAccountNumber.lengths.upperBound
        }
    }
}
