import CallEngine
import CallReports
import CallTestKit
import PaymentCall
import Testing

@Suite("Random callers") struct RandomCallerTests {
    /// 20,000 calls, in groups so that they run on all cores.
    private static let groups = 40
    private static let callsPerGroup: UInt64 = 500
    /// Of so many calls, all outputs of one are searched, and it is played again with other secrets.
    private static let searchedEvery: UInt64 = 50

    @Test("every call keeps every promise", arguments: 0..<groups)
    func calls(group: Int) {
        let first = UInt64(group) * Self.callsPerGroup
        for seed in first..<first + Self.callsPerGroup {
            let played = RandomCall.played(seed: seed)
            var broken = Promises.broken(by: played)
            if seed % Self.searchedEvery == 0 {
                broken = broken ?? Promises.spelledOut(by: played) ?? Promises.toldOfSecrets(by: played)
            }
            guard let broken else { continue }
            let script = played.script.shrunk { Promises.broken(by: $0) ?? Promises.spelledOut(by: $0) }
            Issue.record("seed \(seed) breaks: \(broken.promise)\nfound  \(broken.found)\n\(script.text)")
            return
        }
    }

    @Test("random callers come to every result, question and state, every step of the plans, and most prompts")
    func spread() {
        var spread = CallSpread()
        for seed in 0..<20_000 as Range<UInt64> {
            if let call = RandomCall.played(seed: seed).call { spread.add(call) }
        }
        let reasons = Set(
            spread.summaries.keys.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        #expect(Set(CallResult.reasons).subtracting(reasons).isEmpty)
        let outcomes = Set(spread.summaries.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(Set(Outcome.allCases.map(\.rawValue)).subtracting(outcomes).isEmpty)
        #expect(Set(Question.all).subtracting(spread.questions).isEmpty)
        #expect(Set(StateName.allCases).subtracting(spread.states).isEmpty)
        let steps = RandomPlans.shipped.flatMap { plan in plan.steps.map { plan.name + "/" + $0.name } }
        #expect(Set(steps).subtracting(spread.steps).isEmpty)
        #expect(Set(PromptDefinition.all.map(\.id)).subtracting(spread.prompts).count <= 2)
        #expect(["queue", "agent", "number", "payment-link", "callback"].allSatisfy(spread.routes.contains))
    }

    @Test("a seed alone says how a call goes") func sameAgain() {
        for seed in 0..<200 as Range<UInt64> {
            let (one, other) = (RandomCall.played(seed: seed), RandomCall.played(seed: seed))
            #expect(one.call?.events == other.call?.events)
            #expect(one.script.steps == other.script.steps)
            #expect((try? one.script.played())?.call?.events == one.call?.events)
        }
    }

    @Test("a call that breaks a promise shrinks to the few steps that matter") func shrinking() throws {
        func changed(_ played: PlayedCall) -> BrokenPromise? {
            let isChanged = played.call?.callEvents.contains(.choice(.choose(.summary), key: .two)) == true
            return isChanged ? BrokenPromise("nobody changes anything at the summary", "somebody did") : nil
        }
        let long = try #require(
            (0..<20_000 as Range<UInt64>).lazy.map { RandomCall.played(seed: $0) }.first { played in
                let options = played.script.options.map(\.text)
                return options.contains("identified") && options.contains { $0.hasPrefix("token: ") }
                    && played.script.steps.count > 20 && changed(played) != nil
            })
        let short = long.script.shrunk(breaking: changed)
        #expect(changed(try short.played()) != nil)
        #expect(short.steps.count <= 3, "\(short.text)")
        #expect(short.options.count <= 4, "\(short.text)")
    }
}
