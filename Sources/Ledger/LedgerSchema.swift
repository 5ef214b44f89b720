import GRDB
import SQLiteFiles

/// The tables of a ledger. They defend themselves: whoever writes to the file, by whatever program, can't put a card number
/// into it, can't change what was settled, and can't take anything out.
enum LedgerSchema {
    /// A ledger: "ivrL".
    static let kind = SQLiteFile.Kind(id: 0x6976_724c, name: "ledger")

    /// What may stand in another payment's way, in the words of the indexes: an outcome nobody knows, or one nobody heard.
    static let standsInTheWay = "(state IN ('asked', 'unknown') OR (state = 'paid' AND told_step IS NULL))"

    /// What is not settled, in the words of the index.
    static let isOpen = "state IN ('asked', 'unknown')"

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(kind.id)")
            for statement in [book, payments, steps] + indexes + triggers { try database.execute(sql: statement) }
        }
        return migrator
    }()

    /// No run of digits as long as a card number.
    private static func noNumber(_ column: String) -> String {
        let run = String(repeating: "[0-9]", count: KeptText.longestRun + 1)
        return "CHECK (\(column) NOT GLOB '*\(run)*')"
    }

    private static func text(_ column: String, _ rule: String = "") -> String {
        "\(column) TEXT \(rule) \(noNumber(column))"
    }

    private static func time(_ column: String, _ rule: String = "") -> String {
        let digits = { (count: Int) in String(repeating: "[0-9]", count: count) }
        let form =
            "\(digits(4))-\(digits(2))-\(digits(2))T\(digits(2)):\(digits(2)):\(digits(2)).\(digits(3))Z"
        return "\(column) TEXT \(rule) CHECK (\(column) GLOB '\(form)')"
    }

    private static let largest = "999999999999"

    private static let book = """
        CREATE TABLE book (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            \(text("key_check", "NOT NULL"))
        ) STRICT
        """

    private static let payments = """
        CREATE TABLE payments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            \(text("transaction_id", "NOT NULL UNIQUE")) CHECK (transaction_id <> ''),
            \(text("call_id", "NOT NULL")),
            \(text("account")),
            \(text("account_key")),
            \(text("reference")),
            \(text("reference_key")),
            \(text("gateway", "NOT NULL")),
            \(text("handle")),
            \(text("action", "NOT NULL")) CHECK (action IN ('charge', 'tokenize')),
            \(text("method", "NOT NULL")) CHECK (method IN ('card', 'bank-account')),
            amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND \(largest)),
            charged INTEGER NOT NULL DEFAULT 0 CHECK (charged BETWEEN 0 AND \(largest)),
            \(text("currency", "NOT NULL")) CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
            \(text("brand")),
            \(text("masked")),
            \(text("token")),
            \(text("state", "NOT NULL")) CHECK (state IN
                ('asked', 'unknown', 'paid', 'tokenized', 'declined', 'not-charged', 'voided')),
            \(text("decline")),
            \(text("confirmation")),
            told_step INTEGER REFERENCES steps (id),
            \(text("told_boot")),
            told_since_boot INTEGER,
            tries INTEGER NOT NULL DEFAULT 1 CHECK (tries >= 1),
            \(time("created_at", "NOT NULL")),
            \(time("updated_at", "NOT NULL")),
            \(time("settled_at")),
            settled_step INTEGER REFERENCES steps (id),
            \(text("lease_owner")),
            lease_until INTEGER,
            CHECK ((account IS NULL) = (account_key IS NULL)),
            CHECK ((reference IS NULL) = (reference_key IS NULL)),
            CHECK ((state = 'declined') = (decline IS NOT NULL)),
            CHECK (charged = 0 OR state = 'paid'),
            CHECK ((settled_step IS NULL) = (state IN ('asked', 'unknown'))),
            CHECK ((settled_step IS NULL) = (settled_at IS NULL)),
            CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
        ) STRICT
        """

    private static let steps = """
        CREATE TABLE steps (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            payment INTEGER NOT NULL REFERENCES payments (id),
            \(time("at", "NOT NULL")),
            \(text("source", "NOT NULL")) CHECK (source IN ('call', 'later-call', 'reconcile', 'verify')),
            \(text("what", "NOT NULL")) CHECK (what IN ('charge', 'prepare', 'inquiry', 'void', 'end', 'told')),
            \(text("answer"))
        ) STRICT
        """

    private static let indexes = [
        "CREATE INDEX payments_time ON payments (created_at, id)",
        "CREATE INDEX payments_account ON payments (account_key, created_at, id)",
        "CREATE INDEX payments_reference ON payments (reference_key, created_at, id)",
        "CREATE INDEX payments_state ON payments (state, created_at, id)",
        "CREATE INDEX payments_open ON payments (id) WHERE \(isOpen)",
        "CREATE INDEX payments_way_account ON payments (account_key) WHERE \(standsInTheWay)",
        "CREATE INDEX payments_way_reference ON payments (reference_key) WHERE \(standsInTheWay)",
        "CREATE INDEX payments_settled ON payments (settled_step)",
        "CREATE INDEX payments_told ON payments (told_step)",
        "CREATE INDEX steps_payment ON steps (payment, id)",
    ]

    private static let triggers = [
        // What a payment is for never changes.
        """
        CREATE TRIGGER payments_fixed BEFORE UPDATE ON payments
        WHEN OLD.id <> NEW.id OR OLD.transaction_id <> NEW.transaction_id OR OLD.call_id <> NEW.call_id
            OR OLD.account_key IS NOT NEW.account_key OR OLD.reference_key IS NOT NEW.reference_key
            OR OLD.gateway <> NEW.gateway OR OLD.action <> NEW.action OR OLD.method <> NEW.method
            OR OLD.amount <> NEW.amount OR OLD.currency <> NEW.currency OR OLD.created_at <> NEW.created_at
        BEGIN SELECT RAISE(ABORT, 'what a payment is for stays as it is'); END
        """,
        // An outcome stands, unless the gateway has just said that it made it void.
        """
        CREATE TRIGGER payments_outcome BEFORE UPDATE ON payments
        WHEN OLD.settled_step IS NOT NULL AND OLD.state <> NEW.state AND NOT (
            OLD.state IN ('paid', 'tokenized') AND NEW.state = 'voided'
            AND 'voided' IS (SELECT answer FROM steps WHERE payment = OLD.id ORDER BY id DESC LIMIT 1))
        BEGIN SELECT RAISE(ABORT, 'a settled payment stays as it is'); END
        """,
        // Of what is charged, some or all may be given back.
        """
        CREATE TRIGGER payments_charged BEFORE UPDATE ON payments
        WHEN OLD.settled_step IS NOT NULL AND NEW.charged > OLD.charged
        BEGIN SELECT RAISE(ABORT, 'what was charged does not grow'); END
        """,
        // What somebody heard can't be unheard.
        """
        CREATE TRIGGER payments_heard BEFORE UPDATE ON payments
        WHEN OLD.told_step IS NOT NULL AND NEW.told_step IS NOT OLD.told_step
        BEGIN SELECT RAISE(ABORT, 'what was told stays told'); END
        """,
        "CREATE TRIGGER payments_kept BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'payments stay'); END",
        "CREATE TRIGGER steps_kept BEFORE DELETE ON steps BEGIN SELECT RAISE(ABORT, 'steps stay'); END",
        "CREATE TRIGGER steps_fixed BEFORE UPDATE ON steps BEGIN SELECT RAISE(ABORT, 'steps stay as they are'); END",
    ]
}
