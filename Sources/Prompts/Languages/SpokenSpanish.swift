import Amounts
import CardData
import PaymentCall

/// Values as Spanish says them in the Americas.
public enum SpokenSpanish: SpokenLanguage {
    /// What a number stands before: it decides between `uno`, `un` and `una`, `doscientos` and `doscientas`.
    enum Form {
        case alone, masculine, feminine
    }

    /// The word before decimals.
    public static let point = "punto"
    /// The name of the key `*`.
    public static let star = "asterisco"
    /// Every word is needed.
    public static let mayBeLeftOut: Set<String> = []

    /// `diez dólares, veinte dólares o cincuenta dólares`; `u` before the sound of an o.
    public static func choice(of texts: [String]) -> String {
        let last = texts.last ?? ""
        return list(texts, last.hasPrefix("o") || last.hasPrefix("ho") ? "u" : "o")
    }

    /// What stands in print for digits that are said and never printed.
    public static func hidden(_ detail: Detail) -> String {
        detail == .expiry ? "(mes y año, no se muestran)" : "(dígitos, no se muestran)"
    }

    /// An expiry as `diciembre de dos mil treinta`, anything else digit by digit.
    public static func hiddenPlaces(_ detail: Detail, digits: Int) -> [HiddenPlace] {
        guard detail == .expiry else { return spelledPlaces(digits) }
        return [
            .digits(0..<2, words: { (1...12).contains($0) ? months[$0 - 1] : nil }), .words("de"),
            .digits(2..<4, words: { cardinal(2000 + Int64($0)) }),
        ]
    }

    /// A whole number in words: `mil novecientos ochenta y siete`.
    public static func cardinal(_ number: Int64) -> String { cardinal(number, .alone) }

    /// A whole number in words, as it stands before something.
    static func cardinal(_ number: Int64, _ form: Form) -> String {
        (number < 0 ? minus : "") + words(number.magnitude, form)
    }

    /// An amount: `ciento veinte dólares con cinco centavos`.
    public static func amount(_ money: Money) -> String {
        let sign = money.minor < 0 ? minus : ""
        let (whole, rest) = money.minor.magnitude.quotientAndRemainder(
            dividingBy: UInt64(money.currency.minorUnitsPerMajor))
        guard let name = SpanishCurrencies.names[money.currency.code] else {
            let code = spelled(money.currency.code)
            // The name of the minor unit is not known, and "cinco con cinco" could be 5.05 or 5.50.
            guard rest > 0 else { return sign + counted(whole, SpanishNoun(code, code, ids: ("", ""))) }
            return sign + words(whole, .alone) + " \(point) " + decimals(rest, money.currency.decimals) + " " + code
        }
        guard rest > 0, let minor = name.minor else { return sign + counted(whole, name.major) }
        let cents = counted(rest, minor)
        return sign + (whole == 0 ? cents : counted(whole, name.major) + " con " + cents)
    }

    /// So many of something: `un dólar`, `doscientas libras`, `un millón de yenes`.
    static func counted(_ number: UInt64, _ noun: SpanishNoun) -> String {
        let joint = number > 0 && number % 1_000_000 == 0 ? " de " : " "
        return words(number, noun.isFeminine ? .feminine : .masculine) + joint + (number == 1 ? noun.one : noun.many)
    }

    private static func words(_ number: UInt64, _ form: Form) -> String {
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

    private static let minus = "menos "
    static let small = [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
        "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
        "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
        "veintinueve",
    ]
    static let tens = [
        "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
    ]
    /// Without their ending, but for the first.
    static let hundreds = [
        "", "ciento", "doscient", "trescient", "cuatrocient", "quinient", "seiscient", "setecient", "ochocient",
        "novecient",
    ]
    /// Millions count up to a million of them; a thousand millions are no scale of their own.
    private static let scales: [(value: UInt64, one: String, many: String)] = [
        (1_000_000_000_000_000_000, "un trillón", "trillones"), (1_000_000_000_000, "un billón", "billones"),
        (1_000_000, "un millón", "millones"),
    ]
}
