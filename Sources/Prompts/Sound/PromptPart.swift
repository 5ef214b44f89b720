import CardData
import Telephony

/// One recording of a prompt set: a word, a phrase or a sentence.
public struct PromptClip: Hashable, Sendable {
    /// Its name in the set, as the path of its file without the ending: `digits/20`, `ivr/please-enter-your-pin`.
    public let name: String
    /// What it says, as it is written; a text that ends a sentence has its mark, and falls in tone.
    public let words: String
    /// How long it sounds.
    public let duration: MediaDuration
    /// The set that it belongs to: two sets have the same names, and may have the same words of the same length.
    public let set: String

    /// A clip of `words` that sounds for `duration`, of the set that is called so.
    public init(name: String, words: String, duration: MediaDuration, set: String = "") {
        self.name = name
        self.words = words
        self.duration = duration
        self.set = set
    }
}

/// A stretch of a prompt as it is played.
public enum PromptPart: Hashable, Sendable {
    /// A recording.
    case clip(PromptClip)
    /// Nothing for a while: between words, groups of digits and sentences.
    case pause(MediaDuration)
    /// Words without a recording: silence for as long as they take to say.
    case unsaid(String, MediaDuration)
    /// Digits of the vault. The part lasts as long whatever they are, so that no time gives one away.
    case hidden(HiddenPart)

    /// How long it takes.
    public var duration: MediaDuration {
        switch self {
        case .clip(let clip): clip.duration
        case .pause(let duration), .unsaid(_, let duration): duration
        case .hidden(let part): part.duration
        }
    }
}

/// A place where digits of the vault are said: one, or two that are said as a number.
public struct HiddenPart: Hashable, Sendable {
    /// Whose digits.
    public let detail: Detail
    /// Which of them, from 0: one or two.
    public let digits: Range<Int>
    /// What is said by the value of these digits, 0 to 9 or 0 to 99; nothing for a value that can't be said.
    public let sounds: [[PromptClip]]
    /// The length of the longest of them: how long the part lasts.
    public let duration: MediaDuration

    /// The digits of `detail` at `digits`, said by `sounds`.
    public init(detail: Detail, digits: Range<Int>, sounds: [[PromptClip]]) {
        self.detail = detail
        self.digits = digits
        self.sounds = sounds
        let lengths = sounds.map { $0.reduce(.zero) { $0 + $1.duration } }
        duration = lengths.max() ?? .zero
    }
}
