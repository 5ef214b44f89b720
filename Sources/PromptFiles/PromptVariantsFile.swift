import CardData
import PaymentCall
import Prompts
import YAMLText

// The words of one prompt in a file: one text, or a list of texts for several occasions.
extension PromptVariant {
    /// The greatest attempt that words may be for: as many as settings allow.
    private static let greatestAttempt = 20

    /// Reads the words of `definition`; of a list exactly one has no condition.
    static func all(_ value: YAMLValue, of definition: PromptDefinition) throws(YAMLError) -> [PromptVariant] {
        guard value.isList else { return [PromptVariant(try PromptTemplate(value, of: definition))] }
        var variants: [(variant: PromptVariant, place: String)] = []
        for item in try value.items() {
            let variant = try PromptVariant(item, of: definition)
            if let other = variants.first(where: { $0.variant.competes(with: variant) }) {
                throw item.error("these words are for the same occasions as those at \(other.place); keep one of them")
            }
            variants.append((variant, item.place))
        }
        guard variants.contains(where: \.variant.isForEveryOccasion) else {
            throw value.error("one of these must have words alone, for every other occasion")
        }
        return variants.map(\.variant)
    }

    private init(_ item: YAMLValue, of definition: PromptDefinition) throws(YAMLError) {
        let keys = try item.mapping(["step", "error", "attempt", "brand", "words"])
        guard let words = keys["words"] else { throw item.error("these have no words") }
        self.init(try PromptTemplate(words, of: definition))
        step = try keys["step"]?.choice(Question.all.map { ($0.name, $0) })
        error = try keys["error"]?.choice(PromptErrors.names.map { ($0, $0) })
        attempt = try keys["attempt"]?.int(in: 1...PromptVariant.greatestAttempt)
        guard let brand = keys["brand"] else { return }
        for name in brand.isList ? try brand.items() : [brand] {
            brands.insert(try name.choice(Brand.allCases.map { ($0.rawValue, $0) }))
        }
        if brands.isEmpty { throw brand.error("no brand stands here; name one, or leave 'brand' out") }
    }
}

extension PromptTemplate {
    /// Reads a text of `definition`: it has all that it must say, and nothing that it can't.
    fileprivate init(_ value: YAMLValue, of definition: PromptDefinition) throws(YAMLError) {
        let template = try PromptTemplate.read(value, of: definition)
        if let foreign = template.slots.subtracting(definition.slots).map(\.rawValue).min() {
            throw value.error("this prompt has no {\(foreign)} to say")
        }
        if let unsaid = definition.needed.subtracting(template.slots).map(\.rawValue).min() {
            throw value.error("this prompt must say {\(unsaid)}: the caller agrees to it")
        }
        self = template
    }

    private static func read(
        _ value: YAMLValue, of definition: PromptDefinition
    ) throws(YAMLError) -> PromptTemplate {
        let text = try value.text()
        do throws(PromptTemplateError) {
            return try PromptTemplate(text)
        } catch {
            switch error {
            // The name in the file is not shown: it may be anything, a card number too.
            case .unknownSlot:
                let names = definition.slots.map { "{" + $0.rawValue + "}" }.sorted().joined(separator: ", ")
                throw value.error(
                    "a value in braces is none that a prompt can say; "
                        + (names.isEmpty ? "this one has none" : "this one has " + names))
            case .unclosedBrace: throw value.error("a '{' is not closed by '}'")
            }
        }
    }
}
