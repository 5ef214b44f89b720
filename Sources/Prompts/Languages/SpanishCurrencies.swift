/// A noun that is counted, by its names and by those of its recordings.
struct SpanishNoun: Sendable {
    let one: String
    let many: String
    let isFeminine: Bool
    /// The recordings' names, without their folder.
    let ids: (one: String, many: String)

    init(_ one: String, _ many: String, isFeminine: Bool = false, ids: (String, String)) {
        self.one = one
        self.many = many
        self.isFeminine = isFeminine
        self.ids = ids
    }
}

/// Currencies as Spanish names them. Recordings of units that English has too are named as there.
enum SpanishCurrencies {
    private static let centavo = SpanishNoun("centavo", "centavos", ids: ("cent", "cents"))
    private static let cent = SpanishNoun("céntimo", "céntimos", ids: ("centimo", "centimos"))

    /// The names of a currency's units by its code; no minor unit where there is none.
    static let names: [String: (major: SpanishNoun, minor: SpanishNoun?)] = [
        "USD": (SpanishNoun("dólar", "dólares", ids: ("dollar", "dollars")), centavo),
        "CAD": (
            SpanishNoun("dólar canadiense", "dólares canadienses", ids: ("canadian-dollar", "canadian-dollars")),
            centavo
        ),
        "AUD": (
            SpanishNoun("dólar australiano", "dólares australianos", ids: ("australian-dollar", "australian-dollars")),
            centavo
        ),
        "EUR": (SpanishNoun("euro", "euros", ids: ("euro", "euros")), cent),
        "GBP": (
            SpanishNoun("libra", "libras", isFeminine: true, ids: ("pound", "pounds")),
            SpanishNoun("penique", "peniques", ids: ("penny", "pence"))
        ),
        "JPY": (SpanishNoun("yen", "yenes", ids: ("yen", "yens")), nil),
        "CHF": (SpanishNoun("franco suizo", "francos suizos", ids: ("swiss-franc", "swiss-francs")), cent),
        "MXN": (SpanishNoun("peso mexicano", "pesos mexicanos", ids: ("mexican-peso", "mexican-pesos")), centavo),
        "INR": (
            SpanishNoun("rupia", "rupias", isFeminine: true, ids: ("rupee", "rupees")),
            SpanishNoun("paisa", "paisas", isFeminine: true, ids: ("paisa", "paise"))
        ),
        "KWD": (
            SpanishNoun("dinar kuwaití", "dinares kuwaitíes", ids: ("kuwaiti-dinar", "kuwaiti-dinars")),
            SpanishNoun("fils", "fils", ids: ("fils", "fils"))
        ),
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
