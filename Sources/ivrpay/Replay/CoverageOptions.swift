import ArgumentParser
import CallCoverage
import Foundation

/// How much a run must reach.
struct CoverageMinimum: ParsableArguments {
    @Option(help: ArgumentHelp("Fail (exit code 1) when less than this was reached.", valueName: "percent"))
    var coverageMin: Double?

    func validate() throws {
        if let coverageMin, !(0...100).contains(coverageMin) { throw ValidationError("--coverage-min is 0 to 100") }
    }

    /// The exit code that what was reached asks for; says so where it is too little.
    func exitCode(_ report: CoverageReport) -> Int32 {
        guard let coverageMin, let reached = report.shortfall(of: coverageMin) else { return 0 }
        let wanted = coverageMin == coverageMin.rounded() ? String(Int(coverageMin)) : String(coverageMin)
        Output.note("ivrpay: \(reached) % was reached, and --coverage-min wants \(wanted) %")
        return Exit.expectationFailed
    }
}

/// The options of `replay` about what its scenarios reach.
struct CoverageOptions: ParsableArguments {
    @Flag(help: "Tell how much of what calls can do the scenarios reached, and what they did not.")
    var coverage = false

    @OptionGroup var minimum: CoverageMinimum

    @Option(
        help: ArgumentHelp(
            "Write a scenario to begin with for each thing that none does into this folder.", valueName: "folder"))
    var skeletons: String?

    /// Whether anybody wants to know.
    var isAsked: Bool { coverage || minimum.coverageMin != nil || skeletons != nil }

    /// Tells what was reached, on standard error where standard output has something else, and writes the skeletons. Returns
    /// the exit code that what was reached asks for.
    func tell(_ run: ReplayRun, onOutput: Bool) throws -> Int32 {
        guard isAsked else { return 0 }
        let report = run.coverage
        let lines = report.lines(all: coverage)
        if onOutput {
            for line in [""] + lines { try Output.line(line) }
        } else {
            Output.note(lines.joined(separator: "\n"))
        }
        let code = minimum.exitCode(report)
        if let skeletons { try SkeletonFolder(skeletons).write(report.missed, plans: run.plans) }
        return code
    }
}
