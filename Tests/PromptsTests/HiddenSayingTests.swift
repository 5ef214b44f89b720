import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

@Suite struct HiddenSayingTests {
    private func hidden(_ id: String, _ detail: Detail, _ language: Language, brand: Brand? = nil) -> Prompt {
        let slot: PromptSlot = detail == .expiry ? .expiry : .securityCode
        var prompt = Prompt(id, [PromptValue(slot, .hidden(detail))])
        prompt.occasion.language = language
        prompt.occasion.brand = brand
        return prompt
    }

    private func places(_ parts: [PromptPart]) -> [HiddenPart] {
        parts.compactMap { if case .hidden(let part) = $0 { part } else { nil } }
    }

    private func words(_ clips: [PromptClip]) -> String { clips.map(\.words).joined(separator: " ") }

    @Test func anExpiryIsAMonthAndAYear() throws {
        let parts = try shippedWords(in: .english).parts(of: hidden("confirm-expiry", .expiry, .english))
        let places = places(parts)
        #expect(places.map(\.digits) == [0..<2, 2..<4] && places.allSatisfy { $0.detail == .expiry })
        #expect(places.allSatisfy { $0.sounds.count == 100 })
        #expect(words(places[0].sounds[1]) == "January" && words(places[0].sounds[12]) == "December")
        #expect(([0] + Array(13...99)).allSatisfy { places[0].sounds[$0].isEmpty })
        // The year ends the sentence.
        #expect(words(places[1].sounds[30]) == "twenty thirty." && words(places[1].sounds[45]) == "twenty forty five.")
        #expect(words(places[1].sounds[5]) == "two thousand and five." && places[1].sounds.allSatisfy { !$0.isEmpty })
    }

    @Test func aSpanishExpiry() throws {
        let parts = try shippedWords(in: .spanish).parts(of: hidden("confirm-expiry", .expiry, .spanish))
        let places = places(parts)
        #expect(words(places[0].sounds[12]) == "diciembre" && words(places[1].sounds[30]) == "dos mil treinta.")
        let index = try #require(parts.firstIndex(of: .hidden(places[0])))
        #expect(heard(Array(parts[index...])).first == "de")
    }

    @Test(arguments: [(Brand.visa, 3), (.americanExpress, 4), (nil, 4)] as [(Brand?, Int)])
    func aSecurityCodeIsSaidDigitByDigit(_ brand: Brand?, _ count: Int) throws {
        let prompt = hidden("confirm-spoken-security-code", .securityCode, .english, brand: brand)
        let places = places(try shippedWords(in: .english).parts(of: prompt))
        #expect(places.map(\.digits) == (0..<count).map { $0..<$0 + 1 })
        for (index, place) in places.enumerated() {
            #expect(place.sounds.count == 10 && place.duration == place.sounds.map { $0[0].duration }.max())
            #expect(words(place.sounds[7]) == (index + 1 == count ? "seven." : "seven"))
        }
    }

    /// Whatever the set lacks, a place lasts as long for every digit, and nothing of it is a word in print.
    @Test(arguments: [Detail.expiry, .securityCode], [Language.english, .spanish])
    func aMissingRecordingIsSilentForAsLong(_ detail: Detail, _ language: Language) throws {
        var words = try shippedWords(in: language)
        let id = detail == .expiry ? "confirm-expiry" : "confirm-spoken-security-code"
        let prompt = hidden(id, detail, language, brand: .visa)
        let whole = words.duration(of: prompt)
        let longest = try #require(
            places(words.parts(of: prompt)).first?.sounds.flatMap { $0 }.max { $0.duration < $1.duration })
        let other = words.lexicon.clips.first { $0.name == (detail == .expiry ? "digits/mon-4" : "digits/7") }
        let missing = try #require(other?.name == longest.name ? nil : other)
        words.lexicon = PromptLexicon(
            words.lexicon.clips.filter { !$0.name.hasPrefix(missing.name) }, language: language)
        #expect(words.duration(of: prompt) == whole)
        let first = try #require(places(words.parts(of: prompt)).first)
        #expect(first.sounds[detail == .expiry ? 5 : 7].isEmpty)
    }

    @Test func aSetWithoutAnySaysThatItDoesNot() throws {
        var words = try shippedWords(in: .english)
        words.lexicon = PromptLexicon(words.lexicon.clips.filter { $0.name.hasPrefix("ivr/") }, language: .english)
        let parts = words.parts(of: hidden("confirm-expiry", .expiry, .english))
        #expect(places(parts).isEmpty)
        #expect(parts.contains(.unsaid("(month and year, not shown)", .milliseconds(5 * 60_000 / 170))))
    }

    @Test(arguments: Detail.allCases) func everyDetailHasItsPlaces(_ detail: Detail) throws {
        for language in [Language.english, .spanish] {
            let prompt = hidden("confirm-expiry", .expiry, language)
            let slot = Prompt(prompt.id, [PromptValue(.expiry, .hidden(detail))])
            let parts = try shippedWords(in: language).parts(of: slot)
            let digits = places(parts).flatMap { Array($0.digits) }
            #expect(digits == Array(0..<digits.count) && digits.count >= 4, "\(detail)")
        }
    }
}
