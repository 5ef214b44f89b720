import ArgumentParser
import Foundation

/// Tells whether options name one file by several paths: what writes one would destroy the other.
enum SameFile {
    /// Throws where two of these options, none of which need be given, name the same file.
    static func check(_ files: [(option: String, path: String?)]) throws {
        var seen: [(option: String, place: String)] = []
        for case (let option, let path?) in files where !isShared(path) {
            let place = place(of: path)
            if let other = seen.first(where: { $0.place == place }) {
                throw ValidationError("\(other.option) and \(option) can't be the same file: \(path)")
            }
            seen.append((option, place))
        }
    }

    /// The first of many files that are there which is the file at `path`; nil for none.
    static func first(of files: [String], as path: String) -> String? {
        func identity(_ path: String) -> [UInt64]? {
            var info = stat()
            return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
                ? [UInt64(info.st_dev), UInt64(info.st_ino)] : nil
        }
        guard !isShared(path), let place = identity(path) else { return nil }
        return files.first { identity($0) == place }
    }

    /// Standard output and devices take what several write.
    private static func isShared(_ path: String) -> Bool { path == "-" || path.hasPrefix("/dev/") }

    /// Where a path leads, links followed; of a file that is not there, its folder is.
    private static func place(of path: String) -> String {
        if let place = resolved(path) { return place }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        return (resolved(folder) ?? folder) + "/" + name
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
