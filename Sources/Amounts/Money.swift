/// An amount of one currency in whole minor units; never a floating-point number.
public struct Money: Hashable, Sendable {
    /// The largest amount that can be said, written or keyed: under a million million minor units.
    public static let largestMinor: Int64 = 999_999_999_999

    /// The amount in minor units (cents), 0 to `largestMinor` for amounts that are read from text.
    public let minor: Int64
    /// The currency.
    public let currency: Currency

    /// `minor` units of `currency`.
    public init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// Reads a decimal amount as people write it in a file or an option: `120`, `120.5`, `120.05`.
    ///
    /// Nil for anything else: a sign, a grouping mark, more decimals than the currency has, more than twelve digits.
    public init?(decimal text: some StringProtocol, currency: Currency) {
        var scanner = DecimalScanner()
        for character in text {
            let taken =
                character == "."
                ? scanner.takePoint()
                : character.wholeNumberValue.map { character.isASCII && scanner.take(digit: Int64($0)) } ?? false
            guard taken else { return nil }
        }
        guard let money = scanner.money(in: currency) else { return nil }
        self = money
    }

    /// The amount with a point and all its decimals, without the currency: `120.05`, `120` for JPY.
    public var decimalText: String {
        guard currency.decimals > 0 else { return String(minor) }
        let (whole, rest) = minor.quotientAndRemainder(dividingBy: currency.minorUnitsPerMajor)
        let cents = String(rest)
        return "\(whole)." + String(repeating: "0", count: currency.decimals - cents.count) + cents
    }
}

/// Takes a decimal amount digit by digit, as it is written or keyed.
public struct DecimalScanner: Sendable {
    /// Digits taken at most, leading zeros included.
    private static let mostDigits = 32

    private var value: Int64 = 0
    private var digits = 0
    private var decimals: Int?

    /// Nothing taken yet.
    public init() {}

    /// Takes a digit, 0 to 9; false from the digit on that makes it greater than any amount may be.
    public mutating func take(digit: Int64) -> Bool {
        digits += 1
        if let taken = decimals { decimals = taken + 1 }
        guard value <= Money.largestMinor, digits <= DecimalScanner.mostDigits else {
            value = .max
            return false
        }
        value = value * 10 + digit
        return value <= Money.largestMinor
    }

    /// Takes the decimal point; false for a second one.
    public mutating func takePoint() -> Bool {
        guard decimals == nil else { return false }
        decimals = 0
        return true
    }

    /// What was taken; nil for no digit at all, more decimals than the currency has, or too large an amount. The digits
    /// may stand for minor units: `12050` is 120.50.
    public func money(in currency: Currency, asMinorUnits: Bool = false) -> Money? {
        if asMinorUnits {
            return digits > 0 && decimals == nil && value <= Money.largestMinor
                ? Money(minor: value, currency: currency) : nil
        }
        let taken = decimals ?? 0
        guard digits > 0, taken <= currency.decimals, value <= Money.largestMinor else { return nil }
        var minor = value
        for _ in taken..<currency.decimals { minor *= 10 }
        guard minor <= Money.largestMinor else { return nil }
        return Money(minor: minor, currency: currency)
    }
}
