import GRDB
import SQLiteFiles

extension PaymentBook {
    /// A gateway's book: "ivrG".
    static let kind = SQLiteFile.Kind(id: 0x6976_7247, name: "gateway's book")

    /// The tables. They refuse what no payment may be, and every text with 13 digits in a row.
    static let schema: DatabaseMigrator = {
        var schema = DatabaseMigrator()
        schema.registerMigration("payments") { database in
            try database.execute(sql: "PRAGMA application_id = \(kind.id)")
            try database.execute(sql: payments)
            try database.execute(sql: others)
        }
        return schema
    }()

    private static func harmless(_ column: String) -> String {
        "\(column) NOT GLOB '*" + String(repeating: "[0-9]", count: GatewayText.tooManyDigits) + "*'"
    }

    private static func oneOf(_ names: [String]) -> String {
        "(" + names.map { "'\($0)'" }.joined(separator: ", ") + ")"
    }

    private static let payments = """
        CREATE TABLE payments (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (\(harmless("id"))),
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64 AND \(harmless("reference"))),
            action TEXT NOT NULL CHECK (action IN \(oneOf(Payment.Action.allCases.map(\.rawValue)))),
            status TEXT NOT NULL CHECK (status IN \(oneOf(Payment.Status.allCases.map(\.rawValue)))),
            amount INTEGER NOT NULL CHECK (amount >= 0),
            currency TEXT CHECK (length(currency) = 3),
            source TEXT CHECK (source IN \(oneOf(Payment.Source.Kind.allCases.map(\.rawValue)))),
            brand TEXT CHECK (\(harmless("brand"))),
            masked TEXT CHECK (\(harmless("masked"))),
            token TEXT CHECK (\(harmless("token"))),
            confirmation TEXT CHECK (length(confirmation) = 6),
            decline_code TEXT CHECK (\(harmless("decline_code"))),
            captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND amount),
            refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND captured),
            description TEXT CHECK (\(harmless("description"))),
            parameters TEXT NOT NULL CHECK (\(harmless("parameters"))),
            settles_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            CHECK (amount = 0 OR currency IS NOT NULL),
            CHECK (status IN ('paid', 'voided') OR captured = 0),
            CHECK ((status = 'declined') = (decline_code IS NOT NULL)),
            CHECK ((status = 'processing') = (settles_at IS NOT NULL))
        ) STRICT;
        CREATE INDEX payments_processing ON payments (settles_at) WHERE settles_at IS NOT NULL;
        """

    private static let others = """
        CREATE TABLE answers (
            key_hash BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
            request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
            status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 599),
            body TEXT NOT NULL CHECK (\(harmless("body"))),
            made_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tokens (
            token TEXT NOT NULL PRIMARY KEY CHECK (\(harmless("token"))),
            brand TEXT CHECK (\(harmless("brand"))),
            masked TEXT NOT NULL CHECK (\(harmless("masked")))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE secrets (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT;
        """
}
