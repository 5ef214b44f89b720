import CallCoverage
import CallPlan
import CallTestKit
import Scenarios
import Testing

@Suite("Scenario skeletons") struct SkeletonTests {
    /// A call that ends without a payment needs a plan, which the list by itself does not know.
    @Test("of every point of the list reach it and pass", arguments: CoverageList.standard.points)
    func reached(_ point: CoveragePoint) throws {
        let text = CoverageSkeleton.yaml(for: point, plans: ShippedCalls.plans)
        let (outcome, marks) = try ShippedCalls.run(text)
        let (passed, reached) = (outcome.passed, marks.points().contains(point))
        #expect(passed, "\(outcome.failures)\n\(text)")
        #expect(reached, "\(text)")
        #expect(marks.unlisted == [])
    }

    @Test(
        "of every way out of a shipped plan can be read, and most reach it", arguments: ShippedCalls.plans.keys.sorted()
    )
    func plans(_ name: String) throws {
        let plan = try #require(ShippedCalls.plans[name]?.plan)
        let points = PlanCoverage(plan).points
        var missed: [String] = []
        for point in points {
            let (_, marks) = try ShippedCalls.run(CoverageSkeleton.yaml(for: point, plans: ShippedCalls.plans))
            if !marks.points().contains(point) { missed.append(point.name) }
        }
        #expect(missed.count * 2 <= points.count, "\(missed.joined(separator: "\n"))")
    }

    @Test("a point that nobody knows the way to gets a scenario to begin with", arguments: CoveragePoint.Kind.allCases)
    func unknown(_ kind: CoveragePoint.Kind) throws {
        let text = CoverageSkeleton.yaml(for: CoveragePoint(kind, "no/such/\"point\""))
        #expect(text.hasPrefix("# "))
        let passed = try ShippedCalls.run(text).outcome.passed
        #expect(passed)
    }
}
