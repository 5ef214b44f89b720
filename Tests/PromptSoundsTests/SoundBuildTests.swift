import AudioFiles
import Foundation
import PaymentCall
import Prompts
import Telephony
import Testing

@testable import PromptSounds

@Suite("Sets are built, checked and read")
struct SoundBuildTests {
    static let script = [
        ClipSpec(name: "digits/0", words: "zero"), ClipSpec(name: "digits/1", words: "one"),
        ClipSpec(name: "ivr/thank-you", words: "Thank you."),
    ]

    /// A folder of raw recordings of the script, each in another format and at another rate.
    static func recordings() throws -> Folder {
        let folder = Folder()
        for (index, (name, hertz)) in [
            ("digits/0.wav", 44_100), ("digits/1.flac", 16_000), ("ivr/thank-you.wav", 8_000),
        ].enumerated() {
            let rate = try #require(SampleRate(hertz: hertz))
            let silence = Babble.silence(seconds: 0.3, at: rate)
            let speech = Babble.samples(seconds: 0.6, at: rate, amplitude: 0.05, seed: UInt64(index))
            try folder.write(silence + speech + silence, at: rate, to: name)
        }
        return folder
    }

    static func build(
        _ raw: Folder, into set: Folder, encoding: AudioEncoding = .flac, script: [ClipSpec] = script
    ) throws -> SoundBuild.Outcome {
        var build = SoundBuild(language: "en-US", voice: "a test")
        build.encoding = encoding
        return try build(script: script, from: raw.path, into: set.path)
    }

    static func findings(in set: Folder, wanted: [ClipSpec] = script) throws -> [SoundFinding] {
        let read = try SoundSet(folder: set.path)
        let table = try SoundTable(contentsOf: set.path + "/sounds.tsv")
        return SoundCheck(read, table: table).findings(
            wanted: wanted, lexicon: PromptLexicon(read.clips, language: .english))
    }

    @Test(
        "what is built is right by the check, and as long as the table says",
        arguments: [AudioEncoding.flac, .wavPCM16])
    func isRight(_ encoding: AudioEncoding) throws {
        let (raw, set) = (try Self.recordings(), Folder())
        let outcome = try Self.build(raw, into: set, encoding: encoding)
        #expect(outcome.missing.isEmpty && outcome.silent.isEmpty)
        #expect(try Self.findings(in: set).map(\.line) == [])
        let read = try SoundSet(folder: set.path)
        #expect(read.clips.map(\.name) == Self.script.map(\.name))
        #expect(read.voice == "a test")
        let library = SoundLibrary([read])
        for clip in read.clips {
            for hertz in [8_000, 16_000, 44_100, 48_000] {
                let rate = try #require(SampleRate(hertz: hertz))
                #expect(library.samples(of: clip, at: rate)?.count == rate.samples(in: clip.duration))
            }
        }
        #expect(library.missing == [])
    }

    @Test("building twice, and into another format, gives the same table")
    func isReproducible() throws {
        let raw = try Self.recordings()
        let sets = [Folder(), Folder(), Folder()]
        let tables = try zip(sets, [AudioEncoding.flac, .flac, .wavPCM16]).map {
            try Self.build(raw, into: $0, encoding: $1).table
        }
        withExtendedLifetime(raw) {}
        #expect(tables[0] == tables[1])
        #expect(tables[0] == tables[2])
        #expect(try SoundTable(contentsOf: sets[0].path + "/sounds.tsv").text == tables[0].text)
        withExtendedLifetime(sets) {}
    }

    @Test("missing and silent recordings are named and left out")
    func namesWhatIsMissing() throws {
        let (raw, set) = (try Self.recordings(), Folder())
        try raw.write(Babble.silence(seconds: 1, at: .telephone), at: .telephone, to: "digits/2.wav")
        let more = Self.script + [ClipSpec(name: "digits/2", words: "two"), ClipSpec(name: "digits/3", words: "three")]
        let outcome = try Self.build(raw, into: set, script: more)
        #expect(outcome.missing.map(\.name) == ["digits/3"])
        #expect(outcome.silent.map(\.name) == ["digits/2"])
        #expect(outcome.table.rows.count == 3)
        let missing = try Self.findings(in: set, wanted: more).filter { $0.rule == .missing }
        #expect(
            missing.map(\.message) == [
                "nothing says 'two'; record it as digits/2", "nothing says 'three'; record it as digits/3",
            ])
    }

    @Test("a file that can't be written is told with its place")
    func tellsOfTheDisk() throws {
        let raw = try Self.recordings()
        let set = Folder()
        try set.write("a file where a folder should be", at: "8000")
        let error = #expect(throws: SoundBuildError.self) { try Self.build(raw, into: set) }
        guard case .output(let words) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(words.contains("/8000"))
    }

    // MARK: Damage

    /// What is done to a set, and the findings it must give.
    static let damages: [(String, [SoundFinding.Rule], @Sendable (Folder) throws -> Void)] = [
        ("a file is gone", [.noFile], { unlink($0.path + "/8000/digits/0.flac") }),
        ("a file is no sound", [.unreadable], { try $0.write("hello, this is text", at: "8000/digits/0.flac") }),
        (
            "a file is another one", [.changed],
            { folder in
                let table = try SoundTable(contentsOf: folder.path + "/sounds.tsv")
                let count = table.rows[0].milliseconds * 8
                let other = Array(Babble.samples(seconds: 2, at: .telephone, amplitude: 0.25, seed: 9).prefix(count))
                try folder.write(other, at: .telephone, to: "8000/digits/0.flac")
            }
        ),
        (
            "a file is longer", [.length, .silence],
            { folder in
                let speech = Babble.samples(seconds: 0.6, at: .wideband, amplitude: 0.25)
                try folder.write(
                    speech + Babble.silence(seconds: 0.4, at: .wideband), at: .wideband, to: "16000/digits/0.flac")
            }
        ),
        (
            "a file has another rate", [.wrongRate, .length],
            { folder in
                let rate = SampleRate(hertz: 11_025) ?? .telephone
                try folder.write(
                    Babble.samples(seconds: 0.5, at: rate, amplitude: 0.25), at: rate, to: "8000/digits/0.flac")
            }
        ),
        (
            "a file has two channels", [.channels, .length],
            { folder in
                let mono = Babble.samples(seconds: 0.5, at: .telephone, amplitude: 0.25)
                try folder.write(mono.flatMap { [$0, $0] }, at: .telephone, to: "8000/digits/0.flac", channelCount: 2)
            }
        ),
        (
            "a file is too loud", [.length, .tooLoud],
            { folder in
                try folder.write(
                    Babble.samples(seconds: 0.5, at: .telephone, amplitude: 0.6), at: .telephone,
                    to: "8000/digits/0.flac")
            }
        ),
        (
            "a file is too soft", [.length, .tooQuiet],
            { folder in
                try folder.write(
                    Babble.samples(seconds: 0.5, at: .telephone, amplitude: 0.01), at: .telephone,
                    to: "8000/digits/0.flac")
            }
        ),
        (
            "a file is silent", [.length, .tooQuiet],
            { folder in
                try folder.write(Babble.silence(seconds: 0.5, at: .telephone), at: .telephone, to: "8000/digits/0.flac")
            }
        ),
        (
            "peaks are cut flat", [.length, .clipped],
            { folder in
                let speech = Babble.samples(seconds: 0.5, at: .telephone, amplitude: 0.2).map {
                    max(-0.26, min(0.26, $0 * 2))
                }
                try folder.write(speech, at: .telephone, to: "8000/digits/0.flac")
            }
        ),
        (
            "a file stands beside zero", [.length, .offset],
            { folder in
                let speech = Babble.samples(seconds: 0.5, at: .telephone, amplitude: 0.25).map { $0 + 0.03 }
                try folder.write(speech, at: .telephone, to: "8000/digits/0.flac")
            }
        ),
        (
            "a file is a key's tone", [.length, .digit, .weakDigit],
            { folder in
                let (low, high) = (
                    SineWave(hertz: 770, amplitude: 0.1, sampleRate: .telephone),
                    SineWave(hertz: 1336, amplitude: 0.1, sampleRate: .telephone)
                )
                let tone = (0..<2_400).map { Float(low.sample(at: $0) + high.sample(at: $0)) }
                try folder.write(tone, at: .telephone, to: "8000/digits/0.flac")
            }
        ),
        (
            "a file is too many", [.unlisted],
            { folder in
                try folder.write(
                    Babble.samples(seconds: 0.5, at: .telephone), at: .telephone, to: "8000/digits/77.flac")
            }
        ),
    ]

    @Test("every damage is found, at its file", arguments: damages.indices)
    func finds(_ index: Int) throws {
        let (name, rules, damage) = Self.damages[index]
        let (raw, set) = (try Self.recordings(), Folder())
        _ = try Self.build(raw, into: set)
        try damage(set)
        let found = try Self.findings(in: set)
        #expect(found.map(\.rule) == rules, "\(name): \(found.map(\.line))")
        #expect(found.allSatisfy { $0.place.hasPrefix(set.path) && $0.place.contains("000/digits/") }, "\(name)")
        #expect(found.allSatisfy { $0.line.hasSuffix("[\($0.rule.rawValue)]") })
    }

    @Test("a recording that nothing needs is told")
    func tellsTheUnused() throws {
        let (raw, set) = (try Self.recordings(), Folder())
        _ = try Self.build(raw, into: set)
        let found = try Self.findings(in: set, wanted: Array(Self.script.dropFirst()))
        #expect(found.map(\.message) == ["no prompt needs digits/0, 'zero'; leave it out"])
        #expect(found[0].place == set.path + "/sounds.tsv")
    }

    // MARK: Files that vanish

    @Test("a file that is gone or no sound is silent, named once, and not tried again")
    func standsMissingFiles() throws {
        let (raw, set) = (try Self.recordings(), Folder())
        _ = try Self.build(raw, into: set)
        unlink(set.path + "/8000/digits/0.flac")
        unlink(set.path + "/16000/digits/0.flac")
        try set.write("no sound", at: "8000/digits/1.flac")
        let read = try SoundSet(folder: set.path)
        let library = SoundLibrary([read])
        for _ in 0..<3 {
            #expect(library.samples(of: read.clips[0], at: .telephone) == nil)
            #expect(library.samples(of: read.clips[1], at: .telephone) == nil)
            #expect(library.samples(of: read.clips[2], at: .telephone) != nil)
        }
        #expect(library.missing.count == 2)
        #expect(library.missing[0] == set.path + "/8000/digits/0: this sound is missing")
        #expect(library.missing[1].hasPrefix(set.path + "/8000/digits/1.flac: "))
        // Where one rate is there, it serves for the others.
        unlink(set.path + "/8000/ivr/thank-you.flac")
        #expect(SoundLibrary([read]).samples(of: read.clips[2], at: .telephone) != nil)
    }

    @Test("many calls at once get the same sound")
    func isShared() async throws {
        let (raw, set) = (try Self.recordings(), Folder())
        _ = try Self.build(raw, into: set)
        let read = try SoundSet(folder: set.path)
        let library = SoundLibrary([read])
        let rate = try #require(SampleRate(hertz: 44_100))
        let sounds = await withTaskGroup(of: [Float]?.self) { group in
            for _ in 0..<32 { group.addTask { library.samples(of: read.clips[0], at: rate) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(sounds).count == 1 && sounds[0] != nil)
    }

    @Test("parts are joined at the sample of their instants, and what is missing is silence")
    func joins() throws {
        let (raw, set) = (try Self.recordings(), Folder())
        _ = try Self.build(raw, into: set)
        let read = try SoundSet(folder: set.path)
        let library = SoundLibrary([read])
        let clip = read.clips[0]
        let sound = try #require(library.samples(of: clip, at: .telephone))
        let gone = PromptClip(name: "digits/9", words: "nine", duration: .milliseconds(250), set: read.name)
        let joined = PromptSound.samples(
            of: [.pause(.milliseconds(100)), .clip(clip), .clip(gone), .unsaid("x", .milliseconds(50)), .clip(clip)],
            at: .telephone, from: library)
        let silence = [Float](repeating: 0, count: 300 * 8)
        #expect(joined == Array(silence[..<800]) + sound + silence + sound)
    }
}
