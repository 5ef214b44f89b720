/// Texts in XML and HTML: masked, escaped, and without the characters that XML forbids.
enum Markup {
    /// A text between tags.
    static func text(_ text: String) -> String { escaped(ReportText.shown(text), inAttribute: false) }

    /// A text between double quotes.
    static func attribute(_ text: String) -> String { escaped(ReportText.shown(text), inAttribute: true) }

    /// An element with these attributes; without text it is empty.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String = "") -> String {
        let list = attributes.map { " \($0.key)=\"\(attribute($0.value))\"" }.joined()
        return text.isEmpty ? "<\(name)\(list)/>" : "<\(name)\(list)>\(Markup.text(text))</\(name)>"
    }

    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7f).contains($0) && !marks.contains($0) }
        if isPlain { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            // White space in an attribute is a space to who reads it, unless it is written as a number.
            case "\t" where inAttribute, "\n" where inAttribute:
                escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            case "\t", "\n": escaped.append(scalar)
            case "\r": escaped.append(contentsOf: "&#13;".unicodeScalars)
            case _ where isForbidden(scalar): escaped.append("\u{fffd}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static let marks = Set("&<>\"".utf8)

    /// What no XML 1.0 holds, and control characters that a page would show as nothing.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe
    }
}
