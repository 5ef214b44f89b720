import JSONText

extension JSON {
    /// The value in one line of YAML, as a person would write it.
    var yaml: String {
        switch self {
        case .array(let items): "[" + items.map(\.yaml).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}"
                : "{ " + members.map { "\(JSON.yaml($0.name)): \($0.value.yaml)" }.joined(separator: ", ") + " }"
        case .string(let text): JSON.yaml(text)
        case .null, .bool, .int, .number: text
        }
    }

    /// Whether a character may stand in a line of YAML as it is: it ends no line and controls no terminal.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
        default: true
        }
    }

    /// A text that YAML reads as this text: plain where it is a word, else quoted.
    private static func yaml(_ text: String) -> String {
        // What some reader of YAML takes for a truth or for nothing.
        let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
        let isWord =
            text.utf8.first.map(isLetter) == true && !words.contains(text.lowercased())
            && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x5f }
        return isWord ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\"" || scalar == "\\" { return "\\" + String(scalar) }
        if isPrintable(scalar) { return String(scalar) }
        let hex = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
    }
}
