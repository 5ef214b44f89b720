/// Looks for everything that is wrong with a plan before a call runs into it.
public struct PlanCheck {
    /// Finds the known name that was probably meant by a wrong one.
    public typealias Suggestion = (_ name: String, _ known: [String]) -> String?

    /// Names compared in looking for near ones: beyond, a wrong name gets no suggestion, so that no plan takes long.
    private static let mostComparisons = 20_000
    /// Steps that one sentence names.
    private static let mostNames = 5

    let plan: Plan
    /// Whether some transfer may end as `tokenized`.
    let tokenizes: Bool
    private let stepNames: [String]
    private let dataNames: [String]
    private let suggest: Suggestion
    private var comparisons = 0
    /// What a step that does not exist probably means, by its name.
    private var meant: [String: Int] = [:]
    private(set) var found: [PlanProblem] = []

    /// All problems of `plan`, in the order of their places.
    public static func problems(of plan: Plan, suggesting suggest: @escaping Suggestion) -> [PlanProblem] {
        var check = PlanCheck(plan: plan, suggest: suggest)
        check.run()
        // Sorted by sentence too, so that the same plan gives the same lines.
        let sorted = Set(check.found).sorted { ($0.place, $0.message) < ($1.place, $1.message) }
        return Array(sorted)
    }

    private init(plan: Plan, suggest: @escaping Suggestion) {
        self.plan = plan
        self.suggest = suggest
        stepNames = plan.steps.map(\.name)
        dataNames = plan.data.map(\.name)
        tokenizes = plan.steps.contains { step in
            if case .transferToPCI(let transfer) = step.kind { transfer.tokenizes } else { false }
        }
    }

    private mutating func run() {
        checkReferences()
        let graph = PlanGraph(plan) { reference in
            if reference.index >= 0 { return reference.index }
            return reference.name.flatMap { meant[$0] }
        }
        let reachable = graph.reachable()
        checkReachable(reachable)
        checkLoops(graph, reachable)
        checkValues(graph, reachable)
        checkDeclarations()
        for step in plan.steps {
            checkTypes(of: step)
            checkRouting(of: step)
        }
    }

    mutating func report(_ rule: PlanProblem.Rule, at place: SourcePlace, _ message: String) {
        found.append(PlanProblem(rule, at: place, message))
    }

    // MARK: Names

    private mutating func checkReferences() {
        check(plan.start, in: nil, outcome: "start")
        for step in plan.steps {
            for exit in step.kind.exits { check(exit.to, in: step, outcome: exit.outcome) }
            for reference in step.kind.reads.map(\.data) + step.kind.readBack.map(\.data)
                + step.kind.writes.map(\.data) where reference.index < 0
            {
                let near = nearest(to: reference.name, of: dataNames)
                report(
                    .unknownData, at: reference.place,
                    "'\(reference.name)' is not declared; "
                        + (near.map { "did you mean '\($0)'?" } ?? "declare it under data, with its type"))
            }
        }
    }

    private mutating func check(_ reference: StepReference, in step: Step?, outcome: String) {
        guard reference.index < 0 else { return }
        guard let name = reference.name else {
            let owner = step.map { "the \($0.kind.name) step '\($0.name)'" } ?? "the plan"
            return report(
                .unroutedOutcome, at: reference.place, "\(owner) does not say where '\(outcome)' leads; name a step")
        }
        let near = nearest(to: name, of: stepNames)
        if let near { meant[name] = stepNames.firstIndex(of: near) }
        // What stands there may be anything; only what looks like a name is shown.
        let shown = PlanName.isName(name) ? "there is no step '\(name)'" : "this names no step"
        report(
            .unknownStep, at: reference.place,
            near.map { "\(shown); did you mean '\($0)'?" } ?? "\(shown); add it under steps, or name another")
    }

    private mutating func nearest(to name: String, of known: [String]) -> String? {
        guard comparisons + known.count <= PlanCheck.mostComparisons else { return nil }
        comparisons += known.count
        return suggest(name, known)
    }

    // MARK: Ways

    private mutating func checkReachable(_ reachable: [Bool]) {
        for (index, step) in plan.steps.enumerated() where !reachable[index] {
            report(
                .unreachableStep, at: step.place,
                "no way from the start leads to '\(step.name)'; name it as the next step of another, or take it out")
        }
    }

    private mutating func checkLoops(_ graph: PlanGraph, _ reachable: [Bool]) {
        var isInLoop = [Bool](repeating: false, count: plan.steps.count)
        for loop in graph.freeLoops() {
            for index in loop { isInLoop[index] = true }
            report(
                .loopWithoutInput, at: plan.steps[loop[0]].place,
                "\(names(loop)) can follow one another for ever without waiting for the caller; put a menu, a collect "
                    + "or a repeat between them")
        }
        let ending = graph.ending()
        let endless = plan.steps.indices.filter { !ending[$0] && reachable[$0] }
        // A loop that was told explains why what leads into it never ends.
        guard let first = endless.first, !endless.contains(where: { isInLoop[$0] }) else { return }
        report(
            .neverEnds, at: plan.steps[first].place,
            "from \(names(endless)) no way leads to an end of the call; lead an outcome to hang-up, queue, agent or number"
        )
    }

    private func names(_ steps: [Int]) -> String {
        let shown = steps.prefix(PlanCheck.mostNames).map { "'\(plan.steps[$0].name)'" }
        let rest = steps.count - shown.count
        if rest > 0 { return shown.joined(separator: ", ") + " and \(rest) more" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Values

    private mutating func checkValues(_ graph: PlanGraph, _ reachable: [Bool]) {
        var unset = BitSet(count: plan.data.count)
        for (index, source) in plan.data.enumerated() where source.origin == .steps { unset.insert(index) }
        let states = graph.unsetData(unset, count: plan.data.count)
        for (index, step) in plan.steps.enumerated() where reachable[index] {
            for read in step.kind.reads where read.data.index >= 0 && states[index].contains(read.data.index) {
                report(
                    .usedBeforeSet, at: read.data.place,
                    "'\(read.data.name)' may have no value here: a way from the start leads here on which no step sets "
                        + "it; set it first, or give it a value under data")
            }
        }
    }
}
