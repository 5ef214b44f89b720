import CallEngine
import CallPlan
import CallReports
import CallSession
import PaymentCall
import Settings

/// What the scene of a call brings to its coverage: settings and plan. Made once for a scenario, however often it runs.
public struct SceneCoverage: Sendable {
    let marks: PointSet
    let plan: PlanCoverage?

    /// What `scene` brings.
    public init(_ scene: CallScene, list: CoverageList = .standard) {
        var marks = PointSet(count: list.points.count)
        for row in scene.settings.changed { marks.insert(list.place(ofSetting: row)) }
        self.marks = marks
        plan = scene.plan.map { PlanCoverage($0) }
    }
}

/// The points that one call reached.
public struct CoverageMarks: Sendable {
    /// Those of the list, by their places in it.
    private(set) var marks: PointSet
    /// The ways that were taken out of the steps of its plan, by their places in it.
    private(set) var ways: PointSet
    let plan: PlanCoverage?
    /// What happened though the list has it not: none, or the list is wrong.
    public private(set) var unlisted: [CoveragePoint] = []

    /// The points that `call` reached in `scene`.
    public init(of call: FinishedCall, scene: CallScene, list: CoverageList = .standard) {
        self.init(of: call, scene: SceneCoverage(scene, list: list), list: list)
    }

    /// The same, where what the scene brings is known.
    public init(of call: FinishedCall, scene: SceneCoverage, list: CoverageList = .standard) {
        marks = scene.marks
        plan = scene.plan
        ways = PointSet(count: scene.plan?.points.count ?? 0)
        mark(call.reached, list)
        for timed in call.events { mark(timed.event, list) }
        mark(call.record.result, list)
        for payment in call.record.plan?.payments ?? [] { mark(payment, list) }
        mark(call.ways)
    }

    /// Every point that was reached, in the order of the list, then those of the plan.
    public func points(of list: CoverageList = .standard) -> [CoveragePoint] {
        marks.map { list.points[$0] } + (plan.map { plan in ways.map { plan.points[$0] } } ?? [])
    }

    private mutating func mark(_ reached: ReachedStates, _ list: CoverageList) {
        for state in StateName.allCases where reached.has(state) {
            marks.insert(list.place(state))
            for happening in Happening.allCases where reached.has(happening, in: state) {
                mark(list.place(happening, in: state)) { (.events, CoverageList.name(happening, in: state)) }
            }
        }
    }

    private mutating func mark(_ event: EngineEvent, _ list: CoverageList) {
        switch event {
        // The words of a plan have no place in the list: the steps are there.
        case .promptStarted(let prompt) where prompt.ownWords == nil:
            mark(list.place(ofPrompt: prompt.id)) { (.prompts, prompt.id) }
        case .call(.attemptFailed(let question, let fault, let attempt, _)):
            guard attempt <= CoverageList.attempts else { return }
            mark(list.place(question, fault.code, attempt: attempt)) {
                (.attempts, CoverageList.name(question, fault.code, attempt: attempt))
            }
        case .call(.gatewayAnswered(_, .declined(let reason))): marks.insert(list.place(reason))
        default: break
        }
    }

    private mutating func mark(_ result: CallResult, _ list: CoverageList) {
        mark(list.place(result)) { (.endings, CoverageList.name(result.outcome, result.reason)) }
    }

    private mutating func mark(_ taken: [PlanWay]) {
        guard let plan else { return }
        for way in taken {
            guard let place = plan.place(way) else {
                unlisted.append(CoveragePoint(.plans, "line \(way.place.line), column \(way.place.column)"))
                continue
            }
            ways.insert(place)
        }
    }

    private mutating func mark(_ place: Int?, else point: () -> (CoveragePoint.Kind, String)) {
        if let place { return marks.insert(place) }
        let (kind, name) = point()
        unlisted.append(CoveragePoint(kind, name))
    }
}
