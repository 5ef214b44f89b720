import PaymentCall
import Prompts
import YAMLText

extension PromptSet {
    /// The shipped files, English first.
    static let shippedFiles: [(name: String, bytes: [UInt8])] = [
        ("prompts/en-US/prompts.yaml", PackageResources.prompts_en_US_yaml),
        ("prompts/es-US/prompts.yaml", PackageResources.prompts_es_US_yaml),
    ]

    /// The shipped words.
    public static func shipped() throws(YAMLError) -> PromptSet {
        var languages: [PromptWords] = []
        for file in shippedFiles { languages.append(try PromptWords(YAMLValue(bytes: file.bytes, name: file.name))) }
        return PromptSet(languages)
    }

    /// The shipped words, and those of prompt files of one's own in their place or beside them; the first file's language
    /// is the first.
    public static func shipped(with paths: [String]) throws(YAMLError) -> PromptSet {
        var own: [PromptWords] = []
        for path in paths { own.append(try PromptWords(contentsOf: path)) }
        return PromptSet(own.isEmpty ? try shipped().languages : own + (try others(than: own)))
    }

    private static func others(than own: [PromptWords]) throws(YAMLError) -> [PromptWords] {
        let languages = own.map(\.language)
        return try shipped().languages.filter { !languages.contains($0.language) }
    }
}

extension PromptWords {
    /// Reads a prompt file of one's own: every prompt of the catalogue, each with values it has alone.
    public init(contentsOf path: String) throws(YAMLError) { try self.init(YAMLValue(contentsOf: path)) }

    init(_ file: YAMLValue) throws(YAMLError) {
        let keys = try file.mapping(["language", "wordsPerMinute", "prompts"])
        guard let language = keys["language"], let speed = keys["wordsPerMinute"], let texts = keys["prompts"] else {
            throw file.error("a prompt file needs language, wordsPerMinute and prompts")
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
                language: Language(tag: try language.text()), wordsPerMinute: try speed.int(in: 60...600),
                variants: variants)
        else {
            throw language.error(
                "the values of this language can't be said here; use a tag that begins with "
                    + SpokenLanguages.names.joined(separator: " or "))
        }
        self = words
    }
}
