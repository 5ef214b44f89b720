import Amounts
import PaymentCall

/// A value that a person writes down to hear it: `amount 120.05 USD`, `date 2030-03-03`, `reference AU-666L`.
public struct SaidText: Hashable, Sendable {
    /// The ways to say a value, by the word that stands before it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An amount of money: `amount 120.05 USD`.
        case amount
        /// A whole number: `number 1987`.
        case number
        /// Digits one by one, in groups where there are spaces: `digits 4242 4242`.
        case digits
        /// Digits one by one, in groups of three or four: `grouped 42424242`.
        case grouped
        /// A place in a row: `ordinal 21`, `ordinal 3 feminine`, `ordinal 3 before-noun`.
        case ordinal
        /// A day: `date 2030-03-03`, `date 2030-03-03 weekday`.
        case date
        /// A time of day: `time 15:05`, `time 15:05 24h`.
        case time
        /// The end of a card's or an account's number: `last-four 4242`.
        case lastFour = "last-four"
        /// Letters by their names and digits, in groups at the marks: `reference AU-666L`.
        case reference
        /// Words as they stand: `text Thank you.`.
        case text

        /// How one is written.
        public var example: String {
            switch self {
            case .amount: "amount 120.05 USD"
            case .number: "number 1987"
            case .digits: "digits 4242 4242"
            case .grouped: "grouped 42424242"
            case .ordinal: "ordinal 21"
            case .date: "date 2030-03-03"
            case .time: "time 15:05"
            case .lastFour: "last-four 4242"
            case .reference: "reference AU-666L"
            case .text: "text Thank you."
            }
        }
    }

    enum Value: Hashable {
        case money(Money)
        case number(Int64)
        case characters(String)
        case ordinal(Int64, OrdinalForm)
        case date(SpokenDate, withWeekday: Bool)
        case time(SpokenTime, SpokenTime.Clock)
        case text(String)
    }

    /// How the value is said.
    public let kind: Kind
    let value: Value

    /// Reads a kind and its value; throws what is wrong, and how it is written.
    public init(_ text: String) throws(SaidTextError) {
        let trimmed = text.drop(while: \.isWhitespace)
        let name = trimmed.prefix { !$0.isWhitespace }
        guard let kind = Kind(rawValue: name.lowercased()) else { throw .unknownKind(isMissing: name.isEmpty) }
        self.kind = kind
        let rest = trimmed[name.endIndex...]
        value = try SaidTextReader(kind: kind, text: rest).value()
    }

    /// The words in a language; nil for one that nobody here can speak.
    public func words(in language: Language) -> String? {
        SpokenLanguages.speech(of: language).map { words(in: $0) }
    }

    func words(in speech: any SpokenLanguage.Type) -> String {
        switch value {
        case .money(let money): speech.amount(money)
        case .number(let number): speech.cardinal(number)
        case .characters(let text): speech.grouped(text)
        case .ordinal(let number, let form): speech.ordinal(number, form)
        case .date(let date, let withWeekday): speech.date(date, withWeekday: withWeekday)
        case .time(let time, let clock): speech.time(time, of: clock)
        case .text(let text): text
        }
    }
}

/// Why a value that is written down can't be said. The value itself is never part of it: it may be a card number.
public enum SaidTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No kind stands before the value, or one that is none.
    case unknownKind(isMissing: Bool)
    /// What the kind needs instead.
    case wrong(SaidText.Kind, String)

    /// A sentence that says what is wrong and how it is written.
    public var description: String {
        switch self {
        case .unknownKind(let isMissing):
            (isMissing ? "nothing to say: " : "the first word says no kind of value: ") + "write one of "
                + SaidText.Kind.allCases.map(\.rawValue).joined(separator: ", ") + " and the value, like '"
                + SaidText.Kind.amount.example + "'"
        case .wrong(let kind, let need): "\(need), like '\(kind.example)'"
        }
    }
}
