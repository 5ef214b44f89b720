import CardData

/// The rules of the texts a client gives, so that none holds a card number.
enum GatewayText {
    /// Digits in a row from which on a text could hold a card or an account number.
    static let tooManyDigits = 13
    /// Characters of a reference, and of an idempotency key.
    static let lengths = 1...64
    /// Characters that a description may have, and a parameter's value.
    static let longest = 200

    /// Whether `text` may be an idempotency key: printable ASCII.
    static func isKey(_ text: String) -> Bool {
        lengths.contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            && text.utf8.contains { $0 != 0x20 }
    }

    /// Whether `text` may be a reference: printable ASCII without spaces, and nothing that could be a card number.
    static func isReference(_ text: String) -> Bool {
        lengths.contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) } && isHarmless(text)
            && !holdsPublishedNumber(text)
    }

    /// Whether `text` may be a decline code.
    static func isCode(_ text: String) -> Bool {
        lengths.contains(text.utf8.count) && isHarmless(text)
            && text.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x5f
            }
    }

    /// Whether `text` may be kept: without a run of digits that a card number could lie in, of any script.
    static func isHarmless(_ text: String) -> Bool {
        var run = 0
        for character in text {
            run = character.isNumber ? run + 1 : 0
            if run >= tooManyDigits { return false }
        }
        return true
    }

    /// Whether `text` is free of control characters. JSON writes them in digits, which may lengthen a run beside them.
    static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }

    /// `text` as it is kept: what could be a card number in it is masked.
    static func masked(_ text: String) -> String {
        let masked = CardMask.masking(text)
        return isHarmless(masked) ? masked : String(masked.map { $0.isNumber ? "*" : $0 })
    }

    /// A reference may have many digits between its marks, as dates and counts do. A published card number is none.
    private static func holdsPublishedNumber(_ text: String) -> Bool {
        let digits = text.filter { ("0"..."9").contains($0) }
        guard digits.count >= tooManyDigits else { return false }
        return TestCards.all.contains { digits.contains($0.number) }
    }
}
