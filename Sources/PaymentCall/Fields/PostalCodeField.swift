import CardData

/// The postal code of the card holder, for the gateway's address check: digits alone, since a keypad has no letters.
final class PostalCodeField: PaymentField {
    enum Fault: String, CaseIterable {
        case invalid = "invalid-postal-code"
    }

    let field = Field.postalCode
    let detail = Detail.postalCode
    let isSensitive = false
    let standard = FieldRule(asked: .never)

    let prompts = [
        PromptDefinition("ask-postal-code"), PromptDefinition("repeat-postal-code"),
        PromptDefinition("confirm-postal-code", needed: [.postalCode]), PromptDefinition("invalid-postal-code"),
    ]

    func greatestLength(_ call: borrowing PaymentCall) -> Int {
        call.rules.longestPostalCode
    }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        guard call.entry.count >= call.rules.shortestPostalCode, call.entry.count <= call.rules.longestPostalCode else {
            return .wrong(.invalid, Prompt("invalid-postal-code"))
        }
        return .taken(FieldFinding(shown: call.entry.withDigits { digits in digits.text }))
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        Prompt("confirm-postal-code", [PromptValue(.postalCode, .spelled(call.findings[field]?.shown ?? ""))])
    }
}

extension Span<UInt8> {
    /// Digits (values 0 to 9) that are not sensitive, as text.
    var text: String {
        var text = ""
        for index in indices { text.append(Character(UnicodeScalar(0x30 + self[index]))) }
        return text
    }
}
