import DTMF
import PaymentCall
import PromptFiles
import Prompts
import TelephoneLine
import Telephony
import Testing

@testable import PromptSounds

@Suite("The shipped sets")
struct ShippedSoundsTests {
    /// A set with the words that it is for.
    struct Shipped {
        let set: SoundSet
        let table: SoundTable
        let words: PromptWords
        let library: SoundLibrary

        init(_ language: Language) throws {
            set = try #require(ShippedSounds.set(of: language))
            table = try #require(ShippedSounds.table(of: language))
            words = try PromptSet.shipped(languages: [language]).words(in: language)
            library = SoundLibrary([set])
        }

        var wanted: [ClipSpec] { (SpokenLanguages.speech(of: set.language)?.vocabulary ?? []) + words.phrases }
    }

    @Test(
        "nothing is missing, unused, changed, too loud, too soft, clipped, or taken for a key",
        arguments: ShippedSounds.languages)
    func isRight(_ language: Language) throws {
        let shipped = try Shipped(language)
        #expect(shipped.set.folder != nil)
        let findings = SoundCheck(shipped.set, table: shipped.table).findings(
            wanted: shipped.wanted, lexicon: PromptLexicon(shipped.set.clips, language: language))
        #expect(findings.map(\.line) == [])
    }

    @Test("the table in the program is the file's", arguments: ShippedSounds.languages)
    func isBuiltIn(_ language: Language) throws {
        let shipped = try Shipped(language)
        let folder = try #require(shipped.set.folder)
        let file = try SoundTable(contentsOf: folder + "/" + SoundTable.fileName)
        #expect(file == shipped.table)
        #expect(file.language == language.tag)
        #expect(file.rows.map(\.name) == file.rows.map(\.name).sorted())
    }

    @Test("every word of every prompt and value is said", arguments: ShippedSounds.languages)
    func saysEverything(_ language: Language) throws {
        let shipped = try Shipped(language)
        let known = Set(shipped.set.clips.map { [$0.name, $0.words] })
        for spec in shipped.wanted { #expect(known.contains([spec.name, spec.words]), "\(spec.name)") }
        for text in [
            "amount 987654321.09 USD", "number -1000001", "ordinal 999", "date 2030-12-31 weekday", "time 23:59",
            "reference AU-666L", "last-four 0000",
        ] {
            let words = try #require(try SaidText(text).words(in: language))
            let parts = shipped.words.lexicon.parts(saying: words, wordsPerMinute: 170)
            for case .unsaid(let unsaid, _) in parts { #expect(Bool(false), "\(text): '\(unsaid)' is not said") }
        }
    }

    @Test("no two clips of different sets are the same to a call")
    func areTold() throws {
        let clips = ShippedSounds.languages.compactMap { ShippedSounds.set(of: $0) }.flatMap(\.clips)
        #expect(Set(clips).count == clips.count)
    }

    /// Clips one after the other in any order, as no prompt has them, with pauses of any length.
    static func mixture(of shipped: Shipped, seed: UInt64, seconds: Double) -> [PromptPart] {
        var random = SeededRandom(seed: seed)
        var parts: [PromptPart] = []
        var length = 0.0
        while length < seconds, let clip = shipped.set.clips.randomElement(using: &random) {
            parts += [.clip(clip), .pause(.milliseconds(Int.random(in: 0...300, using: &random)))]
            length += clip.duration.seconds + 0.15
        }
        return parts
    }

    @Test(
        "ten minutes of each voice in random order give no key", arguments: ShippedSounds.languages,
        [SampleRate.telephone, .wideband])
    func givesNoKey(_ language: Language, _ rate: SampleRate) throws {
        let shipped = try Shipped(language)
        let sound = PromptSound.samples(
            of: Self.mixture(of: shipped, seed: 11, seconds: 600), at: rate, from: shipped.library)
        #expect(sound.count > rate.hertz * 500)
        #expect(shipped.library.missing == [])
        #expect(SoundMeasurement.keys(in: sound, at: rate) == [], "seed 11")
    }

    @Test(
        "a join makes no step: a clip begins and ends within a hundredth of speech's own steps",
        arguments: ShippedSounds.languages, [SampleRate.telephone, .wideband])
    func joinsWithoutClicks(_ language: Language, _ rate: SampleRate) throws {
        let shipped = try Shipped(language)
        for clip in shipped.set.clips {
            let sound = try #require(shipped.library.samples(of: clip, at: rate))
            let edge = max(abs(sound[0]), abs(sound[sound.count - 1]))
            var step: Float = 0
            for index in sound.indices.dropFirst() { step = max(step, abs(sound[index] - sound[index - 1])) }
            #expect(edge <= step / 100, "\(clip.name) at \(rate.hertz) Hz: \(edge) of \(step)")
        }
    }
}
