import CallTestKit
import CardData
import PaymentCall
import Testing

@testable import Prompts

/// Which words are said of several that fit: s for a step, e for an error, a for an attempt, b for a brand.
@Suite struct PromptVariantTests {
    /// The most specific first, as `docs/prompts.md` has it.
    private static let order = [
        "seab", "sea", "seb", "sab", "eab", "se", "sa", "sb", "ea", "eb", "ab", "s", "e", "a", "b", "",
    ]

    private static func variant(_ conditions: String) throws -> PromptVariant {
        var variant = PromptVariant(try PromptTemplate("<\(conditions)>"))
        if conditions.contains("s") { variant.step = .enter(.cardNumber) }
        if conditions.contains("e") { variant.error = "luhn" }
        if conditions.contains("a") { variant.attempt = 3 }
        if conditions.contains("b") { variant.brands = [.visa, .americanExpress] }
        return variant
    }

    private static func prompt(meeting conditions: String) -> Prompt {
        var prompt = Prompt("goodbye")
        prompt.occasion.step = conditions.contains("s") ? .enter(.cardNumber) : .confirm(.cardNumber)
        prompt.occasion.error = conditions.contains("e") ? "luhn" : "no-input"
        prompt.occasion.attempt = conditions.contains("a") ? 3 : 2
        prompt.occasion.brand = conditions.contains("b") ? .americanExpress : .jcb
        return prompt
    }

    private static func words(_ variants: [PromptVariant]) throws -> PromptWords {
        try #require(PromptWords(language: .english, wordsPerMinute: 100, variants: ["goodbye": variants]))
    }

    /// Each of the 32,768 sets of variants that have words for every occasion, on each of 16 occasions.
    @Test func theMostSpecificWordsThatFitAreSaid() throws {
        var generator = SeededGenerator(seed: 11)
        let named = try Self.order.map { (name: $0, variant: try Self.variant($0)) }
        let prompts = Self.order.map { (meets: $0, prompt: Self.prompt(meeting: $0)) }
        for mask in 0..<(1 << 15) {
            let present = named.indices.filter { $0 == 15 || mask & (1 << $0) != 0 }
            let words = try Self.words(present.shuffled(using: &generator).map { named[$0].variant })
            for (meets, prompt) in prompts {
                let expected = present.first { named[$0].name.allSatisfy(meets.contains) }.map { named[$0].name }
                let said = words.words(for: prompt)
                if said != "<\(expected ?? "none")>" { Issue.record("set \(mask), meeting '\(meets)': \(said)") }
            }
        }
    }

    @Test func nothingInParticularMeetsNoCondition() throws {
        let words = try Self.words(Self.order.map(Self.variant))
        #expect(words.words(for: Prompt("goodbye")) == "<>")
    }

    @Test func ofEqualsTheFirstIsSaid() throws {
        var first = PromptVariant(try PromptTemplate("first"))
        var second = PromptVariant(try PromptTemplate("second"))
        first.brands = [.visa]
        second.brands = [.visa, .jcb]
        var prompt = Prompt("goodbye")
        prompt.occasion.brand = .visa
        #expect(try Self.words([first, second]).words(for: prompt) == "first")
        #expect(try Self.words([second, first]).words(for: prompt) == "second")
        #expect(first.competes(with: second) && second.competes(with: first))
    }

    @Test func onlyWordsForTheSameOccasionsCompete() throws {
        let variants = try Self.order.map(Self.variant)
        for (index, one) in variants.enumerated() {
            for (other, two) in variants.enumerated() { #expect(one.competes(with: two) == (index == other)) }
        }
        var apart = variants[0]
        apart.brands = [.jcb]
        #expect(!apart.competes(with: variants[0]))
        #expect(variants.filter(\.isForEveryOccasion).count == 1)
    }

    @Test(
        arguments: [
            ("ask-security-code", nil, 1, Brand.visa, "of your card"),
            ("ask-security-code", nil, 1, .americanExpress, "on the front of your card."),
            ("ask-security-code", "invalid-security-code", 3, .visa, "on the back"),
            ("ask-security-code", "invalid-security-code", 3, .americanExpress, "above the card number"),
            ("ask-card-number", nil, 1, nil, "Please enter your card number, then press pound."),
            ("ask-card-number", "luhn", 2, nil, "Please enter your card number, then press pound."),
            ("ask-card-number", "no-input", 2, nil, "with the keys of your phone"),
            ("ask-card-number", "luhn", 3, nil, "Please take your time"),
            ("ask-card-number", "insufficient_funds", 1, nil, "Please enter your card number, then press pound."),
            ("no-input", "no-input", 2, nil, "I did not get an answer."),
            ("no-input", "no-input", 3, nil, "I still did not get an answer."),
        ] as [(String, String?, Int, Brand?, String)])
    func theShippedWordsHelp(
        _ id: String, _ error: String?, _ attempt: Int, _ brand: Brand?, _ says: String
    ) throws {
        var prompt = try #require(everyPrompt().first { $0.id == id })
        prompt.occasion.error = error
        prompt.occasion.attempt = attempt
        prompt.occasion.brand = brand
        #expect(CallKit.prompts.words(for: prompt).contains(says))
        prompt.occasion.language = .spanish
        #expect(!CallKit.prompts.words(for: prompt).contains(says))
    }

    /// Behind a decline the caller is asked what to do, or for another card, or for another bank account.
    @Test(arguments: DeclineReason.allCases, [Language.english, .spanish])
    func aDeclineAsksForNothingElseThanWhatFollows(_ reason: DeclineReason, _ language: Language) {
        var prompt = Prompt("declined-" + reason.rawValue.replacing("_", with: "-"))
        prompt.occasion.language = language
        func words(_ step: Question) -> String {
            prompt.occasion.step = step
            return CallKit.prompts.words(for: prompt)
        }
        let atMenu = words(.choose(.afterDecline))
        #expect(
            !atMenu.contains("Please") && !atMenu.contains("Por favor") && words(.enter(.cardNumber)).hasPrefix(atMenu))
        if [.cardDeclined, .insufficientFunds, .processingError].contains(reason) {
            let atBank = words(.enter(.routingNumber))
            #expect(atBank.hasSuffix(language == .english ? "use another account." : "use otra cuenta."))
        }
    }
}
