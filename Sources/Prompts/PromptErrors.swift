import CardData
import PaymentCall

/// What may have gone wrong just before a prompt, by the names that events have for it.
public enum PromptErrors {
    /// Every name, in the order of the call; each once.
    public static let names: [String] = {
        var names: [String] = []
        let all = attempts + entries + cardNumbers + DeclineReason.allCases.map(\.rawValue) + CallResult.reasons
        for name in all where !names.contains(name) { names.append(name) }
        return names
    }()

    /// At any question.
    private static let attempts = [AttemptFault.noInput, .noMatch, .refused].map(\.code)

    /// At the entry of a field.
    private static let entries = [
        "unknown-account", "wrong-pin", "invalid-amount", "amount-below-minimum", "amount-above-maximum",
        "amount-above-balance", "amount-not-allowed", "entries-differ", "card-refused", "card-check-unavailable",
        "invalid-expiry", "card-expired", "invalid-security-code", "invalid-postal-code", "invalid-routing-number",
        "invalid-bank-account", "live-account-refused",
    ]

    /// At a card number, by the rules of cards.
    private static let cardNumbers = [
        CardNumberFault.unknownBrand, .wrongLength, .luhn, .brandNotAccepted(.visa), .liveCardRefused,
    ].map(\.code)
}
