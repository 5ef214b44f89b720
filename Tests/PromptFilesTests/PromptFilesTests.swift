import CallTestKit
import Foundation
import PaymentCall
import Prompts
import Testing
import YAMLText

@testable import PromptFiles

/// The shipped words as a user who copies them has them.
private let shipped = String(decoding: PromptSet.shippedFiles[0].bytes, as: UTF8.self)

private func read(_ text: String) throws -> PromptWords {
    try PromptWords(YAMLValue(bytes: Array(text.utf8), name: "my.yaml"))
}

/// What a prompt file is refused with.
private func refusal(of text: String) -> YAMLError? {
    do {
        _ = try read(text)
        return nil
    } catch { return error as? YAMLError }
}

/// The shipped text with one prompt's line changed, and that line's number.
private func changed(_ id: String, to line: String?) -> (text: String, line: Int) {
    var lines = shipped.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("  \(id):") }) else { return ("", 0) }
    // A list of words goes with its prompt.
    let end = lines[(index + 1)...].firstIndex { !$0.hasPrefix("    ") } ?? lines.endIndex
    lines.replaceSubrange(index..<end, with: line.map { [$0] } ?? [])
    return (lines.joined(separator: "\n"), index + 1)
}

@Suite struct ShippedPromptTests {
    @Test func everyShippedFileIsInTheLanguageOfItsFolder() throws {
        #expect(PromptSet.shippedFiles.map(\.name) == ["en-US", "es-US"].map { "prompts/\($0)/prompts.yaml" })
        for file in PromptSet.shippedFiles {
            #expect(try PromptWords(YAMLValue(bytes: file.bytes, name: file.name)).language == file.language)
        }
    }

    @Test(
        arguments: [
            (nil, [.english, .spanish]), ([], [.english]), ([.english], [.english]),
            ([.spanish], [.english, .spanish]),
            ([.spanish, .english], [.english, .spanish]), ([Language(tag: "fr-CA")], [.english]),
        ] as [([Language]?, [Language])])
    func onlyWordsThatMayBeSaidAreRead(_ languages: [Language]?, _ read: [Language]) throws {
        #expect(try PromptSet.shipped(languages: languages).languages.map(\.language) == read)
    }

    @Test func aFileOfOnesOwnStandsBeforeTheShippedWordsOfOtherLanguages() throws {
        try SoundKit.withFolder { folder in
            let path = folder + "my.yaml"
            func languages(_ tag: String) throws -> [String] {
                let text = changed("goodbye", to: "  goodbye: So long!").text
                try Data(text.replacing("language: en-US", with: "language: \(tag)").utf8)
                    .write(to: URL(fileURLWithPath: path))
                let set = try PromptSet.shipped(with: [path])
                #expect(set.words(for: Prompt("goodbye")) == (tag.hasPrefix("es") ? "Goodbye." : "So long!"))
                return set.languages.map(\.language.tag)
            }
            let (english, spanish) = (try languages("en-US"), try languages("es-US"))
            #expect(english == ["en-US", "es-US"] && spanish == ["es-US", "en-US"])
        }
        #expect(try PromptSet.shipped(with: []).languages.count == 2)
    }

    @Test func everyPromptIsThere() throws {
        let set = try PromptSet.shipped()
        #expect(set.languages[0].language == .english && set.languages[0].wordsPerMinute == 170)
        #expect(try read(shipped).language == .english)
        #expect(set.words(for: Prompt("goodbye")) == "Goodbye.")
    }

    @Test(arguments: PromptDefinition.all.map(\.id)) func noneMayBeMissing(_ id: String) {
        let (text, _) = changed(id, to: nil)
        #expect(refusal(of: text)?.description == "my.yaml:5:3: the prompt '\(id)' is missing")
    }

    @Test func aFileOfOnesOwnIsReadFromItsPath() throws {
        try SoundKit.withFolder { folder in
            try Data(changed("goodbye", to: "  goodbye: So long!").text.utf8)
                .write(to: URL(fileURLWithPath: folder + "my.yaml"))
            #expect(try PromptWords(contentsOf: folder + "my.yaml").words(for: Prompt("goodbye")) == "So long!")
        }
        #expect(throws: YAMLError.self) { try PromptWords(contentsOf: "/nowhere/my.yaml") }
    }
}

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("en", "en"), ("es", "es"), ("en-GB", "en-GB"), ("es-us", "es-US"), ("ES-us", "es-US"), ("es-419", "es-419"),
        ("en-latn-us", "en-Latn-US"),
    ])
    func isTakenAsItIsWritten(_ written: String, _ tag: String) throws {
        let words = try read(shipped.replacing("language: en-US", with: "language: \(written)"))
        #expect(words.language.tag == tag)
    }

    @Test(arguments: [
        "e", "engl", "en_US", "en-", "-en", "en--US", "en-USA", "en-4242", "en-42424242", "en-4242424242424242",
        "en-424-242-424", "en-US-x-my", "4242424242424242", "én-US", "''",
    ])
    func isRefused(_ tag: String) throws {
        let error = try #require(refusal(of: shipped.replacing("language: en-US", with: "language: \(tag)")))
        #expect(error.description == "my.yaml:2:11: this is no tag of a language; write it like en-US, es-419 or es")
    }

    @Test func itsWordsStandInThePlaceOfTheShippedOnes() throws {
        try SoundKit.withFolder { folder in
            let text = changed("goodbye", to: "  goodbye: Hasta luego.").text
                .replacing("language: en-US", with: "language: es-us")
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "my.yaml"))
            var prompt = Prompt("goodbye")
            prompt.occasion.language = .spanish
            let words = try PromptSet.shipped(with: [folder + "my.yaml"]).words(for: prompt)
            #expect(words == "Hasta luego.")
        }
    }
}

@Suite struct WrongPromptFileTests {
    @Test(arguments: [
        ("greeting", "  greetings: Hello.", ":3:", "'greetings' is no key here; did you mean 'greeting'?"),
        ("goodbye", "  goodbye: Bye {amount}.", ":12:", "this prompt has no {amount} to say"),
        ("paid", "  paid: \"{amount} {balance}\"", ":9:", "this prompt has no {balance} to say"),
        ("paid", "  paid: Paid {sum}.", ":9:", "none that a prompt can say; this one has {amount}, {reference}"),
        ("goodbye", "  goodbye: Bye {you}.", ":12:", "none that a prompt can say; this one has none"),
        ("paid", "  paid: Paid {amount.", ":9:", "a '{' is not closed by '}'"),
        ("paid", "  paid: {amount}", ":9:", "quote a text that begins with '{'"),
        ("paid", "  paid: [a]", ":10:", "a mapping (key: value) is needed here"),
        ("paid", "  paid: 'x", "", "not YAML"),
        ("summary", "  summary: Pay {amount}? Press 1.", ":12:", "must say {last-four}"),
        ("summary", "  summary: Pay with {last-four}? Press 1.", ":12:", "must say {amount}"),
        ("confirm-amount", "  confirm-amount: Press 1.", ":19:", "must say {amount}"),
        ("goodbye", "  goodbye: Bye.\n  goodbye: Bye.", "", "stands twice"),
    ])
    func isRefusedWithItsPlace(_ id: String, _ line: String, _ column: String, _ says: String) throws {
        let (text, number) = changed(id, to: line)
        let error = try #require(refusal(of: text))
        let place = column.isEmpty ? "my.yaml:" : "my.yaml:\(number)\(column)"
        #expect("\(error)".hasPrefix(place), "\(error)")
        #expect(error.message.contains(says), "\(error)")
    }

    @Test(arguments: [
        ("language: en-US", "language: tlh", "can't be said here; use a tag that begins with en or es"),
        ("language: en-US", "", "needs language, wordsPerMinute and prompts"),
        ("wordsPerMinute: 170", "", "needs language, wordsPerMinute and prompts"),
        ("wordsPerMinute: 170", "wordsPerMinute: 59", "from 60 to 600"),
        ("wordsPerMinute: 170", "wordsPerMinute: 601", "from 60 to 600"),
        ("wordsPerMinute: 170", "wordsPerMinute: fast", "from 60 to 600"),
        ("wordsPerMinute: 170", "words-per-minute: 170", "did you mean 'wordsPerMinute'"),
        ("prompts:\n", "prompts: none\nx:\n", "no key here"),
    ])
    func theHeadOfTheFile(_ old: String, _ new: String, _ says: String) throws {
        let text = shipped.replacingOccurrences(of: old, with: new)
        #expect(text != shipped)
        let error = try #require(refusal(of: text))
        #expect(error.message.contains(says) && error.line != nil, "\(error)")
    }

    @Test(arguments: ["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242"])
    func noErrorSaysACard(_ card: String) {
        for line in [
            "  paid: \"{\(card)}\"", "  paid: {\(card)}", "  \(card): x", "  paid: \"{\(card)\"", "  paid: *\(card)",
            "  paid: {\(card): \(card)}",
        ] {
            let error = refusal(of: changed("paid", to: line).text)
            #expect(error != nil && !"\(error?.description ?? "")".filter(\.isNumber).contains("42424242"))
        }
    }
}
