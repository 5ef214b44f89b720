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
}
