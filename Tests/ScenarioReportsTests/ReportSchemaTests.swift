import CallCoverage
import Foundation
import JSONText
import Testing

@testable import ScenarioReports

/// The schema of JSON reports says what is written.
@Suite("Schema of reports") struct ReportSchemaTests {
    private func schema() throws -> JSONValue {
        let root = ReportKit.folder.deletingLastPathComponent().deletingLastPathComponent()
        return try JSONValue(
            parsing: Array(Data(contentsOf: root.appendingPathComponent("docs/schemas/report.schema.json"))))
    }

    private func names(_ value: JSONValue?) -> [String] {
        switch value {
        case .object(let members): members.map(\.name)
        case .array(let items): items.compactMap(\.plainText)
        default: []
        }
    }

    private func expectSame(_ schema: JSONValue?, _ written: JSONValue?, _ what: String) {
        #expect(names(schema?["properties"]) == names(written), "\(what)")
        #expect(names(schema?["required"]) == names(written), "\(what)")
        #expect(schema?["additionalProperties"] == .bool(false), "\(what)")
    }

    @Test("every member that is written is in the schema, and every one of the schema is written") func members() throws
    {
        let schema = try schema()
        let report = try JSONValue(parsing: try ReportKit.text(try ReportKit.everyStatus(), .json))
        let scenario = report["scenarios"]?[1]
        expectSame(schema, report, "report")
        expectSame(schema["properties"]?["counts"], report["counts"], "counts")
        expectSame(schema["properties"]?["coverage"], report["coverage"], "coverage")
        expectSame(schema["$defs"]?["scenario"], scenario, "scenario")
        expectSame(schema["$defs"]?["mismatch"], scenario?["mismatches"]?[0], "mismatch")
        expectSame(schema["$defs"]?["strip"], scenario?["strip"], "strip")
        let statuses = names(schema["$defs"]?["scenario"]?["properties"]?["status"]?["enum"])
        #expect(statuses == ScenarioResult.Status.allCases.map(\.rawValue))
    }

    @Test("every member and status is in the document") func document() throws {
        let root = ReportKit.folder.deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/reports.md"), encoding: .utf8)
        let schema = try schema()
        let parts = [schema, schema["$defs"]?["scenario"], schema["$defs"]?["mismatch"], schema["$defs"]?["strip"]]
        for name in parts.flatMap({ names($0?["properties"]) }) + ScenarioResult.Status.allCases.map(\.rawValue) {
            #expect(text.contains("`\(name)`"), "\(name)")
        }
        #expect(text.contains("the first 2,000 scenarios") && HTMLReport.greatestList == 2_000)
    }
}
