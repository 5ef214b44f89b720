/// One thing that a call may do, and that a suite of scenarios has made it do or not.
public struct CoveragePoint: Hashable, Comparable, Sendable {
    /// The kinds of points, in the order of reports.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A state of the payment call: `charging`.
        case states
        /// Something that happened in a state: `charging/caller-hung-up`.
        case events
        /// A prompt that began: `ask-pin`.
        case prompts
        /// A failed attempt at a question: `card-number/no-input/2`.
        case attempts
        /// What the gateway declined for: `insufficient_funds`.
        case declines
        /// How a call ended: `failed/too-many-attempts`.
        case endings
        /// A way out of a step of a call plan: `self-service/by-result/paid`.
        case plans
        /// A setting with another value than its default: `timeouts.first-digit`.
        case settings
    }

    /// The kind.
    public let kind: Kind
    /// The name, unique among those of its kind.
    public let name: String

    /// The point of that kind and name.
    public init(_ kind: Kind, _ name: String) { (self.kind, self.name) = (kind, name) }

    /// By kind, then by name.
    public static func < (left: CoveragePoint, right: CoveragePoint) -> Bool {
        left.kind == right.kind ? left.name < right.name : left.kind.place < right.kind.place
    }
}

extension CoveragePoint.Kind {
    fileprivate var place: Int { CoveragePoint.Kind.allCases.firstIndex(of: self) ?? 0 }
}
