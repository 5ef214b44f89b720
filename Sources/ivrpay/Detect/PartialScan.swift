import Foundation
import JSONText
import ScenarioReports

/// What a scan has done so far, in a file beside its output: a line that says which scan it is, then one for each file
/// that is done. A scan that was ended goes on behind the last whole line; a torn one is done again.
final class PartialScan {
    let path: String
    /// How many files are done.
    private(set) var done = 0
    /// What is known of the files that were done before, in order.
    private(set) var notes: [String] = []
    private let descriptor: Int32
    private let places: [Int]

    /// Begins the partial results of the scan of `places` in the list, or goes on with them where `resumes`. Throws where
    /// nothing can be written, where another scan's results lie there, and where they would be lost.
    init(
        output: String, _ identity: ScanIdentity, shard: Shard?, places: [Int], resumes: Bool
    ) throws(Failure) {
        (path, self.places) = (output + ".partial", places)
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND, 0o644)
        guard descriptor >= 0 else { throw .world("\(path): " + Output.reason(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .world("\(path): another scan writes it now; wait for its end, or give another --output")
        }
        let head = PartialScan.head(identity, shard)
        let end = lseek(descriptor, 0, SEEK_END)
        guard end > 0 else {
            try append(head.text)
            return
        }
        guard resumes else {
            throw .usage(
                "--output: \(path) is of a scan that did not end; give --resume to go on with it, or delete it")
        }
        let whole = try check(identity, shard)
        guard ftruncate(descriptor, off_t(whole)) == 0 else { throw .world("\(path): " + Output.reason(errno)) }
        if whole == 0 { try append(head.text) }
    }

    deinit { close(descriptor) }

    /// Keeps the result of the next file.
    func keep(_ result: FileDetector.Result) throws(Failure) {
        let record = JSON.members([
            "order": .int(Int64(places[done])), "code": .int(Int64(result.code)),
            "lines": .array(result.lines.map(JSON.string)), "notes": .array(result.notes.map(JSON.string)),
        ])
        try append(record.text)
        done += 1
    }

    /// Gives every result that was kept, in order.
    func forEach(_ body: (FileDetector.Result, Int) throws -> Void) throws {
        let reader = try LineReader(path)
        _ = try reader.next()
        for place in places.prefix(done) {
            guard let line = try reader.next(), let result = PartialScan.result(line, place) else { throw damaged() }
            try body(result, place)
        }
    }

    /// The results are written elsewhere.
    func remove() { unlink(path) }

    private func append(_ line: String) throws(Failure) {
        let failure = Output.write(Array((line + "\n").utf8), to: descriptor)
        guard failure == 0 else { throw .world("\(path): " + Output.reason(failure)) }
    }

    private static func head(_ identity: ScanIdentity, _ shard: Shard?) -> JSON {
        let part = JSON.Member(name: "shard", value: .optional(shard?.description))
        return .members(["schemaVersion": .int(1), "partialScan": .object(identity.members + [part])])
    }

    /// Looks through what is there and counts it; how many bytes of it are whole lines.
    private func check(_ identity: ScanIdentity, _ shard: Shard?) throws(Failure) -> Int {
        let reader = try LineReader(path)
        guard let head = try reader.next(), reader.isComplete else { return 0 }
        guard let value = (try? JSONValue(parsing: head))?["partialScan"], let other = ScanIdentity(value) else {
            throw .userFile("\(path): this holds no results of a scan; give another --output, or delete it")
        }
        let isSamePart = value["shard"]?.plainText == shard?.description
        if let difference = identity.difference(to: other) ?? (isSamePart ? nil : "another part (--shard)") {
            throw .userFile(
                "\(path): its results are of a scan with \(difference); delete it to begin anew, or give another --output"
            )
        }
        var whole = reader.offset
        while let line = try reader.next(), reader.isComplete {
            guard done < places.count, let result = PartialScan.result(line, places[done]) else { throw damaged() }
            (done, whole) = (done + 1, reader.offset)
            notes += result.notes
        }
        return whole
    }

    private func damaged() -> Failure {
        .userFile("\(path): a line of it is no result of this scan; delete it to begin anew")
    }

    private static func result(_ line: String, _ place: Int) -> FileDetector.Result? {
        guard let value = try? JSONValue(parsing: line, size: line.utf8.count), let lines = value["lines"]?.texts,
            let notes = value["notes"]?.texts, let code = value["code"]?.plainText.flatMap({ Int32($0) }),
            value["order"]?.plainText == String(place)
        else { return nil }
        return FileDetector.Result(lines: lines, notes: notes, code: code)
    }
}

extension JSONValue {
    /// The items of a list of texts; nil for anything else.
    var texts: [String]? {
        guard case .array(let items) = self else { return nil }
        let texts = items.compactMap(\.plainText)
        return texts.count == items.count ? texts : nil
    }
}
