import PaymentCall

/// Every prompt that a set must have, by its name.
public enum PromptCatalogue {
    /// The prompts of the payment call by their names.
    public static let definitions = Dictionary(uniqueKeysWithValues: PromptDefinition.all.map { ($0.id, $0) })
}
