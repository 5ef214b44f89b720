/// A JSON value that is written in the order it was put together (RFC 8259), so that an output reads like its
/// documentation and the same input gives the same bytes.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number with a fixed count of decimals, trailing zeros dropped: see `decimal`.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSON

        /// `name: value`.
        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// An object of these members, in this order.
    public static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    /// Text, or null.
    public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// A number rounded to at most `places` decimals, without trailing zeros; null for what is no number.
    public static func decimal(_ value: Double, places: Int) -> JSON {
        guard value.isFinite, abs(value) < 1e12 else { return .null }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((value * scale).rounded())
        let sign = scaled < 0 ? "-" : ""
        let (whole, remainder) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
        guard remainder > 0 else { return .number(sign + String(whole)) }
        var (rest, length) = (remainder, places)
        while rest.isMultiple(of: 10) { (rest, length) = (rest / 10, length - 1) }
        let fraction = String(rest)
        let zeros = String(repeating: "0", count: length - fraction.utf8.count)
        return .number(sign + String(whole) + "." + zeros + fraction)
    }

    /// The value as one line of JSON text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value as one line of JSON text, in UTF-8.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .int(let value): bytes += String(value).utf8
        case .number(let value): bytes += value.utf8
        case .string(let value): JSON.write(value, to: &bytes)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSON.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        // Most texts have nothing that must be written otherwise.
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c && $0 != 0x7f }) {
            bytes += string.utf8
        } else {
            for byte in string.utf8 { write(byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func write(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0..<0x20, 0x7f:
            let hex = String(byte, radix: 16)
            bytes += ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8
        default: bytes.append(byte)
        }
    }
}
