import Amounts
import CardData

/// One thing that the caller hears. It carries what may be printed and no more: the expiry that is read back is taken
/// from the card itself by whoever speaks it.
public enum Prompt: Hashable, Sendable {
    // Questions.
    case greeting
    case askAccount
    case askPIN
    case offerBalance(Money)
    case offerBalanceOnly(Money)
    case askAmount(minimum: Money, maximum: Money)
    case confirmAmount(Money)
    case askCardNumber
    case confirmCardNumber(Brand, lastFour: String)
    case askExpiry
    case confirmExpiry
    case askSecurityCode(length: Int)
    case confirmSecurityCode
    case summary(Money, Brand, lastFour: String)
    case summaryOfStoring(Brand, lastFour: String)
    case askChange
    case askChangeCardOnly
    // Errors, each followed by its question.
    case noInput
    case noMatch
    case unknownAccount
    case wrongPIN
    case invalidAmount
    case amountBelowMinimum(Money)
    case amountAboveMaximum(Money)
    case amountAboveBalance(Money)
    case invalidCardNumber
    case brandNotAccepted(Brand)
    case liveCardRefused
    case invalidExpiry
    case cardExpired
    case invalidSecurityCode
    case enterAgain
    // The gateway.
    case processing
    case declined(DeclineReason)
    // Last words.
    case paid(Money, reference: String)
    case cardStored(reference: String)
    case nothingDue
    case accountBlocked
    case identificationFailed
    case tooManyAttempts
    case tooManyDeclines
    case cardNotUsable
    case gatewayUnavailable
    case outcomeUnknown
    case cancelled
    case transferring
    case transferringToAgent
    case goodbye

    /// The prompt's name in prompt sets, events and scenarios.
    public var id: String {
        switch self {
        case .greeting: "greeting"
        case .askAccount: "ask-account"
        case .askPIN: "ask-pin"
        case .offerBalance: "offer-balance"
        case .offerBalanceOnly: "offer-balance-only"
        case .askAmount: "ask-amount"
        case .confirmAmount: "confirm-amount"
        case .askCardNumber: "ask-card-number"
        case .confirmCardNumber: "confirm-card-number"
        case .askExpiry: "ask-expiry"
        case .confirmExpiry: "confirm-expiry"
        case .askSecurityCode: "ask-security-code"
        case .confirmSecurityCode: "confirm-security-code"
        case .summary: "summary"
        case .summaryOfStoring: "summary-of-storing"
        case .askChange: "ask-change"
        case .askChangeCardOnly: "ask-change-card-only"
        case .noInput: "no-input"
        case .noMatch: "no-match"
        case .unknownAccount: "unknown-account"
        case .wrongPIN: "wrong-pin"
        case .invalidAmount: "invalid-amount"
        case .amountBelowMinimum: "amount-below-minimum"
        case .amountAboveMaximum: "amount-above-maximum"
        case .amountAboveBalance: "amount-above-balance"
        case .invalidCardNumber: "invalid-card-number"
        case .brandNotAccepted: "brand-not-accepted"
        case .liveCardRefused: "live-card-refused"
        case .invalidExpiry: "invalid-expiry"
        case .cardExpired: "card-expired"
        case .invalidSecurityCode: "invalid-security-code"
        case .enterAgain: "enter-again"
        case .processing: "processing"
        case .declined(let reason): "declined-" + reason.rawValue.split(separator: "_").joined(separator: "-")
        case .paid: "paid"
        case .cardStored: "card-stored"
        case .nothingDue: "nothing-due"
        case .accountBlocked: "account-blocked"
        case .identificationFailed: "identification-failed"
        case .tooManyAttempts: "too-many-attempts"
        case .tooManyDeclines: "too-many-declines"
        case .cardNotUsable: "card-not-usable"
        case .gatewayUnavailable: "gateway-unavailable"
        case .outcomeUnknown: "outcome-unknown"
        case .cancelled: "cancelled"
        case .transferring: "transferring"
        case .transferringToAgent: "transferring-to-agent"
        case .goodbye: "goodbye"
        }
    }
}

/// What is played in one go: several prompts, one after another.
public struct Announcement: Hashable, Sendable {
    /// The prompts, in order; never none.
    public var prompts: [Prompt]
}
