import GRDB

/// What goes wrong with a file of SQLite.
public struct SQLiteFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of it.
    public enum Code: Hashable, Sendable {
        /// Another process writes, and did not let go in time.
        case locked
        /// No room on the disk.
        case full
        /// It can't be opened, read or written there.
        case unusable
        /// It is no database, or a damaged one.
        case damaged
        /// A later version of the program made it.
        case newer
        /// What was to be written is against the rules of the tables.
        case refused
    }

    /// The kind.
    public let code: Code
    /// The file; nil for a book in memory.
    public let path: String?
    /// What is wrong, and what to do.
    public let message: String

    /// The whole sentence.
    public var description: String { (path.map { "\($0): " } ?? "") + message }

    /// An error of that kind, in a sentence of one's own.
    public init(code: Code, path: String?, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// What an error of SQLite means for `path`.
    public init(_ error: any Error, path: String?) {
        guard let error = error as? DatabaseError else {
            if let own = error as? SQLiteFileError {
                self.init(code: own.code, path: own.path ?? path, message: own.message)
            } else {
                self.init(code: .unusable, path: path, message: "it can't be used: \(error)")
            }
            return
        }
        let (code, message): (Code, String) =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                (.locked, "another process holds it; try again when that is done")
            case .SQLITE_FULL: (.full, "the disk is full; free some space")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: (.damaged, "this is no database, or a damaged one; give another file")
            case .SQLITE_CANTOPEN: (.unusable, "it can't be opened; give a file in a folder that can be written")
            case .SQLITE_READONLY, .SQLITE_PERM: (.unusable, "it can't be written; give a place that can")
            case .SQLITE_IOERR: (.unusable, "the disk can't be read or written; see to it, or give another place")
            case .SQLITE_CONSTRAINT: (.refused, "what was to be written is against its rules")
            default: (.unusable, "SQLite says: \(error.message ?? error.resultCode.description)")
            }
        self.init(code: code, path: path, message: message)
    }
}
