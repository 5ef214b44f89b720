// The recordings that Spanish needs, by the names of Asterisk's sets where those have them: `1M` is `un`, `1F` is `una`,
// `100-and` is `ciento`, `30-and` is `treinta y`.
extension SpokenSpanish {
    /// Every word that a value can need.
    public static let vocabulary: [ClipSpec] =
        numbers + scaleNames + places + calendar + joints + letters + SpanishCurrencies.vocabulary + brands

    private static var numbers: [ClipSpec] {
        var pieces = small.enumerated().map { ("\($0.offset)", $0.element) }
        pieces += [("1M", "un"), ("1F", "una"), ("21M", "veintiún"), ("21F", "veintiuna")]
        for (ten, word) in tens.enumerated().dropFirst(3) { pieces.append(("\(ten * 10)", word)) }
        pieces.append(("hundred", "cien"))
        for (hundred, word) in hundreds.enumerated().dropFirst(2) {
            pieces += [("\(hundred * 100)", word + "os"), ("\(hundred * 100)F", word + "as")]
        }
        return pieces.flatMap { ClipSpec.both("digits/" + $0.0, $0.1) }
            // These stand before another number, never last.
            + tens.enumerated().dropFirst(3).map {
                ClipSpec(name: "digits/\($0.offset * 10)-and", words: $0.element + " y")
            }
            + [ClipSpec(name: "digits/100-and", words: hundreds[1])]
    }

    private static var scaleNames: [ClipSpec] {
        [
            ("thousand", "mil"), ("million", "millón"), ("millions", "millones"), ("billon", "billón"),
            ("billones", "billones"), ("trillon", "trillón"), ("trillones", "trillones"),
        ].flatMap { ClipSpec.both("digits/" + $0.0, $0.1) }
    }

    private static var places: [ClipSpec] {
        var words = ordinals.enumerated().dropFirst().map { ("\($0.offset)", $0.element) }
        words += ordinalTens.enumerated().dropFirst(3).map { ("\($0.offset * 10)", $0.element) }
        var pieces: [(String, String)] = []
        for (name, word) in words {
            pieces += [(name, word), (name + "F", ordinalWord(word, .feminine))]
            let short = ordinalWord(word, .beforeNoun)
            if short != word { pieces.append((name + "M", short)) }
        }
        return pieces.flatMap { ClipSpec.both("digits/h-" + $0.0, $0.1) }
    }

    private static var calendar: [ClipSpec] {
        let times = [
            ("noon", "mediodía"), ("midnight", "medianoche"), ("quarter", "y cuarto"), ("half", "y media"),
            ("hour", "hora"), ("hours", "horas"), ("small-hours", "de la madrugada"), ("morning", "de la mañana"),
            ("afternoon", "de la tarde"), ("night", "de la noche"),
        ]
        return months.enumerated().flatMap { ClipSpec.both("digits/mon-\($0.offset)", $0.element) }
            + weekdays.enumerated().flatMap { ClipSpec.both("digits/day-\($0.offset)", $0.element) }
            + times.flatMap { ClipSpec.both("time/" + $0.0, $0.1) }
            + [ClipSpec(name: "time/la", words: "la"), ClipSpec(name: "time/las", words: "las")]
    }

    /// Words that never end a sentence but for the name of a key.
    private static var joints: [ClipSpec] {
        [
            ClipSpec(name: "digits/and", words: "y"), ClipSpec(name: "digits/with", words: "con"),
            ClipSpec(name: "digits/of", words: "de"), ClipSpec(name: "digits/or", words: "o"),
            ClipSpec(name: "digits/or-u", words: "u"), ClipSpec(name: "digits/minus", words: "menos"),
            ClipSpec(name: "digits/point", words: point),
        ] + ClipSpec.both("digits/star", star)
    }

    /// Letters by the names that people in the Americas know them by.
    private static var letters: [ClipSpec] {
        letterNames.flatMap { letter, name in
            ClipSpec.both("letters/" + (letter == "Ñ" ? "enye" : letter.lowercased()), letter, spoken: name)
        }
    }

    private static let letterNames: [(String, String)] = [
        ("A", "a"), ("B", "be"), ("C", "ce"), ("D", "de"), ("E", "e"), ("F", "efe"), ("G", "ge"), ("H", "hache"),
        ("I", "i"), ("J", "jota"), ("K", "ka"), ("L", "ele"), ("M", "eme"), ("N", "ene"), ("Ñ", "eñe"), ("O", "o"),
        ("P", "pe"), ("Q", "cu"), ("R", "erre"), ("S", "ese"), ("T", "te"), ("U", "u"), ("V", "uve"),
        ("W", "doble u"), ("X", "equis"), ("Y", "i griega"), ("Z", "zeta"),
    ]
}
