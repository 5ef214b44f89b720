import ArgumentParser
import CallPlan
import CardData
import JSONText
import PlanFiles
import YAMLText

/// `ivrpay plan check`: everything that is wrong with call plans, before a call runs into it.
struct PlanCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Finds everything that is wrong with call plans, a line each.",
        discussion: """
            Exit code 2 when a plan has an error or a file can't be read; the other files are checked all the same. \
            Warnings alone leave it 0, unless --strict is given.
            """)

    @Argument(help: ArgumentHelp("Call plans (YAML).", valueName: "file"))
    var files: [String]

    @Flag(help: "A warning counts as an error.")
    var strict = false

    @Option(help: "How the results are written.")
    var format = Format.text

    func run() throws {
        var isWrong = false
        for file in files {
            do {
                let read = try PlanFile.reading(file)
                isWrong = isWrong || (strict ? !read.problems.isEmpty : !read.errors.isEmpty)
                try Output.line(format == .json ? read.json.text : read.report)
            } catch let error as YAMLError {
                isWrong = true
                Output.note("ivrpay: " + Output.printable(CardMask.masking(error.description)))
            }
        }
        if isWrong { throw ExitCode(Exit.userFileWrong) }
    }
}

extension PlanFile {
    /// Reads a file; what is wrong with its YAML at a place is a problem of the plan like any other.
    static func reading(_ path: String) throws(YAMLError) -> PlanFile {
        do throws(YAMLError) {
            return try PlanFile(contentsOf: path)
        } catch {
            guard let line = error.line, let column = error.column else { throw error }
            return PlanFile(name: path, unreadableAt: SourcePlace(line: line, column: column), error.message)
        }
    }

    private var shownName: String { Output.printable(CardMask.masking(name)) }

    /// The problems, a line each; else that there are none.
    fileprivate var report: String {
        guard problems.isEmpty else {
            return problems.map { Output.printable(CardMask.masking(line(of: $0))) }.joined(separator: "\n")
        }
        let count = plan?.steps.count ?? 0
        return "\(shownName): ok, \(count) step\(count == 1 ? "" : "s")"
    }

    fileprivate var json: JSON {
        .members([
            "file": .string(shownName), "plan": .optional(plan.map { CardMask.masking($0.name) }),
            "steps": plan.map { .int(Int64($0.steps.count)) } ?? .null, "ok": .bool(errors.isEmpty),
            "problems": .array(
                problems.map { problem in
                    .members([
                        "line": .int(Int64(problem.place.line)), "column": .int(Int64(problem.place.column)),
                        "severity": .string(problem.severity.rawValue), "rule": .string(problem.rule.rawValue),
                        "message": .string(CardMask.masking(problem.message)),
                    ])
                }),
        ])
    }
}
