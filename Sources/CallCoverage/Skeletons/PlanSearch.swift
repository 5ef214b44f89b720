import CallPlan
import PaymentCall

/// Looks for the shortest way to each way out of a plan's steps: first by calls whose every step is known, then, for what they
/// do not come to, by the ways that the plan names, as if all of them could be taken.
struct PlanSearch {
    /// How many calls are tried at most, and how many values they keep together.
    private static let (mostTrials, mostValues) = (20_000, 2_000_000)

    /// Where each way out is taken first.
    private var found: [PlanExit: Found] = [:]
    /// Where a call ends first that has made no payment.
    private var foundUnpaid: Found?
    /// What led to each call that was tried: of those whose every step is known, then of the others.
    private var origins: [[Origin]] = []

    private let plan: Plan
    private let samples: PlanSamples
    private let deciding: [Int]
    private let clids: [Int]
    private var trials: [PlanTrial] = []
    private var seen: Set<PlanTrialKey> = []

    /// A call that was tried, and its last way out.
    private struct Found {
        let search: Int
        let trial: Int
        let leg: PlanLeg
    }

    private struct Origin {
        let given: [Int: String]
        let cameBy: (trial: Int, leg: PlanLeg)?
    }

    /// The ways through `plan`.
    init(_ plan: Plan) {
        self.plan = plan
        samples = PlanSamples(plan)
        var deciding: Set<Int> = []
        var clids: Set<Int> = []
        for step in plan.steps {
            switch step.kind {
            case .router(let router): deciding.insert(router.data.index)
            case .lookUp(let lookUp): deciding.insert(lookUp.key.index)
            case .transferToPCI(let transfer): clids.formUnion(transfer.clid.references.map(\.index))
            case .connector(let connector): deciding.formUnion(connector.body?.references.map(\.index) ?? [])
            default: break
            }
        }
        self.deciding = deciding.subtracting(clids).sorted()
        self.clids = clids.sorted()
        search(guessing: false)
        search(guessing: true)
        (trials, seen) = ([], [])
    }

    private mutating func search(guessing: Bool) {
        trials = starts.map { PlanTrial(plan, given: $0) }
        origins.append(starts.map { Origin(given: $0, cameBy: nil) })
        seen = []
        var next = 0
        let most = min(PlanSearch.mostTrials, max(1_000, PlanSearch.mostValues / max(1, plan.data.count)))
        let all = guessing ? plan.steps.count + trials.count : most
        while next < trials.count, next < all {
            let call = trials[next]
            var branches = call.branches(in: plan, samples)
            if guessing {
                let known = Set(branches.map(\.leg.exit))
                branches += call.guesses(in: plan).filter { !known.contains($0.leg.exit) }
            }
            for branch in branches { take(branch, from: next, guessing: guessing) }
            next += 1
        }
    }

    private mutating func take(_ branch: PlanTrial.Branch, from trial: Int, guessing: Bool) {
        let exit = PlanExit(step: branch.leg.step, outcome: branch.leg.exit.outcome)
        let here = Found(search: origins.count - 1, trial: trial, leg: branch.leg)
        if found[exit] == nil { found[exit] = here }
        let ends = plan.steps[branch.after.step].kind.canEnd
        if foundUnpaid == nil, ends, !guessing, !branch.after.hasPaid, !branch.after.talks(in: plan) {
            foundUnpaid = here
        }
        let key =
            guessing
            ? PlanTrialKey(step: branch.after.step, values: [], repeats: [:], hasPaid: false, sessions: [])
            : branch.after.key(deciding: deciding, clids: clids)
        guard seen.insert(key).inserted else { return }
        trials.append(branch.after)
        let given = origins[here.search][trial].given
        origins[here.search].append(Origin(given: given, cameBy: (trial, branch.leg)))
    }

    /// The way to a way out; nil where the plan has no way there.
    func route(to exit: PlanExit) -> PlanRoute? { found[exit].map { route($0) } }

    /// The way of a call that ends without a payment; nil where none is known.
    var unpaid: PlanRoute? { foundUnpaid.map { route($0) } }

    private func route(_ end: Found) -> PlanRoute {
        let origins = origins[end.search]
        var route = PlanRoute(given: origins[end.trial].given, legs: [end.leg])
        var here = end.trial
        while let (before, leg) = origins[here].cameBy {
            route.legs.append(leg)
            here = before
        }
        route.legs.reverse()
        return route
    }

    /// What calls are given: what they must be, and then one thing at a time that they may be.
    private var starts: [[Int: String]] {
        var base: [Int: String] = [:]
        var others: [[Int: String]] = []
        for index in plan.data.indices {
            guard case .given(let standard) = plan.data[index].origin else { continue }
            let values = samples.texts(of: index)
            if standard == nil { base[index] = values.first }
            others += values.filter { $0 != (standard?.text ?? values.first) }.map { [index: $0] }
        }
        return [base] + others.map { base.merging($0) { _, new in new } }
    }
}

/// A way out of a step, by the step's place and the outcome.
struct PlanExit: Hashable, Sendable {
    let step: Int
    let outcome: String
}

extension PlanTrial {
    /// Whether the step in hand is an agent's, who ends the call only when done.
    fileprivate func talks(in plan: Plan) -> Bool { if case .agent = plan.steps[step].kind { true } else { false } }
}
