import CallCoverage
import CallPlan
import PlanFiles
import Testing
import YAMLText

@Suite("The ways out of a plan's steps") struct PlanCoverageTests {
    private static func ways(_ name: String) throws -> [String] {
        let plan = try #require(ShippedCalls.plans.first { $0.plan.name == name }?.plan)
        return PlanCoverage(plan).points.map { String($0.name.dropFirst(name.count + 1)) }
    }

    @Test("where the desk has every identity that is used, nobody fails to answer") func answered() throws {
        let ways = try Self.ways("Self-service payment")
        #expect(ways.filter { $0.hasPrefix("pay/") } == ["pay/next"])
        #expect(
            ways.filter { $0.hasPrefix("by-result/") }
                == ["paid", "declined", "abandoned", "pending", "error"].map { "by-result/" + $0 })
        #expect(ways.contains("open-session/failed") && ways.contains("try-again/then"))
    }

    @Test("where it has none, nobody answers, and no result is routed") func unanswered() throws {
        #expect(try Self.ways("Unknown caller-line identity") == ["pay/no-answer", "nobody/next"])
    }

    @Test("a result that the plan begins with comes to no router behind the payment") func begun() throws {
        let ways = try Self.ways("Two payments").filter { $0.hasPrefix("by-") }
        #expect(ways.count == 10 && !ways.contains { $0.hasSuffix("/no-answer") }, "\(ways)")
    }

    @Test("what is stored is not paid") func stored() throws {
        let ways = try Self.ways("Store a card")
        #expect(ways.contains("by-result/tokenized") && !ways.contains("by-result/paid"))
    }
}
