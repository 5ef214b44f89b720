import GRDB

/// A file of SQLite, or a book in memory, opened the way all of ours are: WAL, foreign keys, every commit on the disk before
/// it counts, five seconds of patience with another process that writes.
public enum SQLiteFile {
    /// How long a process waits for another one that writes.
    public static let patience: Double = 5

    /// Opens the database at `path`, made where there is none; nil for one in memory that goes with the program.
    ///
    /// `schema` brings it to what this version knows: it runs in one transaction each, once a file.
    public static func open(
        _ path: String?, schema: DatabaseMigrator
    ) throws(SQLiteFileError) -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            // A payment that was told must survive the power cut that follows.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        do {
            let writer: any DatabaseWriter
            if let path {
                writer = try DatabasePool(path: path, configuration: configuration)
            } else {
                writer = try DatabaseQueue(configuration: configuration)
            }
            try SQLiteFile.bring(writer, to: schema)
            return writer
        } catch {
            throw SQLiteFileError(error, path: path)
        }
    }

    /// Two processes may open a new file at once: the one that comes second finds the work done.
    private static func bring(_ writer: any DatabaseWriter, to schema: DatabaseMigrator) throws {
        let state = try writer.read { database in
            (newer: try schema.hasBeenSuperseded(database), isComplete: try schema.hasCompletedMigrations(database))
        }
        if state.newer { throw SQLiteFileError(code: .newer, path: nil, message: "a newer version made this file") }
        if state.isComplete { return }
        do { try schema.migrate(writer) } catch {
            guard try writer.read(schema.hasCompletedMigrations) else { throw error }
        }
    }
}
