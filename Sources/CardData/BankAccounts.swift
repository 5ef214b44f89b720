/// The routing number of a US bank (ABA, American Bankers Association): nine digits, the last of them a check digit.
public enum RoutingNumber {
    /// Digits of a routing number.
    public static let length = 9

    private static let weights = [3, 7, 1]

    /// Whether `digits` (values 0 to 9) are a routing number: a Federal Reserve prefix (00-12, 21-32, 61-72 or 80) and a
    /// weighted sum (3, 7, 1, and again) that ten divides.
    public static func isValid(_ digits: Span<UInt8>) -> Bool {
        guard digits.count == length else { return false }
        let prefix = Int(digits[0]) * 10 + Int(digits[1])
        guard (0...12).contains(prefix) || (21...32).contains(prefix) || (61...72).contains(prefix) || prefix == 80
        else { return false }
        var sum = 0
        for index in 0..<length { sum += Int(digits[index]) * weights[index % 3] }
        return sum > 0 && sum % 10 == 0
    }
}

/// The number of a bank account.
public enum BankAccountNumber {
    /// Digits that it may have (Nacha operating rules: at most 17 characters).
    public static let lengths = 4...17

    /// The number as it may be shown: its last four digits, fewer where that would be more than half of them.
    public static func masked(_ digits: borrowing SecretDigits) -> String {
        digits.withDigits { digits in
            let shown = min(4, digits.count / 2)
            var text = String(repeating: "*", count: digits.count - shown)
            for index in (digits.count - shown)..<digits.count { text += String(digits[index]) }
            return text
        }
    }
}

/// A published test account of a bank, and what a gateway in test mode does with it.
public struct TestBankAccount: Sendable {
    /// The routing number it goes with.
    public static let routingNumber = "110000000"
    /// The number. It is public and belongs to nobody; it is still never printed.
    public let number: String
    /// Why it is declined; nil when it is approved.
    public let decline: DeclineReason?

    /// All of them, as Stripe publishes them for ACH debits.
    public static let all: [TestBankAccount] = [
        TestBankAccount(number: "000123456789", decline: nil),
        TestBankAccount(number: "000111111113", decline: .accountClosed),
        TestBankAccount(number: "000111111116", decline: .noAccount),
        TestBankAccount(number: "000222222227", decline: .insufficientFunds),
        TestBankAccount(number: "000333333335", decline: .debitNotAuthorized),
    ]

    /// The test account of that number; nil when the number is not published.
    public static func account(numbered number: borrowing SecretDigits) -> TestBankAccount? {
        var found: TestBankAccount?
        for account in all where number.equal(account.number) { found = account }
        return found
    }
}

/// A card that a gateway keeps under a token: what of it may be told.
public struct StoredCard: Hashable, Sendable {
    /// The token, by which the gateway knows the card. It is no card data.
    public let token: String
    /// The card's brand.
    public let brand: Brand
    /// The last four digits of its number.
    public let lastFour: String

    /// A stored card; `lastFour` is four digits.
    public init(token: String, brand: Brand, lastFour: String) {
        self.token = token
        self.brand = brand
        self.lastFour = lastFour
    }
}

/// The published test tokens and what a gateway in test mode does with them.
public struct TestToken: Sendable {
    /// The card under the token.
    public let card: StoredCard
    /// Why it is declined; nil when it is approved.
    public let decline: DeclineReason?

    /// All of them, by the names that Stripe publishes.
    public static let all: [TestToken] = [
        row("tok_visa", .visa, "4242"), row("tok_mastercard", .mastercard, "4444"),
        row("tok_amex", .americanExpress, "0005"), row("tok_discover", .discover, "1117"),
        row("tok_diners", .diners, "0004"), row("tok_jcb", .jcb, "0505"), row("tok_unionpay", .unionPay, "0005"),
        row("tok_chargeDeclined", .visa, "0002", .cardDeclined),
        row("tok_chargeDeclinedInsufficientFunds", .visa, "9995", .insufficientFunds),
        row("tok_chargeDeclinedExpiredCard", .visa, "0069", .expiredCard),
        row("tok_chargeDeclinedProcessingError", .visa, "0119", .processingError),
    ]

    private static func row(_ token: String, _ brand: Brand, _ lastFour: String, _ decline: DeclineReason? = nil)
        -> TestToken
    {
        TestToken(card: StoredCard(token: token, brand: brand, lastFour: lastFour), decline: decline)
    }

    /// The test token of that name; nil for none.
    public static func token(named name: String) -> TestToken? { all.first { $0.card.token == name } }
}
