import GRDB
import PaymentGateway
import SQLiteFiles
import Synchronization

/// The book of every payment that was asked for: written before the gateway is asked and after it has answered, each time on
/// the disk before the call goes on.
///
/// Any number of threads and processes may use one file at once.
public final class Ledger: Sendable {
    /// How long a living process holds a payment that it asks about, in milliseconds since it asked last. After that, others
    /// may settle it.
    public static let lease: Int64 = 600_000

    /// How a file is opened.
    public enum Opening: Sendable {
        /// For calls: made where there is none.
        case making
        /// For reconciling: it must be there.
        case existing
        /// Nothing is written; it must be there.
        case reading
    }

    let path: String?
    let clock: LedgerClock
    let owner: LeaseOwner
    private let reader: any DatabaseReader
    private let commits: CommitQueue?
    private let keys: BillKeys?
    /// Which file it was when it was opened; nil in memory.
    private let file: FileIdentity?
    private static let holders = Atomic<Int>(0)

    /// Opens the ledger in the file `path`; nil for one in memory, which is made and goes with the program.
    ///
    /// The times it writes are those of `clock`; what it has in flight it holds as `owner`.
    public init(
        _ path: String?, _ opening: Opening = .making, clock: LedgerClock = .system, owner: LeaseOwner = .current
    ) throws(SQLiteFileError) {
        self.path = path
        self.clock = clock
        self.owner = owner
        let secret = path.map { $0 + ".key" }
        if opening == .reading, let path, let secret {
            reader = try SQLiteFile.openForReading(path, as: LedgerSchema.kind, schema: LedgerSchema.migrator)
            commits = nil
            file = FileIdentity(path: path)
            keys = try BillKeys(path: secret, isMade: false)
            return
        }
        let writer = try SQLiteFile.open(
            path, as: LedgerSchema.kind, schema: LedgerSchema.migrator, isMade: opening == .making)
        reader = writer
        commits = CommitQueue(writer)
        file = path.flatMap { FileIdentity(path: $0) }
        do {
            keys =
                try opening == .making
                ? Ledger.keys(writer, secret) : secret.flatMap { try BillKeys(path: $0, isMade: false) }
        } catch { throw SQLiteFileError(error, path: path) }
    }

    /// The keys of a book that calls write to: it must be the same secret for ever.
    private static func keys(_ writer: any DatabaseWriter, _ secret: String?) throws -> BillKeys {
        let query = "SELECT key_check FROM book"
        let known = try writer.read { try String.fetchOne($0, sql: query) }
        guard let keys = try secret.map({ try BillKeys(path: $0, isMade: known == nil) }) ?? BillKeys() else {
            throw SQLiteFileError(
                code: .unusable, path: secret, message: "the key of this ledger is not there; put it back beside it")
        }
        let check = keys.check
        let kept =
            try known
            ?? writer.write { database in
                try database.execute(
                    sql: "INSERT INTO book (id, key_check) VALUES (1, ?) ON CONFLICT DO NOTHING", arguments: [check])
                return try String.fetchOne(database, sql: query)
            }
        guard kept == check else {
            throw SQLiteFileError(
                code: .unusable, path: secret, message: "this is the key of another ledger; put its own back")
        }
        return keys
    }

    /// The keys of accounts and references. Throws where the file with their secret is missing.
    func billKeys() throws(SQLiteFileError) -> BillKeys {
        guard let keys else {
            throw SQLiteFileError(
                code: .unusable, path: path.map { $0 + ".key" },
                message: "the key of this ledger is not there; put it back beside it")
        }
        let known = try read { try String.fetchOne($0, sql: "SELECT key_check FROM book") }
        guard known == nil || known == keys.check else {
            throw SQLiteFileError(
                code: .unusable, path: path.map { $0 + ".key" },
                message: "this is the key of another ledger; put its own back")
        }
        return keys
    }

    /// Lets go of the file; whatever is asked of it afterwards fails.
    public func close() throws(SQLiteFileError) {
        do { try reader.close() } catch { throw SQLiteFileError(error, path: path) }
    }

    /// A name under which payments are held, of its own for each holder.
    func newHolder() -> String {
        "\(owner.text) \(Ledger.holders.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// Reads, beside whoever writes.
    func read<Value>(_ body: (Database) throws -> Value) throws(SQLiteFileError) -> Value {
        do { return try reader.read(body) } catch { throw SQLiteFileError(error, path: path) }
    }

    /// Writes in one transaction, alone, and comes back when it is on the disk.
    func write<Value>(_ body: @escaping (Database) throws -> Value) throws(SQLiteFileError) -> Value {
        guard let commits else {
            throw SQLiteFileError(code: .unusable, path: path, message: "it was opened for reading alone")
        }
        try checkPlace()
        do { return try commits.write(body) } catch { throw SQLiteFileError(error, path: path) }
    }

    /// What is written into a file that has lost its name is lost with the program.
    private func checkPlace() throws(SQLiteFileError) {
        guard let path, let file, FileIdentity(path: path) != file else { return }
        throw SQLiteFileError(
            code: .unusable, path: path, message: "it was taken away or replaced while it was in use; put it back")
    }
}
