import AudioFiles
import PaymentCall
import Prompts
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The recordings of one voice: their clips, and where the files of them are.
public struct SoundSet: Sendable {
    /// How a set's files lie.
    enum Layout: Sendable {
        /// A folder a rate: `8000/digits/0.flac`, as a table says.
        case rates([SampleRate])
        /// Each file at its own rate: `digits/0.wav`, as Asterisk has them.
        case flat
    }

    /// The folder as it is named in messages; nil where the files of a shipped set are not found.
    public let folder: String?
    /// The language of the recordings.
    public let language: Language
    /// Who speaks, in words; empty where nobody says.
    public let voice: String
    /// The recordings.
    public let clips: [PromptClip]
    /// What the set is called in its clips.
    public let name: String

    let layout: Layout

    init(
        folder: String?, name: String, language: Language, voice: String, clips: [PromptClip], layout: Layout
    ) {
        (self.folder, self.name, self.language, self.voice) = (folder, name, language, voice)
        (self.clips, self.layout) = (clips, layout)
    }

    /// The set of a table, whose files are in `folder`, if anywhere; of no language but those whose values can be said.
    public init(_ table: SoundTable, name: String, folder: String?, language: Language) {
        self.init(
            folder: folder, name: name, language: language, voice: table.voice,
            clips: table.rows.map {
                PromptClip(name: $0.name, words: $0.words, duration: .milliseconds($0.milliseconds), set: name)
            }, layout: .rates(table.rates))
    }

    /// The set in a folder: with a table, or in Asterisk's layout. `language` is that of a folder that has no table and
    /// whose name is none.
    ///
    /// Throws for a table that is wrong, and a folder without a sound.
    public init(folder: String, language: Language = .english) throws(SoundSetError) {
        let path = folder + "/" + SoundTable.fileName
        guard access(path, F_OK) == 0 else {
            self = try AsteriskSounds.set(in: folder, language: language)
            return
        }
        let table = try SoundTable(contentsOf: path)
        guard let language = SpokenLanguages.language(tag: table.language) else {
            throw SoundSetError(
                file: path, line: 1,
                message: "the values of this language can't be said here; use a tag that begins with "
                    + SpokenLanguages.names.joined(separator: " or "))
        }
        self.init(table, name: folder, folder: folder, language: language)
    }

    /// Whether a table says what its files are.
    public var hasTable: Bool { if case .rates = layout { true } else { false } }

    /// The highest rate that there are files of; nil where each has its own.
    var highestRate: SampleRate? {
        if case .rates(let rates) = layout { rates.max { $0.hertz < $1.hertz } } else { nil }
    }

    /// Whether a folder has sounds: a table, or one sound at least.
    public static func hasSounds(_ folder: String) -> Bool {
        access(folder + "/" + SoundTable.fileName, F_OK) == 0
            || (try? AsteriskSounds.soundFiles(in: folder))?.isEmpty == false
    }

    /// Where the recording `name` is that serves best at `rate`: of that rate, else of the next higher one, else of the
    /// highest. Nil where there is no file of it.
    func file(of name: String, at rate: SampleRate) -> SoundFile? {
        guard let folder else { return nil }
        switch layout {
        case .flat: return SoundFile(stem: folder + "/" + name)
        case .rates(let rates):
            let order = rates.sorted { $0.hertz < $1.hertz }
            let higher = order.filter { $0.hertz >= rate.hertz }
            let lower = order.filter { $0.hertz < rate.hertz }.reversed()
            for rate in higher + lower {
                if let file = SoundFile(stem: "\(folder)/\(rate.hertz)/\(name)") { return file }
            }
            return nil
        }
    }

    /// That the recording `name` is missing, in words that say where to look.
    func missing(_ name: String, at rate: SampleRate) -> String {
        guard let folder else { return ShippedSounds.notFound(self.name) }
        switch layout {
        case .flat: return "\(folder)/\(name).wav: this sound is missing"
        case .rates(let rates):
            let nearest = rates.filter { $0.hertz >= rate.hertz }.min { $0.hertz < $1.hertz } ?? rates.last
            return "\(folder)/\((nearest ?? rate).hertz)/\(name): this sound is missing"
        }
    }
}

extension SpokenLanguages {
    /// The language of a tag whose values can be said here.
    static func language(tag: String) -> Language? {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, names.contains(first.lowercased()), parts.count <= 3 else { return nil }
        guard
            parts.allSatisfy({
                (2...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            })
        else { return nil }
        return Language(tag: tag)
    }
}

extension SoundTable {
    /// The most bytes that a table is read of.
    private static let sizeLimit = 16 << 20

    /// Reads the table at `path`.
    public init(contentsOf path: String) throws(SoundSetError) {
        guard let file = fopen(path, "rb") else { throw .world(path, errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes += chunk[..<count]
            if count < chunk.count { break }
            guard bytes.count <= SoundTable.sizeLimit else {
                throw SoundSetError(file: path, line: nil, message: "this is too long for a table of sounds")
            }
        }
        if ferror(file) != 0 { throw .world(path, errno) }
        try self.init(bytes: bytes, file: path)
    }
}

extension SoundSetError {
    /// What the system said of `file`.
    static func world(_ file: String, _ number: Int32) -> SoundSetError {
        let advice = number == ENOSPC ? "free some space" : number == ENOENT ? "look at the path" : "give another place"
        return SoundSetError(
            file: file, line: nil, message: String(cString: strerror(number)) + "; " + advice, isOfWorld: true)
    }
}
