import Amounts
import CallTestKit
import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

private func phrases(_ texts: String...) throws -> [ClipSpec] {
    PromptWords.phrases(in: try texts.flatMap { try PromptTemplate($0).texts })
}

/// The shipped words of a language, with a recording for everything that they can need.
func shippedWords(in language: Language) throws -> PromptWords {
    var words = CallKit.prompts.words(in: language)
    let vocabulary = language == .english ? SpokenEnglish.vocabulary : SpokenSpanish.vocabulary
    words.lexicon = lexicon(of: vocabulary + words.phrases, language)
    return words
}

@Suite struct PromptPhraseTests {
    @Test func fixedTextIsCutAtValuesAndSentences() throws {
        let specs = try phrases(
            "Thank you. You have paid {amount}, or {balance}! Is that right? To pay now, press 1.", "¿{amount}? Sí.",
            "{key}")
        #expect(
            specs.map(\.words) == [
                "Thank you.", "You have paid", "or", "Is that right?", "To pay now, press 1.", "Sí.",
            ])
        #expect(
            specs.map(\.name) == [
                "ivr/thank-you", "ivr/you-have-paid", "ivr/or", "ivr/is-that-right", "ivr/to-pay-now-press-1", "ivr/si",
            ])
    }

    @Test func whatIsSaidTwiceIsRecordedOnce() throws {
        #expect(try phrases("Press 1. Press 1.", "Press 1.").map(\.name) == ["ivr/press-1"])
    }

    @Test func namesAreShortPlainAndTheirOwn() throws {
        let long = String(repeating: "word ", count: 30)
        let specs = try phrases(
            long + "one.", long + "two.", "Él está aquí.", "El esta aqui.", "Press 1", "Press 1.", "Жду.")
        #expect(Set(specs.map(\.name)).count == specs.count)
        for spec in specs {
            #expect(
                spec.name.utf8.count <= 64 + 4 && spec.name.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 }, "\(spec.name)")
            #expect(!spec.name.contains("--") && !spec.name.hasSuffix("-"))
        }
        // A name goes by the words alone: those of others don't change it, but for a namesake.
        #expect(try phrases(long + "one.")[0].name == specs[0].name)
        #expect(try phrases("Él está aquí.")[0].name == "ivr/el-esta-aqui" && specs[2].name != "ivr/el-esta-aqui")
    }

    @Test(arguments: [Language.english, .spanish]) func theShippedWordsHaveTheirPhrases(_ language: Language) throws {
        let specs = CallKit.prompts.words(in: language).phrases
        #expect(specs.count > 100 && specs == CallKit.prompts.words(in: language).phrases)
        #expect(Set(specs.map(\.name)).count == specs.count && Set(specs.map(\.words)).count == specs.count)
        for spec in specs { #expect(spec.name.hasPrefix("ivr/") && spec.spoken == spec.words, "\(spec.name)") }
        #expect(specs.contains { $0.name == (language == .english ? "ivr/goodbye" : "ivr/adios") })
    }

    /// With all its recordings, a set says every prompt whole, whatever its values.
    @Test(arguments: [Language.english, .spanish]) func everyPromptIsSaidWithoutAGap(_ language: Language) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let words = try shippedWords(in: language)
        for round in 0..<60 {
            for prompt in everyPrompt(in: language) {
                let changed = anyValues(prompt, &generator)
                let parts = words.parts(of: changed)
                for part in parts {
                    if case .unsaid(let text, _) = part {
                        Issue.record("seed \(seed), round \(round): \(prompt.id) lacks '\(text)'")
                    }
                }
                #expect(parts.reduce(.zero) { $0 + $1.duration } == words.duration(of: changed))
                #expect(parts.last == .pause(SpeechPause.sentence))
            }
        }
    }

    /// A set that has half of what it needs, or nothing: the parts last as long as the prompt.
    @Test(arguments: [Language.english, .spanish]) func thePartsLastAsLongAsThePrompt(_ language: Language) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var words = CallKit.prompts.words(in: language)
        let all = try shippedWords(in: language).lexicon.clips
        for round in 0..<20 {
            words.lexicon = PromptLexicon(
                round == 0 ? [] : all.filter { _ in Int.random(in: 0..<20, using: &generator) >= round },
                language: language)
            let set = PromptSet([words])
            for prompt in everyPrompt(in: language) {
                let changed = anyValues(prompt, &generator)
                let sum = set.parts(of: changed).reduce(.zero) { $0 + $1.duration }
                #expect(sum == set.duration(of: changed) && sum > .zero, "seed \(seed), round \(round): \(prompt.id)")
            }
        }
    }

    /// The prompt with other values of the same kinds, on an occasion by chance.
    private func anyValues(_ prompt: Prompt, _ generator: inout SeededGenerator) -> Prompt {
        let codes = ["USD", "EUR", "GBP", "JPY", "KWD", "CHF", "MXN", "INR", "CAD", "AUD", "SEK", "BHD", "KRW"]
        func money() -> Money {
            let minor = Int64.random(
                in: 0...(Int64(10) << Int64.random(in: 0...36, using: &generator)), using: &generator)
            return Money(minor: minor, currency: Currency(code: codes.randomElement(using: &generator) ?? "") ?? .usd)
        }
        func text(_ characters: String, _ length: Int) -> String {
            String((0..<length).map { _ in characters.randomElement(using: &generator) ?? "0" })
        }
        var changed = Prompt(
            prompt.id,
            prompt.values.map { value in
                let said: SpokenValue =
                    switch value.said {
                    case .money: .money(money())
                    case .amounts(let amounts): .amounts(amounts.map { _ in money() })
                    case .number: .number(Int.random(in: 0...9, using: &generator))
                    case .spelled(let known) where known.allSatisfy(\.isNumber):
                        .spelled(text("0123456789", known.count))
                    case .spelled: .spelled(text("abcxyzABCXYZ0189-_*/", 12) + "7")
                    case .brand: .brand(Brand.allCases.randomElement(using: &generator) ?? .visa)
                    case .words, .hidden: value.said
                    }
                return PromptValue(value.slot, said)
            })
        changed.occasion = prompt.occasion
        changed.occasion.attempt = Int.random(in: 0...4, using: &generator)
        changed.occasion.brand = Brand.allCases.randomElement(using: &generator)
        changed.occasion.step = Question.all.randomElement(using: &generator)
        return changed
    }
}

@Suite struct VocabularyTests {
    @Test(arguments: [Language.english, .spanish]) func eachPieceHasItsNameAndWords(_ language: Language) {
        let pieces = language == .english ? SpokenEnglish.vocabulary : SpokenSpanish.vocabulary
        #expect(Set(pieces.map(\.name)).count == pieces.count)
        for piece in pieces {
            let isFalling = piece.name.hasSuffix(ClipSpec.fallingSuffix)
            #expect(
                isFalling == piece.words.hasSuffix(".") && isFalling == piece.spoken.hasSuffix("."), "\(piece.name)")
            #expect(piece.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && piece.name.contains("/"), "\(piece.name)")
            #expect(
                ["digits", "currency", "letters", "time", "brand"].contains(piece.name.prefix { $0 != "/" }),
                "\(piece.name)")
        }
        // Of the same words only the first would ever be heard.
        let doubled = Dictionary(grouping: pieces) {
            SpeechTokens($0.words, in: SpokenEnglish.self, isWhole: false).tokens
        }
        .values.filter { $0.count > 1 }.map { $0.map(\.name).joined(separator: " ") }.sorted()
        #expect(doubled == [], "\(doubled)")
    }

    @Test(arguments: [Language.english, .spanish]) func piecesThatPeopleKnowAreThere(_ language: Language) {
        let names = Set((language == .english ? SpokenEnglish.vocabulary : SpokenSpanish.vocabulary).map(\.name))
        let both =
            (0...20).map { "digits/\($0)" } + (0...11).map { "digits/mon-\($0)" } + (0...6).map { "digits/day-\($0)" }
            + "abcdefghijklmnopqrstuvwxyz".map { "letters/\($0)" } + Brand.allCases.map { "brand/" + $0.rawValue }
            + ["hundred", "thousand", "million", "minus", "and", "or", "point", "star", "h-1", "h-20"].map {
                "digits/" + $0
            }
            + ["dollar", "dollars", "cent", "cents", "euros", "pounds", "pence", "yen"].map { "currency/" + $0 }
        #expect(both.filter { !names.contains($0) } == [])
        #expect((0...20).allSatisfy { names.contains("digits/\($0)-f") })
        let own =
            language == .english
            ? ["digits/billion", "digits/oh", "digits/h-hundred", "digits/a-m", "time/noon"]
            : ["digits/1M", "digits/1F", "digits/21M", "digits/100-and", "digits/200F", "digits/30-and", "digits/h-1F"]
        #expect(own.filter { !names.contains($0) } == [])
    }

    /// Every amount and every number there is has its recordings.
    @Test(arguments: [Language.english, .spanish]) func anyNumberIsSaid(_ language: Language) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let lexicon = try #require(vocabularies[language])
        for round in 0..<3_000 {
            let number =
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...62, using: &generator)
            let ordinal = lexicon.speech.ordinal(max(1, number.magnitude > 1 << 40 ? 3 : abs(number)), .feminine)
            for text in [lexicon.speech.cardinal(number), ordinal] {
                let words = heard(lexicon.parts(saying: text, wordsPerMinute: 100))
                #expect(words.allSatisfy { !$0.hasPrefix("<") }, "seed \(seed), round \(round), \(number): \(words)")
            }
        }
    }

    /// No two numbers sound alike, nor two places in a row.
    @Test(arguments: [Language.english, .spanish]) func noTwoNumbersSoundAlike(_ language: Language) throws {
        let lexicon = try #require(vocabularies[language])
        var cardinals: [String: Int64] = [:]
        var ordinals: [String: Int64] = [:]
        for number in Int64(-1_200)...12_000 {
            func words(_ text: String) -> String {
                heard(lexicon.parts(saying: text, wordsPerMinute: 100)).joined(separator: " ")
            }
            if let other = cardinals.updateValue(number, forKey: words(lexicon.speech.cardinal(number))) {
                Issue.record("\(number) and \(other) sound alike")
            }
            guard (1...1_100).contains(number) else { continue }
            if let other = ordinals.updateValue(number, forKey: words(lexicon.speech.ordinal(number, .masculine))) {
                Issue.record("places \(number) and \(other) sound alike")
            }
        }
    }
}
