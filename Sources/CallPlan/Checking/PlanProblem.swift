/// Something that is wrong with a plan, or odd.
public struct PlanProblem: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The plan can't run.
        case error
        /// The plan runs; something in it is of no use.
        case warning
    }

    /// What is looked for, by a name that stays the same.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// It can't be read: a wrong key, a value out of its range.
        case unreadable
        /// A step is named that does not exist.
        case unknownStep = "unknown-step"
        /// An outcome leads nowhere.
        case unroutedOutcome = "unrouted-outcome"
        /// A result of the payment has no branch of its own.
        case unroutedResult = "unrouted-result"
        /// No way from the start leads to a step.
        case unreachableStep = "unreachable-step"
        /// Steps follow one another for ever and nobody is waited for.
        case loopWithoutInput = "loop-without-input"
        /// From a step no way leads to an end of the call.
        case neverEnds = "never-ends"
        /// A data source is named that is not declared.
        case unknownData = "unknown-data"
        /// A data source is read where it may have no value.
        case usedBeforeSet = "used-before-set"
        /// A value does not fit its data source.
        case wrongType = "wrong-type"
        /// A secret would be said, shown, handed on or written into an address.
        case secretLeak = "secret-leak"
        /// A data source is of no use.
        case unusedData = "unused-data"
    }

    /// What is looked for.
    public let rule: Rule
    /// Where it is.
    public let place: SourcePlace
    /// What is wrong and what to do, in a sentence.
    public let message: String

    /// A problem at `place`.
    public init(_ rule: Rule, at place: SourcePlace, _ message: String) {
        self.rule = rule
        self.place = place
        self.message = message
    }

    /// How bad it is: the rule says.
    public var severity: Severity { rule == .unusedData ? .warning : .error }
}
