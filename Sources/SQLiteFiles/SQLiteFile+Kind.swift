#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import GRDB

/// `open` of the system, which the one of `SQLiteFile` hides; -1 where it can't be made.
private func makeFile(_ path: String, _ rights: mode_t) -> Int32 { open(path, O_CREAT | O_WRONLY | O_CLOEXEC, rights) }

extension SQLiteFile {
    /// What a file of ours is, as it says itself in the place that SQLite keeps for that.
    public struct Kind: Hashable, Sendable {
        /// The number in the file's header (`application_id`), which its schema sets.
        public let id: Int32
        /// What it is in words: `ledger`.
        public let name: String

        /// A kind of file.
        public init(id: Int32, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Opens the database at `path` for writing, as `open(_:schema:)` does, once it is sure that the file is of that kind
    /// or holds nothing yet. A new file can be read by nobody but its owner.
    ///
    /// `isMade` says whether a file that is not there is made; else it is an error.
    public static func open(
        _ path: String?, as kind: Kind, schema: DatabaseMigrator, isMade: Bool
    ) throws(SQLiteFileError) -> any DatabaseWriter {
        guard let path else { return try open(nil, schema: schema) }
        if access(path, F_OK) == 0 {
            var info = stat()
            if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR {
                throw SQLiteFileError(code: .unusable, path: path, message: "this is a folder; give a file in it")
            }
            try check(path, is: kind)
        } else {
            guard isMade else { throw missing(kind, path) }
            // SQLite gives the files beside it the same rights.
            let file = makeFile(path, 0o600)
            if file >= 0 { close(file) }
        }
        return try open(path, schema: schema)
    }

    /// Opens the database at `path` for reading alone: nothing of it is changed, and none is made.
    public static func openForReading(
        _ path: String, as kind: Kind, schema: DatabaseMigrator
    ) throws(SQLiteFileError) -> any DatabaseReader {
        guard access(path, F_OK) == 0 else { throw missing(kind, path) }
        do {
            let reader = try reading(path)
            let state = try reader.read { database in
                (
                    id: try Int32.fetchOne(database, sql: "PRAGMA application_id"),
                    isNewer: try schema.hasBeenSuperseded(database),
                    isComplete: try schema.hasCompletedMigrations(database)
                )
            }
            guard state.id == kind.id else {
                throw try reader.read(holdsNothing) ? unmade(kind, path) : other(kind, path)
            }
            if state.isNewer { throw SQLiteFileError(code: .newer, path: path, message: newerMessage) }
            guard state.isComplete else {
                throw unmade(kind, path)
            }
            return reader
        } catch { throw SQLiteFileError(error, path: path) }
    }

    static let newerMessage = "a newer version made this file; use that version"

    private static func reading(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Throws where the file holds something, and is of another kind.
    private static func check(_ path: String, is kind: Kind) throws(SQLiteFileError) {
        do {
            let isOther = try reading(path).read { database in
                try Int32.fetchOne(database, sql: "PRAGMA application_id") != kind.id && !holdsNothing(database)
            }
            if isOther { throw other(kind, path) }
        } catch { throw SQLiteFileError(error, path: path) }
    }

    /// Whether there is nothing in it, or only the list of what it was brought to: whoever made it was killed, or is at it.
    private static func holdsNothing(_ database: Database) throws -> Bool {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT IN ('grdb_migrations', 'sqlite_sequence')"
        ) == 0
    }

    private static func unmade(_ kind: Kind, _ path: String) -> SQLiteFileError {
        SQLiteFileError(
            code: .unusable, path: path,
            message: "there is no \(kind.name) in it yet; give a file that has one, or try again")
    }

    private static func other(_ kind: Kind, _ path: String) -> SQLiteFileError {
        SQLiteFileError(code: .damaged, path: path, message: "this is no \(kind.name); give another file")
    }

    private static func missing(_ kind: Kind, _ path: String) -> SQLiteFileError {
        SQLiteFileError(
            code: .unusable, path: path, message: "there is no such \(kind.name); give the file that has it")
    }
}
