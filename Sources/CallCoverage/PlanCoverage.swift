import CallPlan

/// The ways out of the steps of one call plan, as points.
public struct PlanCoverage: Sendable {
    /// The plan's name.
    public let name: String
    /// The points, in the order of the plan; each once.
    public let points: [CoveragePoint]
    private let places: [PlanWay: Int]

    /// The ways of `plan` that a call can take.
    public init(_ plan: Plan) {
        name = plan.name
        var points: [CoveragePoint] = []
        var places: [PlanWay: Int] = [:]
        var known: [CoveragePoint: Int] = [:]
        let flow = PlanFlow(plan)
        for (index, step) in plan.steps.enumerated() {
            for exit in step.kind.exits where flow.isPossible(exit, of: index) {
                let point = CoveragePoint(.plans, "\(plan.name)/\(step.name)/\(exit.outcome)")
                let place = known[point] ?? points.count
                if place == points.count {
                    points.append(point)
                    known[point] = place
                }
                places[PlanWay(from: index, to: exit.to)] = place
            }
        }
        (self.points, self.places) = (points, places)
    }

    /// The place of a way in `points`; nil where the plan has no such way.
    func place(_ way: PlanWay) -> Int? { places[way] }
}
