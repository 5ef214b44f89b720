import Foundation
import PaymentCall
import Prompts
import Telephony
import Testing

@testable import PromptSounds

@Suite("Asterisk's layout")
struct AsteriskSoundsTests {
    static func folder(_ name: String, list: String? = nil) throws -> (holder: Folder, path: String) {
        let folder = Folder()
        for file in ["digits/0.wav", "digits/h-1.wav", "letters/a.wav", "vm-and.wav", "odd-thing.wav", "beep.wav"] {
            try folder.write(Babble.samples(seconds: 0.5, at: .telephone), at: .telephone, to: "\(name)/\(file)")
        }
        try folder.write(Babble.samples(seconds: 0.25, at: .wideband), at: .wideband, to: "\(name)/digits/dollars.wav")
        // As Asterisk has plain samples, without a header.
        try folder.write([UInt8](repeating: 0, count: 8_000), at: "\(name)/digits/1.sln")
        try folder.write("no sound at all", at: "\(name)/digits/2.wav")
        try folder.write("a text", at: "\(name)/README")
        if let list { try folder.write(list, at: "core-sounds-en.txt") }
        return (folder, folder.path + "/" + name)
    }

    @Test("names say what sounds say, and headers how long they are")
    func readsNames() throws {
        let (holder, path) = try Self.folder("en")
        let set = try SoundSet(folder: path)
        withExtendedLifetime(holder) {}
        let clips = Dictionary(uniqueKeysWithValues: set.clips.map { ($0.name, $0) })
        #expect(set.language.tag == "en")
        #expect(!set.hasTable)
        #expect(
            clips.mapValues(\.words) == [
                "digits/0": "zero", "digits/1": "one", "digits/h-1": "first", "letters/a": "A", "vm-and": "and",
                "digits/dollars": "dollars",
            ])
        #expect(clips["digits/0"]?.duration == .milliseconds(500))
        #expect(clips["digits/1"]?.duration == .milliseconds(500))
        #expect(clips["digits/dollars"]?.duration == .milliseconds(250))
    }

    @Test("the list says what the names don't; a tone in brackets says nothing")
    func readsTheList() throws {
        let list = "; Core sounds\n\nodd-thing: Something odd [sic].\nbeep: [a tone]\nletters/a: a\n"
        let (holder, path) = try Self.folder("en_US_f_Somebody", list: list)
        let set = try SoundSet(folder: path)
        withExtendedLifetime(holder) {}
        #expect(set.language.tag == "en-US")
        let words = Dictionary(uniqueKeysWithValues: set.clips.map { ($0.name, $0.words) })
        #expect(words["odd-thing"] == "Something odd.")
        #expect(words["beep"] == nil)
        #expect(words["letters/a"] == "A")
    }

    @Test("a sound of it is played at any rate, as long as its clip")
    func plays() throws {
        let (holder, path) = try Self.folder("es_MX")
        let set = try SoundSet(folder: path)
        #expect(set.language.tag == "es-MX")
        let library = SoundLibrary([set])
        for clip in set.clips {
            for rate in [SampleRate.telephone, .wideband] {
                #expect(library.samples(of: clip, at: rate)?.count == rate.samples(in: clip.duration), "\(clip.name)")
            }
        }
        withExtendedLifetime(holder) {}
        #expect(library.missing == [])
    }

    @Test("a folder without sounds, or none at all, is refused")
    func refuses() throws {
        let folder = Folder()
        try folder.write("x", at: "text.txt")
        let empty = #expect(throws: SoundSetError.self) { try SoundSet(folder: folder.path) }
        #expect(empty?.message.contains("no sound is in this folder") == true)
        let none = #expect(throws: SoundSetError.self) { try SoundSet(folder: folder.path + "/none") }
        #expect(none?.isOfWorld == true)
    }

    /// Debian's package asterisk-core-sounds-en-wav.
    static let installed = "/usr/share/asterisk/sounds/en"

    @Test(
        "the human voice of Debian's package says amounts",
        .enabled(if: FileManager.default.fileExists(atPath: installed + "/digits/0.wav")))
    func readsDebian() throws {
        let set = try SoundSet(folder: Self.installed)
        let lexicon = PromptLexicon(set.clips, language: set.language)
        let parts = lexicon.parts(saying: "one hundred and twenty dollars", wordsPerMinute: 170)
        let names = parts.compactMap { if case .clip(let clip) = $0 { clip.name } else { nil } }
        #expect(names == ["digits/1", "digits/hundred", "vm-and", "digits/20", "digits/dollars"])
        let sound = PromptSound.samples(of: parts, at: .telephone, from: SoundLibrary([set]))
        #expect(SoundMeasurement(sound.map { Int16($0 * 32_767) }, at: .telephone).keys.isEmpty)
    }
}
