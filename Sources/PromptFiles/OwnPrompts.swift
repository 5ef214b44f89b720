import PaymentCall
import PromptSounds
import Prompts
import YAMLText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The words and sounds that a user gives.
struct OwnPrompts {
    private(set) var words: [PromptWords] = []
    private(set) var sounds: [SoundSet] = []
    /// Their languages, in the order they come.
    private(set) var languages: [Language] = []

    /// Reads a file, or what a folder has.
    mutating func read(_ path: String) throws(YAMLError) {
        guard isFolder(path) else { return add(try PromptWords(contentsOf: path)) }
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let file = folder + "/prompts.yaml"
        let hasWords = access(file, F_OK) == 0
        if hasWords { add(try PromptWords(contentsOf: file)) }
        let language = hasWords ? words.last?.language : nil
        // A folder of words alone is said by the sounds of their language.
        if hasWords, !SoundSet.hasSounds(folder) { return }
        do throws(SoundSetError) {
            let set = try SoundSet(folder: folder, language: language ?? .english)
            sounds.append(set)
            note(language ?? set.language)
        } catch {
            throw YAMLError(
                file: error.file, line: error.line, column: error.line.map { _ in 1 }, message: error.message)
        }
    }

    private mutating func add(_ given: PromptWords) {
        words.append(given)
        note(given.language)
    }

    private mutating func note(_ language: Language) {
        if !languages.contains(language) { languages.append(language) }
    }

    private func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}

extension Language {
    /// Whether the tags begin with the same language: `es-MX` and `es-US`.
    func isSameLanguage(as other: Language) -> Bool {
        func language(_ tag: String) -> String { tag.prefix { $0 != "-" }.lowercased() }
        return language(tag) == language(other.tag)
    }
}
