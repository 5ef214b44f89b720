import Foundation
import Testing

/// The examples of the README: run as they stand, in order, and compared with the output shown. With UPDATE_GOLDEN set,
/// the outputs shown are written anew.
@Suite("README") struct ReadmeTests {
    @Test("every example's output is what the program prints") func examples() throws {
        let file = URL(fileURLWithPath: Program.root + "README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        var lines: [String] = []
        var commands = 0
        try Program.withFiles { folder in
            for name in ["scenarios", "plans"] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.appendingPathComponent(name).path, withDestinationPath: Program.root + name)
            }
            var isConsole = false
            for line in readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
                if line.hasPrefix("```") { isConsole = line == "```console" }
                if !isConsole || line.hasPrefix("```") { lines.append(line) }
                guard isConsole, line.hasPrefix("$ ") else { continue }
                commands += 1
                let bin = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
                let run = try Program.shell(
                    "PATH=\"$0:$PATH\"; \(line.dropFirst(2))", [bin], in: folder.path)
                #expect(run.code == 0, "\(line): \(run.err)")
                #expect(run.err.isEmpty, "\(line): \(run.err)")
                lines.append(line)
                lines += run.out.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            }
        }
        #expect(commands > 8)
        let printed = lines.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Data(printed.utf8).write(to: file) }
        #expect(readme == printed, "the README shows other outputs; UPDATE_GOLDEN=1 writes them anew")
    }
}
