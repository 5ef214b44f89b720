import CardData

/// The security code (CVV, CVC, CID), as long as the brand has it; it is said back only where the rules say so.
final class SecurityCodeField: PaymentField {
    enum Fault: String, CaseIterable {
        case invalid = "invalid-security-code"
    }

    let field = Field.securityCode
    let detail = Detail.securityCode
    let isSensitive = true

    let prompts = [
        PromptDefinition("ask-security-code", [.digits]), PromptDefinition("repeat-security-code"),
        PromptDefinition("confirm-security-code"),
        PromptDefinition("confirm-spoken-security-code", needed: [.securityCode]),
        PromptDefinition("invalid-security-code"),
    ]

    private func length(_ call: borrowing PaymentCall) -> Int { call.brand?.securityCodeLength ?? 3 }

    func greatestLength(_ call: borrowing PaymentCall) -> Int { length(call) }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        // Given with the call it may come before the brand is known, which `fits` then tells.
        call.entry.count == length(call) || (call.brand == nil && call.entry.count == 4)
            ? .taken(FieldFinding()) : .wrong(.invalid, Prompt("invalid-security-code"))
    }

    func ask(_ call: borrowing PaymentCall) -> Prompt {
        Prompt("ask-security-code", [PromptValue(.digits, .number(length(call)))])
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        guard call.rules.speaksSecurityCode else { return Prompt("confirm-security-code") }
        return Prompt("confirm-spoken-security-code", [PromptValue(.securityCode, .hidden(.securityCode))])
    }
}
