import Amounts
import CardData
import PaymentCall

/// Values as US English says them.
public enum SpokenEnglish: SpokenLanguage {
    /// The word before decimals.
    public static let point = "point"
    /// The name of the key `*`.
    public static let star = "star"
    /// `one hundred twenty` is as good as `one hundred and twenty`.
    public static let mayBeLeftOut: Set<String> = ["and"]

    /// `ten dollars, twenty dollars or fifty dollars`.
    public static func choice(of texts: [String]) -> String { list(texts, "or") }

    /// What stands in print for digits that are said and never printed.
    public static func hidden(_ detail: Detail) -> String {
        detail == .expiry ? "(month and year, not shown)" : "(digits, not shown)"
    }

    /// An expiry as `December twenty thirty`, anything else digit by digit.
    public static func hiddenPlaces(_ detail: Detail, digits: Int) -> [HiddenPlace] {
        guard detail == .expiry else { return spelledPlaces(digits) }
        return [
            .digits(0..<2, words: { (1...12).contains($0) ? months[$0 - 1] : nil }),
            .digits(2..<4, words: { year(2000 + $0) }),
        ]
    }

    /// An amount: `one hundred and twenty dollars and five cents`.
    public static func amount(_ money: Money) -> String {
        let sign = money.minor < 0 ? "minus " : ""
        let (whole, rest) = money.minor.magnitude.quotientAndRemainder(
            dividingBy: UInt64(money.currency.minorUnitsPerMajor))
        let wholeWords = words(whole)
        guard let names = EnglishCurrencies.names[money.currency.code] else {
            // The name of the minor unit is not known, and "five and five" could be 5.05 or 5.50.
            let decimals = rest > 0 ? " \(point) " + decimals(rest, money.currency.decimals) : ""
            return sign + wholeWords + decimals + " " + spelled(money.currency.code)
        }
        let majorWords = wholeWords + " " + names.major.name(of: whole)
        guard rest > 0, let minor = names.minor else { return sign + majorWords }
        let restWords = words(rest) + " " + minor.name(of: rest)
        return sign + (whole == 0 ? restWords : majorWords + " and " + restWords)
    }

    /// A whole number in words: `one thousand nine hundred and eighty-seven`.
    public static func cardinal(_ number: Int64) -> String {
        (number < 0 ? "minus " : "") + words(number.magnitude)
    }

    private static func words(_ number: UInt64) -> String {
        if number < 20 { return small[Int(number)] }
        if number < 100 {
            let (ten, one) = number.quotientAndRemainder(dividingBy: 10)
            return tens[Int(ten)] + (one == 0 ? "" : "-" + small[Int(one)])
        }
        if number < 1000 {
            let (hundreds, rest) = number.quotientAndRemainder(dividingBy: 100)
            return small[Int(hundreds)] + " hundred" + (rest == 0 ? "" : " and " + words(rest))
        }
        for (value, name) in scales where number >= value {
            let (count, rest) = number.quotientAndRemainder(dividingBy: value)
            let joint = rest == 0 ? "" : rest < 100 ? " and " : " "
            return words(count) + " " + name + joint + (rest == 0 ? "" : words(rest))
        }
        return ""
    }

    static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    /// 64 bits hold eighteen quintillion.
    static let scales: [(UInt64, String)] = [
        (1_000_000_000_000_000_000, "quintillion"), (1_000_000_000_000_000, "quadrillion"),
        (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"),
    ]
}
