import CardData

/// Text as a ledger may keep it.
enum KeptText {
    /// Digits in a row that no text column takes.
    static let longestRun = 12

    /// `text` with every run of digits that could be a card masked, and of every other long one all but the last four.
    static func keeping(_ text: String) -> String {
        var characters = Array(CardMask.masking(text))
        var start = 0
        while start < characters.count {
            let end = characters[start...].firstIndex { !$0.isDecimalDigit } ?? characters.count
            if end - start > longestRun { for place in start..<(end - 4) { characters[place] = "*" } }
            start = end + 1
        }
        return String(characters)
    }
}

extension Character {
    fileprivate var isDecimalDigit: Bool { wholeNumberValue.map { (0...9).contains($0) } ?? false }
}
