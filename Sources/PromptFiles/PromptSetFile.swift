import PaymentCall
import Prompts
import YAMLText

extension PromptSet {
    /// The shipped files, English first.
    static let shippedFiles = [
        ShippedPrompts(language: .english, bytes: PackageResources.prompts_en_US_yaml),
        ShippedPrompts(language: .spanish, bytes: PackageResources.prompts_es_US_yaml),
    ]

    /// The shipped words, and those of prompt files of one's own in their place or beside them; the first file's language
    /// is the first. Shipped words that no call in `languages` can say are not read, which takes 4 ms each; nil reads all.
    public static func shipped(
        with paths: [String] = [], languages: [Language]? = nil
    ) throws(YAMLError) -> PromptSet {
        var words: [PromptWords] = []
        for path in paths { words.append(try PromptWords(contentsOf: path)) }
        let own = words.map(\.language)
        for file in shippedFiles where !own.contains(file.language) {
            // Whatever a call asks for, there are words to be said in its place.
            guard words.isEmpty || languages?.contains(file.language) != false else { continue }
            words.append(try PromptWords(YAMLValue(bytes: file.bytes, name: file.name)))
        }
        return PromptSet(words)
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
