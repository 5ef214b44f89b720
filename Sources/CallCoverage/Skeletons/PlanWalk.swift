import CallPlan
import PaymentCall
import PaymentDesk

/// A call plan and its file, for scenarios that walk it.
public struct SkeletonPlan: Sendable {
    /// The plan.
    public let plan: Plan
    /// The path of its file, seen from where the scenario will lie.
    public let path: String
    private let exits: [CoveragePoint: PlanExit]
    private let search: PlanSearch

    /// `plan`, whose file is at `path`. Looks for the ways through it, which takes a while for a large one.
    public init(_ plan: Plan, path: String) {
        (self.plan, self.path) = (plan, path)
        search = PlanSearch(plan)
        var exits: [CoveragePoint: PlanExit] = [:]
        for (index, step) in plan.steps.enumerated() {
            for exit in step.kind.exits {
                let point = CoveragePoint(.plans, "\(plan.name)/\(step.name)/\(exit.outcome)")
                exits[point] = PlanExit(step: index, outcome: exit.outcome)
            }
        }
        self.exits = exits
    }

    /// A scenario that takes a way out of one of the plan's steps; nil where the plan has no such way.
    func skeleton(for point: CoveragePoint) -> CoverageSkeleton? {
        guard let exit = exits[point], let route = search.route(to: exit) else { return nil }
        return PlanWalk(plan, route).skeleton(path: path, toItsEnd: false)
    }

    /// A call that ends without a payment; nil where none is known.
    var unpaid: CoverageSkeleton? {
        search.unpaid.map { PlanWalk(plan, $0).skeleton(path: path, toItsEnd: true).ends(.noPayment) }
    }
}

/// A way through a plan, told as a scenario: each step waits until the call is there.
struct PlanWalk {
    private let plan: Plan
    private let route: PlanRoute

    init(_ plan: Plan, _ route: PlanRoute) { (self.plan, self.route) = (plan, route) }

    /// The scenario. The caller hangs up behind the last step, or stays to the call's end.
    func skeleton(path: String, toItsEnd: Bool) -> CoverageSkeleton {
        var skeleton = CoverageSkeleton()
        skeleton.plan = path
        skeleton.notes = notes
        skeleton.hangsUpAtEnd = !toItsEnd
        if !route.given.isEmpty {
            let values = route.given.sorted { $0.key < $1.key }.map { index, text in
                "\(plan.data[index].name): \(CoverageSkeleton.quoted(text))"
            }
            skeleton = skeleton.with("data", "{ \(values.joined(separator: ", ")) }")
        }
        for (path, value) in settings { skeleton = skeleton.setting(path, value) }
        if let value = guessedValue { skeleton.expect = [.init("data", value)] }
        for (place, leg) in route.legs.enumerated() {
            skeleton.steps += steps(leg, isLast: place == route.legs.count - 1, earlier: route.legs[..<place])
        }
        return skeleton
    }

    /// What is left to do, where something outside the plan decides.
    private var notes: [String] {
        route.legs.filter(\.isGuess).map { leg in
            let step = plan.steps[leg.step]
            let cause =
                switch step.kind {
                case .router(let router): "by \(router.data.name)"
                case .connector(let connector): "by what \(connector.serviceName) answers"
                default: "by what came before"
                }
            return "Left to do: '\(step.name)' leads to '\(plan[leg.exit.to].name)' (\(leg.exit.outcome)) \(cause)."
        }
    }

    /// The value that leads out of a router at the way's end, where a guess is: another may lead to the same step.
    private var guessedValue: String? {
        guard let last = route.legs.last, last.isGuess, case .router(let router) = plan.steps[last.step].kind,
            !plan[router.data].isSecret, let branch = router.branches.first(where: { $0.next == last.exit.to }),
            case .equals(let text) = branch.test
        else { return nil }
        return "{ \(router.data.name): \(CoverageSkeleton.quoted(text)) }"
    }

    // MARK: Surroundings

    private var settings: [(String, String)] {
        var desk: [DeskFault] = []
        var gateway: [String] = []
        var isDeclined = false
        for leg in route.legs {
            switch leg.act {
            case .desk(let faults): desk += faults
            case .payment(.pending?, _): gateway.append("lost-request")
            case .payment(.error?, _): gateway.append("unreachable")
            case .payment(let result?, _):
                isDeclined = isDeclined || result == .declined
                if result != .abandoned { gateway.append("none") }
            default: break
            }
        }
        var settings: [(String, String)] = []
        if isDeclined { settings.append(("declines", "1")) }
        if gateway.contains(where: { $0 != "none" }) {
            settings.append(("gateway.retries", "0"))
            settings.append(("gateway.faults", "[\(gateway.joined(separator: ", "))]"))
        }
        if desk.contains(where: { $0 != .none }) {
            let words = desk.map { $0 == .serverError ? "\"\($0.rawValue)\"" : $0.rawValue }
            settings.append(("payment-desk.faults", "[\(words.joined(separator: ", "))]"))
        }
        return settings
    }

    // MARK: Steps

    private func steps(_ leg: PlanLeg, isLast: Bool, earlier: ArraySlice<PlanLeg>) -> [String] {
        let name = CoverageSkeleton.quoted("plan/" + plan.steps[leg.step].name)
        let asked = "expect: { asked: \(name) }"
        var lines: [String] = []
        var patience = 60
        switch leg.act {
        case .nothing, .desk: break
        case .keys(let keys): lines = [asked, press(keys)]
        case .wrongKeys(let keys, let times):
            lines = Array(repeating: [asked, press(keys)], count: times).flatMap(\.self)
        case .silence(let seconds):
            lines = [asked]
            patience = seconds
        case .payment(let result, let question): lines = result.map { payment($0, question) } ?? []
        case .agent(let move):
            let returns = earlier.contains { if case .agent = $0.act { true } else { false } }
            lines = [returns ? "agent: back" : "expect: { agent-has-caller: true }", "agent: \(move)"]
        }
        // Behind a guess each step is wanted, so that no other way to the last one will do.
        let isGuessed = leg.isGuess || earlier.contains(where: \.isGuess)
        if isLast || patience > 60 || isGuessed {
            let next = CoverageSkeleton.quoted(plan[leg.exit.to].name)
            lines.append("expect: { event: step, step: \(next)\(patience > 60 ? ", within: \(patience)" : "") }")
        }
        return lines
    }

    private func press(_ keys: String) -> String { "press: \(CoverageSkeleton.quoted(keys))" }

    /// A payment that comes to `result`.
    private func payment(_ result: PaymentResult, _ question: PlanAmountQuestion) -> [String] {
        var lines: [String] =
            switch question {
            case .none: []
            case .choice: ["expect: { asked: amount-choice }", press("1")]
            case .entry: ["expect: { asked: amount }", press("20# 1")]
            }
        lines.append("expect: { asked: card-number }")
        let card = result == .declined ? "4000000000000002" : "4242424242424242"
        lines.append(press(result == .abandoned ? "*" : "\(card)# 1 1230# 1 123# 1 1"))
        lines.append("expect: { event: returned-from-pci, result: \(result.rawValue), within: 120 }")
        return lines
    }
}

extension CoverageSkeleton {
    /// `Self-service payment/by-result/paid`: a plan's name, a step, a way out of it.
    static func planWay(_ point: CoveragePoint, plans: [SkeletonPlan]) -> CoverageSkeleton? {
        plans.lazy.compactMap { $0.skeleton(for: point) }.first
    }

    /// A call through a plan that ends before any payment.
    static func withoutPayment(_ plans: [SkeletonPlan]) -> CoverageSkeleton {
        if let skeleton = plans.lazy.compactMap(\.unpaid).first { return skeleton }
        var skeleton = CoverageSkeleton().pressing("!").ends(.noPayment)
        skeleton.notes = ["Left to do: give it a call plan (plan: FILE) that ends without a payment, and walk it."]
        return skeleton
    }
}
