import Amounts
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
