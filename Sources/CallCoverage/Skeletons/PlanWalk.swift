import CallPlan
import PaymentCall
import Telephony

/// A call plan and its file, for scenarios that walk it.
public struct SkeletonPlan: Sendable {
    /// The plan.
    public let plan: Plan
    /// The path of its file, seen from where the scenario will lie.
    public let path: String

    /// `plan`, whose file is at `path`.
    public init(_ plan: Plan, path: String) { (self.plan, self.path) = (plan, path) }
}

/// The shortest way through a plan to a way out of one of its steps, and what a caller does on it. What a router decides by
/// is guessed: a payment is made so that its result leads on, and an account is found or not as the way wants it.
struct PlanWalk {
    /// A step and the way out of it that is taken.
    fileprivate struct Leg {
        let step: Step
        let exit: StepExit
    }

    private let plan: Plan
    fileprivate let legs: [Leg]

    /// The walk to `outcome` of the step of that name; nil where the plan has no such way.
    init?(_ plan: Plan, to name: String, _ outcome: String) {
        guard let goal = plan.steps.firstIndex(where: { $0.name == name }),
            let last = plan.steps[goal].kind.exits.first(where: { $0.outcome == outcome }),
            let way = PlanWalk.legs(of: plan, to: goal)
        else { return nil }
        self.plan = plan
        legs = way + [Leg(step: plan.steps[goal], exit: last)]
    }

    /// The ways out from the start of the plan to `goal`, as few as there may be.
    private static func legs(of plan: Plan, to goal: Int) -> [Leg]? {
        var cameBy: [Int: (from: Int, exit: StepExit)] = [:]
        var reached = [plan.start.index]
        var next = 0
        while next < reached.count, reached[next] != goal {
            let here = reached[next]
            next += 1
            for exit in plan.steps[here].kind.exits where exit.to.index >= 0 && !reached.contains(exit.to.index) {
                reached.append(exit.to.index)
                cameBy[exit.to.index] = (here, exit)
            }
        }
        guard next < reached.count else { return nil }
        var legs: [Leg] = []
        var here = goal
        while let (from, exit) = cameBy[here], here != plan.start.index {
            legs.insert(Leg(step: plan.steps[from], exit: exit), at: 0)
            here = from
        }
        return legs
    }

    /// The scenario of the walk.
    func skeleton(path: String) -> CoverageSkeleton {
        var skeleton = CoverageSkeleton()
        skeleton.plan = path
        skeleton.notes = [
            "What decides at the plan's routers is a guess: change what the call gives until it leads there."
        ]
        skeleton = giving(skeleton)
        for leg in legs { skeleton = taking(leg, skeleton) }
        let paid = legs.contains { if case .transferToPCI = $0.step.kind { $0.exit.outcome == "next" } else { false } }
        skeleton = paid ? skeleton.pressing("!").ends(outcome) : skeleton.leaves()
        let last = legs.last.map { [$0.step.name, plan[$0.exit.to].name] } ?? []
        skeleton.expect.append(.init("steps", "[\(last.joined(separator: ", "))]"))
        return skeleton
    }

    /// What the plan needs of the call.
    private func giving(_ skeleton: CoverageSkeleton) -> CoverageSkeleton {
        let needed = plan.data.compactMap { source in
            if case .given(default: nil) = source.origin { "\(source.name): \"\(sample(source.type))\"" } else { nil }
        }
        return needed.isEmpty ? skeleton : skeleton.with("data", "{ \(needed.joined(separator: ", ")) }")
    }

    private func sample(_ type: DataType) -> String {
        switch type {
        case .digits: isFound ? "10023" : "99999"
        case .amount, .number: "20.00"
        case .boolean: "true"
        case .oneOf(let values): values.first ?? ""
        case .text: "INV-7"
        case .paymentResult: PaymentResult.paid.rawValue
        }
    }

    /// Whether accounts that are looked up shall be there.
    private var isFound: Bool { !legs.contains { $0.exit.outcome == "not-found" } }

    /// What the payments shall come to: what a router on the way wants.
    private var result: PaymentResult {
        let wanted = legs.compactMap { leg -> PaymentResult? in
            guard case .router = leg.step.kind else { return nil }
            return PaymentResult(rawValue: leg.exit.outcome)
        }
        return wanted.last ?? .paid
    }

    private var outcome: Outcome {
        switch result {
        case .paid: .paid
        case .tokenized: .tokenized
        case .declined: .declined
        case .abandoned: .cancelled
        case .pending: .pending
        case .error: .failed
        case .noAnswer: .noPayment
        }
    }

    // MARK: What is done for a way out

    private func taking(_ leg: Leg, _ skeleton: CoverageSkeleton) -> CoverageSkeleton {
        switch leg.step.kind {
        case .play: return skeleton.pressing(">")
        case .menu(let menu): return skeleton.pressing(keys(menu, leg.exit.outcome))
        case .collect(let collect): return skeleton.pressing(keys(collect, leg.exit.outcome))
        case .connector:
            let faults = ["timeout": "no-answer", "status": "\"500\"", "malformed": "malformed"]
            guard leg.exit.outcome != "next" else { return skeleton }
            return skeleton.setting("payment-desk.faults", "[\(faults[leg.exit.outcome] ?? "unreachable")]")
        case .transferToPCI: return leg.exit.outcome == "next" ? paying(skeleton) : skeleton
        case .agent: return agent(leg.exit.outcome, skeleton)
        case .lookUp, .router, .handOver, .hangUp, .repeating: return skeleton
        }
    }

    private func keys(_ menu: MenuStep, _ outcome: String) -> String {
        let wrong = Key.allCases.first { key in !menu.choices.contains { $0.key == key } }
        switch outcome {
        case "no-input": return silence(menu.timeout)
        case "no-match": return wrong.map { String($0.character) } ?? ""
        case "failed": return Array(repeating: silence(menu.timeout), count: menu.attempts).joined(separator: " ")
        default: return outcome
        }
    }

    private func keys(_ collect: CollectStep, _ outcome: String) -> String {
        switch outcome {
        case "no-input": return silence(collect.firstDigitTimeout)
        case "no-match": return "A"
        case "failed":
            return Array(repeating: silence(collect.firstDigitTimeout), count: collect.attempts).joined(separator: " ")
        default:
            let entry = plan[collect.data].type == .amount ? "20" : sample(.digits)
            let end = collect.endKey.map { String($0.character) } ?? ""
            return entry + end + (collect.confirm == nil ? "" : " 1")
        }
    }

    /// Until the words are over, and the timer behind them too.
    private func silence(_ timeout: MediaDuration) -> String {
        "> " + String(repeating: "W", count: Int(timeout.seconds.rounded(.up)) + 1)
    }

    /// A payment that comes to what is wanted.
    private func paying(_ skeleton: CoverageSkeleton) -> CoverageSkeleton {
        let card = result == .declined ? "4000000000000002" : "4242424242424242"
        let keyed = result == .abandoned ? "> * > >" : "> \(card)# 1 1230# 1 123# 1 1 > >"
        let caller = skeleton.pressing(keyed)
        switch result {
        case .declined: return caller.setting("declines", "1")
        case .pending: return caller.setting("gateway.retries", "0").setting("gateway.faults", "[lost-request]")
        case .error: return caller.setting("gateway.faults", "[unreachable]")
        case .paid, .tokenized, .abandoned, .noAnswer: return caller
        }
    }

    private func agent(_ outcome: String, _ skeleton: CoverageSkeleton) -> CoverageSkeleton {
        var skeleton = skeleton.pressing("WWWWWW")
        let moves = outcome == "payment" ? "wait 2; pay 20.00 INV-7; back" : "wait 2; done"
        skeleton.agent = skeleton.agent.map { $0 + "; " + moves } ?? moves
        return skeleton
    }
}

extension CoverageSkeleton {
    /// `Self-service payment/by-result/paid`: a plan's name, a step, a way out of it.
    static func planWay(_ name: String, plans: [String: SkeletonPlan]) -> CoverageSkeleton? {
        let known = plans.first { name.hasPrefix($0.key + "/") }
        guard let (plan, file) = known else { return nil }
        let parts = name.dropFirst(plan.count + 1).split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        return PlanWalk(file.plan, to: parts[0], parts[1])?.skeleton(path: file.path)
    }

    /// A call through a plan that ends before any payment: a plan that can end at once says so.
    static func withoutPayment(_ plans: [String: SkeletonPlan]) -> CoverageSkeleton? {
        for (_, file) in plans.sorted(by: { $0.key < $1.key }) {
            for step in file.plan.steps where step.kind.exits.contains(where: { file.plan[$0.to].kind.canEnd }) {
                for exit in step.kind.exits where file.plan[exit.to].kind.canEnd {
                    let walk = PlanWalk(file.plan, to: step.name, exit.outcome)
                    if let walk, !walk.pays { return walk.skeleton(path: file.path).staysOn().ends(.noPayment) }
                }
            }
        }
        return nil
    }

    /// The caller does not hang up.
    private func staysOn() -> CoverageSkeleton {
        var skeleton = self
        if skeleton.keys.hasSuffix("!") { skeleton.keys.removeLast() }
        return skeleton
    }
}

extension PlanWalk {
    /// Whether there is a payment on the way.
    var pays: Bool { legs.contains { if case .transferToPCI = $0.step.kind { true } else { false } } }
}
