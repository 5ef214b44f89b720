import ArgumentParser
import CallCoverage
import Foundation

/// The options of `replay` about what its scenarios reach.
struct CoverageOptions: ParsableArguments {
    @Flag(help: "Tell how much of what calls can do the scenarios reached, and what they did not.")
    var coverage = false

    @Option(help: ArgumentHelp("Fail (exit code 1) when less than this was reached.", valueName: "percent"))
    var coverageMin: Double?

    @Option(
        help: ArgumentHelp(
            "Write a scenario to begin with for each thing that none does into this folder.", valueName: "folder"))
    var skeletons: String?

    func validate() throws {
        if let coverageMin, !(0...100).contains(coverageMin) { throw ValidationError("--coverage-min is 0 to 100") }
    }

    /// Whether anybody wants to know.
    var isAsked: Bool { coverage || coverageMin != nil || skeletons != nil }

    /// Tells what was reached, and writes the skeletons.
    func tell(_ report: CoverageReport, isTold: Bool) throws {
        guard isAsked else { return }
        if isTold { for line in [""] + report.lines(all: coverage) { try Output.line(line) } }
        if let coverageMin, report.percent() < coverageMin {
            Output.note(
                "ivrpay: \(CoverageOptions.shown(report.percent())) % was reached, and --coverage-min wants "
                    + "\(CoverageOptions.shown(coverageMin)) %")
        }
        guard let skeletons else { return }
        try write(report, into: skeletons)
    }

    private func write(_ report: CoverageReport, into folder: String) throws {
        let place = URL(fileURLWithPath: folder)
        do {
            for point in report.missed {
                let kind = place.appendingPathComponent(point.kind.rawValue)
                try FileManager.default.createDirectory(at: kind, withIntermediateDirectories: true)
                let name = String(point.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
                try Data(CoverageSkeleton.yaml(for: point).utf8)
                    .write(to: kind.appendingPathComponent(name + ".yaml"), options: .atomic)
            }
        } catch { throw Failure.world("\(folder): " + Output.reason(error)) }
        Output.note("ivrpay: \(report.missed.count) scenarios to begin with are in \(folder)")
    }

    /// The exit code that what was reached asks for.
    func exitCode(_ report: CoverageReport) -> Int32 {
        guard let coverageMin, report.percent() < coverageMin else { return 0 }
        return Exit.expectationFailed
    }

    private static func shown(_ percent: Double) -> String {
        let hundredths = (percent * 100).rounded(.down) / 100
        return hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)
    }
}
