import Amounts
import CallTestKit
import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

/// A value for each slot; each can be told from every other.
let valueOfSlot: [PromptSlot: SpokenValue] = [
    .amount: .money(Money(minor: 7_31, currency: .usd)), .minimum: .money(Money(minor: 8_32, currency: .usd)),
    .maximum: .money(Money(minor: 9_33, currency: .usd)), .balance: .money(Money(minor: 10_34, currency: .usd)),
    .brand: .brand(.jcb), .lastFour: .spelled("0505"), .expiry: .hidden(.expiry),
    .securityCode: .hidden(.securityCode), .postalCode: .spelled("94107"), .routingNumber: .spelled("110000000"),
    .digits: .number(4), .reference: .spelled("RX-7"), .key: .number(2),
    .choices: .amounts([1, 2, 3].map { Money(minor: $0 * 1_000, currency: .usd) }),
]

/// How English says those values.
private let saidInSlot: [PromptSlot: String] = [
    .amount: "seven dollars and thirty-one cents", .minimum: "eight dollars and thirty-two cents",
    .maximum: "nine dollars and thirty-three cents", .balance: "ten dollars and thirty-four cents",
    .brand: "J C B", .lastFour: "0 5 0 5", .expiry: "(month and year, not shown)",
    .securityCode: "(digits, not shown)", .postalCode: "9 4 1 0 7", .routingNumber: "1 1 0 0 0 0 0 0 0",
    .digits: "four", .reference: "R X 7", .key: "two", .choices: "ten dollars, twenty dollars or thirty dollars",
]

/// Every prompt, with a value for each of its slots, in `language`.
func everyPrompt(in language: Language = .english) -> [Prompt] {
    PromptDefinition.all.map { definition in
        var prompt = Prompt(
            definition.id,
            PromptSlot.allCases.filter(definition.slots.contains).compactMap { slot in
                valueOfSlot[slot].map { PromptValue(slot, $0) }
            })
        prompt.occasion.language = language
        return prompt
    }
}

/// English words of those prompts alone.
func english(speed: Int = 100, _ texts: [String: String]) throws -> PromptWords {
    let variants = try texts.mapValues { [PromptVariant(try PromptTemplate($0))] }
    return try #require(PromptWords(language: .english, wordsPerMinute: speed, variants: variants))
}

@Suite struct PromptWordsTests {
    @Test func theCatalogueHasEveryPromptOnce() {
        #expect(PromptCatalogue.definitions.count == PromptDefinition.all.count)
        #expect(Set(valueOfSlot.keys) == Set(PromptSlot.allCases) && Set(saidInSlot.keys) == Set(PromptSlot.allCases))
        #expect(Set(saidInSlot.values).count == saidInSlot.count)
    }

    @Test(arguments: everyPrompt()) func isSaidWhole(_ prompt: Prompt) {
        let words = CallKit.prompts.words(for: prompt)
        #expect(words != prompt.id && words.count > 5)
        #expect(!words.contains { "{}".contains($0) } && !words.contains("  ") && !words.contains(" ."), "\(words)")
        #expect(CallKit.prompts.duration(of: prompt) > .milliseconds(600))
        #expect(CallKit.prompts.duration(of: prompt) < .milliseconds(20_000))
    }

    /// Each slot of the catalogue has its value, wherever a set of one's own puts it, and no other slot has one.
    @Test(arguments: everyPrompt()) func everyValueOfThePromptCanBeSaid(_ prompt: Prompt) throws {
        let slots = try #require(PromptCatalogue.definitions[prompt.id]?.slots)
        for slot in PromptSlot.allCases {
            let set = PromptSet([try english([prompt.id: "<{\(slot.rawValue)}>"])])
            let said = try #require(saidInSlot[slot])
            #expect(set.words(for: prompt) == (slots.contains(slot) ? "<\(said)>" : "<>"), "\(prompt.id) \(slot)")
        }
    }

    @Test func whatIsNeededIsAlsoAllowed() {
        for definition in PromptDefinition.all { #expect(definition.needed.isSubset(of: definition.slots)) }
    }

    @Test(arguments: [("confirm-expiry", Detail.expiry), ("confirm-spoken-security-code", .securityCode)])
    func digitsOfTheVaultAreNeverPrinted(_ id: String, _ detail: Detail) throws {
        let prompt = try #require(everyPrompt().first { $0.id == id })
        let words = CallKit.prompts.words(for: prompt)
        #expect(words.contains("not shown)") && !words.contains { ("3"..."9").contains($0) })
    }

    @Test func aPromptThatASetLacksIsItsName() throws {
        let set = PromptSet([try english([:])])
        #expect(set.words(for: Prompt("goodbye")) == "goodbye")
        #expect(set.duration(of: Prompt("goodbye")) > .zero)
    }

    @Test func aPromptMayBringItsWords() throws {
        let own = Prompt(
            "plan",
            ownWords: [.text("{amount} for "), .value(.brand(.jcb)), .text(": "), .value(.number(21)), .text(".")])
        let set = PromptSet([try english(speed: 60, ["plan": "Not these."])])
        #expect(set.words(for: own) == "{amount} for J C B: twenty-one.")
        #expect(set.duration(of: own) == .milliseconds(6_000 + 300))
    }

    @Test func aLanguageThatNobodySpeaksHasNoWords() {
        #expect(PromptWords(language: Language(tag: "tlh"), wordsPerMinute: 100, variants: [:]) == nil)
        #expect(PromptWords(language: Language(tag: ""), wordsPerMinute: 100, variants: [:]) == nil)
        #expect(PromptWords(language: Language(tag: "EN-gb"), wordsPerMinute: 100, variants: [:]) != nil)
    }
}

@Suite struct PromptDurationTests {
    private func length(_ text: String, speed: Int = 120) throws -> Int {
        let set = PromptSet([try english(speed: speed, ["goodbye": text])])
        return Int((set.duration(of: Prompt("goodbye")).seconds * 1000).rounded())
    }

    @Test(arguments: [
        ("", 300), ("One", 800), ("One.", 800), ("One two.", 1300), ("One two. Three?", 2100), ("One! Two!", 1600),
        ("One\ntwo\tthree", 1800), ("  One   two  ", 1300),
    ])
    func wordsAndSentencesTakeTheirTime(_ text: String, _ milliseconds: Int) throws {
        #expect(try length(text) == milliseconds)
    }

    @Test func moreWordsTakeLonger() throws {
        let lengths = try (1...200).map { try length(Array(repeating: "word", count: $0).joined(separator: " ")) }
        #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 } && lengths[0] > 0)
        #expect(try length("one two three four", speed: 60) > length("one two three four", speed: 600))
    }
}

@Suite struct PromptTemplateTests {
    @Test(arguments: ["{", "a {amount", "{amount} {", "{amount}{"]) func aBraceThatIsNotClosed(_ text: String) {
        #expect(throws: PromptTemplateError.unclosedBrace) { try PromptTemplate(text) }
    }

    @Test(arguments: ["{}", "{ amount }", "{Amount}", "{{amount}}", "{card-number}"]) func noSlot(_ text: String) {
        #expect { try PromptTemplate(text) } throws: { error in
            if case PromptTemplateError.unknownSlot = error { true } else { false }
        }
    }

    @Test func slotsMayStandAnywhere() throws {
        #expect(try PromptTemplate("{amount}{brand}x{amount}").slots == [.amount, .brand])
        #expect(try PromptTemplate("").slots == [])
    }
}
