import CardData

/// The routing number of the caller's bank: nine digits with the check digit of the ABA. It is public, so it is shown.
final class RoutingNumberField: PaymentField {
    enum Fault: String, CaseIterable {
        case invalid = "invalid-routing-number"
    }

    let field = Field.routingNumber
    let method = PaymentMethod.bankAccount
    let detail = Detail.routingNumber
    let isSensitive = false

    let prompts = [
        PromptDefinition("ask-routing-number"), PromptDefinition("repeat-routing-number"),
        PromptDefinition("confirm-routing-number", needed: [.routingNumber]),
        PromptDefinition("invalid-routing-number"),
    ]

    func greatestLength(_ call: borrowing PaymentCall) -> Int { RoutingNumber.length }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        guard call.entry.withDigits({ RoutingNumber.isValid($0) }), !call.entry.overflowed else {
            return .wrong(.invalid, Prompt("invalid-routing-number"))
        }
        return .taken(FieldFinding(shown: call.entry.withDigits { $0.text }))
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        Prompt("confirm-routing-number", [PromptValue(.routingNumber, .spelled(call.findings[field]?.shown ?? ""))])
    }
}
