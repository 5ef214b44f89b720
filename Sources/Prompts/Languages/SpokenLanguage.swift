import Amounts
import CardData
import PaymentCall

/// How a language says values. Every value has one way to be said, as words that `vocabulary` has the recordings of.
public protocol SpokenLanguage: Sendable {
    /// An amount: `one hundred and twenty dollars and five cents`, `minus five dollars`.
    static func amount(_ money: Money) -> String
    /// A whole number in words.
    static func cardinal(_ number: Int64) -> String
    /// A place in a row: `twenty-first`. From where a language has none that people use, the number itself.
    static func ordinal(_ number: Int64, _ form: OrdinalForm) -> String
    /// A day of the calendar: `March third, twenty thirty`.
    static func date(_ date: SpokenDate, withWeekday: Bool) -> String
    /// A time of day: `three oh five p.m.`; of 24 hours `fifteen oh five`.
    static func time(_ time: SpokenTime, of hours: SpokenTime.Clock) -> String
    /// Several things of which one may be chosen: `ten dollars, twenty dollars or fifty dollars`.
    static func choice(of texts: [String]) -> String
    /// What stands in print for digits that are said and never printed.
    static func hidden(_ detail: Detail) -> String
    /// How such digits are said, `digits` of them, place by place.
    static func hiddenPlaces(_ detail: Detail, digits: Int) -> [HiddenPlace]

    /// The recordings of all words that values are made of, by the names that IVR people know; each that may end a
    /// sentence twice, within one and at its end.
    static var vocabulary: [ClipSpec] { get }
    /// The word before decimals.
    static var point: String { get }
    /// The name of the key `*`.
    static var star: String { get }
    /// Words that people leave out as often as not: a set may lack them.
    static var mayBeLeftOut: Set<String> { get }
}

/// What a place in a row agrees with; English makes no difference.
public enum OrdinalForm: Sendable, CaseIterable {
    /// Alone, or behind a masculine noun: `primero`.
    case masculine
    /// With a feminine noun: `primera`.
    case feminine
    /// Before a masculine noun: `primer`.
    case beforeNoun
}

extension SpokenLanguage {
    /// Characters one by one: `4 2 4 2`.
    public static func spelled(_ text: String) -> String {
        text.filter { $0.isLetter || $0.isNumber || $0 == "*" }.map(String.init).joined(separator: " ")
    }

    /// Characters one by one, in groups where the text has other marks between them, letters as capitals, which are the
    /// names of letters: `A U, 6 6 6 L` for `au-666L`.
    static func grouped(_ text: String) -> String {
        text.uppercased().split { !($0.isLetter || $0.isNumber || $0 == "*") }.map { spelled(String($0)) }
            .joined(separator: ", ")
    }

    /// The `count` decimals of an amount one by one: `zero five`.
    static func decimals(_ rest: UInt64, _ count: Int) -> String {
        let digits = String(rest)
        let padded = String(repeating: "0", count: count - digits.utf8.count) + digits
        return padded.utf8.map { cardinal(Int64($0) - 0x30) }.joined(separator: " ")
    }

    /// Texts with commas, and `word` before the last.
    static func list(_ texts: [String], _ word: String) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " " + word + " " + last
    }

    /// Digits of the vault one by one.
    static func spelledPlaces(_ count: Int) -> [HiddenPlace] {
        (0..<count).map { place in .digits(place..<place + 1, words: { cardinal(Int64($0)) }) }
    }

    /// The pieces that are the same in every language: brands by their names.
    static var brands: [ClipSpec] {
        Brand.allCases.flatMap { ClipSpec.both("brand/" + $0.rawValue, $0.spokenName) }
    }
}

/// The languages whose values can be said.
public enum SpokenLanguages {
    /// Speech by the language's part of the tag: `en`.
    private static let byName: [String: any SpokenLanguage.Type] = [
        "en": SpokenEnglish.self, "es": SpokenSpanish.self,
    ]

    /// How that language says values; nil for one that is not known here.
    public static func speech(of language: Language) -> (any SpokenLanguage.Type)? {
        byName[language.tag.split(separator: "-").first.map { $0.lowercased() } ?? ""]
    }

    /// The languages by name, for messages.
    public static let names = byName.keys.sorted()
}
