import JSONText

/// Where a value lies in a JSON answer: a small part of RFC 9535, one value at most.
///
/// `$` is the whole answer; `.name` and `['name']` are a member of an object, `[0]` an item of a list, counted from 0.
/// Nothing else is read: no wildcards, slices, filters or places from the end.
public struct JSONPath: Hashable, Sendable {
    /// The way from the whole answer to the value.
    public let components: [JSONPathComponent]

    /// What a path is, for errors.
    public static let rule = "a path into the answer is written like $.payment.clid, $['payment'] or $.list[0]"

    /// Reads a path; nil for what is none.
    public init?(_ text: String) {
        guard text.hasPrefix("$") else { return nil }
        var rest = text.dropFirst()
        var components: [JSONPathComponent] = []
        while let mark = rest.popFirst() {
            let component =
                switch mark {
                case ".": JSONPath.name(&rest)
                case "[": JSONPath.bracket(&rest)
                default: JSONPathComponent?.none
                }
            guard let component, components.count < PlanLimits.pathLength else { return nil }
            components.append(component)
        }
        self.components = components
    }

    private static func name(_ rest: inout Substring) -> JSONPathComponent? {
        let name = rest.prefix { $0.isLetter || $0 == "_" || $0 == "-" || ($0.isASCII && $0.isNumber) }
        rest = rest[name.endIndex...]
        return name.isEmpty ? nil : .name(String(name))
    }

    private static func bracket(_ rest: inout Substring) -> JSONPathComponent? {
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return item(&rest) }
        guard let close = rest.dropFirst().firstIndex(of: quote) else { return nil }
        let name = rest[rest.index(after: rest.startIndex)..<close]
        rest = rest[rest.index(after: close)...]
        guard rest.popFirst() == "]", !name.contains("\\") else { return nil }
        return .name(String(name))
    }

    private static func item(_ rest: inout Substring) -> JSONPathComponent? {
        guard let close = rest.firstIndex(of: "]") else { return nil }
        let digits = rest[..<close]
        rest = rest[rest.index(after: close)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let place = Int(digits) else { return nil }
        return place <= PlanLimits.greatestIndex ? .index(place) : nil
    }
}
