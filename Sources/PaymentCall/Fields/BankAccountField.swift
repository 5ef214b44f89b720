import CardData

/// The number of a bank account. While the live-account guard is on, published test accounts alone are taken.
final class BankAccountField: PaymentField {
    enum Fault: String, CaseIterable {
        case invalid = "invalid-bank-account"
        case liveRefused = "live-account-refused"
    }

    let field = Field.bankAccount
    let method = PaymentMethod.bankAccount
    let detail = Detail.bankAccount
    let isSensitive = true

    let prompts = [
        PromptDefinition("ask-bank-account"), PromptDefinition("repeat-bank-account"),
        PromptDefinition("confirm-bank-account", needed: [.lastFour]), PromptDefinition("invalid-bank-account"),
        PromptDefinition("live-account-refused"),
    ]

    func greatestLength(_ call: borrowing PaymentCall) -> Int {
        BankAccountNumber.lengths.upperBound
    }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        guard BankAccountNumber.lengths.contains(call.entry.count) else {
            return .wrong(.invalid, Prompt("invalid-bank-account"))
        }
        guard !call.rules.liveAccountGuard || TestBankAccount.account(numbered: call.entry) != nil else {
            return .wrong(.liveRefused, Prompt("live-account-refused"))
        }
        let masked = BankAccountNumber.masked(call.entry)
        return .taken(FieldFinding(shown: masked, lastFour: masked.filter { $0 != "*" }))
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        Prompt("confirm-bank-account", [PromptValue(.lastFour, .spelled(call.findings[field]?.lastFour ?? ""))])
    }
}
