import CardData

/// The card's expiry: MMYY, good to the last day of the month.
final class ExpiryField: PaymentField {
    enum Fault: String, CaseIterable {
        case invalid = "invalid-expiry"
        case expired = "card-expired"
    }

    let field = Field.expiry
    let detail = Detail.expiry
    let isSensitive = true

    let prompts = [
        PromptDefinition("ask-expiry"), PromptDefinition("repeat-expiry"),
        PromptDefinition("confirm-expiry", needed: [.expiry]), PromptDefinition("invalid-expiry"),
        PromptDefinition("card-expired"),
    ]

    func greatestLength(_ call: borrowing PaymentCall) -> Int { Expiry.length }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        let today = call.setup.today
        return switch call.entry.withDigits({ Expiry.judge($0, today: today) }) {
        case .valid: .taken(FieldFinding())
        case .invalid: .wrong(.invalid, Prompt("invalid-expiry"))
        case .expired: .wrong(.expired, Prompt("card-expired"))
        }
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        Prompt("confirm-expiry", [PromptValue(.expiry, .hidden(.expiry))])
    }
}
