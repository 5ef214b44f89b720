import Prompts
import YAMLText

extension PromptSet {
    /// The shipped words, US English.
    public static func shipped() throws(YAMLError) -> PromptSet {
        try PromptSet(YAMLValue(bytes: PackageResources.prompts_yaml, name: "prompts/en-US/prompts.yaml"))
    }

    /// Reads a prompt file of one's own: every prompt of the catalogue, each with values it has alone.
    public init(contentsOf path: String) throws(YAMLError) { try self.init(YAMLValue(contentsOf: path)) }

    init(_ file: YAMLValue) throws(YAMLError) {
        let keys = try file.mapping(["language", "wordsPerMinute", "prompts"])
        guard let language = keys["language"], let speed = keys["wordsPerMinute"], let texts = keys["prompts"] else {
            throw file.error("a prompt file needs language, wordsPerMinute and prompts")
        }
        let known = PromptCatalogue.slots
        let ids = known.keys.sorted()
        var templates: [String: PromptTemplate] = [:]
        for (id, text) in try texts.mapping(ids) {
            templates[id] = try PromptSet.template(
                text, slots: known[id] ?? [], needed: PromptCatalogue.needed[id] ?? [])
        }
        if let missing = ids.first(where: { templates[$0] == nil }) {
            throw texts.error("the prompt '\(missing)' is missing")
        }
        self.init(
            language: try language.text(), wordsPerMinute: try speed.int(in: 60...600), templates: templates)
    }

    private static func template(_ value: YAMLValue, slots: Set<PromptSlot>, needed: Set<PromptSlot>) throws(YAMLError)
        -> PromptTemplate
    {
        let text = try value.text()
        do {
            let template = try PromptTemplate(text)
            if let foreign = template.slots.subtracting(slots).map(\.rawValue).min() {
                throw value.error("this prompt has no {\(foreign)} to say")
            }
            if let unsaid = needed.subtracting(template.slots).map(\.rawValue).min() {
                throw value.error("this prompt must say {\(unsaid)}: the caller agrees to it")
            }
            return template
        } catch let error as PromptTemplateError {
            switch error {
            // The name in the file is not shown: it may be anything, a card number too.
            case .unknownSlot:
                let names = slots.map { "{" + $0.rawValue + "}" }.sorted().joined(separator: ", ")
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
