import Amounts
import CardData
import PaymentCall

/// How a language says values.
public protocol SpokenLanguage: Sendable {
    /// An amount: `one hundred and twenty dollars and five cents`.
    static func amount(_ money: Money) -> String
    /// A whole number, not below zero, in words.
    static func cardinal(_ number: Int64) -> String
    /// Several things of which one may be chosen: `ten dollars, twenty dollars or fifty dollars`.
    static func choice(of texts: [String]) -> String
    /// What stands in print for digits that are said and never printed.
    static func hidden(_ detail: Detail) -> String
}

extension SpokenLanguage {
    /// Characters one by one: `4 2 4 2`.
    public static func spelled(_ text: String) -> String {
        text.filter { $0.isLetter || $0.isNumber || $0 == "*" }.map(String.init).joined(separator: " ")
    }

    /// The `count` decimals of an amount one by one: `zero five`.
    static func decimals(_ rest: Int64, _ count: Int) -> String {
        let digits = String(rest)
        let padded = String(repeating: "0", count: count - digits.count) + digits
        return padded.compactMap { $0.wholeNumberValue.map { cardinal(Int64($0)) } }.joined(separator: " ")
    }

    /// Texts with commas, and `word` before the last.
    static func list(_ texts: [String], _ word: String) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " " + word + " " + last
    }
}

/// The languages whose values can be said.
public enum SpokenLanguages {
    /// Speech by the language's part of the tag: `en`.
    private static let byName: [String: any SpokenLanguage.Type] = [
        "en": SpokenEnglish.self, "es": SpokenSpanish.self,
    ]

    /// How that language says values; nil for one that is not known here.
    static func speech(of language: Language) -> (any SpokenLanguage.Type)? {
        byName[language.tag.split(separator: "-").first.map { $0.lowercased() } ?? ""]
    }

    /// The languages by name, for messages.
    public static let names = byName.keys.sorted()
}
