import CardData
import PaymentCall
import Prompts
import Testing
import YAMLText

@testable import PromptFiles

/// A file whose goodbye has these words; they begin in line 7.
private func file(_ goodbye: String) -> String {
    let others = PromptDefinition.all.filter { $0.id != "goodbye" }.map { definition in
        "  \(definition.id): '" + definition.slots.map { "{\($0.rawValue)}" }.joined(separator: " ") + "'"
    }
    return "language: en-US\nwordsPerMinute: 100\nprompts:\n  goodbye:\n\n\n" + goodbye + "\n"
        + others.joined(separator: "\n")
}

private func read(_ goodbye: String) throws -> PromptWords {
    try PromptWords(YAMLValue(bytes: Array(file(goodbye).utf8), name: "my.yaml"))
}

private func goodbye(_ change: (inout PromptOccasion) -> Void = { _ in }) -> Prompt {
    var prompt = Prompt("goodbye")
    change(&prompt.occasion)
    return prompt
}

@Suite struct PromptVariantFileTests {
    @Test func theWordsOfEachOccasionAreRead() throws {
        let words = try read(
            """
                - words: So long.
                - { step: summary, error: no-input, attempt: 2, brand: amex, words: All four. }
                - { brand: [visa, jcb], words: Two brands. }
            """)
        #expect(words.words(for: goodbye()) == "So long.")
        #expect(words.words(for: goodbye { $0.brand = .jcb }) == "Two brands.")
        #expect(words.words(for: goodbye { $0.brand = .americanExpress }) == "So long.")
        let all = goodbye {
            $0.step = .choose(.summary)
            $0.error = "no-input"
            $0.attempt = 2
            $0.brand = .americanExpress
        }
        #expect(words.words(for: all) == "All four.")
    }

    @Test(arguments: PromptErrors.names) func everyErrorMayBeNamed(_ name: String) throws {
        let words = try read("    - words: So long.\n    - { error: \(name), words: Oh. }")
        #expect(words.words(for: goodbye { $0.error = name }) == "Oh.")
    }

    @Test(arguments: Question.all.map(\.name)) func everyStepMayBeNamed(_ name: String) throws {
        let words = try read("    - words: So long.\n    - { step: \(name), words: Here. }")
        #expect(words.words(for: goodbye { $0.step = Question(name: name) }) == "Here.")
    }

    @Test(arguments: [
        ("- { step: card-numbr, words: x }", "8:15", "did you mean 'card-number'?"),
        ("- { step: confirm-expirey, words: x }", "8:15", "did you mean 'confirm-expiry'?"),
        ("- { step: 4242424242424242, words: x }", "8:15", "this must be one of: language, account"),
        ("- { step: [summary], words: x }", "8:15", "one value is needed here"),
        ("- { error: noinput, words: x }", "8:16", "did you mean 'no-input'?"),
        ("- { error: insufficient-funds, words: x }", "8:16", "did you mean 'insufficient_funds'?"),
        ("- { error: invalid-expirey, words: x }", "8:16", "did you mean 'invalid-expiry'?"),
        ("- { error: greeting, words: x }", "8:16", "this must be one of: no-input, no-match"),
        ("- { attempt: 0, words: x }", "8:18", "a whole number from 1 to 20"),
        ("- { attempt: 21, words: x }", "8:18", "a whole number from 1 to 20"),
        ("- { attempt: third, words: x }", "8:18", "a whole number from 1 to 20"),
        ("- { brand: american-express, words: x }", "8:16", "this must be one of: visa"),
        ("- { brand: mastercrd, words: x }", "8:16", "did you mean 'mastercard'?"),
        ("- { brand: [visa, jcbb], words: x }", "8:23", "did you mean 'jcb'?"),
        ("- { brand: [], words: x }", "8:16", "no brand stands here; name one, or leave 'brand' out"),
        ("- { brand: visa }", "8:7", "these have no words"),
        ("- { brand: visa, words: 'Bye {amount}.' }", "8:29", "this prompt has no {amount} to say"),
        ("- { brnd: visa, words: x }", "8:9", "'brnd' is no key here; did you mean 'brand'?"),
        ("- x", "8:7", "a mapping (key: value) is needed here"),
        ("- words: x", "8:7", "the same occasions as those at my.yaml:7:7; keep one of them"),
        ("- { attempt: 3, words: x }\n    - { attempt: 3, words: y }", "9:7", "those at my.yaml:8:7;"),
        ("- { brand: visa, words: x }\n    - { brand: [jcb, visa], words: y }", "9:7", "those at my.yaml:8:7;"),
        (
            "- { step: pin, error: no-input, attempt: 3, brand: visa, words: x }\n"
                + "    - { brand: visa, attempt: 3, error: no-input, step: pin, words: y }", "9:7", "my.yaml:8:7;"
        ),
    ])
    func aWrongVariantIsRefusedWithItsPlace(_ line: String, _ place: String, _ says: String) throws {
        let error = #expect(throws: YAMLError.self) { try read("    - words: So long.\n    " + line) }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("my.yaml:\(place):") && text.contains(says), "\(text)")
        #expect(!text.contains("4242"))
    }

    @Test(arguments: ["    - { attempt: 3, words: x }", "    []"]) func oneHasNoCondition(_ list: String) throws {
        let error = #expect(throws: YAMLError.self) { try read(list) }
        #expect(error?.message == "one of these must have words alone, for every other occasion")
    }

    @Test func wordsOfNeighbouringOccasionsStandSideBySide() throws {
        let words = try read(
            """
                - { brand: visa, words: v }
                - { brand: [jcb, amex], words: ja }
                - { attempt: 2, brand: visa, words: v2 }
                - { attempt: 2, words: "2" }
                - words: any
            """)
        #expect(words.words(for: goodbye { $0.attempt = 2 }) == "2")
        #expect(words.words(for: goodbye { ($0.attempt, $0.brand) = (2, .visa) }) == "v2")
        #expect(words.words(for: goodbye { ($0.attempt, $0.brand) = (2, .jcb) }) == "2")
        #expect(words.words(for: goodbye { ($0.attempt, $0.brand) = (3, .jcb) }) == "ja")
    }

    /// What must be said must be said on every occasion.
    @Test func aVariantMustSayWhatThePromptMust() throws {
        let text = file("    So long.").replacing(
            "  confirm-amount: '{amount}'",
            with: "  confirm-amount:\n    - words: '{amount}'\n    - { attempt: 2, words: Press 1. }")
        let error = #expect(throws: YAMLError.self) {
            try PromptWords(YAMLValue(bytes: Array(text.utf8), name: "my.yaml"))
        }
        #expect(error?.message == "this prompt must say {amount}: the caller agrees to it")
    }
}
