import Foundation

/// The program `dot` of Graphviz, where it is installed.
enum Graphviz {
    /// How long it may take: a plan of a thousand steps takes some seconds.
    private static let patience: Duration = .seconds(60)

    /// The picture that `dot` makes of a graph.
    static func svg(of graph: String) throws -> String {
        guard let program else {
            throw Failure.world(
                "an SVG needs Graphviz, whose program dot is not installed; install graphviz, or draw --as dot or mermaid"
            )
        }
        return try withFolder { folder in
            let (input, output) = (folder.appendingPathComponent("plan.dot"), folder.appendingPathComponent("plan.svg"))
            try Data(graph.utf8).write(to: input)
            try run(program, ["-Tsvg", "-o", output.path, input.path])
            return String(decoding: try Data(contentsOf: output), as: UTF8.self)
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        // It warns of fonts; what matters is whether it succeeds.
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw Failure.world("Graphviz can't be started; draw --as dot or mermaid") }
        let end = ContinuousClock.now + patience
        while process.isRunning, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.01) }
        guard !process.isRunning else {
            process.terminate()
            throw Failure.world("Graphviz takes too long over this plan; draw --as dot or mermaid")
        }
        guard process.terminationStatus == 0 else {
            throw Failure.world("Graphviz failed over this plan; draw --as dot or mermaid")
        }
    }

    /// Where `dot` stands: the first one on the path.
    private static var program: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { $0 + "/dot" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func withFolder(_ body: (URL) throws -> String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ivrpay-" + UUID().uuidString)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try body(folder)
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure.world("there is no room for Graphviz's files; free some space") }
    }
}
