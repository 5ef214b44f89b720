/// The recordings that the words of prompts need beside the vocabulary: their fixed text, a sentence or a part of one each.
enum PromptPhrases {
    /// Letters and marks of a name, at most.
    private static let longestSlug = 60

    /// A recording for each sentence of the texts, which stand between values; each once, in the order of the texts.
    static func specs(of fixed: [String]) -> [ClipSpec] {
        var texts: [String] = []
        var known: Set<String> = []
        for text in fixed.flatMap(sentences).compactMap(trimmed) where known.insert(text).inserted {
            texts.append(text)
        }
        let counts = Dictionary(texts.map { (slug(of: $0), 1) }, uniquingKeysWith: +)
        return texts.map { text in
            let slug = slug(of: text)
            let isUnique = counts[slug] == 1 && slug.utf8.count <= longestSlug && !slug.isEmpty
            let name =
                isUnique ? slug : [shortened(slug), hash(of: text)].filter { !$0.isEmpty }.joined(separator: "-")
            return ClipSpec(name: "ivr/" + name, words: text)
        }
    }

    /// A text cut behind the marks that end sentences.
    private static func sentences(of text: String) -> [Substring] {
        var found: [Substring] = []
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if ".?!…".contains(text[index]), next == text.endIndex || text[next].isWhitespace {
                found.append(text[start..<next])
                start = next
            }
            index = next
        }
        return found + [text[start...]]
    }

    /// The sentence without what surrounds its words, but with the mark that ends it; nil where it has no words.
    private static func trimmed(_ sentence: Substring) -> String? {
        guard let first = sentence.firstIndex(where: \.isWord), let last = sentence.lastIndex(where: \.isWord) else {
            return nil
        }
        let behind = sentence[sentence.index(after: last)...]
        let mark = behind.first { ".?!…".contains($0) }.map { $0 == "?" ? "?" : "." } ?? ""
        return String(sentence[first...last]) + mark
    }

    // MARK: Names

    private static func slug(of text: String) -> String {
        var slug = ""
        for character in text.lowercased() {
            guard !"'’".contains(character) else { continue }
            let plain = character.isASCII ? character : unmarked[character] ?? "-"
            if plain.isLetter || plain.isNumber {
                slug.append(plain)
            } else if !slug.isEmpty, slug.last != "-" {
                slug.append("-")
            }
        }
        while slug.last == "-" { slug.removeLast() }
        return slug
    }

    /// The slug as far as whole words fit, with room for the hash.
    private static func shortened(_ slug: String) -> String {
        guard slug.utf8.count > longestSlug else { return slug }
        let head = slug.prefix(longestSlug - 7)
        return String(head.lastIndex(of: "-").map { head[..<$0] } ?? head)
    }

    /// Six hexadecimal digits that stand for the words (FNV-1a).
    private static func hash(of text: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String((hash ^ hash >> 24) & 0xFF_FFFF, radix: 16)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    private static let unmarked: [Character: Character] = [
        "á": "a", "à": "a", "â": "a", "ä": "a", "ã": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "í": "i", "ì": "i",
        "î": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "ö": "o", "õ": "o", "ú": "u", "ù": "u", "û": "u", "ü": "u",
        "ñ": "n", "ç": "c",
    ]
}

extension Character {
    /// Whether it is heard: `*` and `$` are read as words.
    fileprivate var isWord: Bool { isLetter || isNumber || self == "*" || self == "$" }
}
