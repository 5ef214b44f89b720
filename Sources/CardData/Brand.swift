/// A card brand, by the name it has in settings, events and results.
public enum Brand: String, Hashable, Sendable, CaseIterable {
    case visa, mastercard
    case americanExpress = "amex"
    case diners, discover, jcb
    case unionPay = "unionpay"
    case maestro, elo, mir, hiper, hipercard, verve, troy
    case ruPay = "rupay"

    /// The name as a caller hears it.
    public var spokenName: String {
        switch self {
        case .visa: "Visa"
        case .mastercard: "Mastercard"
        case .americanExpress: "American Express"
        case .diners: "Diners Club"
        case .discover: "Discover"
        case .jcb: "J C B"
        case .unionPay: "Union Pay"
        case .maestro: "Maestro"
        case .elo: "Elo"
        case .mir: "Mir"
        case .hiper: "Hiper"
        case .hipercard: "Hipercard"
        case .verve: "Verve"
        case .troy: "Troy"
        case .ruPay: "RuPay"
        }
    }

    /// Lengths a number of this brand may have.
    public var lengths: Set<Int> { Set((0...BrandTable.greatestLength).filter(hasLength)) }

    /// Whether a number of this brand may have that length.
    public func hasLength(_ length: Int) -> Bool {
        switch self {
        case .visa, .verve: length == 16 || length == 18 || length == 19
        case .americanExpress: length == 15
        case .diners: length == 14 || length == 16 || length == 19
        case .discover: length == 16 || length == 19
        case .jcb, .mir: (16...19).contains(length)
        case .unionPay: (14...19).contains(length)
        case .maestro: (12...19).contains(length)
        case .mastercard, .elo, .hiper, .hipercard, .troy, .ruPay: length == 16
        }
    }

    /// The greatest of them.
    var greatestLength: Int {
        switch self {
        case .americanExpress: 15
        case .mastercard, .elo, .hiper, .hipercard, .troy, .ruPay: 16
        case .visa, .verve, .diners, .discover, .jcb, .mir, .unionPay, .maestro: BrandTable.greatestLength
        }
    }

    /// Digits of the security code: 4 on American Express (CID), 3 on all others.
    public var securityCodeLength: Int { self == .americanExpress ? 4 : 3 }
}

/// What the digits keyed so far say about the brand.
public struct BrandMatch: Equatable, Sendable {
    /// The brand of the longest prefix that the digits hold; nil when they hold none.
    public var brand: Brand?
    /// The greatest length that the number may still have; 19 when no brand fits.
    public var greatestLength: Int
    /// Whether a longer prefix could still name another brand.
    public var mayChange: Bool
}

/// Which prefix (BIN, IIN) belongs to which brand: one table, with a version. Sources disagree with one another.
///
/// Every brand whose prefix still fits is a candidate; once the digits decide, the longest matching prefix wins.
public enum BrandTable {
    /// The version of the table, as a date.
    public static let version = "2026-11-01"
    /// The longest card number of ISO/IEC 7812-1.
    public static let greatestLength = 19

    /// A range of prefixes, both ends of the same number of digits.
    struct Row: Sendable {
        let brand: Brand
        let first: Int
        let last: Int
        let digits: Int

        /// Whether `prefix`, of `count` digits, begins this row's range or could still grow into it.
        func fits(_ prefix: Int, count: Int) -> Bool {
            let known = min(count, digits)
            let cut = BrandTable.powersOfTen[digits - known]
            let own = prefix / BrandTable.powersOfTen[count - known]
            return (first / cut...last / cut).contains(own)
        }
    }

    /// The rows that a number's first digit leaves.
    private static let rowsByFirstDigit: [[Row]] = (0...9).map { digit in rows.filter { $0.fits(digit, count: 1) } }

    static let powersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

    /// What `digits` (values 0 to 9) say about the brand.
    public static func match(_ digits: Span<UInt8>) -> BrandMatch {
        let count = min(digits.count, 8)
        var prefix = 0
        for index in 0..<count { prefix = prefix * 10 + Int(digits[index]) }
        var match = BrandMatch(brand: nil, greatestLength: 0, mayChange: false)
        var longest = 0
        for row in (count == 0 ? rows : rowsByFirstDigit[Int(digits[0])]) where row.fits(prefix, count: count) {
            if row.digits > count {
                match.mayChange = true
                match.greatestLength = max(match.greatestLength, row.brand.greatestLength)
            } else if row.digits > longest {
                (longest, match.brand) = (row.digits, row.brand)
            }
        }
        match.greatestLength = max(match.greatestLength, match.brand?.greatestLength ?? 0)
        if match.greatestLength == 0 { match.greatestLength = greatestLength }
        return match
    }
}
