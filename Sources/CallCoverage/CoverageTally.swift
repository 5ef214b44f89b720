/// Counts, for each point, the scenarios that reached it.
public struct CoverageTally: Sendable {
    private let list: CoverageList
    private var counts: [Int]
    /// The plans that were met, by name; two of one name may differ.
    private var plans: [String: [PlanCounts]] = [:]

    private struct PlanCounts {
        let points: [CoveragePoint]
        var counts: [Int]
    }

    /// Nothing counted yet.
    public init(list: CoverageList = .standard) {
        self.list = list
        counts = Array(repeating: 0, count: list.points.count)
    }

    /// Counts a scenario. Its plan's ways belong to the list from now on.
    public mutating func add(_ marks: CoverageMarks) {
        for place in marks.marks { counts[place] += 1 }
        guard let plan = marks.plan else { return }
        add(marks.ways, of: plan)
    }

    /// A scenario was run, and the call did not come to its end: what it would have reached is not known, but its plan is.
    public mutating func add(planOf scene: SceneCoverage) {
        if let plan = scene.plan { add(PointSet(count: plan.points.count), of: plan) }
    }

    /// Adds what another part of the run has counted, by the same list.
    public mutating func add(_ other: CoverageTally) {
        for place in counts.indices { counts[place] += other.counts[place] }
        for (name, known) in other.plans {
            for plan in known {
                let place = place(of: plan.points, named: name)
                for index in plan.counts.indices { plans[name]?[place].counts[index] += plan.counts[index] }
            }
        }
    }

    private mutating func add(_ ways: PointSet, of plan: PlanCoverage) {
        let place = place(of: plan.points, named: plan.name)
        for way in ways { plans[plan.name]?[place].counts[way] += 1 }
    }

    private mutating func place(of points: [CoveragePoint], named name: String) -> Int {
        if let place = plans[name]?.firstIndex(where: { $0.points == points }) { return place }
        plans[name, default: []].append(PlanCounts(points: points, counts: Array(repeating: 0, count: points.count)))
        return (plans[name]?.count ?? 1) - 1
    }

    /// What was counted.
    public var report: CoverageReport {
        var report = CoverageReport(counts: Dictionary(uniqueKeysWithValues: zip(list.points, counts)))
        for plan in plans.values.joined() {
            report.add(CoverageReport(counts: Dictionary(uniqueKeysWithValues: zip(plan.points, plan.counts))))
        }
        return report
    }
}
