import CallCoverage
import CallPlan
import CallReports
import CallSession
import CallTestKit
import Foundation
import PlanFiles
import Prompts
import Scenarios
import YAMLText

/// The scenarios and plans of the repository.
enum ShippedCalls {
    static let root = ShippedFiles.root
    static let files = ShippedFiles.scenarios

    /// The marks of each file's scenarios.
    static let marks: [Result<[CoverageMarks], any Error>] = files.map { file in
        Result {
            let file = try ScenarioFile(contentsOf: root + file, prompts: CallKit.prompts)
            return try (0..<file.count).map { try file.scenario($0) }.filter { $0.skip == nil }.map { scenario in
                CoverageMarks(of: try scenario.run().call, scene: scenario.scene)
            }
        }
    }

    /// What all of them reach.
    static func report() throws -> CoverageReport {
        var tally = CoverageTally()
        for result in marks { for mark in try result.get() { tally.add(mark) } }
        return tally.report
    }

    /// The plans that lie in `plans`, with the paths of their files.
    static let plans: [SkeletonPlan] = {
        let all = FileManager.default.enumerator(atPath: root + "plans")?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { file in
            let plan = try? PlanFile(contentsOf: root + "plans/" + file).runnable()
            return plan.map { SkeletonPlan($0, path: root + "plans/" + file) }
        }
    }()

    /// Reads and runs a scenario that stands in `text`.
    static func run(_ text: String) throws -> (outcome: ScenarioOutcome, marks: CoverageMarks) {
        let yaml = try YAMLValue(bytes: Array(text.utf8), name: "skeleton.yaml")
        let outcome = try Scenario(yaml, file: root + "skeleton.yaml", prompts: CallKit.prompts).run()
        return (outcome, CoverageMarks(of: outcome.call, scene: outcome.scenario.scene))
    }
}
