import Foundation

/// Commands and what they print, as a document or a file of its own shows them: each line that begins with `$ ` is run by
/// a shell, one after the other in one folder, and what it prints stands below it.
struct ConsoleSession {
    /// The folder in which the commands run.
    let folder: URL
    /// Whether errors and exit codes may be, and are shown: `! ` before a line of standard error, `[2]` for the code.
    var showsFailures = false

    /// What a command printed, line by line.
    func run(_ command: String) throws -> (lines: [String], run: Program.Run) {
        let bin = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
        let run = try Program.shell(
            "PATH=\"$0:$PATH\"; export PATH; XDG_CACHE_HOME=\"$1\"; export XDG_CACHE_HOME; \(command)",
            [bin, folder.path + "/.cache"], in: folder.path)
        var lines = ConsoleSession.lines(run.out)
        guard showsFailures else { return (lines, run) }
        lines += ConsoleSession.lines(run.err).map { "! " + $0 }
        if run.code != 0 { lines.append("[\(run.code)]") }
        return (lines, run)
    }

    /// The session of `commands` as it is printed.
    func text(_ commands: [String]) throws -> String {
        try commands.flatMap { ["$ " + $0] + (try run($0).lines) }.map { $0 + "\n" }.joined()
    }

    private static func lines(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return text.hasSuffix("\n") || text.isEmpty ? lines.dropLast() : lines
    }

    /// The commands of a session.
    static func commands(of text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    }

    // MARK: Documents

    /// A document with what its commands print now, and how many there were. The `console` blocks are one session; a block
    /// of another kind whose first line is `# FILE` is that file from there on.
    func document(_ text: String, _ check: (_ command: String, Program.Run) -> Void) throws -> (
        text: String, commands: Int
    ) {
        var lines: [String] = []
        var commands = 0
        var block: Block?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                try block?.write(into: folder)
                block = block == nil ? Block(isConsole: line == "```console") : nil
                lines.append(line)
                continue
            }
            block?.lines.append(line)
            guard block?.isConsole == true else {
                lines.append(line)
                continue
            }
            guard line.hasPrefix("$ ") else { continue }
            commands += 1
            let (printed, run) = try run(String(line.dropFirst(2)))
            check(line, run)
            lines += [line] + printed
        }
        return (lines.joined(separator: "\n"), commands)
    }

    private struct Block {
        let isConsole: Bool
        var lines: [String] = []

        /// Writes the file that this block is, if it is one.
        func write(into folder: URL) throws {
            guard !isConsole, let first = lines.first, first.hasPrefix("# "),
                first.hasSuffix(".yaml") || first.hasSuffix(".csv")
            else { return }
            let file = folder.appendingPathComponent(String(first.dropFirst(2)))
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            // A table has its names in the first line.
            let kept = first.hasSuffix(".csv") ? lines.dropFirst() : lines[...]
            try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
    }

    /// Links into the project, by the names that examples use.
    func link(_ names: [(name: String, path: String)]) throws {
        for (name, path) in names {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent(name).path, withDestinationPath: Program.root + path)
        }
    }
}
