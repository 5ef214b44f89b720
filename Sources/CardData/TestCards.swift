/// Why a gateway declined a payment, by its published code.
public enum DeclineReason: String, Hashable, Sendable, CaseIterable {
    case cardDeclined = "card_declined"
    case insufficientFunds = "insufficient_funds"
    case lostCard = "lost_card"
    case stolenCard = "stolen_card"
    case expiredCard = "expired_card"
    case incorrectCVC = "incorrect_cvc"
    case processingError = "processing_error"
    case cardVelocityExceeded = "card_velocity_exceeded"
    /// The bank account is closed.
    case accountClosed = "account_closed"
    /// The bank has no such account.
    case noAccount = "no_account"
    /// The holder of the bank account does not allow debits.
    case debitNotAuthorized = "debit_not_authorized"
}

/// A published test number and what a gateway in test mode does with it.
public struct TestCard: Sendable {
    /// The number. It is public and belongs to nobody; it is still never printed.
    public let number: String
    /// The brand it belongs to.
    public let brand: Brand
    /// Why it is declined; nil when it is approved.
    public let decline: DeclineReason?
    /// The number's digits, 0 to 9.
    let digits: [UInt8]

    init(number: String, brand: Brand, decline: DeclineReason?) {
        self.number = number
        self.brand = brand
        self.decline = decline
        digits = number.utf8.map { $0 &- 0x30 }
    }
}

/// The published test numbers: the only ones accepted while the live-card guard is on (PCI DSS 6.5.5).
public enum TestCards {
    /// All of them.
    public static let all: [TestCard] =
        approved.flatMap { row in row.numbers.map { TestCard(number: $0, brand: row.brand, decline: nil) } }
        + declined.map { TestCard(number: $0.number, brand: .visa, decline: $0.reason) }

    private static let approved: [(brand: Brand, numbers: [String])] = [
        (.visa, ["4242424242424242", "4111111111111111", "4000056655665556"]),
        (.mastercard, ["5555555555554444", "2223003122003222", "5200828282828210"]),
        (.americanExpress, ["378282246310005", "371449635398431"]),
        (.discover, ["6011111111111117", "6011000990139424", "6011981111111113"]),
        (.diners, ["3056930009020004", "36227206271667"]),
        (.jcb, ["3566002020360505"]),
        (.unionPay, ["6200000000000005", "6205500000000000004"]),
        (.maestro, ["6771798021000008"]),
    ]

    private static let declined: [(number: String, reason: DeclineReason)] = [
        ("4000000000000002", .cardDeclined),
        ("4000000000009995", .insufficientFunds),
        ("4000000000009987", .lostCard),
        ("4000000000009979", .stolenCard),
        ("4000000000000069", .expiredCard),
        ("4000000000000127", .incorrectCVC),
        ("4000000000000119", .processingError),
        ("4000000000006975", .cardVelocityExceeded),
    ]

    /// The test card of that number; nil when the number is not published.
    public static func card(numbered number: borrowing SecretDigits) -> TestCard? {
        // No early end: the search takes as long for the last card as for the first.
        var found: TestCard?
        for card in all where number.equal(card.digits.span) { found = card }
        return found
    }
}
