/// A field of the payment that the caller fills; attempts are counted by it.
public enum Field: String, Hashable, Sendable, CaseIterable {
    case account, pin
    case amountChoice = "amount-choice"
    case amount
    case cardNumber = "card-number"
    case expiry
    case securityCode = "security-code"
    case summary
    case change

    /// Fields whose digits appear nowhere but as a count (PCI DSS 3.3.1, 3.4.1; the PIN opens the account).
    public var isSensitive: Bool {
        switch self {
        case .pin, .cardNumber, .expiry, .securityCode: true
        case .account, .amountChoice, .amount, .summary, .change: false
        }
    }

    /// Running out of attempts here means that the caller is not who they say, not that the payment failed.
    var identifies: Bool { self == .account || self == .pin }
}

/// One question of the call: a field to key, a confirmation of it, or a menu.
public enum Question: Hashable, Sendable {
    /// Digits are keyed.
    case enter(Field)
    /// What was keyed is read back: 1 confirms, 2 enters it again.
    case confirm(Field)
    /// One key is a choice: how much to pay, pay at the summary, what to change.
    case choose(Field)

    /// The field whose attempts a failure costs.
    public var field: Field {
        switch self {
        case .enter(let field), .confirm(let field), .choose(let field): field
        }
    }

    /// The question's name in settings, events and scenarios: `card-number`, `confirm-card-number`, `summary`.
    public var name: String {
        switch self {
        case .enter(let field), .choose(let field): field.rawValue
        case .confirm(let field): "confirm-" + field.rawValue
        }
    }

    /// Every question that a call may ask, in the order it asks them.
    public static let all: [Question] = [
        .enter(.account), .enter(.pin), .choose(.amountChoice), .enter(.amount), .confirm(.amount),
        .enter(.cardNumber), .confirm(.cardNumber), .enter(.expiry), .confirm(.expiry), .enter(.securityCode),
        .confirm(.securityCode), .choose(.summary), .choose(.change),
    ]

    /// The question of that name, nil for none.
    public init?(name: String) {
        guard let question = Question.all.first(where: { $0.name == name }) else { return nil }
        self = question
    }

    /// Whether digits are keyed, so that `*` may be a decimal point and `0` is a digit.
    var isEntry: Bool {
        if case .enter = self { true } else { false }
    }

    /// The part of the call that the question belongs to.
    var segment: Segment {
        switch field {
        case .account: .identification
        case .pin: .verification
        case .amountChoice, .amount: .amount
        case .cardNumber, .expiry, .securityCode: .card
        case .summary, .change: .summary
        }
    }
}

/// A part of the call, as reports list them (Genesys: a call is a list of segments, the secure one marked).
public enum Segment: String, Hashable, Sendable, CaseIterable {
    case greeting, identification, verification, amount, card, summary, authorization, closing

    /// Whether sensitive digits are keyed in it: agents and recordings are kept out.
    public var isSecure: Bool { self == .verification || self == .card }
}
