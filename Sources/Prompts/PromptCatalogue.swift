import CardData

/// Every prompt that a set must have, and the values each may say.
public enum PromptCatalogue {
    /// Slots by prompt id.
    public static let slots: [String: Set<PromptSlot>] = {
        var all: [String: Set<PromptSlot>] = [:]
        for id in plain { all[id] = [] }
        for (id, slots) in withValues { all[id] = slots }
        for reason in DeclineReason.allCases {
            all["declined-" + reason.rawValue.split(separator: "_").joined(separator: "-")] = []
        }
        return all
    }()

    /// The values that a prompt must say, because the caller agrees to them by a key.
    public static let needed: [String: Set<PromptSlot>] = [
        "confirm-amount": [.amount],
        "confirm-card-number": [.lastFour],
        "confirm-expiry": [.expiry],
        "summary": [.amount, .lastFour],
        "summary-of-storing": [.lastFour],
    ]

    private static let plain = [
        "greeting", "ask-account", "ask-pin", "ask-card-number", "ask-expiry", "confirm-security-code", "ask-change",
        "ask-change-card-only", "no-input", "no-match", "unknown-account", "wrong-pin", "invalid-amount",
        "invalid-card-number", "live-card-refused", "invalid-expiry", "card-expired", "invalid-security-code",
        "enter-again", "processing", "nothing-due", "account-blocked", "identification-failed", "too-many-attempts",
        "too-many-declines", "card-not-usable", "gateway-unavailable", "outcome-unknown", "cancelled", "transferring",
        "transferring-to-agent", "goodbye",
    ]

    private static let withValues: [String: Set<PromptSlot>] = [
        "offer-balance": [.balance],
        "offer-balance-only": [.balance],
        "ask-amount": [.minimum, .maximum],
        "confirm-amount": [.amount],
        "confirm-card-number": [.brand, .lastFour],
        "confirm-expiry": [.expiry],
        "ask-security-code": [.digits],
        "summary": [.amount, .brand, .lastFour],
        "amount-below-minimum": [.minimum],
        "amount-above-maximum": [.maximum],
        "amount-above-balance": [.balance],
        "brand-not-accepted": [.brand],
        "summary-of-storing": [.brand, .lastFour],
        "paid": [.amount, .reference],
        "card-stored": [.reference],
    ]
}
