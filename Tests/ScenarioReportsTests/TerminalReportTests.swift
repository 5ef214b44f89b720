import CallTestKit
import Testing

@testable import ScenarioReports

@Suite("Text for a terminal") struct TerminalReportTests {
    private func text(_ report: TerminalReport) throws -> String {
        let run = try ReportKit.everyStatus()
        var lines: [String] = []
        try run.forEach { lines += report.lines(for: $0) }
        return (lines + (try report.summary(of: run))).joined(separator: "\n") + "\n"
    }

    @Test("a run with every status, to the byte") func golden() throws {
        try expectGolden("terminal.txt", try text(TerminalReport()))
    }

    @Test("colour changes marks alone") func colour() throws {
        let coloured = try text(TerminalReport(isColoured: true))
        #expect(coloured.contains("\u{1b}[31mFAILED\u{1b}[0m again.yaml"))
        let plain = [31, 32, 33].reduce(coloured) { text, code in
            text.split(separator: "\u{1b}[\(code)m", omittingEmptySubsequences: false).joined()
        }.split(separator: "\u{1b}[0m", omittingEmptySubsequences: false).joined()
        #expect(plain == (try text(TerminalReport())))
    }

    @Test("the whole transcript is shown where it is asked for") func verbose() throws {
        let result = try ReportKit.result("a.yaml", CallKit.canonical, .failed)
        let lines = TerminalReport(isVerbose: true).lines(for: result)
        #expect(lines.count { $0.hasPrefix("    ") } == result.transcript.count)
        #expect(lines.contains("  the call:"))
        #expect(TerminalReport().lines(for: result).count { $0.hasPrefix("    ") } == 8)
    }

    @Test("the clock is told to a terminal alone") func clock() throws {
        let results = (0..<5).map { order in
            var result = ScenarioResult(file: "a\(order).yaml", name: "n", status: .passed)
            (result.order, result.mediaSeconds, result.wallSeconds) = (
                order, 10 + Double(order), 3.125 - Double(order) / 2
            )
            return result
        }
        let run = ReportKit.run(results)
        #expect(
            try TerminalReport(isTerminal: true).summary(of: run) == [
                "", "slowest calls:", "  14.00 s  a4.yaml", "  13.00 s  a3.yaml", "  12.00 s  a2.yaml",
                "slowest by the clock:", "  3.13 s  a0.yaml", "  2.63 s  a1.yaml", "  2.13 s  a2.yaml",
                "5 passed, 0 failed",
            ])
        #expect(try !TerminalReport().summary(of: run).contains("slowest by the clock:"))
        for format in ReportFormat.allCases { #expect(try !ReportKit.text(run, format).contains("2.62")) }
    }

    @Test("a single scenario is not told twice") func single() throws {
        let run = ReportKit.run([ScenarioResult(file: "a.yaml", name: "a", status: .failed)])
        #expect(try TerminalReport().summary(of: run) == ["0 passed, 1 failed"])
    }

    @Test("a long list is cut, and says so") func long() throws {
        let run = ReportKit.run((0..<60).map { ScenarioResult(file: "a\($0).yaml", name: "a", status: .failed) })
        let summary = try TerminalReport().summary(of: run)
        #expect(summary.count == 53)
        #expect(summary[51] == "... and 10 more: failed")
    }

    @Test(
        "a caret stands below its column",
        arguments: [
            ("result: paid", 9, "        ^"), ("\tx", 2, " ^"), ("ab", 9, "  ^"), ("", 1, "^"), ("ab", 0, "^"),
            ("4242424242424242#", 17, "                ^"),
        ])
    func caret(source: String, column: Int, line: String) { #expect(Caret(source, column: column).lines[1] == line) }

    @Test("of a long line the part around the caret is shown") func longLine() {
        let source = String(repeating: "a", count: 200) + "X" + String(repeating: "b", count: 200)
        let lines = Caret(source, column: 201).lines
        #expect(lines[0].count == 106)
        #expect(Array(lines[0])[lines[1].count - 1] == "X")
    }
}
