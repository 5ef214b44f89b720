import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
    /// What a run left behind.
    struct Run {
        let code: Int32
        let out: String
        let err: String
    }

    /// The program stands beside the test bundle.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/ivrpay"

    /// The project's top folder.
    static let root =
        URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/"

    /// Runs the program with `arguments` and `input` on its standard input, in the project's folder.
    static func run(_ arguments: [String], input: String = "", in folder: String? = nil) throws -> Run {
        try shell("\"$0\" \"$@\"", [path] + arguments, input: input, in: folder)
    }

    /// Runs a shell script whose `$0`, `$1`, ... are `arguments`.
    static func shell(
        _ script: String, _ arguments: [String], input: String = "", in folder: String? = nil
    ) throws -> Run {
        try withFiles { files in
            try Data(input.utf8).write(to: files.appendingPathComponent("in"))
            for name in ["out", "err"] { try Data().write(to: files.appendingPathComponent(name)) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", script] + arguments
            // Help is as wide as the terminal.
            process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "COLUMNS" }
            process.currentDirectoryURL = URL(fileURLWithPath: folder ?? root)
            process.standardInput = try FileHandle(forReadingFrom: files.appendingPathComponent("in"))
            process.standardOutput = try FileHandle(forWritingTo: files.appendingPathComponent("out"))
            process.standardError = try FileHandle(forWritingTo: files.appendingPathComponent("err"))
            try process.run()
            process.waitUntilExit()
            func text(_ name: String) throws -> String {
                String(decoding: try Data(contentsOf: files.appendingPathComponent(name)), as: UTF8.self)
            }
            return Run(code: process.terminationStatus, out: try text("out"), err: try text("err"))
        }
    }

    /// A folder of its own, gone afterwards.
    static func withFiles<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ivrpay-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

/// Compares with a file of `Golden/`; with UPDATE_GOLDEN set, writes it anew.
func expectGolden(_ name: String, _ text: String, at location: SourceLocation = #_sourceLocation) throws {
    try expectFile("Tests/CommandTests/Golden/" + name, text, at: location)
}

/// Compares with a file of the project; with UPDATE_GOLDEN set, writes it anew.
func expectFile(_ path: String, _ text: String, at location: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: Program.root + path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from \(path); UPDATE_GOLDEN=1 writes it anew", sourceLocation: location)
}
