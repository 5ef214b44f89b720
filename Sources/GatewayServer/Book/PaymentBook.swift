import Crypto
import Foundation
import GRDB
import SQLiteFiles

/// All that the gateway knows, in one SQLite database: payments, first answers by idempotency key, tokens. In a file it
/// survives the program; in memory it goes with it.
public final class PaymentBook: Sendable {
    let writer: any DatabaseWriter
    private let path: String?
    /// The key of all hashes that are kept. A plain hash of a card number can be reversed by trying.
    let hashKey: SymmetricKey

    /// Opens the book at `path`, made where there is none; nil keeps it in memory.
    public init(path: String?) throws(SQLiteFileError) {
        self.path = path
        writer = try SQLiteFile.open(path, as: PaymentBook.kind, schema: PaymentBook.schema, isMade: true)
        do {
            hashKey = try writer.write { database in
                if let kept = try Data.fetchOne(database, sql: "SELECT value FROM secrets WHERE name = 'hash-key'") {
                    return SymmetricKey(data: kept)
                }
                let key = SymmetricKey(size: .bits256)
                try database.execute(
                    sql: "INSERT INTO secrets (name, value) VALUES ('hash-key', ?)",
                    arguments: [key.withUnsafeBytes { Data($0) }])
                return key
            }
        } catch {
            throw SQLiteFileError(error, path: path)
        }
    }

    /// Carries `steps` out in one transaction, each in a savepoint of its own, and comes back when all is on the disk. What a
    /// step that throws has written is taken back, and hurts no other. Throws where the whole could not be written; then
    /// nothing of it is.
    func commit(_ steps: [(BookPages) throws -> Void]) throws(SQLiteFileError) {
        do {
            try writer.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for step in steps { try PaymentBook.take(step, in: database) }
                    CrashPoint.reached("gateway-before-commit")
                    return .commit
                }
            }
        } catch {
            throw SQLiteFileError(error, path: path)
        }
        CrashPoint.reached("gateway-committed")
    }

    private static func take(_ step: (BookPages) throws -> Void, in database: Database) throws {
        do {
            try database.inSavepoint {
                try step(BookPages(database: database))
                return .commit
            }
        } catch let error as DatabaseError where error.isOfTheDisk {
            throw error
        } catch {
            // Its savepoint is rolled back, and whoever waits for it finds no answer.
        }
    }

    /// What is wrong with the file, as SQLite sees it; nil when it is whole.
    public func damage() throws -> String? {
        let words = try writer.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        return words == ["ok"] ? nil : words.joined(separator: "; ")
    }
}

extension DatabaseError {
    /// Whether the whole transaction is lost with it.
    fileprivate var isOfTheDisk: Bool {
        [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_CORRUPT, .SQLITE_READONLY].contains(
            resultCode)
    }
}
