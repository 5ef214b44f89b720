import CardData

/// The card number (PAN): brand, length, check digit, and whether it is taken here (Genesys G5).
final class CardNumberField: PaymentField {
    enum Fault: String, CaseIterable {
        case unknownBrand = "unknown-brand"
        case wrongLength = "wrong-length"
        case luhn
        case brandNotAccepted = "brand-not-accepted"
        case liveCardRefused = "live-card-refused"
    }

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

    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault> {
        switch call.rules.cards.judge(call.entry) {
        case .success(let brand):
            let masked = call.entry.masked
            return .taken(
                FieldFinding(
                    shown: masked.description, lastFour: masked.lastFour, brand: brand, maskedPAN: masked))
        case .failure(let fault):
            switch fault {
            case .unknownBrand: return .wrong(.unknownBrand, Prompt("invalid-card-number"))
            case .wrongLength: return .wrong(.wrongLength, Prompt("invalid-card-number"))
            case .luhn: return .wrong(.luhn, Prompt("invalid-card-number"))
            case .brandNotAccepted(let brand):
                return .wrong(.brandNotAccepted, Prompt("brand-not-accepted", [PromptValue(.brand, .brand(brand))]))
            case .liveCardRefused: return .wrong(.liveCardRefused, Prompt("live-card-refused"))
            }
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
