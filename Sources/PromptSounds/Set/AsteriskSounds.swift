import AudioFiles
import PaymentCall
import Prompts
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder in Asterisk's sound layout: `digits/0.wav`, `letters/a.wav`, `vm-and.wav`, each at its own rate.
///
/// What they say stands in the list that Asterisk's sets come with (`core-sounds-en.txt`, a line `digits/0: zero` each),
/// where it lies in the folder or beside it; else the names say it that Asterisk and our sets have in common.
enum AsteriskSounds {
    /// The most files of a folder that are looked at.
    private static let fileLimit = 20_000

    /// The set in `folder`; of the language that the folder is called by (`es`, `en_US_f_Allison`), else of `language`.
    static func set(in folder: String, language: Language) throws(SoundSetError) -> SoundSet {
        let language = self.language(of: folder) ?? language
        let files = try soundFiles(in: folder)
        let words = try words(for: folder, language)
        var clips: [PromptClip] = []
        for (name, file) in files {
            guard let words = words[name], let duration = try? file.duration() else { continue }
            clips.append(PromptClip(name: name, words: words, duration: duration, set: folder))
        }
        guard !clips.isEmpty else {
            throw SoundSetError(
                file: folder, line: nil,
                message: files.isEmpty
                    ? "no sound is in this folder; a set has sounds.tsv, or files like digits/0.wav"
                    : "nothing says what these sounds say; a set has sounds.tsv, core-sounds-en.txt or names like digits/0"
            )
        }
        return SoundSet(folder: folder, name: folder, language: language, voice: "", clips: clips, layout: .flat)
    }

    // MARK: Files

    /// All sound files below `folder` by their names without the ending, in the order of the names.
    static func soundFiles(in folder: String) throws(SoundSetError) -> [(name: String, file: SoundFile)] {
        var found: [String: SoundFile] = [:]
        var open = [""]
        while let inner = open.popLast() {
            for entry in try entries(of: folder + "/" + inner) {
                let path = inner + entry.name
                if entry.isFolder {
                    if inner.split(separator: "/").count < 4 { open.append(path + "/") }
                } else if SoundFile(path: path) != nil, let dot = path.lastIndex(of: ".") {
                    let name = String(path[..<dot])
                    if found[name] == nil { found[name] = SoundFile(stem: folder + "/" + name) }
                }
                guard found.count <= fileLimit else {
                    throw SoundSetError(
                        file: folder, line: nil, message: "more than \(fileLimit) sounds are in this folder")
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func entries(of folder: String) throws(SoundSetError) -> [(name: String, isFolder: Bool)] {
        guard let directory = opendir(folder) else { throw .world(folder, errno) }
        defer { closedir(directory) }
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            var info = stat()
            guard stat(folder + "/" + name, &info) == 0 else { continue }
            entries.append((name, info.st_mode & S_IFMT == S_IFDIR))
        }
        return entries
    }

    // MARK: Words

    /// `en_US_f_Allison` is English, and so is `en`.
    private static func language(of folder: String) -> Language? {
        let real = realpath(folder, nil)
        defer { free(real) }
        let path = real.map { String(cString: $0) } ?? folder
        let parts = (path.split(separator: "/").last ?? "").split(whereSeparator: { $0 == "_" || $0 == "-" })
        guard let first = parts.first, first.count == 2 else { return nil }
        let region = parts.dropFirst().first.flatMap { $0.count == 2 ? "-" + $0.uppercased() : nil } ?? ""
        return SpokenLanguages.language(tag: first.lowercased() + region)
    }

    /// What each name says.
    private static func words(for folder: String, _ language: Language) throws(SoundSetError) -> [String: String] {
        var words = SpokenLanguages.wordsOfAsterisk(in: language)
        let short = language.tag.split(separator: "-").first.map { $0.lowercased() } ?? "en"
        let places = [folder, folder + "/.."].map { "\($0)/core-sounds-\(short).txt" }
        guard let list = places.first(where: { access($0, F_OK) == 0 }) else { return words }
        for (name, said) in try AsteriskSounds.list(at: list) { words[name] = words[name] ?? said }
        return words
    }

    /// The lines `name: words` of a list; `[a tone]` says nothing, and a remark in brackets behind words is none of them.
    static func list(at path: String) throws(SoundSetError) -> [String: String] {
        guard let file = fopen(path, "rb") else { throw .world(path, errno) }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 8192)
        var words: [String: String] = [:]
        while fgets(&buffer, Int32(buffer.count), file) != nil {
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let line = String(decoding: bytes, as: UTF8.self)
            guard !line.hasPrefix(";"), let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].filter { !$0.isWhitespace }
            let said = withoutRemarks(line[line.index(after: colon)...])
            if !said.isEmpty, SoundTable.isName(name.utf8) { words[name] = said }
        }
        return words
    }

    private static func withoutRemarks(_ text: Substring) -> String {
        var depth = 0
        var kept = ""
        for character in text {
            if character == "[" { depth += 1 }
            if depth == 0 { kept.append(character) }
            if character == "]" { depth = max(0, depth - 1) }
        }
        let words = kept.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.replacing(" .", with: ".")
    }
}
