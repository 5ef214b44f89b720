import PaymentCall
import PromptSounds
import Prompts
import YAMLText

extension PromptSet {
    /// The shipped files, English first.
    static let shippedFiles = [
        ShippedPrompts(language: .english, bytes: PackageResources.prompts_en_US_yaml),
        ShippedPrompts(language: .spanish, bytes: PackageResources.prompts_es_US_yaml),
    ]

    /// The shipped words and sounds, and those of files and folders of one's own in their place or beside them; the first
    /// one's language is the first. Shipped words that no call in `languages` can say are not read, which takes 4 ms each;
    /// nil reads all.
    ///
    /// A path is a prompt file, a folder with `prompts.yaml`, with sounds, or with both. Words without sounds of their own
    /// are said by those of their language: a folder's, else the shipped ones.
    public static func shipped(
        with paths: [String] = [], languages: [Language]? = nil
    ) throws(YAMLError) -> PromptSet {
        var own = OwnPrompts()
        for path in paths { try own.read(path) }
        var words: [PromptWords] = []
        for language in own.languages {
            if let given = own.words.last(where: { $0.language == language }) {
                words.append(given)
            } else if let file = shippedFiles.first(where: { $0.language.isSameLanguage(as: language) }) {
                words.append(try PromptWords(YAMLValue(bytes: file.bytes, name: file.name)))
            }
        }
        let known = words.map(\.language)
        for file in shippedFiles where !known.contains(file.language) {
            // Whatever a call asks for, there are words to be said in its place.
            guard words.isEmpty || languages?.contains(file.language) != false else { continue }
            words.append(try PromptWords(YAMLValue(bytes: file.bytes, name: file.name)))
        }
        return voiced(words, by: own.sounds)
    }

    /// Words with the sounds of their languages: of the very tag, else of the language.
    private static func voiced(_ words: [PromptWords], by own: [SoundSet]) -> PromptSet {
        var sets: [SoundSet] = []
        let voiced = words.map { words in
            var words = words
            let language = words.language
            let candidates = own + ShippedSounds.languages.filter(language.isSameLanguage).compactMap(ShippedSounds.set)
            let set =
                own.last { $0.language == language } ?? own.last { $0.language.isSameLanguage(as: language) }
                ?? candidates.first { $0.language == language } ?? candidates.first
            if let set {
                words.lexicon = PromptLexicon(set.clips, language: language)
                sets.append(set)
            }
            return words
        }
        return PromptSet(voiced, sounds: SoundLibrary(sets))
    }
}

/// A prompt file inside the program.
struct ShippedPrompts: Sendable {
    /// The language that it is in.
    let language: Language
    /// Its text.
    let bytes: [UInt8]

    /// The file that it was made of.
    var name: String { "prompts/\(language.tag)/prompts.yaml" }
}

extension PromptWords {
    /// Reads a prompt file of one's own: every prompt of the catalogue, each with values it has alone.
    public init(contentsOf path: String) throws(YAMLError) { try self.init(YAMLValue(contentsOf: path)) }

    init(_ file: YAMLValue) throws(YAMLError) {
        let keys = try file.mapping(["language", "wordsPerMinute", "prompts"])
        guard let language = keys["language"], let speed = keys["wordsPerMinute"], let texts = keys["prompts"] else {
            throw file.error("a prompt file needs language, wordsPerMinute and prompts")
        }
        guard let spoken = Language(written: try language.text()) else {
            throw language.error("this is no tag of a language; write it like en-US, es-419 or es")
        }
        let known = PromptCatalogue.definitions
        let ids = PromptDefinition.all.map(\.id)
        var variants: [String: [PromptVariant]] = [:]
        for (id, value) in try texts.mapping(ids) {
            guard let definition = known[id] else { continue }
            variants[id] = try PromptVariant.all(value, of: definition)
        }
        if let missing = ids.first(where: { variants[$0] == nil }) {
            throw texts.error("the prompt '\(missing)' is missing")
        }
        guard
            let words = PromptWords(
                language: spoken, wordsPerMinute: try speed.int(in: 60...600),
                variants: variants)
        else {
            throw language.error(
                "the values of this language can't be said here; use a tag that begins with "
                    + SpokenLanguages.names.joined(separator: " or "))
        }
        self = words
    }
}
