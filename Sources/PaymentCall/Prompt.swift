import Amounts
import CardData

/// One thing that the caller hears. It carries what may be printed and no more: an expiry or a security code that is
/// read back is taken from the vault by whoever speaks it.
public struct Prompt: Hashable, Sendable {
    /// The prompt's name in prompt sets, events and scenarios.
    public let id: String
    /// The values it says, at most one a slot.
    public let values: [PromptValue]
    /// Words that come with the prompt instead of from a set, as those of a call plan; nil for none.
    public let ownWords: [SpokenPart]?
    /// When it is said: what chooses among the variants of its words.
    public var occasion = PromptOccasion()

    /// A prompt of that name, which says these values.
    public init(_ id: String, _ values: [PromptValue] = []) {
        self.id = id
        self.values = values
        ownWords = nil
    }

    /// A prompt that brings its words.
    public init(_ id: String, ownWords: [SpokenPart]) {
        self.id = id
        self.ownWords = ownWords
        values = []
    }

    /// Hashes what tells most prompts apart: they are looked up again and again.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        for value in values { hasher.combine(value.said) }
        hasher.combine(occasion.attempt)
    }

    /// The value that it has for `slot`; nil for none.
    public func value(_ slot: PromptSlot) -> SpokenValue? { values.first { $0.slot == slot }?.said }
}

/// When a prompt is said. Words may be given for any part of it; the most specific ones are taken.
public struct PromptOccasion: Hashable, Sendable {
    /// The question at hand; nil outside of one.
    public var step: Question?
    /// What went wrong just before: `no-input`, `luhn`, `insufficient_funds`; nil for nothing.
    public var error: String?
    /// Which attempt at the question's field this is, from 1; 0 outside of a question.
    public var attempt = 0
    /// The card's brand, once its number was taken.
    public var brand: Brand?
    /// The language of the call.
    public var language = Language.english

    /// Nothing in particular, in English.
    public init() {}
}

/// A value of a prompt: where it stands in the words, and how it is said.
public struct PromptValue: Hashable, Sendable {
    /// Its place in the words: `{amount}`.
    public let slot: PromptSlot
    /// The value.
    public let said: SpokenValue

    /// `said` stands at `slot`.
    public init(_ slot: PromptSlot, _ said: SpokenValue) {
        self.slot = slot
        self.said = said
    }
}

/// A part of words: text, or a value between text.
public enum SpokenPart: Hashable, Sendable {
    /// Text as it stands.
    case text(String)
    /// A value.
    case value(SpokenValue)
}

/// A value by the way it is said.
public enum SpokenValue: Hashable, Sendable {
    /// An amount in words.
    case money(Money)
    /// Amounts of which one may be chosen.
    case amounts([Money])
    /// A whole number in words.
    case number(Int)
    /// Characters one by one.
    case spelled(String)
    /// A brand's name.
    case brand(Brand)
    /// Words as they stand.
    case words(String)
    /// Digits of the vault: said, never printed.
    case hidden(Detail)
}

/// The place of a value in the words of a prompt.
public enum PromptSlot: String, Hashable, Sendable, CaseIterable {
    case amount, minimum, maximum, balance, brand
    case lastFour = "last-four"
    case expiry
    case securityCode = "security-code"
    case postalCode = "postal-code"
    case routingNumber = "routing-number"
    case digits, reference, key, choices
}

/// What is played in one go: several prompts, one after another.
public struct Announcement: Hashable, Sendable {
    /// The prompts, in order; never none.
    public var prompts: [Prompt]

    /// These prompts, one after another; never none.
    public init(prompts: [Prompt]) { self.prompts = prompts }
}

/// A language of prompts, by its tag of BCP 47.
public struct Language: Hashable, Sendable {
    /// The tag, e.g. `en-US`.
    public let tag: String

    /// The language of that tag.
    public init(tag: String) { self.tag = tag }

    /// US English.
    public static let english = Language(tag: "en-US")
    /// US Spanish.
    public static let spanish = Language(tag: "es-US")

    /// The tags in a list that `text` may mean: the tag itself, or its language alone (`es`).
    public func answers(to text: String) -> Bool {
        tag.lowercased() == text.lowercased() || tag.lowercased().hasPrefix(text.lowercased() + "-")
    }
}
