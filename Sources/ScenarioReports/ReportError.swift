import JSONText

/// A text that is no report, or reports that don't belong together. It is one sentence, and shows no value: that may be
/// secret.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and where, and what to do.
    public let description: String

    /// An error in these words.
    public init(_ description: String) { self.description = description }
}

/// The members of an object that was read, each of the type it must have.
struct ReportMembers {
    private let members: [String: JSONValue]
    /// What the object is, for errors: `a failure`.
    private let what: String

    init(_ value: JSONValue, _ what: String) throws(ReportError) {
        guard case .object(let members) = value else { throw ReportError("\(what) must be an object") }
        self.what = what
        // The reader refuses a name that comes twice.
        self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The member of that name; throws where there is none.
    func value(_ name: String) throws(ReportError) -> JSONValue {
        guard let value = members[name] else { throw ReportError("\(what) lacks `\(name)`") }
        return value
    }

    /// The member of that name; nil where it is null.
    func optional(_ name: String) throws(ReportError) -> JSONValue? {
        let value = try value(name)
        return value == .null ? nil : value
    }

    func string(_ name: String) throws(ReportError) -> String {
        guard case .string(let text) = try value(name) else { throw wrong(name, "text") }
        return text
    }

    func optionalString(_ name: String) throws(ReportError) -> String? {
        try optional(name) == nil ? nil : try string(name)
    }

    func strings(_ name: String) throws(ReportError) -> [String] {
        try list(name, "a list of texts") { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The items of a list, as `read` takes them; nil is an error.
    func list<Item>(
        _ name: String, _ words: String, _ read: (JSONValue) throws(ReportError) -> Item?
    ) throws(ReportError) -> [Item] {
        guard case .array(let values) = try value(name) else { throw wrong(name, words) }
        var items: [Item] = []
        for value in values {
            guard let item = try read(value) else { throw wrong(name, words) }
            items.append(item)
        }
        return items
    }

    /// A whole number of `range`.
    func int(_ name: String, in range: ClosedRange<Int>) throws(ReportError) -> Int {
        guard case .number(let text) = try value(name), let number = Int(text), range.contains(number) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A number of seconds from 0 on.
    func seconds(_ name: String) throws(ReportError) -> Double {
        guard let seconds = ReportMembers.seconds(try value(name)) else { throw wrong(name, "a number of seconds") }
        return seconds
    }

    static func seconds(_ value: JSONValue) -> Double? {
        guard case .number(let text) = value, let number = Double(text), (0..<1e12).contains(number) else { return nil }
        return number
    }

    func wrong(_ name: String, _ words: String) -> ReportError { ReportError("`\(name)` of \(what) must be \(words)") }
}
