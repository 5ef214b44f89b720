import CallCoverage
import CallReports
import CallTestKit
import CardData
import PaymentCall
import ScenarioReports
import Synchronization
import Testing

@testable import Scenarios

/// The scenarios of the repository, each row of each table run once, on as many threads as `replay` would take.
enum Shipped {
    static let folder = ShippedFiles.root + "scenarios/"
    static let files = ShippedFiles.scenarios.map { ShippedFiles.root + $0 }

    /// What came of all of them.
    struct Run {
        /// The results, in the order of the files.
        var results: [ScenarioResult] = []
        /// What was run, by the ids of the results.
        var outcomes: [String: ScenarioOutcome] = [:]
        var coverage = CoverageReport(counts: [:])

        /// What was run, in the order of the files.
        var inOrder: [ScenarioOutcome] { results.compactMap { outcomes[$0.id] } }
    }

    static let run: Result<Run, any Error> = Result {
        let outcomes = Mutex<[String: ScenarioOutcome]>([:])
        var batch = ScenarioBatch(files: files, prompts: CallKit.prompts)
        batch.jobs = 2
        batch.measuresCoverage = true
        batch.detail.ofAll = true
        batch.finish = { result, outcome, _ in
            let id = result.id
            outcomes.withLock { $0[id] = outcome }
        }
        var run = Run()
        run.coverage = try ScenarioPool(batch).run { result, _ in run.results.append(result) }
        run.outcomes = outcomes.withLock { $0 }
        return run
    }
}

@Suite struct ShippedScenarioTests {
    private func run() throws -> Shipped.Run { try Shipped.run.get() }

    @Test func thereAreEnough() throws {
        #expect(Shipped.files.count >= 150)
        let withSound = try run().inOrder.filter { outcome in
            switch outcome.scenario.caller {
            case .audio, .steps(_, .some): true
            case .keys, .steps(_, .none): false
            }
        }
        #expect(Set(withSound.map(\.scenario.file)).count >= 40)
    }

    @Test func eachFileHasANameOfItsOwn() throws {
        let files = try Shipped.files.map { try ScenarioFile(contentsOf: $0, prompts: CallKit.prompts) }
        let names = try files.map { try $0.scenario(0).name }
        #expect(Set(names).count == files.count)
        // A name that changes from row to row could not stand in the gallery.
        for file in files where file.count > 1 {
            #expect(try file.scenario(0).name == file.scenario(file.count - 1).name, "\(file.path)")
        }
    }

    @Test(arguments: Shipped.files.indices) func passes(_ index: Int) throws {
        let results = try run().results.filter { $0.file == Shipped.files[index] }
        #expect(!results.isEmpty)
        for result in results { #expect(!result.status.isBad, "\(result.id): \(result.failures)") }
    }

    @Test("they reach all that a call can do, and every way of the plans they use") func coverage() throws {
        let coverage = try run().coverage
        #expect(coverage.missed == [])
        #expect(coverage.percent() == 100)
        for kind in CoveragePoint.Kind.allCases { #expect(coverage.reached(kind).of > 0) }
    }

    @Test func everyOutcomeIsReachedByTheOneCallOrTheOther() throws {
        let outcomes = try run().inOrder
        #expect(Set(outcomes.map(\.call.result.outcome)) == Set(Outcome.allCases))
        let assisted = outcomes.filter { $0.scenario.scene.mode == .assisted }.map(\.call.result)
        #expect(assisted.contains { $0.outcome == .paid } && assisted.contains { $0.reason == "agent-cancelled" })
    }

    @Test func mostBrandsAreReached() throws {
        let payments = try run().inOrder.compactMap(\.call.result.payment)
        #expect(Set(payments.compactMap(\.brand)).isSuperset(of: CardAcceptance().brands))
    }

    @Test func noReportSaysAKeyedCard() throws {
        let cards = TestCards.all.map(\.number)
        for outcome in try run().inOrder {
            let said = said(outcome)
            for card in cards where said.contains(card) { Issue.record("\(outcome.scenario.name) says a card") }
        }
    }

    @Test func aScenarioRunsTheSameEachTime() throws {
        for outcome in try run().inOrder.prefix(40) {
            #expect(try outcome.scenario.run().result() == outcome.result(), "\(outcome.scenario.file)")
        }
    }
}
