import CardData
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
            variants[id] = try PromptWords.variants(value, of: definition)
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

    /// One text, or a list of texts for several occasions, of which one has no condition.
    private static func variants(
        _ value: YAMLValue, of definition: PromptDefinition
    ) throws(YAMLError) -> [PromptVariant] {
        guard value.isList else { return [PromptVariant(try template(value, of: definition))] }
        var variants: [PromptVariant] = []
        var hasDefault = false
        for item in try value.items() {
            let keys = try item.mapping(["step", "error", "attempt", "brand", "words"])
            guard let words = keys["words"] else { throw item.error("these have no words") }
            var variant = PromptVariant(try template(words, of: definition))
            variant.step = try keys["step"]?.choice(Question.all.map { ($0.name, $0) })
            variant.error = try keys["error"]?.text()
            variant.attempt = try keys["attempt"]?.int(in: 1...20)
            if let brand = keys["brand"] {
                for item in brand.isList ? try brand.items() : [brand] {
                    variant.brands.insert(try item.choice(Brand.allCases.map { ($0.rawValue, $0) }))
                }
            }
            hasDefault = hasDefault || keys.count == 1
            variants.append(variant)
        }
        guard hasDefault else {
            throw value.error("one of these must have words alone, for every other occasion")
        }
        return variants
    }

    private static func template(
        _ value: YAMLValue, of definition: PromptDefinition
    ) throws(YAMLError) -> PromptTemplate {
        let text = try value.text()
        do {
            let template = try PromptTemplate(text)
            if let foreign = template.slots.subtracting(definition.slots).map(\.rawValue).min() {
                throw value.error("this prompt has no {\(foreign)} to say")
            }
            if let unsaid = definition.needed.subtracting(template.slots).map(\.rawValue).min() {
                throw value.error("this prompt must say {\(unsaid)}: the caller agrees to it")
            }
            return template
        } catch let error as PromptTemplateError {
            switch error {
            // The name in the file is not shown: it may be anything, a card number too.
            case .unknownSlot:
                let names = definition.slots.map { "{" + $0.rawValue + "}" }.sorted().joined(separator: ", ")
                throw value.error(
                    "a value in braces is none that a prompt can say; "
                        + (names.isEmpty ? "this one has none" : "this one has " + names))
            case .unclosedBrace: throw value.error("a '{' is not closed by '}'")
            }
        } catch let error as YAMLError {
            throw error
        } catch {
            throw value.error("this is no prompt text")
        }
    }
}
