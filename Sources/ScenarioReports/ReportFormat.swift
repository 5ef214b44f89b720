/// The files in which a run is told. Each is written in one piece of text after the other, in constant memory.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    /// JSON, a scenario a line: for programs, and for `ivrpay merge`.
    case json
    /// JUnit's XML, as Jenkins and Surefire read it.
    case junit
    /// TAP, version 14.
    case tap
    /// One page that opens from disk.
    case html

    /// How many scenarios of each status a page shows whole: a browser has to hold all of them.
    public static let greatestPage = HTMLReport.greatestList

    /// Writes `run` to `sink`, a line or some of them at a time. Throws what the sink or the run's results throw. `way` leads
    /// from the page to the folder in which ivrpay ran, `../` say, from where artifacts are named.
    public func write(_ run: FinishedRun, way: String = "", to sink: @escaping (String) throws -> Void) throws {
        switch self {
        case .json: try JSONReport(run).write(to: sink)
        case .junit: try JUnitReport(run).write(to: sink)
        case .tap: try TAPReport(run).write(to: sink)
        case .html: try HTMLReport(run, way: way).write(to: sink)
        }
    }
}
