import CallPlan
import Testing

@testable import PlanFiles

@Suite("Pictures of plans") struct DrawingTests {
    private static let hostile = """
        plan: "A \\"name\\" \\\\ <b>&"
        start: end
        steps:
          end: { play: "a \\"q\\" <b> & \\\\N ] }} | #", next: graph }
          graph: { menu: "x 4539578763621486", choices: { "#": end, "*": subgraph, "1": node }, failed: node }
          subgraph: { queue: "q\\"<>&" }
          node: { hang-up: "<script>" }
        """

    @Test("text of a plan can't end the place where it stands") func escapes() throws {
        let plan = try #require(try PlanKit.file(Self.hostile).plan)
        let dot = PlanDrawing.dot(plan)
        #expect(dot.contains(#"label="A \"name\" \\ <b>&""#))
        #expect(dot.contains("a &quot;q&quot; &lt;b&gt; &amp; &#92;N ] } | #"))
        #expect(!dot.contains("<script>") && dot.contains("453957******1486"))
        let mermaid = PlanDrawing.mermaid(plan)
        #expect(mermaid.contains(#"title: "A \"name\" \\ <b>&""#))
        #expect(mermaid.contains("a #34;q#34; #60;b#62; #38; #92;N #93; #125; #124; #35;"))
        #expect(mermaid.contains("-->|\"#35;\"| s1") && !mermaid.contains("<script>"))
    }

    @Test("each step is one node, each goal of it one edge", arguments: Shipped.names) func whole(name: String) throws {
        let plan = try #require(try PlanKit.file(try Shipped.text(name)).plan)
        let goals = plan.steps.map { Set($0.kind.exits.map(\.to.index)).count }.reduce(1, +)
        let dot = PlanDrawing.dot(plan).split(separator: "\n")
        #expect(dot.count { $0.contains("[label=<<b>") } == plan.steps.count)
        #expect(dot.count { $0.contains(" -> ") } == goals)
        #expect(dot.count { $0.contains("(secure)") } == plan.steps.count { $0.kind.name == "transfer-to-pci" })
        let mermaid = PlanDrawing.mermaid(plan).split(separator: "\n")
        #expect(mermaid.count { $0.contains("-->") || $0.contains("-.->") } == goals)
    }
}
