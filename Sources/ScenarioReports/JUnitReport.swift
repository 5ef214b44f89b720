/// A run as JUnit's XML by the schema that Jenkins and Surefire share: a suite a folder, its time the calls' media time.
struct JUnitReport {
    private let run: FinishedRun

    init(_ run: FinishedRun) { self.run = run }

    /// What a suite says of its cases before the first of them.
    private struct Suite {
        var tests = 0, failures = 0, errors = 0, skipped = 0
        var microseconds: Int64 = 0
        /// Whether its cases follow each other in the run.
        var isWhole = true

        mutating func add(_ result: ScenarioResult) {
            tests += 1
            microseconds &+= ReportText.microseconds(result.mediaSeconds)
            switch result.status {
            case .passed: break
            case .failed, .unexpectedPass: failures += 1
            case .error: errors += 1
            case .skipped, .knownFailure: skipped += 1
            }
        }
    }

    func write(to sink: (String) throws -> Void) throws {
        let tally = run.tally
        try sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        try sink(
            "<testsuites name=\"ivrpay\" tests=\"\(tally.total)\" failures=\"\(tally.failed)\""
                + " errors=\"\(tally.count(.error))\" time=\"\(ReportText.seconds(tally.mediaSeconds, places: 3))\">\n")
        let (suites, order) = try counted()
        // Suites whose cases lie together are written as they come; each of the others takes a look through the run.
        try writeCases(sink, suites) { suites[$0]?.isWhole == true }
        for folder in order where suites[folder]?.isWhole == false {
            try writeCases(sink, suites) { $0 == folder }
        }
        try sink("</testsuites>\n")
    }

    /// The suites by folder, and the folders in the order of their first case.
    private func counted() throws -> (suites: [String: Suite], order: [String]) {
        var suites: [String: Suite] = [:]
        var order: [String] = []
        var last: String?
        try run.forEach { result in
            let folder = JUnitReport.folder(of: result)
            if suites[folder] == nil {
                order.append(folder)
            } else if folder != last {
                suites[folder]?.isWhole = false
            }
            suites[folder, default: Suite()].add(result)
            last = folder
        }
        return (suites, order)
    }

    private func writeCases(
        _ sink: (String) throws -> Void, _ suites: [String: Suite], of isMeant: (String) -> Bool
    ) throws {
        var open: String?
        try run.forEach { result in
            let folder = JUnitReport.folder(of: result)
            guard isMeant(folder) else { return }
            if folder != open {
                if open != nil { try sink("  </testsuite>\n") }
                try sink(head(folder, suites[folder, default: Suite()]))
                open = folder
            }
            try sink(JUnitCase(result.shown).text)
        }
        if open != nil { try sink("  </testsuite>\n") }
    }

    private func head(_ folder: String, _ suite: Suite) -> String {
        let header = run.header
        let time = ReportText.seconds(Double(suite.microseconds) / 1_000_000, places: 3)
        var properties = [("version", header.version), ("seed", String(header.seed)), ("suite", header.suite)]
        if let shard = header.shard { properties.append(("shard", shard.description)) }
        if let signal = header.interrupted { properties.append(("interrupted", signal)) }
        let lines = properties.map { "      <property name=\"\($0.0)\" value=\"\(Markup.attribute($0.1))\"/>\n" }
        return
            "  <testsuite name=\"\(Markup.attribute(folder))\" tests=\"\(suite.tests)\" failures=\"\(suite.failures)\""
            + " errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\" time=\"\(time)\">\n"
            + "    <properties>\n" + lines.joined() + "    </properties>\n"
    }

    /// The folder that a result's file lies in; `.` for none.
    static func folder(of result: ScenarioResult) -> String {
        let parts = ReportText.shown(result.file).split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return parts.isEmpty ? "." : ReportText.line(parts.joined(separator: "/"))
    }
}
