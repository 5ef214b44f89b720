/// A currency of ISO 4217 and its number of decimals.
public struct Currency: Hashable, Sendable {
    /// The three-letter code, upper case, e.g. `USD`.
    public let code: String
    /// Decimal digits of the minor unit: 2 for most, 0 for JPY, 3 for KWD (ISO 4217, table A.1).
    public let decimals: Int

    /// The US dollar.
    public static let usd = Currency(known: "USD")
    /// The euro.
    public static let eur = Currency(known: "EUR")

    /// The currency of a three-letter code in either case; nil for a code that is not in the table.
    public init?(code: String) {
        let upper = code.uppercased()
        guard let decimals = Currency.decimals(of: upper) else { return nil }
        self.code = upper
        self.decimals = decimals
    }

    private init(known code: String) {
        self.code = code
        self.decimals = 2
    }

    /// How many minor units make one major unit: 100 for USD, 1 for JPY.
    public var minorUnitsPerMajor: Int64 {
        switch decimals {
        case 0: 1
        case 3: 1000
        default: 100
        }
    }

    private static func decimals(of code: String) -> Int? {
        if withoutMinorUnit.contains(code) { return 0 }
        if inThousandths.contains(code) { return 3 }
        return inHundredths.contains(code) ? 2 : nil
    }

    private static let withoutMinorUnit: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    private static let inThousandths: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let inHundredths: Set<String> = [
        "AED", "ALL", "AMD", "ARS", "AUD", "AZN", "BAM", "BDT", "BGN", "BOB", "BRL", "BWP", "CAD", "CHF", "CNY", "COP",
        "CRC", "CZK", "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "GBP", "GEL", "GHS", "GTQ", "HKD", "HNL", "HUF", "IDR",
        "ILS", "INR", "JMD", "KES", "KZT", "LKR", "MAD", "MDL", "MKD", "MUR", "MXN", "MYR", "NGN", "NIO", "NOK", "NPR",
        "NZD", "PAB", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TRY", "TTD", "TWD",
        "TZS", "UAH", "USD", "UYU", "UZS", "ZAR", "ZMW",
    ]
}
