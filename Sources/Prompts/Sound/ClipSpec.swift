/// A recording that a set should have.
public struct ClipSpec: Hashable, Sendable {
    /// Its name in the set: `digits/20`, `digits/20-f`, `ivr/please-enter-your-pin`.
    public let name: String
    /// What it says, as the words of prompts have it: `twenty`; `twenty.` where it ends a sentence and falls in tone.
    public let words: String
    /// The same as it is written for a voice that would read the words in another way: `doble u` for a Spanish `W`.
    public let spoken: String

    /// What the names of pieces that end a sentence have behind that of the same piece within one.
    public static let fallingSuffix = "-f"

    /// A recording of `words`; for a voice written as `spoken`, nil for the words themselves.
    public init(name: String, words: String, spoken: String? = nil) {
        self.name = name
        self.words = words
        self.spoken = spoken ?? words
    }

    /// The piece as it stands within a sentence, and the same at its end.
    static func both(_ name: String, _ words: String, spoken: String? = nil) -> [ClipSpec] {
        [
            ClipSpec(name: name, words: words, spoken: spoken),
            ClipSpec(name: name + fallingSuffix, words: words + ".", spoken: spoken.map { $0 + "." }),
        ]
    }
}
