import CallCoverage
import CallPlan
import CallTestKit
import Foundation
import PlanFiles
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

    /// Ways out of shipped plans whose skeletons do not reach them. Each of them fails, and says what is left to do.
    private static let missed: Set<String> = []

    @Test("of every way out of a shipped plan reach it and pass", arguments: ShippedCalls.plans.indices)
    func plans(_ index: Int) throws {
        for point in PlanCoverage(ShippedCalls.plans[index].plan).points {
            let text = CoverageSkeleton.yaml(for: point, plans: ShippedCalls.plans)
            let (outcome, marks) = try ShippedCalls.run(text)
            let isMissed = Self.missed.contains(point.name)
            #expect(marks.points().contains(point) != isMissed, "\(point.name)\n\(outcome.failures)\n\(text)")
            #expect(outcome.passed != isMissed, "\(point.name)\n\(outcome.failures)\n\(text)")
            #expect(text.hasPrefix("# Left to do: ") == isMissed, "\(text)")
            #expect(marks.unlisted == [])
        }
    }

    @Test("of ways that are missed are ways of shipped plans") func missed() {
        let points = ShippedCalls.plans.flatMap { PlanCoverage($0.plan).points.map(\.name) }
        #expect(ShippedCalls.plans.count == 11)
        #expect(Self.missed.isSubset(of: points))
    }

    @Test("where a service outside decides, says so and fails until somebody completes it") func outside() throws {
        let text = """
            plan: Outside
            services: { bank: "http://127.0.0.1:9" }
            data: { level: { one-of: [low, high] } }
            start: ask
            steps:
              ask:
                data-connector: bank
                path: /level
                set: { level: $.level }
                next: by-level
                failed: bye
              by-level: { router: level, branches: { low: bye, high: rich } }
              rich: { play: You are rich., next: bye }
              bye: { hang-up: }
            """
        let path = NSTemporaryDirectory() + "skeleton-plan-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = SkeletonPlan(try PlanFile(contentsOf: path).runnable(), path: path)
        for point in PlanCoverage(plan.plan).points where point.name != "Outside/ask/failed" {
            let skeleton = CoverageSkeleton.yaml(for: point, plans: [plan])
            #expect(skeleton.hasPrefix("# Left to do: 'ask' leads to "))
            #expect(skeleton.contains("\nplan: "))
            let (outcome, marks) = try ShippedCalls.run(skeleton)
            #expect(!outcome.passed && !marks.points().contains(point), "\(skeleton)")
        }
        let skeleton = CoverageSkeleton.yaml(for: CoveragePoint(.plans, "Outside/rich/next"), plans: [plan])
        #expect(
            skeleton.hasPrefix(
                """
                # Left to do: 'ask' leads to 'by-level' (next) by what bank answers.
                # Left to do: 'by-level' leads to 'rich' (high) by level.
                name: "plans: Outside/rich/next"
                """))
        #expect(
            skeleton.hasSuffix(
                """
                steps:
                - expect: { event: step, step: "by-level" }
                - expect: { event: step, step: "rich" }
                - expect: { event: step, step: "bye" }
                hang-up-at-end: true

                """), "\(skeleton)")
    }

    @Test("of a call without a payment asks for a plan where none is at hand") func unpaid() throws {
        let text = CoverageSkeleton.yaml(for: CoveragePoint(.endings, "no-payment"))
        #expect(text.hasPrefix("# Left to do: "))
        let passed = try ShippedCalls.run(text).outcome.passed
        #expect(!passed)
    }

    @Test("a point that nobody knows the way to gets one that fails", arguments: CoveragePoint.Kind.allCases)
    func unknown(_ kind: CoveragePoint.Kind) throws {
        let text = CoverageSkeleton.yaml(for: CoveragePoint(kind, "no/such/\"point\""))
        #expect(text.hasPrefix("# Left to do: "))
        let passed = try ShippedCalls.run(text).outcome.passed
        #expect(!passed)
    }
}
