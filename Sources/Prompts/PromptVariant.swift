import CardData
import PaymentCall

/// Words for a prompt on some occasions; of those that fit an occasion the most specific ones are said.
public struct PromptVariant: Sendable {
    /// The question at hand; nil for any.
    public var step: Question?
    /// What went wrong just before, one of `PromptErrors.names`; nil for anything or nothing.
    public var error: String?
    /// Which attempt it is, from 1; nil for any.
    public var attempt: Int?
    /// The card's brand; none for any.
    public var brands: Set<Brand> = []
    /// The words.
    public let template: PromptTemplate

    /// Words for every occasion, until its conditions are set.
    public init(_ template: PromptTemplate) { self.template = template }

    /// Whether the words have no condition.
    public var isForEveryOccasion: Bool { specificity == 0 }

    /// Whether some occasion fits both, and neither is more specific: which of them is said would be chance.
    public func competes(with other: PromptVariant) -> Bool {
        step == other.step && error == other.error && attempt == other.attempt
            && (brands.isEmpty ? other.brands.isEmpty : !brands.isDisjoint(with: other.brands))
    }

    /// The more conditions, the more specific; of as many, a step counts for more than an error, an error than an
    /// attempt, an attempt than a brand.
    var specificity: Int {
        let conditions = [(step != nil, 8), (error != nil, 4), (attempt != nil, 2), (!brands.isEmpty, 1)]
        return conditions.reduce(0) { $1.0 ? $0 + 16 + $1.1 : $0 }
    }

    /// Whether the words are for that occasion.
    func fits(_ occasion: PromptOccasion) -> Bool {
        (step == nil || step == occasion.step) && (error == nil || error == occasion.error)
            && (attempt == nil || attempt == occasion.attempt)
            && (brands.isEmpty || occasion.brand.map { brands.contains($0) } == true)
    }
}
