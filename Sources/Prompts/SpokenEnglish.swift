import Amounts
import CardData
import PaymentCall

/// Values as US English says them.
public enum SpokenEnglish: SpokenLanguage {
    /// `ten dollars, twenty dollars or fifty dollars`.
    public static func choice(of texts: [String]) -> String { list(texts, "or") }

    /// What stands in print for digits that are said and never printed.
    public static func hidden(_ detail: Detail) -> String {
        detail == .expiry ? "(month and year, not shown)" : "(digits, not shown)"
    }

    /// An amount: `one hundred and twenty dollars and five cents`.
    public static func amount(_ money: Money) -> String {
        let unit = money.currency.minorUnitsPerMajor
        let (whole, rest) = money.minor.quotientAndRemainder(dividingBy: unit)
        let names = unitNames[money.currency.code]
        let wholeWords = cardinal(whole)
        guard let names else {
            // The name of the minor unit is not known, and "five and five" could be 5.05 or 5.50.
            let point = rest > 0 ? " point " + decimals(rest, money.currency.decimals) : ""
            return wholeWords + point + " " + spelled(money.currency.code)
        }
        let majorWords = wholeWords + " " + (whole == 1 ? names.one : names.many)
        guard rest > 0, let cent = names.cent, let cents = names.cents else { return majorWords }
        let restWords = cardinal(rest) + " " + (rest == 1 ? cent : cents)
        return whole == 0 ? restWords : majorWords + " and " + restWords
    }

    /// A whole number, not below zero, in words: `one thousand nine hundred and eighty-seven`.
    public static func cardinal(_ number: Int64) -> String {
        if number < 20 { return small[Int(number)] }
        if number < 100 {
            let (ten, one) = number.quotientAndRemainder(dividingBy: 10)
            return tens[Int(ten)] + (one == 0 ? "" : "-" + small[Int(one)])
        }
        if number < 1000 {
            let (hundreds, rest) = number.quotientAndRemainder(dividingBy: 100)
            return small[Int(hundreds)] + " hundred" + (rest == 0 ? "" : " and " + cardinal(rest))
        }
        for (value, name) in scales where number >= value {
            let (count, rest) = number.quotientAndRemainder(dividingBy: value)
            let joint = rest == 0 ? "" : rest < 100 ? " and " : " "
            return cardinal(count) + " " + name + joint + (rest == 0 ? "" : cardinal(rest))
        }
        return ""
    }

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]
    private static let scales: [(Int64, String)] = [
        (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"),
    ]
    private static let unitNames: [String: (one: String, many: String, cent: String?, cents: String?)] = [
        "USD": ("dollar", "dollars", "cent", "cents"), "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
        "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"), "EUR": ("euro", "euros", "cent", "cents"),
        "GBP": ("pound", "pounds", "penny", "pence"), "JPY": ("yen", "yen", nil, nil),
        "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
        "MXN": ("Mexican peso", "Mexican pesos", "centavo", "centavos"),
        "INR": ("rupee", "rupees", "paisa", "paise"), "KWD": ("Kuwaiti dinar", "Kuwaiti dinars", "fils", "fils"),
    ]
}
