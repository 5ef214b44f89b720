import CallCoverage
import CallEngine
import Foundation
import Testing

@Suite("docs/coverage.md") struct DocumentTests {
    private static func document() throws -> String {
        try String(contentsOfFile: ShippedCalls.root + "docs/coverage.md", encoding: .utf8)
    }

    @Test("names every kind and every event") func names() throws {
        let document = try Self.document()
        for kind in CoveragePoint.Kind.allCases { #expect(document.contains("\n| `\(kind.rawValue)` |")) }
        for happening in Happening.allCases { #expect(document.contains("`\(happening.rawValue)`")) }
    }

    @Test("shows a skeleton as it is") func skeleton() throws {
        let text = CoverageSkeleton.yaml(for: CoveragePoint(.attempts, "expiry/card-expired/2"))
        #expect(try Self.document().contains("```yaml\n" + text + "```\n"))
    }

    @Test("shows that of a way out of a plan as it is") func planSkeleton() throws {
        let plan = try #require(ShippedCalls.plans.first { $0.plan.name == "Bill pay" }).plan
        let text = CoverageSkeleton.yaml(
            for: CoveragePoint(.plans, "Bill pay/by-result/declined"),
            plans: [SkeletonPlan(plan, path: "../../plans/bill-pay.yaml")])
        #expect(try Self.document().contains("```yaml\n" + text + "```\n"))
    }

    @Test("has the numbers of points whose skeletons are replayed") func numbers() throws {
        let ways = ShippedCalls.plans.reduce(0) { $0 + PlanCoverage($1.plan).points.count }
        let list = CoverageList.standard.points.count
        let document = try Self.document()
        #expect(document.contains("| of the list that is the same for every suite | \(list) | \(list) |"))
        #expect(document.contains("| of the ways out of the eleven plans in `plans` | \(ways) | \(ways) |"))
    }
}
