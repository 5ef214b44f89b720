import PaymentCall

/// What a data source holds.
public enum DataType: Hashable, Sendable {
    /// Any text.
    case text
    /// ASCII digits, leading zeros kept: an account number.
    case digits
    /// A number, whole or with decimals.
    case number
    /// An amount of money.
    case amount
    /// True or false.
    case boolean
    /// One of these texts.
    case oneOf([String])
    /// What became of a payment.
    case paymentResult

    /// The type as a plan names it, e.g. `payment-result`.
    public var name: String {
        switch self {
        case .text: "text"
        case .digits: "digits"
        case .number: "number"
        case .amount: "amount"
        case .boolean: "boolean"
        case .oneOf: "one-of"
        case .paymentResult: "payment-result"
        }
    }

    /// The types that have a name alone, in the order of the document.
    public static let named: [DataType] = [.text, .digits, .number, .amount, .boolean, .paymentResult]

    /// Whether values are compared by size.
    public var hasOrder: Bool { self == .number || self == .amount }

    /// Whether a value of type `other` can be put here: text takes everything.
    public func takes(_ other: DataType) -> Bool { self == .text || self == other }
}

/// Where a data source has its first value from.
public enum DataOrigin: Hashable, Sendable {
    /// Nowhere: a step sets it.
    case steps
    /// The plan itself says it.
    case value(DataValue)
    /// An environment variable of this name, read when the plan is loaded.
    case environment(String)
    /// Whoever starts the call gives it; the value holds where the call gives none, nil where it must give one.
    case given(default: DataValue?)
}

/// A named value of the call, declared by the plan.
public struct DataSource: Hashable, Sendable {
    /// The name in templates and steps.
    public let name: String
    /// What it holds.
    public let type: DataType
    /// Whether it must not be said, shown, handed on or put into an address.
    public let isSecret: Bool
    /// Where its first value is from.
    public let origin: DataOrigin
    /// Where it is declared.
    public let place: SourcePlace

    /// A data source.
    public init(
        name: String, type: DataType, isSecret: Bool = false, origin: DataOrigin = .steps, place: SourcePlace
    ) {
        self.name = name
        self.type = type
        self.isSecret = isSecret
        self.origin = origin
        self.place = place
    }
}

/// A data source named by a step.
public struct DataReference: Hashable, Sendable {
    /// The index of a data source that is not declared.
    public static let unknown = -1

    /// The name as the plan has it.
    public let name: String
    /// The index in `Plan.data`; `unknown` where there is none, which a plan without errors does not have.
    public let index: Int
    /// Where it is named.
    public let place: SourcePlace

    /// A data source by its name and its index in `Plan.data`.
    public init(name: String, index: Int, place: SourcePlace) {
        self.name = name
        self.index = index
        self.place = place
    }
}
