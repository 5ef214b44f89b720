import CallReports
import CallTestKit
import CardData
import Foundation
import PaymentCall
import Testing

@testable import Scenarios

/// The scenarios of the repository, run once.
enum Shipped {
    static let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scenarios/"

    static let files: [String] = {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    static let outcomes: [Result<ScenarioOutcome, any Error>] = files.map { file in
        Result { try Scenario(contentsOf: folder + file, prompts: CallKit.prompts).run() }
    }

    static func all() throws -> [ScenarioOutcome] { try outcomes.map { try $0.get() } }
}

@Suite struct ShippedScenarioTests {
    @Test func thereAreEnough() throws {
        #expect(Shipped.files.count >= 25)
        let sounds = try Shipped.all().filter { if case .audio = $0.scenario.caller { true } else { false } }
        #expect(sounds.count >= 5)
        #expect(Set(try Shipped.all().map(\.scenario.name)).count == Shipped.files.count)
    }

    @Test(arguments: Shipped.files.indices) func passes(_ index: Int) throws {
        let outcome = try Shipped.outcomes[index].get()
        #expect(outcome.passed, "\(outcome.failures)")
    }

    @Test func everyResultAndReasonIsReached() throws {
        let results = try Shipped.all().map(\.call.result)
        #expect(Set(results.map(\.outcome)) == Set(Outcome.allCases))
        let reasons = Set(results.compactMap(\.reason))
        #expect(Set(CallResult.reasons).subtracting(reasons) == [])
        let assisted = try Shipped.all().filter { $0.scenario.scene.mode == .assisted }.map(\.call.result)
        #expect(assisted.contains { $0.outcome == .paid } && assisted.contains { $0.reason == "agent-cancelled" })
    }

    @Test func everyDeclineAndMostBrandsAreReached() throws {
        let payments = try Shipped.all().compactMap(\.call.result.payment)
        #expect(Set(payments.flatMap(\.declines)) == Set(DeclineReason.allCases))
        #expect(Set(payments.compactMap(\.brand)).isSuperset(of: CardAcceptance().brands))
    }

    @Test func noReportSaysAKeyedCard() throws {
        let cards = TestCards.all.map(\.number)
        for outcome in try Shipped.all() {
            let said = said(outcome)
            for card in cards where said.contains(card) { Issue.record("\(outcome.scenario.name) says a card") }
        }
    }

    @Test func aScenarioRunsTheSameEachTime() throws {
        for (file, outcome) in zip(Shipped.files, try Shipped.all()).prefix(12) {
            let again = try Scenario(contentsOf: Shipped.folder + file, prompts: CallKit.prompts).run()
            #expect(again.result() == outcome.result())
        }
    }
}
