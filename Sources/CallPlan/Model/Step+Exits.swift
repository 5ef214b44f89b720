import Telephony

/// A way out of a step.
public struct StepExit: Hashable, Sendable {
    /// The outcome that leads there, as pictures and errors name it: `next`, `failed`, `1`, `paid`.
    public let outcome: String
    /// The step that follows.
    public let to: StepReference
    /// Data sources that have their value on this way, set by the step.
    public let sets: [DataReference]
    /// Whether this way is taken a limited number of times.
    public let isCounted: Bool

    init(_ outcome: String, _ to: StepReference, sets: [DataReference] = [], isCounted: Bool = false) {
        self.outcome = outcome
        self.to = to
        self.sets = sets
        self.isCounted = isCounted
    }
}

/// A way out of a step as a call takes it: which of the step's exits it is, the place tells where the plan names the step
/// that follows.
public struct PlanWay: Hashable, Sendable {
    /// The step that is left, by its index.
    public let step: Int
    /// The step that follows, by its index.
    public let next: Int
    /// Where the plan names it.
    public let place: SourcePlace

    /// The way from `step` to what `reference` names.
    public init(from step: Int, to reference: StepReference) {
        (self.step, next, place) = (step, reference.index, reference.place)
    }
}

extension StepKind {
    /// Every way out of the step, in the order in which a plan names them.
    public var exits: [StepExit] {
        switch self {
        case .play(let step): [StepExit("next", step.next)]
        case .menu(let step): step.exits
        case .collect(let step): step.exits
        case .lookUp(let step):
            [StepExit("found", step.found, sets: step.assignments.map(\.data)), StepExit("not-found", step.notFound)]
        case .connector(let step): step.exits
        case .transferToPCI(let step):
            [
                StepExit("next", step.next, sets: step.assignments.map(\.data)),
                StepExit("no-answer", step.noAnswer, sets: step.assignments.filter { $0.field == .result }.map(\.data)),
            ]
        case .router(let step):
            step.branches.map { StepExit($0.test.label, $0.next) } + StepExit.optional("else", step.otherwise)
        case .handOver, .hangUp: []
        case .agent(let step):
            (step.payment.map { payment in
                [StepExit("payment", payment.next, sets: [payment.amount, payment.reference].compactMap { $0 })]
            } ?? []) + StepExit.optional("done", step.done)
        case .repeating(let step):
            [StepExit("repeat", step.step, isCounted: true), StepExit("then", step.then)]
        }
    }
}

extension StepExit {
    fileprivate static func optional(_ outcome: String, _ to: StepReference?) -> [StepExit] {
        to.map { [StepExit(outcome, $0)] } ?? []
    }
}

extension MenuStep {
    fileprivate var exits: [StepExit] {
        choices.map { StepExit(String($0.key.character), $0.next) } + StepExit.optional("no-input", noInput.next)
            + StepExit.optional("no-match", noMatch.next) + StepExit.optional("failed", failed)
    }
}

extension CollectStep {
    fileprivate var exits: [StepExit] {
        [StepExit("next", next, sets: [data])] + StepExit.optional("no-input", noInput.next)
            + StepExit.optional("no-match", noMatch.next) + [StepExit("failed", failed)]
    }
}

extension ConnectorStep {
    fileprivate var exits: [StepExit] {
        [StepExit("next", next, sets: assignments.map(\.data))]
            + ConnectorFault.allCases.flatMap { StepExit.optional($0.rawValue, failures.own[$0]) }
            + [StepExit("failed", failures.otherwise)]
    }
}
