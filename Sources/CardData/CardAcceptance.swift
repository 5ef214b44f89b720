/// Why a card number is not taken.
public enum CardNumberFault: Error, Hashable, Sendable {
    /// No brand has a prefix like it.
    case unknownBrand
    /// Its brand has no numbers of that length.
    case wrongLength
    /// Its check digit is wrong.
    case luhn
    /// Its brand is known, but not accepted here.
    case brandNotAccepted(Brand)
    /// It may be a real card: the live-card guard lets only published test numbers pass.
    case liveCardRefused

    /// The fault's name in events and results.
    public var code: String {
        switch self {
        case .unknownBrand: "unknown-brand"
        case .wrongLength: "wrong-length"
        case .luhn: "luhn"
        case .brandNotAccepted: "brand-not-accepted"
        case .liveCardRefused: "live-card-refused"
        }
    }
}

/// Which card numbers are taken.
public struct CardAcceptance: Sendable, Equatable {
    /// The brands taken; a known brand outside is a fault of its own.
    public var brands: Set<Brand> = [
        .visa, .mastercard, .americanExpress, .discover, .diners, .jcb, .unionPay, .maestro,
    ]
    /// Only published test numbers and `furtherTestNumbers` pass (PCI DSS 6.5.5).
    public var liveCardGuard = true
    /// Test numbers beside the published ones, ASCII digits.
    public var furtherTestNumbers: Set<String> = []
    /// Brands whose numbers need no Luhn digit; one well-known library skips it for UnionPay.
    public var brandsWithoutLuhn: Set<Brand> = []
    /// 13-digit Visa numbers, found in old tables, are taken too.
    public var shortVisa = false

    /// The defaults: eight brands, test numbers alone.
    public init() {}

    /// The verdict on `number`: its brand, or the first fault of it.
    public func judge(_ number: borrowing SecretDigits) -> Result<Brand, CardNumberFault> {
        guard let brand = number.withDigits({ BrandTable.match($0).brand }) else { return .failure(.unknownBrand) }
        guard hasLength(number.count, of: brand) else { return .failure(.wrongLength) }
        guard brandsWithoutLuhn.contains(brand) || number.withDigits({ Luhn.isValid($0) }) else {
            return .failure(.luhn)
        }
        guard brands.contains(brand) else { return .failure(.brandNotAccepted(brand)) }
        guard !liveCardGuard || isTestNumber(number) else { return .failure(.liveCardRefused) }
        return .success(brand)
    }

    /// Whether `number` has a length of its brand and its Luhn digit, so that it may be whole, or may still grow.
    public func mayBeWhole(_ number: borrowing SecretDigits) -> Bool {
        guard let brand = number.withDigits({ BrandTable.match($0).brand }) else { return false }
        return hasLength(number.count, of: brand)
            && (brandsWithoutLuhn.contains(brand) || number.withDigits { Luhn.isValid($0) })
    }

    private func hasLength(_ length: Int, of brand: Brand) -> Bool {
        brand.hasLength(length) || (shortVisa && brand == .visa && length == 13)
    }

    private func isTestNumber(_ number: borrowing SecretDigits) -> Bool {
        if TestCards.card(numbered: number) != nil { return true }
        var found = false
        for further in furtherTestNumbers where number.equal(further) { found = true }
        return found
    }
}
