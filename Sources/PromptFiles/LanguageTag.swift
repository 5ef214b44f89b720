import PaymentCall

extension Language {
    /// The language of a tag as people write it, in any case: `es-us` is `es-US`. Nil for more than a language with a
    /// script and a region: a tag is printed, and no card number fits into one.
    init?(written text: String) {
        var parts: [String] = []
        for part in text.split(separator: "-", omittingEmptySubsequences: false) {
            let isWord = part.allSatisfy { $0.isASCII && $0.isLetter }
            switch part.count {
            case 2...3 where isWord && parts.isEmpty: parts.append(part.lowercased())
            case 4 where isWord && parts.count == 1:
                parts.append(part.prefix(1).uppercased() + part.dropFirst().lowercased())
            case 2 where isWord && !parts.isEmpty: parts.append(part.uppercased())
            case 3 where !parts.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }: parts.append(String(part))
            default: return nil
            }
        }
        guard parts.count <= 3 else { return nil }
        self.init(tag: parts.joined(separator: "-"))
    }
}
