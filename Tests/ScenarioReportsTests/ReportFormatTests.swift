import CallTestKit
import Crypto
import Foundation
import JSONText
import Testing

@testable import ScenarioReports

@Suite("Report files") struct ReportFormatTests {
    private static let names: [ReportFormat: String] = [
        .json: "report.json", .junit: "junit.xml", .tap: "report.tap", .html: "report.html",
    ]

    @Test("a run with every status, to the byte", arguments: ReportFormat.allCases) func golden(format: ReportFormat)
        throws
    {
        try expectGolden(try #require(Self.names[format]), try ReportKit.text(try ReportKit.everyStatus(), format))
    }

    @Test("a run without a scenario", arguments: ReportFormat.allCases) func empty(format: ReportFormat) throws {
        let text = try ReportKit.text(ReportKit.run([]), format)
        #expect(text.hasSuffix("\n"))
        if format == .json { _ = try JSONValue(parsing: text) }
    }

    @Test("the same run that was written and read again is shown as before", arguments: ReportFormat.allCases)
    func again(format: ReportFormat) throws {
        let run = try ReportKit.everyStatus()
        let merged = try ReportMerge([ReportKit.part("a.json", try ReportKit.text(run, .json))]).run
        #expect(try ReportKit.text(merged, format) == ReportKit.text(run, format))
    }

    @Test("the report is JSON, with what older readers know") func json() throws {
        let report = try JSONValue(parsing: try ReportKit.text(try ReportKit.everyStatus(), .json))
        #expect(report["schemaVersion"]?.plainText == "1")
        #expect(report["passed"]?.plainText == "2" && report["failed"]?.plainText == "3")
        #expect(report["notRun"]?[0]?.plainText?.hasPrefix("scenarios/wrong.yaml:2:1: ") == true)
        let scenario = try #require(report["scenarios"]?[1])
        #expect(scenario["passed"] == .bool(false))
        #expect(scenario["mismatches"]?[0]?["actual"]?.plainText == "hung-up")
        #expect(scenario["call"]?["result"]?.plainText == "hung-up")
        #expect(report["coverage"]?["states"]?["charging"]?.plainText == "4")
    }

    // MARK: - JUnit

    private func xmllint(_ arguments: [String], _ text: String) throws -> (code: Int32, err: String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ivrpay-\(UUID().uuidString).xml")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.xmllintPath)
        process.arguments = ["--noout"] + arguments + [file.path]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    private static let xmllintPath = "/usr/bin/xmllint"
    private static let hasXMLLint = FileManager.default.isExecutableFile(atPath: xmllintPath)
    private static let schema = ReportKit.folder.appendingPathComponent("junit.xsd").path

    @Test("JUnit's XML is valid by the schema", .enabled(if: hasXMLLint, "xmllint is not installed"))
    func junitSchema() throws {
        let run = try ReportKit.everyStatus()
        let valid = try xmllint(["--schema", Self.schema], try ReportKit.text(run, .junit))
        #expect(valid.code == 0, "\(valid.err)")
        // The schema can fail.
        let broken = try ReportKit.text(run, .junit).replacingOccurrences(of: "<failure ", with: "<fault ")
        #expect(try xmllint(["--schema", Self.schema], broken).code != 0)
    }

    @Test("no text breaks JUnit's XML", .enabled(if: hasXMLLint, "xmllint is not installed")) func hostileXML() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        let text = try ReportKit.text(ReportKit.run((0..<300).map { random.result($0) }), .junit)
        let valid = try xmllint(["--schema", Self.schema], text)
        #expect(valid.code == 0, "seed \(seed): \(valid.err)")
    }

    @Test("a suite is a folder, whole, with its counts") func suites() throws {
        let text = try ReportKit.text(try ReportKit.everyStatus(), .junit)
        let suites = text.components(separatedBy: "<testsuite ").dropFirst()
        let heads = suites.map { $0.prefix { $0 != ">" }.components(separatedBy: " time=")[0] }
        #expect(
            Array(heads) == [
                #"name="." tests="1" failures="1" errors="0" skipped="0""#,
                #"name="scenarios/paid" tests="5" failures="1" errors="0" skipped="2""#,
                #"name="scenarios" tests="2" failures="1" errors="1" skipped="0""#,
            ])
        for suite in suites {
            let count = suite.components(separatedBy: "<testcase ").count - 1
            #expect(suite.contains("tests=\"\(count)\""))
        }
    }

    // MARK: - TAP

    @Test("no text breaks a line of TAP") func hostileTAP() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        let results = (0..<300).map { random.result($0) }
        let lines = try ReportKit.text(ReportKit.run(results), .tap).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "TAP version 14" && lines[1] == "1..300")
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(points.count == 300, "seed \(seed)")
        #expect(
            lines.dropFirst(2).allSatisfy { $0.isEmpty || $0.hasPrefix("  ") || points.contains($0) }, "seed \(seed)")
        for (result, point) in zip(results, points) {
            // An unescaped # begins a directive, and only the directive.
            let bare = point.replacingOccurrences(of: "\\\\", with: "").replacingOccurrences(of: "\\#", with: "")
            let directive = bare.components(separatedBy: " # ").dropFirst()
            let wanted = result.status == .skipped ? "SKIP" : result.status == .knownFailure ? "TODO" : nil
            #expect(directive.map { String($0.prefix(4)) } == (wanted.map { [$0] } ?? []), "seed \(seed): \(point)")
        }
    }

    @Test("a run that was ended early says so") func interrupted() throws {
        let run = ReportKit.run([ScenarioResult(file: "a.yaml", name: "a", status: .passed)], interrupted: "SIGINT")
        #expect(try ReportKit.text(run, .tap).hasSuffix("ok 1 - a.yaml: a\nBail out! interrupted by SIGINT\n"))
        #expect(try ReportKit.text(run, .html).contains("interrupted by SIGINT"))
        #expect(try ReportKit.text(run, .junit).contains("<property name=\"interrupted\" value=\"SIGINT\"/>"))
        #expect(try ReportKit.text(run, .json).contains("\"interrupted\":\"SIGINT\""))
    }

    // MARK: - HTML

    @Test("the page's policy names its own script and style") func policy() throws {
        let page = try ReportKit.text(try ReportKit.everyStatus(), .html)
        for (tag, name) in [("style", "style-src"), ("script", "script-src")] {
            let inside = page.components(separatedBy: "<\(tag)>")[1].components(separatedBy: "</\(tag)>")[0]
            let hash = Data(SHA256.hash(data: Data(inside.utf8))).base64EncodedString()
            #expect(page.contains("\(name) 'sha256-\(hash)';"))
        }
        for word in ["http:", "https:", "url(", "src=", "@import", " style="] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test("bytes of any count are written as RFC 4648 says", arguments: 0...7) func base64(count: Int) {
        let bytes = (0..<count).map { UInt8($0 * 37 & 0xff) ^ 0xfb }
        #expect(Base64.text(of: bytes) == Data(bytes).base64EncodedString())
    }

    @Test("no text opens an element of the page") func hostileHTML() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        let page = try ReportKit.text(ReportKit.run((0..<200).map { random.result($0) }), .html)
        #expect(page.components(separatedBy: "<script").count == 2, "seed \(seed)")
        #expect(page.components(separatedBy: "</script>").count == 2, "seed \(seed)")
        #expect(!page.contains("-->") && !page.unicodeScalars.contains { $0 == "\0" || $0 == "\u{1b}" }, "seed \(seed)")
    }

    @Test("a page of many scenarios says what it leaves out") func large() throws {
        let results = (0..<6_000).map { order in
            var result = ScenarioResult(file: "a\(order).yaml", name: "n", status: order % 3 == 0 ? .failed : .passed)
            (result.order, result.mediaSeconds) = (order, order == 5_999 ? 99 : 1)
            return result
        }
        let page = try ReportKit.text(ReportKit.run(results), .html)
        #expect(page.components(separatedBy: "<details class=\"row ").count - 1 == 4_001)
        #expect(page.contains("id=\"s5999\""))
        #expect(page.contains("Not on this page, which shows 2000 of a status: 1999 more: passed."))
    }
}
