import PaymentCall
import Telephony

/// The words of every prompt in one language, and how long they take to say.
public struct PromptSet: Sendable {
    /// The language and region, e.g. `en-US`.
    public let language: String
    /// Speaking speed.
    public let wordsPerMinute: Int
    /// A pause after each sentence.
    public static let sentencePause = MediaDuration.milliseconds(300)

    private static let sentenceEnds = Array(".?!".utf8)

    private let templates: [String: PromptTemplate]

    /// A set of templates by prompt id; ids that are missing are the caller's error, see `PromptCatalogue`.
    public init(language: String, wordsPerMinute: Int, templates: [String: PromptTemplate]) {
        self.language = language
        self.wordsPerMinute = wordsPerMinute
        self.templates = templates
    }

    /// The words of `prompt` as they may be printed: an expiry that is read back stands as `(month and year, not shown)`.
    public func words(for prompt: Prompt) -> String {
        guard let template = templates[prompt.id] else { return prompt.id }
        return template.filled { slot in SpokenEnglish.value(of: slot, in: prompt) }
    }

    /// How long `prompt` takes: its words at the set's speed and a pause after each sentence, in whole milliseconds.
    public func duration(of prompt: Prompt) -> MediaDuration {
        var count = 0
        var inWord = false
        var sentences = 0
        for character in words(for: prompt).utf8 {
            let isSpace = character <= 0x20
            if !isSpace, !inWord { count += 1 }
            inWord = !isSpace
            if PromptSet.sentenceEnds.contains(character) { sentences += 1 }
        }
        return .milliseconds(count * 60_000 / wordsPerMinute) + PromptSet.sentencePause * max(1, sentences)
    }
}

/// A value that a prompt says.
public enum PromptSlot: String, Hashable, Sendable, CaseIterable {
    case amount, minimum, maximum, balance, brand
    case lastFour = "last-four"
    case expiry, digits, reference
}

/// Words with slots: `Your balance is {balance}.`
public struct PromptTemplate: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case text(String)
        case slot(PromptSlot)
    }
    private let parts: [Part]

    /// Reads a template; throws the name of a slot that is none, or a brace that is not closed.
    public init(_ text: String) throws(PromptTemplateError) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            parts.append(.text(String(rest[..<open])))
            guard let close = rest[open...].firstIndex(of: "}") else { throw .unclosedBrace }
            let name = String(rest[rest.index(after: open)..<close])
            guard let slot = PromptSlot(rawValue: name) else { throw .unknownSlot(name) }
            parts.append(.slot(slot))
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
    }

    /// The slots used.
    public var slots: Set<PromptSlot> {
        Set(parts.compactMap { if case .slot(let slot) = $0 { slot } else { nil } })
    }

    func filled(_ value: (PromptSlot) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .slot(let slot): value(slot)
            }
        }.joined()
    }
}

/// Why a template can't be read.
public enum PromptTemplateError: Error, Hashable, Sendable {
    /// There is no slot of that name.
    case unknownSlot(String)
    /// A `{` without its `}`.
    case unclosedBrace
}
