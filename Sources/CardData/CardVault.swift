/// The card of a payment: number, expiry and security code, lent to the gateway for each attempt.
public struct CardDetails: ~Copyable {
    /// The card number (PAN).
    public var number = SecretDigits()
    /// The expiry, MMYY.
    public var expiry = SecretDigits()
    /// The security code (CVV, CVC, CID).
    public var securityCode = SecretDigits()

    /// No card yet.
    public init() {}
}

/// What a caller keys for the question at hand: digits, and the `*` that is an amount's decimal point.
public struct KeyEntry: ~Copyable {
    /// The digits keyed.
    public var digits = SecretDigits()
    /// How many digits stood before the decimal point; nil while there is none.
    public var digitsBeforePoint: Int?

    /// Nothing keyed yet.
    public init() {}

    /// Whether nothing was keyed.
    public var isEmpty: Bool { digits.isEmpty && digitsBeforePoint == nil }

    /// Zeroes the entry.
    public mutating func wipe() {
        digits.wipe()
        digitsBeforePoint = nil
    }
}

/// The only place of a call where keyed digits are kept: the waiting keys, the entry at hand, and the card.
public struct CardVault: ~Copyable {
    /// Keys that wait for their question.
    public var waiting = KeyQueue()
    /// The answer being keyed.
    public var entry = KeyEntry()
    /// The card, field by field as each was taken.
    public var card = CardDetails()

    /// Nothing kept.
    public init() {}

    /// Whether nothing is kept: no waiting key, no entry, no card.
    public var isEmpty: Bool {
        waiting.isEmpty && entry.isEmpty && card.number.isEmpty && card.expiry.isEmpty && card.securityCode.isEmpty
    }

    /// The masked form of the card number.
    public var maskedNumber: MaskedPAN { card.number.masked }

    /// Zeroes everything: the payment has ended.
    public mutating func wipe() {
        waiting.wipe()
        entry.wipe()
        card.number.wipe()
        card.expiry.wipe()
        card.securityCode.wipe()
    }
}
