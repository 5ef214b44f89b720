import CardData

/// A body of `name=value` pairs (application/x-www-form-urlencoded).
struct FormBody {
    let bytes = SecretBody()

    /// A pair; both are escaped.
    func add(_ name: String, _ value: String) {
        begin(name)
        bytes.append(FormBody.escaped(value))
    }

    /// A pair whose value is digits, from the one at `start` on, behind `prefix`.
    func add(
        _ name: String, _ digits: borrowing SecretDigits, from start: Int = 0, length: Int = SecretDigits.capacity,
        prefix: String = ""
    ) {
        begin(name)
        bytes.append(prefix)
        bytes.append(digits, from: start, length: length)
    }

    private func begin(_ name: String) {
        if bytes.count > 0 { bytes.append(UInt8(ascii: "&")) }
        bytes.append(FormBody.escaped(name))
        bytes.append(UInt8(ascii: "="))
    }

    /// The text with everything but unreserved characters as `%20`: good for forms, queries and paths alike.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                escaped.append(character)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                escaped += hex.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return escaped
    }
}
