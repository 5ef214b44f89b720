import JSONText
import ScenarioReports

/// Puts the parts of a scan together that `detect --shard` has written: what comes of it are the bytes of a scan of all
/// files at once, and its exit code.
enum ScanMerge {
    /// Whether the file at `path` begins as a part of a scan does; false where it can't be read.
    static func isScan(_ path: String) -> Bool {
        guard let line = try? LineReader(path).next() else { return false }
        return line.hasPrefix("{\"schemaVersion\":1,\"file\":") || line.hasPrefix("{\"schemaVersion\":1,\"scan\":")
    }

    /// Gives the merged lines to `sink`, without their line feeds, and tells the user of files that could not be read.
    /// Throws where parts are missing, there twice, not finished, or of different scans. The exit code of the whole scan.
    static func merge(_ paths: [String], to sink: (String) throws -> Void) throws -> Int32 {
        let parts = try paths.map { try ScanPart($0) }
        try checkAlike(parts)
        let owners = try owners(of: parts)
        let readers = try paths.map { try PlacedLines($0) }
        for (place, owner) in owners.enumerated().dropFirst() {
            try readers[owner].lines(at: place, sink)
            if let failure = parts[owner].failed[place] { for note in failure.notes { Output.note(note) } }
        }
        return parts.flatMap { $0.failed.values }.map(\.code).max() ?? 0
    }

    private static func checkAlike(_ parts: [ScanPart]) throws(Failure) {
        guard let first = parts.first else { throw .usage("there is nothing to merge; name the parts of a scan") }
        for part in parts.dropFirst() {
            if let difference = first.identity.difference(to: part.identity) {
                throw .userFile("\(part.path): this part was made with \(difference) than \(first.path); scan it again")
            }
            guard part.shard.count == first.shard.count else {
                throw .userFile(
                    "\(part.path): this is part \(part.shard) and \(first.path) part \(first.shard); "
                        + "all must be of the same number")
            }
        }
        for index in 1...first.shard.count {
            let found = parts.filter { $0.shard.index == index }
            if found.count > 1 {
                throw .userFile(
                    "\(found[1].path): this is part \(found[1].shard), and so is \(found[0].path); give each part once")
            }
            if found.isEmpty {
                throw .userFile("part \(index)/\(first.shard.count) of the scan is missing; give all parts")
            }
        }
    }

    /// Which part has each place of the list, from 1; a place is in one part alone.
    private static func owners(of parts: [ScanPart]) throws(Failure) -> [Int] {
        var owners = [Int](repeating: -1, count: parts[0].identity.files + 1)
        for (index, part) in parts.enumerated() {
            for place in part.places {
                guard place < owners.count, owners[place] < 0 else {
                    throw .userFile("\(part.path): the result of file \(place) does not belong to it; scan it again")
                }
                owners[place] = index
            }
        }
        if let gap = owners.dropFirst().firstIndex(of: -1) {
            throw .userFile("no part has the result of file \(gap); a part was changed, scan it again")
        }
        return owners
    }
}

/// A part of a scan, read through once.
private struct ScanPart {
    let path: String
    let identity: ScanIdentity
    let shard: Shard
    /// The places of its files in the list, from 1.
    private(set) var places: [Int] = []
    /// What could not be read, by its place.
    private(set) var failed: [Int: (code: Int32, notes: [String])] = [:]

    init(_ path: String) throws(Failure) {
        let wrong = Failure.userFile("\(path): this is no part of a scan that has ended; make it with detect --shard")
        self.path = path
        let reader = try LineReader(path)
        var last: String?
        while let line = try reader.next() {
            if let before = last {
                guard let place = ScanWriter.split(before)?.place, places.last ?? 0 <= place else { throw wrong }
                if places.last != place { places.append(place) }
            }
            last = line
        }
        guard let last, let scan = (try? JSONValue(parsing: last, size: last.utf8.count))?["scan"],
            let identity = ScanIdentity(scan), let index = scan["shard"]?.plainText.flatMap({ Int($0) }),
            let count = scan["of"]?.plainText.flatMap({ Int($0) }), let shard = Shard(index, of: count),
            case .array(let failures) = scan["failed"]
        else { throw wrong }
        (self.identity, self.shard) = (identity, shard)
        for failure in failures {
            guard let place = failure["order"]?.plainText.flatMap({ Int($0) }), place > 0,
                let code = failure["code"]?.plainText.flatMap({ Int32($0) }), let notes = failure["notes"]?.texts
            else { throw wrong }
            failed[place] = (code, notes)
        }
        places += failures.compactMap { $0["order"]?.plainText.flatMap { Int($0) } }
    }
}

/// The lines of a part, given out place by place.
private final class PlacedLines {
    private let reader: LineReader
    private var head: (line: String, place: Int)?

    init(_ path: String) throws(Failure) {
        reader = try LineReader(path)
        try step()
    }

    /// Gives the lines at `place`, where the next ones are there.
    func lines(at place: Int, _ sink: (String) throws -> Void) throws {
        while let (line, its) = head, its == place {
            try sink(line)
            try step()
        }
    }

    private func step() throws(Failure) { head = try reader.next().flatMap { ScanWriter.split($0) } }
}
