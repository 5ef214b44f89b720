/// A card number as it may be shown: at most the first six digits and the last four (PCI DSS 3.4.1).
public struct MaskedPAN: Hashable, Sendable, CustomStringConvertible {
    /// The masked number, as long as the number itself: `424242******4242`.
    public let description: String
    /// The last four digits.
    public let lastFour: String

    /// Masks `digits` (values 0 to 9); at least four in the middle stay hidden, all of them below twelve digits.
    init(_ digits: Span<UInt8>) {
        let shownAtEnd = digits.count >= 12 ? 4 : 0
        let shownAtStart = digits.count >= 12 ? min(6, digits.count - 8) : 0
        var text = ""
        var tail = ""
        for index in 0..<digits.count {
            let shown = index < shownAtStart || index >= digits.count - shownAtEnd
            let character = shown ? Character(UnicodeScalar(0x30 + digits[index])) : "*"
            text.append(character)
            if index >= digits.count - shownAtEnd { tail.append(character) }
        }
        description = text
        lastFour = tail
    }
}

/// Finds and hides runs of digits that could be a card number, wherever a person may have typed one.
public enum CardMask {
    /// Lengths of card numbers that are masked in any text: 13 to 19 digits.
    public static let lengths = 13...19

    /// Marks that people put between the digits of a number; white space is one everywhere.
    public static let separators =
        "-._/,;:|+()'\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{b7}\u{2022}\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}"

    /// `text` with every run of digits that could be a card masked: spaces and marks between digits don't hide one, nor
    /// do the digits of other scripts.
    public static func masking(_ text: String, across separators: String = CardMask.separators) -> String {
        // Most texts have too few digits for a card; only digits of other scripts need the whole look.
        var digitCount = 0
        let isPlain = text.utf8.allSatisfy { byte in
            if (0x30...0x39).contains(byte) { digitCount += 1 }
            return byte < 0x80
        }
        guard !isPlain || digitCount >= lengths.lowerBound else { return text }
        var characters = Array(text)
        var places: [Int] = []
        var digits: [UInt8] = []
        for index in characters.indices {
            if let value = characters[index].wholeNumberValue, (0...9).contains(value) {
                places.append(index)
                digits.append(UInt8(value))
            } else if !characters[index].isWhitespace, !separators.contains(characters[index]) {
                hide(digits, at: places, in: &characters)
                (places, digits) = ([], [])
            }
        }
        hide(digits, at: places, in: &characters)
        return String(characters)
    }

    private static func hide(_ digits: [UInt8], at places: [Int], in characters: inout [Character]) {
        for run in cardRuns(digits.span) {
            let keepStart = min(6, run.count - 8)
            for offset in keepStart..<(run.count - 4) { characters[places[run.lowerBound + offset]] = "*" }
        }
    }

    /// Every run of 13 to 19 digits that passes Luhn, by its place in `digits`; runs may overlap.
    static func cardRuns(_ digits: Span<UInt8>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        guard digits.count >= lengths.lowerBound else { return runs }
        for start in 0...(digits.count - lengths.lowerBound) {
            for length in lengths where start + length <= digits.count {
                if Luhn.isValid(digits.extracting(start..<(start + length))) { runs.append(start..<(start + length)) }
            }
        }
        return runs
    }
}
