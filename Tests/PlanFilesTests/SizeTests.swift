import CallPlan
import Foundation
import Testing
import YAMLText

@testable import PlanFiles

/// Plans that are long, wide or deep: an answer in a short time.
@Suite("Large plans") struct SizeTests {
    /// A plan of `count` steps whose data flow is as bad as it gets: every source is set somewhere and read at the end.
    private static func large(_ count: Int, sources: Int, step: (Int) -> StepKind) -> Plan {
        let place = SourcePlace(line: 1, column: 1)
        return Plan(
            name: "large",
            data: (0..<sources).map { DataSource(name: "d\($0)", type: .digits, place: place) },
            steps: (0..<count).map {
                Step(name: "s\($0)", place: SourcePlace(line: $0 + 1, column: 1), kind: step($0))
            },
            start: reference(0))
    }

    private static func reference(_ index: Int) -> StepReference {
        StepReference(name: "s\(index)", index: index, place: SourcePlace(line: index + 1, column: 9))
    }

    private static func data(_ index: Int) -> DataReference {
        DataReference(name: "d\(index)", index: index, place: SourcePlace(line: 1, column: 1))
    }

    /// Words that say the first data source, in the step's own place.
    private static func words(_ index: Int) -> Template {
        let place = SourcePlace(line: index + 1, column: 5)
        let words = try? Template("Hi {d0}.", at: place) { DataReference(name: $0, index: 0, place: place) }
        return words ?? .empty(at: place)
    }

    /// Seconds that a check may take: one, and more where the compiler has not optimised it.
    private static var patience: Double {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return isDebug ? 15 : 1
    }

    private func check(_ plan: Plan) -> (problems: [PlanProblem], seconds: Double) {
        let begin = ContinuousClock.now
        let problems = PlanCheck.problems(of: plan, suggesting: YAMLValue.nearest)
        return (problems, begin.duration(to: .now) / .seconds(1))
    }

    @Test("10,000 steps in a row, forwards and backwards", arguments: [false, true]) func row(backwards: Bool) {
        let count = 10_000
        let plan = Self.large(count, sources: 1) { index in
            if index == (backwards ? 1 : count - 1) { return .hangUp(HangUpStep(words: Self.words(index))) }
            let next = backwards ? (index == 0 ? count - 1 : index - 1) : index + 1
            return .play(PlayStep(words: Self.words(index), next: Self.reference(next)))
        }
        let (problems, seconds) = check(plan)
        print("[plan] 10000 steps in a row checked in \(seconds) s")
        #expect(seconds < Self.patience)
        #expect(problems.count == count && problems.allSatisfy { $0.rule == .usedBeforeSet })
    }

    @Test("10,000 steps with 500 data sources, each leading to many") func wide() {
        let count = 10_000
        let plan = Self.large(count, sources: 500) { index in
            guard index + 1 < count else { return .hangUp(HangUpStep(words: Self.words(index))) }
            return .collect(
                CollectStep(
                    data: Self.data(index % 500), words: Self.words(index), next: Self.reference(index + 1),
                    failed: Self.reference((index &* 7919) % count)))
        }
        let (problems, seconds) = check(plan)
        print("[plan] 10000 steps with 500 data sources checked in \(seconds) s")
        #expect(seconds < Self.patience * 2)
        #expect(problems.count { $0.rule == .unusedData } == 499)
    }

    @Test("one loop of 10,000 steps") func loop() throws {
        let count = 10_000
        let plan = Self.large(count, sources: 1) { index in
            .play(PlayStep(words: Self.words(index), next: Self.reference((index + 1) % count)))
        }
        let (problems, seconds) = check(plan)
        #expect(seconds < Self.patience)
        let loop = try #require(problems.first { $0.rule == .loopWithoutInput })
        #expect(loop.message.contains("'s4' and 9995 more"))
    }

    @Test("10,000 steps read from a file, each with a wrong name") func file() throws {
        let steps = (0..<10_000).map { "  s\($0): { play: a, next: t\($0) }\n" }.joined()
        let begin = ContinuousClock.now
        let file = try PlanKit.file("plan: p\nstart: s0\nsteps:\n" + steps)
        let seconds = begin.duration(to: .now) / .seconds(1)
        print("[plan] 10000 steps read and checked in \(seconds) s")
        #expect(file.problems.count { $0.rule == .unknownStep } == 10_000)
        #expect(file.problems.count { $0.message.contains("did you mean") } <= 2)
        #expect(seconds < Self.patience * 2)
    }

    @Test("aliases: as data they are fine, in a circle they are refused") func aliases() throws {
        let shared = PlanKit.text(
            steps: [
                "a: { menu: &w Hi., choices: &c { \"1\": bye }, failed: b }",
                "b: { menu: *w, choices: *c, failed: bye }",
            ])
        #expect(try PlanKit.problems(shared).isEmpty)
        for circle in [
            "steps: &s { a: *s }", "steps: &s { a: { play: Hi., next: *s } }", "data: &d { a: { value: *d } }",
        ] {
            #expect(throws: YAMLError.self) { try PlanKit.file("plan: p\nstart: a\n\(circle)\n") }
        }
        let bomb =
            "plan: p\nx0: &x0 [a,a,a,a,a,a,a,a]\n"
            + (1..<12).map { level in
                "x\(level): &x\(level) [" + Array(repeating: "*x\(level - 1)", count: 8).joined(separator: ",") + "]\n"
            }.joined()
        #expect(throws: YAMLError.self) { try PlanKit.file(bomb) }
    }

    @Test("deep nesting", arguments: [20, 31, 1000, 100_000]) func deep(levels: Int) throws {
        for (open, close) in [("[", "]"), ("{ a: ", "}")] {
            let body = String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
            let text = PlanKit.text(
                steps: ["a: { data-connector: \"http://x\", method: POST, body: \(body), next: bye, failed: bye }"])
            if levels <= 20 {
                #expect(try PlanKit.problems(text).isEmpty)
            } else {
                #expect(throws: YAMLError.self) { try PlanKit.file(text) }
            }
        }
    }
}
