import CallCoverage
import CallEngine
import CallSession
import CallTestKit
import PaymentCall
import Settings
import Testing

@Suite("The list of what calls may do") struct CoverageListTests {
    private static func names(_ kind: CoveragePoint.Kind) -> [String] {
        CoverageList.standard.points.filter { $0.kind == kind }.map(\.name)
    }

    @Test("each point stands there once") func once() {
        let points = CoverageList.standard.points
        #expect(Set(points).count == points.count)
    }

    @Test("states, prompts, faults, declines, endings and settings are in it by themselves") func tables() {
        #expect(Self.names(.states) == StateName.allCases.map(\.rawValue))
        #expect(Self.names(.prompts) == PromptDefinition.all.map(\.id))
        #expect(Self.names(.settings) == CallSettings.paths)
        #expect(Self.names(.endings).count == CallResult.endings.count)
        let attempts = Set(Self.names(.attempts))
        for question in Question.all {
            for code in question.faults {
                for attempt in 1...3 { #expect(attempts.contains("\(question.name)/\(code)/\(attempt)")) }
            }
        }
        #expect(attempts.count == Question.all.reduce(0) { $0 + 3 * $1.faults.count })
    }

    @Test("nothing comes to a call that is over, or before it is answered") func impossible() {
        let events = Self.names(.events)
        #expect(events.filter { $0.hasPrefix("ended/") } == [])
        #expect(events.filter { $0.hasPrefix("ready/") } == ["ready/answered"])
        #expect(events.filter { $0.hasPrefix("looking-up/") } == ["looking-up/account-looked-up"])
        #expect(!events.contains("closing/deadline") && !events.contains("listening/gateway-approved"))
    }

    @Test("a payment by a stored card marks what it reached, and nothing else") func marks() throws {
        var scene = CallScene(prompts: CallKit.prompts)
        let call = try CallKit.call("> 1") {
            ($0.account, $0.identified, $0.amount, $0.token) = ("10023", true, "20.00", "tok_visa")
            $0.settings.rules.attempts = 4
            scene = $0
        }
        let marks = CoverageMarks(of: call, scene: scene)
        let names = marks.points().map { $0.kind.rawValue + " " + $0.name }
        #expect(
            names == [
                "states ready", "states greeting", "states listening", "states charging", "states closing",
                "states ended", "events ready/answered", "events greeting/prompt-finished", "events listening/key",
                "events charging/gateway-approved", "events closing/prompt-finished", "prompts greeting",
                "prompts summary", "prompts processing", "prompts paid", "prompts goodbye", "endings paid",
                "settings attempts",
            ])
        #expect(marks.unlisted == [])
    }

    @Test("failed attempts are counted by question, fault and number, and beyond the third by none") func attempts()
        throws
    {
        var scene = CallScene(prompts: CallKit.prompts)
        let call = try CallKit.call("> 99# WW 99# WW 99# WW 99# WW !") {
            $0.settings.rules.attempts = 5
            scene = $0
        }
        let marks = CoverageMarks(of: call, scene: scene)
        let attempts = marks.points().filter { $0.kind == .attempts }.map(\.name)
        #expect(attempts == (1...3).map { "account/unknown-account/\($0)" })
        #expect(marks.unlisted == [])
    }

    @Test("a plan brings its ways out, and a call marks those it takes") func plans() throws {
        let plan = try #require(RandomPlans.shipped.first { $0.name == "Self-service payment" })
        var scene = CallScene(prompts: CallKit.prompts)
        let call = try CallKit.call("> 10023# 0") {
            $0.plan = plan
            scene = $0
        }
        let ways = CoverageMarks(of: call, scene: scene).points().filter { $0.kind == .plans }.map(\.name)
        let steps = ["welcome/next", "ask-account/next", "find-account/found", "how-much/else", "offer/0"]
        #expect(ways == steps.map { plan.name + "/" + $0 })
        let all = PlanCoverage(plan).points
        #expect(Set(all).count == all.count && all.count > ways.count)
    }
}
