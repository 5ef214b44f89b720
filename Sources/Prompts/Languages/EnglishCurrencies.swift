/// A unit that is counted, by its names and by those of its recordings.
struct EnglishUnit: Sendable {
    let one: String
    let many: String
    /// The recordings' names, without their folder.
    let ids: (one: String, many: String)

    /// A unit whose recordings are named as it is.
    init(_ one: String, _ many: String) {
        self.one = one
        self.many = many
        func id(_ name: String) -> String { name.lowercased().replacing(" ", with: "-") }
        ids = (id(one), id(many))
    }

    func name(of count: UInt64) -> String { count == 1 ? one : many }
}

/// Currencies as US English names them.
enum EnglishCurrencies {
    private static let cent = EnglishUnit("cent", "cents")

    /// The names of a currency's units by its code; no minor unit where there is none.
    static let names: [String: (major: EnglishUnit, minor: EnglishUnit?)] = [
        "USD": (EnglishUnit("dollar", "dollars"), cent),
        "CAD": (EnglishUnit("Canadian dollar", "Canadian dollars"), cent),
        "AUD": (EnglishUnit("Australian dollar", "Australian dollars"), cent),
        "EUR": (EnglishUnit("euro", "euros"), cent),
        "GBP": (EnglishUnit("pound", "pounds"), EnglishUnit("penny", "pence")),
        "JPY": (EnglishUnit("yen", "yen"), nil),
        "CHF": (EnglishUnit("Swiss franc", "Swiss francs"), EnglishUnit("centime", "centimes")),
        "MXN": (EnglishUnit("Mexican peso", "Mexican pesos"), EnglishUnit("centavo", "centavos")),
        "INR": (EnglishUnit("rupee", "rupees"), EnglishUnit("paisa", "paise")),
        "KWD": (EnglishUnit("Kuwaiti dinar", "Kuwaiti dinars"), EnglishUnit("fils", "fils")),
    ]

    /// The recordings of all units, in the order of the currencies' codes; each once.
    static var vocabulary: [ClipSpec] {
        var seen: Set<String> = []
        return names.sorted { $0.key < $1.key }.flatMap { [$0.value.major, $0.value.minor].compactMap { $0 } }
            .flatMap { [($0.ids.one, $0.one), ($0.ids.many, $0.many)] }
            .filter { seen.insert($0.0).inserted }
            .flatMap { ClipSpec.both("currency/" + $0.0, $0.1) }
    }
}
