#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Crypto
import Foundation
import SQLiteFiles

/// Makes the keys by which payments of one account or reference find each other.
///
/// A caller may key a card where an account number is asked, so what is compared is a keyed hash (HMAC-SHA256, its first
/// 128 bits, as letters a to p). The secret lies in a file of its own beside the ledger: with the ledger alone no number can
/// be tried out.
struct BillKeys: Sendable {
    private let secret: SymmetricKey

    /// Keys of a secret that goes with the program.
    init() { secret = SymmetricKey(size: .bits256) }

    /// Keys by the secret in the file `path`, made where there is none and `isMade` says so; nil where it may not be made.
    init?(path: String, isMade: Bool) throws(SQLiteFileError) {
        if let found = try BillKeys.secret(in: path) {
            secret = found
            return
        }
        guard isMade else { return nil }
        try BillKeys.make(path)
        // Another process may have been first; what lies there counts.
        guard let found = try BillKeys.secret(in: path) else { throw BillKeys.unusable(path, "it can't be read") }
        secret = found
    }

    /// The key of an account.
    func account(_ number: String) -> String { letters("account", number) }

    /// The key of a payment reference: the same however its letters are composed, and whatever blanks stand around it.
    func reference(_ text: String) -> String {
        letters(
            "reference", text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping)
    }

    /// Tells this secret from another.
    var check: String { letters("check", "") }

    private func letters(_ what: String, _ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(what)\0\(text)".utf8), using: secret)
        var letters = ""
        for byte in code.prefix(16) {
            for half in [byte >> 4, byte & 15] { letters.unicodeScalars.append(UnicodeScalar(0x61 + half)) }
        }
        return letters
    }

    // MARK: The file

    private static let length = 32

    private static func secret(in path: String) throws(SQLiteFileError) -> SymmetricKey? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw unusable(path, "it can't be read: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: length + 1)
        let count = read(file, &bytes, bytes.count)
        guard count == length else { throw unusable(path, "this is no key of a ledger; put the right file back") }
        return SymmetricKey(data: bytes.prefix(length))
    }

    /// Writes a new secret beside its place first, so that nobody reads half of one.
    private static func make(_ path: String) throws(SQLiteFileError) {
        let draft = path + ".part-\(getpid())-\(UInt32.random(in: .min ... .max))"
        let file = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unusable(path, "it can't be made: \(String(cString: strerror(errno)))") }
        defer { unlink(draft) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        close(file)
        guard isWritten, link(draft, path) == 0 || errno == EEXIST else {
            throw unusable(path, "it can't be written: \(String(cString: strerror(errno)))")
        }
    }

    private static func unusable(_ path: String, _ message: String) -> SQLiteFileError {
        SQLiteFileError(code: .unusable, path: path, message: message)
    }
}
