import JSONText

/// A run as JSON whose lines can be read one by one: the head, then what could not be run, then a scenario a line.
struct JSONReport {
    private let run: FinishedRun

    /// The lines around the two lists; `ReportReader` looks for them.
    static let listOfFaults = "\"notRun\":[", endOfFaults = "],", listOfScenarios = "\"scenarios\":[", end = "]}"

    init(_ run: FinishedRun) { self.run = run }

    func write(to sink: @escaping (String) throws -> Void) throws {
        var head = ReportHead(run).json.text
        head.removeLast()
        try sink(head + ",\n" + JSONReport.listOfFaults + "\n")
        // Most runs have none: they need no look for them.
        if run.tally.count(.error) > 0 {
            try list(sink) { result in result.status == .error ? .string(ReportText.shown(result.reason ?? "")) : nil }
        }
        try sink(JSONReport.endOfFaults + "\n" + JSONReport.listOfScenarios + "\n")
        if let lines = run.forEachLine {
            try list(sink, lines)
        } else {
            try list(sink) { $0.json }
        }
        try sink(JSONReport.end + "\n")
    }

    private func list(_ sink: @escaping (String) throws -> Void, _ value: (ScenarioResult) -> JSON?) throws {
        try list(sink) { body in
            try run.forEach { result in if let value = value(result) { try body(value.text) } }
        }
    }

    /// A value a line, a comma behind each but the last.
    private func list(
        _ sink: @escaping (String) throws -> Void, _ values: ((String) throws -> Void) throws -> Void
    ) throws {
        var isFirst = true
        try values { text in
            try sink((isFirst ? "" : ",\n") + text)
            isFirst = false
        }
        if !isFirst { try sink("\n") }
    }
}
