/// `router`: goes on by the value of a data source.
public struct RouterStep: Hashable, Sendable {
    /// What a value must be for a branch.
    public enum Test: Hashable, Sendable {
        /// Equal to this text, read as the data source's type.
        case equals(String)
        /// At least `from` and less than `below`, amounts in major units; nil for no bound.
        case range(from: Double?, below: Double?)
    }

    /// A test and where it leads.
    public struct Branch: Hashable, Sendable {
        /// What the value must be.
        public let test: Test
        /// The step that follows.
        public let next: StepReference
        /// Where the branch begins.
        public let place: SourcePlace

        /// Goes to `next` where the value passes `test`.
        public init(test: Test, next: StepReference, place: SourcePlace) {
            self.test = test
            self.next = next
            self.place = place
        }
    }

    /// The data source.
    public let data: DataReference
    /// The branches; the first whose test the value passes is taken.
    public let branches: [Branch]
    /// Any other value; nil where the branches have them all.
    public let otherwise: StepReference?

    /// A router on `data`.
    public init(data: DataReference, branches: [Branch], otherwise: StepReference?) {
        self.data = data
        self.branches = branches
        self.otherwise = otherwise
    }

    /// Where `value` leads; nil only for a value that no branch has, which a plan without errors has none of.
    public func next(for value: DataValue) -> StepReference? {
        branches.first { $0.test.passes(value) }?.next ?? otherwise
    }
}

extension RouterStep.Test {
    /// Whether `value` passes.
    public func passes(_ value: DataValue) -> Bool {
        switch self {
        case .equals(let text):
            guard let size = value.size else { return value.sentText == text }
            return DataValue.decimal(text) == size
        case .range(let from, let below):
            guard let size = value.size else { return false }
            return from.map { $0 <= size } ?? true && below.map { size < $0 } ?? true
        }
    }

    /// The test as the picture names it: `paid`, `below 5`, `from 5 below 100`.
    public var label: String {
        func text(_ word: String, _ bound: Double?) -> String? {
            bound.map { "\(word) \(DataValue.number($0).text)" }
        }
        return switch self {
        case .equals(let text): text
        case .range(let from, let below):
            [text("from", from), text("below", below)].compactMap { $0 }.joined(separator: " ")
        }
    }
}
