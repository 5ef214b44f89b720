// The recordings that US English needs, by the names of Asterisk's sets where those have them.
extension SpokenEnglish {
    /// Every word that a value can need.
    public static let vocabulary: [ClipSpec] =
        numbers + places + calendar + joints + letters + EnglishCurrencies.vocabulary + brands

    private static var numbers: [ClipSpec] {
        var pieces = small.enumerated().map { ("\($0.offset)", $0.element) }
        pieces += tens.enumerated().dropFirst(2).map { ("\($0.offset * 10)", $0.element) }
        pieces += [("hundred", "hundred")] + scales.reversed().map { ($0.1, $0.1) }
        return pieces.flatMap { ClipSpec.both("digits/" + $0.0, $0.1) }
    }

    private static var places: [ClipSpec] {
        var pieces = small.enumerated().map { ("\($0.offset)", $0.element) }
        pieces += tens.enumerated().dropFirst(2).map { ("\($0.offset * 10)", $0.element) }
        pieces += [("hundred", "hundred")] + scales.reversed().map { ($0.1, $0.1) }
        return pieces.flatMap { ClipSpec.both("digits/h-" + $0.0, ordinalWord($0.1[...])) }
    }

    private static var calendar: [ClipSpec] {
        months.enumerated().flatMap { ClipSpec.both("digits/mon-\($0.offset)", $0.element) }
            + weekdays.enumerated().flatMap { ClipSpec.both("digits/day-\($0.offset)", $0.element) }
            + ClipSpec.both("digits/a-m", "AM", spoken: "A M") + ClipSpec.both("digits/p-m", "PM", spoken: "P M")
            + ClipSpec.both("time/noon", "noon") + ClipSpec.both("time/midnight", "midnight")
    }

    /// Words that never end a sentence but for the name of a key.
    private static var joints: [ClipSpec] {
        [
            ClipSpec(name: "digits/and", words: "and"), ClipSpec(name: "digits/or", words: "or"),
            ClipSpec(name: "digits/minus", words: "minus"), ClipSpec(name: "digits/point", words: point),
            ClipSpec(name: "digits/oh", words: "oh"),
        ] + ClipSpec.both("digits/star", star)
    }

    private static var letters: [ClipSpec] {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ".flatMap { ClipSpec.both("letters/" + $0.lowercased(), String($0)) }
    }
}
