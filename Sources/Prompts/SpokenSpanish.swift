import Amounts
import CardData
import PaymentCall

/// Values as Spanish says them in the Americas.
public enum SpokenSpanish: SpokenLanguage {
    /// What a number stands before: it decides between `uno`, `un` and `una`, `doscientos` and `doscientas`.
    enum Form {
        case alone, masculine, feminine
    }

    /// `diez dólares, veinte dólares o cincuenta dólares`; `u` before the sound of an o.
    public static func choice(of texts: [String]) -> String {
        let last = texts.last ?? ""
        return list(texts, last.hasPrefix("o") || last.hasPrefix("ho") ? "u" : "o")
    }

    /// What stands in print for digits that are said and never printed.
    public static func hidden(_ detail: Detail) -> String {
        detail == .expiry ? "(mes y año, no se muestran)" : "(dígitos, no se muestran)"
    }

    /// A whole number, not below zero, in words: `mil novecientos ochenta y siete`.
    public static func cardinal(_ number: Int64) -> String { words(number, .alone) }

    /// An amount: `ciento veinte dólares con cinco centavos`.
    public static func amount(_ money: Money) -> String {
        let unit = money.currency.minorUnitsPerMajor
        let (whole, rest) = money.minor.quotientAndRemainder(dividingBy: unit)
        guard let name = SpanishCurrencies.names[money.currency.code] else {
            let code = spelled(money.currency.code)
            // The name of the minor unit is not known, and "cinco con cinco" could be 5.05 or 5.50.
            guard rest > 0 else { return counted(whole, SpanishNoun(code, code)) }
            return cardinal(whole) + " punto " + decimals(rest, money.currency.decimals) + " " + code
        }
        guard rest > 0, let minor = name.minor else { return counted(whole, name.major) }
        let cents = counted(rest, minor)
        return whole == 0 ? cents : counted(whole, name.major) + " con " + cents
    }

    /// So many of something: `un dólar`, `doscientas libras`, `un millón de yenes`.
    static func counted(_ number: Int64, _ noun: SpanishNoun) -> String {
        let joint = number > 0 && number % 1_000_000 == 0 ? " de " : " "
        return words(number, noun.isFeminine ? .feminine : .masculine) + joint + (number == 1 ? noun.one : noun.many)
    }

    private static func words(_ number: Int64, _ form: Form) -> String {
        for (value, one, many) in scales where number >= value {
            let (count, rest) = number.quotientAndRemainder(dividingBy: value)
            let scale = count == 1 ? one : words(count, .masculine) + " " + many
            return rest == 0 ? scale : scale + " " + words(rest, form)
        }
        let (thousands, rest) = Int(number).quotientAndRemainder(dividingBy: 1000)
        guard thousands > 0 else { return belowThousand(rest, form) }
        // Never "un mil"; what stands before "mil" agrees with the noun, as what stands behind it does.
        let before = thousands == 1 ? "" : belowThousand(thousands, form == .feminine ? form : .masculine) + " "
        return before + "mil" + (rest == 0 ? "" : " " + belowThousand(rest, form))
    }

    private static func belowThousand(_ number: Int, _ form: Form) -> String {
        if number == 100 { return "cien" }
        if number >= 100 {
            let (hundred, rest) = number.quotientAndRemainder(dividingBy: 100)
            let name = hundreds[hundred] + (hundred == 1 ? "" : form == .feminine ? "as" : "os")
            return rest == 0 ? name : name + " " + belowThousand(rest, form)
        }
        if number >= 30 {
            let (ten, rest) = number.quotientAndRemainder(dividingBy: 10)
            return rest == 0 ? tens[ten] : tens[ten] + " y " + belowThousand(rest, form)
        }
        return switch (number, form) {
        case (1, .masculine): "un"
        case (1, .feminine): "una"
        case (21, .masculine): "veintiún"
        case (21, .feminine): "veintiuna"
        default: small[number]
        }
    }

    private static let small = [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
        "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
        "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
        "veintinueve",
    ]
    private static let tens = [
        "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
    ]
    /// Without their ending, but for the first.
    private static let hundreds = [
        "", "ciento", "doscient", "trescient", "cuatrocient", "quinient", "seiscient", "setecient", "ochocient",
        "novecient",
    ]
    /// Millions count up to a million of them; a thousand millions are no scale of their own.
    private static let scales: [(value: Int64, one: String, many: String)] = [
        (1_000_000_000_000_000_000, "un trillón", "trillones"), (1_000_000_000_000, "un billón", "billones"),
        (1_000_000, "un millón", "millones"),
    ]
}

/// A noun that is counted.
struct SpanishNoun: Sendable {
    let one: String
    let many: String
    let isFeminine: Bool

    init(_ one: String, _ many: String, isFeminine: Bool = false) {
        self.one = one
        self.many = many
        self.isFeminine = isFeminine
    }
}

/// Currencies as Spanish names them.
enum SpanishCurrencies {
    private static let centavo = SpanishNoun("centavo", "centavos")
    private static let cent = SpanishNoun("céntimo", "céntimos")

    /// The names of a currency's units by its code; no minor unit where there is none.
    static let names: [String: (major: SpanishNoun, minor: SpanishNoun?)] = [
        "USD": (SpanishNoun("dólar", "dólares"), centavo),
        "CAD": (SpanishNoun("dólar canadiense", "dólares canadienses"), centavo),
        "AUD": (SpanishNoun("dólar australiano", "dólares australianos"), centavo),
        "EUR": (SpanishNoun("euro", "euros"), cent),
        "GBP": (SpanishNoun("libra", "libras", isFeminine: true), SpanishNoun("penique", "peniques")),
        "JPY": (SpanishNoun("yen", "yenes"), nil),
        "CHF": (SpanishNoun("franco suizo", "francos suizos"), cent),
        "MXN": (SpanishNoun("peso mexicano", "pesos mexicanos"), centavo),
        "INR": (
            SpanishNoun("rupia", "rupias", isFeminine: true), SpanishNoun("paisa", "paisas", isFeminine: true)
        ),
        "KWD": (SpanishNoun("dinar kuwaití", "dinares kuwaitíes"), SpanishNoun("fils", "fils")),
    ]
}
