import ArgumentParser
import CallPlan
import CardData
import PlanFiles
import YAMLText

/// `ivrpay plan draw`: a call plan as a picture.
struct PlanDrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draws a call plan, for Graphviz or Mermaid, or as SVG where Graphviz is installed.",
        discussion: """
            A plan with errors is drawn too, as far as it can be read: a step that no way leads to is dashed, one that \
            does not exist is red. Exit code 2 when it can't be read, 3 when an SVG is wanted and Graphviz fails.
            """)

    /// What the picture is written as.
    enum Language: String, ExpressibleByArgument, CaseIterable {
        case dot, mermaid, svg

        /// The endings of files in this language.
        var endings: [String] {
            switch self {
            case .dot: [".dot", ".gv"]
            case .mermaid: [".mmd"]
            case .svg: [".svg"]
            }
        }
    }

    @Argument(help: ArgumentHelp("A call plan (YAML).", valueName: "file"))
    var file: String

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write the picture to this file (.dot, .mmd, .svg), else to standard output.", valueName: "file"))
    var output: String?

    @Option(name: .customLong("as"), help: "What to write, where the file's ending does not say it.")
    var language: Language?

    func run() throws {
        let language = try chosenLanguage()
        let read: PlanFile
        do throws(YAMLError) { read = try PlanFile.reading(file) } catch { throw Failure.userFile(error.description) }
        guard let plan = read.plan else {
            throw Failure.userFile(read.problems.map(read.line).joined(separator: "\n"))
        }
        if !read.errors.isEmpty {
            let count = read.errors.count
            Output.note(
                "ivrpay: " + Output.printable(CardMask.masking(file))
                    + ": the plan has \(count) error\(count == 1 ? "" : "s"); ivrpay plan check shows them")
        }
        let place = try output.map { try WholeFile($0) }
        let text =
            switch language {
            case .dot: PlanDrawing.dot(plan)
            case .mermaid: PlanDrawing.mermaid(plan)
            case .svg: try Graphviz.svg(of: PlanDrawing.dot(plan))
            }
        if let place { try place.finish(text) } else { try Output.text(text) }
    }

    /// What was asked for, else what the file's ending says, else dot.
    private func chosenLanguage() throws -> Language {
        if let language { return language }
        guard let output, output != "-" else { return .dot }
        let name = output.lowercased()
        guard let known = Language.allCases.first(where: { $0.endings.contains(where: name.hasSuffix) }) else {
            throw Failure.usage("--output: the file ends in none of .dot, .gv, .mmd and .svg; say what it is with --as")
        }
        return known
    }
}
