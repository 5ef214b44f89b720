import Amounts
import CardData

/// A prompt as a set of words must have it: its name, the values it may say, and those it must.
public struct PromptDefinition: Hashable, Sendable {
    /// The prompt's name.
    public let id: String
    /// The values that its words may have.
    public let slots: Set<PromptSlot>
    /// The values that its words must have, because the caller agrees to them by a key.
    public let needed: Set<PromptSlot>

    init(_ id: String, _ slots: Set<PromptSlot> = [], needed: Set<PromptSlot> = []) {
        self.id = id
        self.slots = slots.union(needed)
        self.needed = needed
    }

    /// Every prompt of the payment call, in the order of the call.
    public static let all: [PromptDefinition] =
        questions + PaymentFields.all.flatMap(\.prompts) + errors + declines + lastWords

    private static let questions = [
        PromptDefinition("greeting"), PromptDefinition("choose-language", needed: [.key]),
        PromptDefinition("ask-account"), PromptDefinition("ask-pin"),
        PromptDefinition("offer-balance", [.balance]), PromptDefinition("offer-balance-only", [.balance]),
        PromptDefinition("ask-amount", [.minimum, .maximum]),
        PromptDefinition("ask-amount-in-cents", [.minimum, .maximum]),
        PromptDefinition("ask-amount-of", needed: [.choices]),
        PromptDefinition("repeat-amount"), PromptDefinition("confirm-amount", needed: [.amount]),
        PromptDefinition("ask-method"),
        PromptDefinition("summary", [.brand], needed: [.amount, .lastFour]),
        PromptDefinition("summary-of-bank-account", needed: [.amount, .lastFour]),
        PromptDefinition("summary-of-storing", [.brand], needed: [.lastFour]),
        PromptDefinition("summary-of-storing-bank-account", needed: [.lastFour]),
        PromptDefinition("ask-change"), PromptDefinition("ask-change-card-only"),
        PromptDefinition("ask-change-bank-account"), PromptDefinition("ask-change-bank-account-only"),
        PromptDefinition("ask-change-method"), PromptDefinition("ask-after-decline"),
    ]

    private static let errors = [
        PromptDefinition("no-input"), PromptDefinition("no-match"), PromptDefinition("unknown-account"),
        PromptDefinition("wrong-pin"), PromptDefinition("invalid-amount"),
        PromptDefinition("amount-below-minimum", [.minimum]), PromptDefinition("amount-above-maximum", [.maximum]),
        PromptDefinition("amount-above-balance", [.balance]), PromptDefinition("amount-not-allowed", [.choices]),
        PromptDefinition("entries-differ"), PromptDefinition("enter-again"), PromptDefinition("checking-card"),
        PromptDefinition("card-refused"), PromptDefinition("processing"),
    ]

    private static let declines = DeclineReason.allCases.map { PromptDefinition(Prompt.declined($0).id) }

    private static let lastWords = [
        PromptDefinition("paid", [.amount, .reference]), PromptDefinition("card-stored", [.reference]),
        PromptDefinition("bank-account-stored", [.reference]),
        PromptDefinition("nothing-due"), PromptDefinition("account-blocked"),
        PromptDefinition("identification-failed"), PromptDefinition("too-many-attempts"),
        PromptDefinition("too-many-declines"), PromptDefinition("card-not-usable"),
        PromptDefinition("card-check-unavailable"),
        PromptDefinition("gateway-unavailable"), PromptDefinition("outcome-unknown"),
        PromptDefinition("already-paid", [.amount]), PromptDefinition("earlier-payment-unknown"),
        PromptDefinition("cancelled"),
        PromptDefinition("transferring"), PromptDefinition("transferring-to-agent"),
        PromptDefinition("payment-link"), PromptDefinition("callback-offer"), PromptDefinition("goodbye"),
    ]
}

// Prompts that more than one place says, or that have values.
extension Prompt {
    static let noInput = Prompt("no-input")
    static let noMatch = Prompt("no-match")

    static func summary(_ money: Money, _ brand: Brand, lastFour: String) -> Prompt {
        Prompt(
            "summary",
            [
                PromptValue(.amount, .money(money)), PromptValue(.brand, .brand(brand)),
                PromptValue(.lastFour, .spelled(lastFour)),
            ])
    }

    static func declined(_ reason: DeclineReason) -> Prompt {
        Prompt("declined-" + reason.rawValue.split(separator: "_").joined(separator: "-"))
    }

    static func offer(_ balance: Money, only: Bool) -> Prompt {
        Prompt(only ? "offer-balance-only" : "offer-balance", [PromptValue(.balance, .money(balance))])
    }
}
