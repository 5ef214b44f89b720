import Foundation

/// The sound files of a scan, in its order: those named, with all that lie below the folders among them, then those of
/// a list.
struct SoundFileList {
    private(set) var files: [String] = []

    /// Endings of what the sound library reads by itself.
    private static let endings: Set<String> = [
        "wav", "wave", "w64", "rf64", "flac", "au", "snd", "aif", "aiff", "aifc", "caf", "ogg", "oga", "opus", "mp3",
        "voc", "sph", "nist",
    ]
    /// Endings that samples without a header have.
    private static let rawEndings: Set<String> = ["raw", "pcm", "sln", "ul", "ulaw", "mulaw", "al", "alaw"]

    /// The files that `arguments` name, and the list at `listPath`, `-` for standard input; `isRaw`: folders are searched
    /// for samples without a header. Throws for a list that can't be read, and where there is no file at all.
    init(_ arguments: [String], listPath: String?, isRaw: Bool) throws(Failure) {
        for path in arguments { add(path, isRaw) }
        if let listPath { for path in try SoundFileList.lines(of: listPath) { add(path, isRaw) } }
        guard files.isEmpty else { return }
        throw Failure(code: Exit.nothingMatched, message: "there is no sound file in what was given")
    }

    /// A folder is not read before its turn: one that is not there is a file that can't be read, as any other.
    private mutating func add(_ path: String, _ isRaw: Bool) {
        var isFolder: ObjCBool = false
        guard path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        else { return files.append(path) }
        let wanted = isRaw ? SoundFileList.rawEndings : SoundFileList.endings
        let folder = path.hasSuffix("/") ? path : path + "/"
        var found: [String] = []
        for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
            guard let dot = name.lastIndex(of: "."), wanted.contains(name[name.index(after: dot)...].lowercased())
            else {
                continue
            }
            var isAFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: folder + name, isDirectory: &isAFolder), isAFolder.boolValue {
                continue
            }
            found.append(folder + name)
        }
        // By bytes: an order that no language and no library changes.
        files += found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The lines of a list that are not blank.
    private static func lines(of path: String) throws(Failure) -> [String] {
        let reader = try LineReader(path == "-" ? "/dev/stdin" : path, name: path)
        var lines: [String] = []
        while let line = try reader.next() {
            let text = line.hasSuffix("\r") ? String(line.dropLast()) : line
            if text.contains(where: { !$0.isWhitespace }) { lines.append(text) }
        }
        return lines
    }
}
