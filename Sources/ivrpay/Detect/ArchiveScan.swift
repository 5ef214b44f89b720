import ArgumentParser
import ScenarioReports

/// A scan of many files: on several threads, of a part of them, kept as it goes.
struct ArchiveScan {
    let detector: FileDetector
    let files: [String]
    let shard: Shard?
    let jobs: Int
    let output: String?
    let resumes: Bool

    /// Scans the files and writes the results; the highest exit code of a file.
    func run() throws -> Int32 {
        let places = files.indices.filter { shard?.holds(files[$0]) ?? true }.map { $0 + 1 }
        let identity = ScanIdentity(detector, files: files)
        let part = shard.map { ScanWriter.Part(identity: identity, shard: $0) }
        guard let output else { return try stream(places, part) { try Output.line($0) } }
        if output == "-" || WholeFile.isSpecial(output) {
            let file = try WholeFile(output)
            let worst = try stream(places, part) { try file.write(Array(($0 + "\n").utf8)) }
            try file.finish("")
            return worst
        }
        let partial = try PartialScan(output: output, identity, shard: shard, places: places, resumes: resumes)
        for note in partial.notes { Output.note(note) }
        Interruption.watch()
        do {
            try scan(places, from: partial.done) { result, _ in try partial.keep(result) }
        } catch is Interruption.Stop {
            throw Failure(
                code: Interruption.exitCode,
                message: "interrupted: \(partial.done) of \(places.count) files are done and kept in \(partial.path); "
                    + "give the same command with --resume to go on")
        }
        let file = try WholeFile(output)
        var writer = ScanWriter(part: part) { try file.write(Array(($0 + "\n").utf8)) }
        try partial.forEach { try writer.take($0, place: $1) }
        try writer.finish()
        try file.finish("")
        partial.remove()
        return writer.worst
    }

    private func stream(
        _ places: [Int], _ part: ScanWriter.Part?, _ write: @escaping (String) throws -> Void
    ) throws -> Int32 {
        var writer = ScanWriter(part: part, write: write)
        try scan(places, from: 0) { try writer.take($0, place: $1) }
        try writer.finish()
        return writer.worst
    }

    private func scan(_ places: [Int], from first: Int, _ take: (FileDetector.Result, Int) throws -> Void) throws {
        let progress = Progress()
        defer { progress.clear() }
        let (detector, files) = (detector, files)
        try OrderedJobs.run(first..<places.count, jobs: jobs) { index in
            try Interruption.check()
            return try detector.result(of: files[places[index] - 1])
        } take: { index, result in
            if !result.notes.isEmpty { progress.clear() }
            for note in result.notes { Output.note(note) }
            try take(result, places[index])
            progress.showFiles(done: index + 1, of: places.count)
        }
    }
}
