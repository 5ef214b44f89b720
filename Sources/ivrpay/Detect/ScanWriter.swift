import JSONText
import ScenarioReports

/// Writes the results of a scan in order. Those of a part know their places in the whole, and a last line says what it is
/// a part of; without both, the lines are those of a scan of all files.
struct ScanWriter {
    /// The part, where this is one.
    struct Part {
        let identity: ScanIdentity
        let shard: Shard
    }

    private let part: Part?
    private let write: (String) throws -> Void
    /// 0, or the highest exit code of a file.
    private(set) var worst: Int32 = 0
    private var failed: [JSON] = []

    init(part: Part?, write: @escaping (String) throws -> Void) { (self.part, self.write) = (part, write) }

    /// Writes the result of the file at `place` in the list, from 1.
    mutating func take(_ result: FileDetector.Result, place: Int) throws {
        for line in result.lines { try write(part == nil ? line : ScanWriter.placed(line, at: place)) }
        worst = max(worst, result.code)
        guard result.code != 0, part != nil else { return }
        failed.append(
            .members([
                "order": .int(Int64(place)), "code": .int(Int64(result.code)),
                "notes": .array(result.notes.map(JSON.string)),
            ]))
    }

    /// Writes the last line of a part.
    func finish() throws {
        guard let part else { return }
        let head: [JSON.Member] = [
            JSON.Member(name: "shard", value: .int(Int64(part.shard.index))),
            JSON.Member(name: "of", value: .int(Int64(part.shard.count))),
        ]
        let scan = head + part.identity.members + [JSON.Member(name: "failed", value: .array(failed))]
        try write(JSON.members(["schemaVersion": .int(1), "scan": .object(scan)]).text)
    }

    private static let mark = ",\"order\":"

    /// An object's line with its place as its last member.
    private static func placed(_ line: String, at place: Int) -> String { "\(line.dropLast())\(mark)\(place)}" }

    /// The line and the place that `placed` was given; nil for a line that it has not made.
    static func split(_ line: String) -> (line: String, place: Int)? {
        guard line.hasPrefix("{"), line.hasSuffix("}") else { return nil }
        let digits = line.utf8.dropLast().reversed().prefix { (0x30...0x39).contains($0) }.count
        let head = line.dropLast(1 + digits)
        guard head.hasSuffix(mark), let place = Int(line.dropLast().suffix(digits)), place > 0 else { return nil }
        return (head.dropLast(mark.count) + "}", place)
    }
}
