import CardData

/// The card number (PAN): brand, length, check digit, and whether it is taken here (Genesys G5).
final class CardNumberField: PaymentField {
    let field = Field.cardNumber
    let detail = Detail.cardNumber
    let isSensitive = true

    let prompts = [
        PromptDefinition("ask-card-number"), PromptDefinition("repeat-card-number"),
        PromptDefinition("confirm-card-number", [.brand], needed: [.lastFour]),
        PromptDefinition("invalid-card-number"), PromptDefinition("brand-not-accepted", [.brand]),
        PromptDefinition("live-card-refused"),
    ]

    func greatestLength(_ call: borrowing PaymentCall) -> Int {
        call.entry.withDigits { BrandTable.match($0).greatestLength }
    }

    func mayBeWhole(_ call: borrowing PaymentCall) -> Bool {
        call.rules.cards.mayBeWhole(call.entry)
    }

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict {
        switch call.rules.cards.judge(call.entry) {
        case .success(let brand):
            let masked = call.entry.masked
            return .taken(
                FieldFinding(
                    shown: masked.description, lastFour: masked.lastFour, brand: brand, maskedPAN: masked))
        case .failure(let fault):
            let prompt =
                switch fault {
                case .unknownBrand, .wrongLength, .luhn: Prompt("invalid-card-number")
                case .brandNotAccepted(let brand):
                    Prompt("brand-not-accepted", [PromptValue(.brand, .brand(brand))])
                case .liveCardRefused: Prompt("live-card-refused")
                }
            return .wrong(fault.code, prompt)
        }
    }

    func readBack(_ call: borrowing PaymentCall) -> Prompt {
        Prompt(
            "confirm-card-number",
            [
                PromptValue(.brand, .brand(call.brand ?? .visa)),
                PromptValue(.lastFour, .spelled(call.findings[field]?.lastFour ?? "")),
            ])
    }
}
