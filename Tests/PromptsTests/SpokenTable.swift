import Amounts
import PaymentCall
import Telephony
import Testing

@testable import Prompts

/// A value and its words as a person wrote them down: `USD 120.05 = ciento veinte dólares con cinco centavos`. The
/// tables decide what is right; nothing in them was made by the program.
struct SpokenRow: Sendable, CustomTestStringConvertible {
    let value: String
    let words: String
    var testDescription: String { value }

    /// The rows of a table, one a line.
    static func rows(_ table: String) -> [SpokenRow] {
        table.split(separator: "\n").compactMap { line in
            guard let sign = line.range(of: " = ") else { return nil }
            return SpokenRow(value: String(line[..<sign.lowerBound]), words: String(line[sign.upperBound...]))
        }
    }

    /// The rows of numbers that follow one another from zero, by their words.
    static func numbers(_ words: String) -> [SpokenRow] {
        words.split { $0 == "," || $0 == "\n" }.enumerated().map { number, words in
            SpokenRow(value: String(number), words: String(words.drop { $0 == " " }))
        }
    }

    /// The rows of values of one kind that follow one another, by their words: `ordinal 1`, `ordinal 2`.
    static func listed(_ kind: String, from first: Int, _ words: String) -> [SpokenRow] {
        numbers(words).enumerated().map { SpokenRow(value: "\(kind) \(first + $0.offset)", words: $0.element.words) }
    }

    /// The amount that the row means.
    func money() throws -> Money {
        let parts = value.split(separator: " ")
        let currency = try #require(Currency(code: String(parts[0])))
        return try #require(Money(decimal: parts[1], currency: currency))
    }
}

/// What is heard must tell one amount from every other.
func expectNoTwoAmountsSoundAlike(_ speech: any SpokenLanguage.Type, _ code: String) throws {
    let currency = try #require(Currency(code: code))
    var heard: [String: Int64] = [:]
    // All small amounts, and amounts around the larger scales.
    let large = stride(from: Int64(25_000), to: 1_000_000_000, by: 99_991)
    for minor in Array(Int64(0)..<25_000) + Array(large) {
        let words = speech.amount(Money(minor: minor, currency: currency))
        #expect(!words.contains("  ") && !words.hasSuffix(" ") && !words.contains { $0.isNumber }, "\(words)")
        if let other = heard.updateValue(minor, forKey: words) { Issue.record("\(minor) and \(other): \(words)") }
    }
}

/// A set that has a recording of each of these, a different length each, so that none is taken for another.
func lexicon(of specs: [ClipSpec], _ language: Language) -> PromptLexicon {
    PromptLexicon(
        specs.enumerated().map {
            PromptClip(
                name: $0.element.name, words: $0.element.words, duration: .milliseconds(200 + $0.offset % 397))
        }, language: language)
}

/// The recordings of a whole vocabulary.
let vocabularies: [Language: PromptLexicon] = [
    .english: lexicon(of: SpokenEnglish.vocabulary, .english),
    .spanish: lexicon(of: SpokenSpanish.vocabulary, .spanish),
]

/// The words of a set's parts one after another, as they are heard.
func heard(_ parts: [PromptPart]) -> [String] {
    parts.compactMap { part in
        switch part {
        case .clip(let clip): clip.words
        case .unsaid(let words, _): "<\(words)>"
        case .pause, .hidden: nil
        }
    }
}

/// A value of a table is said by recordings alone, word for word, and its tone falls at its end.
func expectSaidByVocabulary(_ row: SpokenRow, _ language: Language) throws {
    let lexicon = try #require(vocabularies[language])
    let said = try SaidText(row.value)
    let parts = lexicon.parts(saying: said.words(in: lexicon.speech), wordsPerMinute: 170)
    let words = heard(parts)
    // What is heard is what is written, whatever the marks, capitals and figures.
    let plain = { (text: String) in
        SpeechTokens(text, in: lexicon.speech, isWhole: false).tokens.filter { !$0.isEnd }.map(\.text)
    }
    #expect(words.flatMap(plain) == plain(row.words), "\(words)")
    #expect(words.last?.hasSuffix(".") == true && words.dropLast().allSatisfy { !$0.hasSuffix(".") }, "\(words)")
    #expect(parts.last == .pause(SpeechPause.sentence))
}
