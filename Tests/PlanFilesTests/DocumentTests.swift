import CallPlan
import Foundation
import JSONText
import PaymentCall
import Testing
import YAMLText

@testable import PlanFiles

/// docs/plans.md and the schema say what the reader does.
@Suite("Document and schema of plans") struct DocumentTests {
    private func document() throws -> String {
        try String(contentsOfFile: Shipped.root + "docs/plans.md", encoding: .utf8)
    }

    private func examples() throws -> [String] {
        try document().components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    @Test("the examples pass the check without a warning") func clean() throws {
        let examples = try examples()
        #expect(examples.count == 2)
        for example in examples { #expect(try PlanKit.problems(example).isEmpty) }
        let kinds = Set(try #require(try PlanKit.file(examples[1]).plan).steps.map(\.kind.name))
        #expect(Set(PlanKind.names).subtracting(kinds) == ["look-up"], "the first example has it")
    }

    @Test("every kind and key is in its section") func keys() throws {
        let document = try document()
        func section(_ title: String) throws -> String {
            let rest = try #require(document.components(separatedBy: "\n\(title)\n").dropFirst().first, "\(title)")
            return rest.components(separatedBy: "\n##")[0]
        }
        for kind in PlanKind.all {
            let text = try section("### `\(kind.name)`")
            for key in kind.keys.names { #expect(text.contains("| `\(key)` |"), "\(kind.name): \(key)") }
            let rows = text.components(separatedBy: "\n| `").count - 1
            #expect(rows == kind.keys.keys.count, "\(kind.name) has a row that is no key")
        }
        for key in PlanKeys.plan.names { #expect(try section("## The plan").contains("| `\(key)` |"), "\(key)") }
        for key in PlanKeys.dataSource.names {
            #expect(try section("## Data sources").contains("| `\(key)` |"), "\(key)")
        }
        for type in DataType.named { #expect(try section("## Data sources").contains("`\(type.name)`"), "\(type)") }
        for result in PaymentResult.allCases { #expect(document.contains("`\(result.rawValue)`")) }
        for field in LookUpStep.Field.allCases { #expect(try section("### `look-up`").contains("`\(field.rawValue)`")) }
        for field in TransferStep.Field.allCases {
            #expect(try section("### `transfer-to-pci`").contains("`\(field.rawValue)`"))
        }
        for rule in PlanProblem.Rule.allCases { #expect(document.contains("| `\(rule.rawValue)` |"), "\(rule)") }
    }

    @Test("the defaults are those of the document") func defaults() throws {
        let document = try document()
        let rows: [(key: String, value: Double)] = [
            ("timeout", PlanDefaults.menuTimeout.seconds), ("timeout", PlanDefaults.connectorTimeout.seconds),
            ("attempts", Double(PlanDefaults.attempts)), ("retries", Double(PlanDefaults.retries)),
            ("first-digit-timeout", PlanDefaults.firstDigitTimeout.seconds),
            ("inter-digit-timeout", PlanDefaults.interDigitTimeout.seconds),
            ("retry-delay", PlanDefaults.retryDelay.seconds),
        ]
        for (key, value) in rows { #expect(document.contains("| `\(key)` | \(Int(value)) |"), "\(key)") }
        let length = PlanDefaults.length
        #expect(document.contains("| `length` | \(length.lowerBound) to \(length.upperBound) |"))
    }

    @Test("the schema is made of the reader's tables; UPDATE_GOLDEN=1 writes it anew") func schema() throws {
        let made = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(PlanKeys.planSchema.text.utf8)),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        let text = String(decoding: made, as: UTF8.self) + "\n"
        let file = URL(fileURLWithPath: Shipped.root + "docs/schemas/plan.schema.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
