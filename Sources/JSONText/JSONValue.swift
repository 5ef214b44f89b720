/// A JSON value that was read (RFC 8259).
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number as it was written: an amount of `120.10` stays `120.10`, and no digit of a long id is lost.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text; no name comes twice.
    case object([Member])

    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// `name: value`.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// An object of these members, in this order; no name may come twice.
    public static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    /// Text, or null.
    public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// The member of that name; nil where there is none, or the value is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The item at that place, 0 for the first; nil where there is none, or the value is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let items) = self, items.indices.contains(index) else { return nil }
        return items[index]
    }

    /// What lies at the end of `path`; the value itself for an empty one, nil where a step leads nowhere.
    public subscript(path: some Sequence<JSONPathComponent>) -> JSONValue? {
        var value: JSONValue? = self
        for step in path {
            switch step {
            case .name(let name): value = value?[name]
            case .index(let index): value = value?[index]
            }
        }
        return value
    }

    /// A string's characters, a number as it was written, `true` or `false`; nil for null, an array or an object.
    public var plainText: String? {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .string(let text): text
        case .null, .array, .object: nil
        }
    }
}

/// One step into a JSON value.
public enum JSONPathComponent: Hashable, Sendable {
    /// To the member of that name.
    case name(String)
    /// To the item at that place, 0 for the first.
    case index(Int)
}

extension JSON {
    /// The value that was read, to be written again.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let text): self = .number(text)
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { JSON($0) })
        case .object(let members): self = .object(members.map { Member(name: $0.name, value: JSON($0.value)) })
        }
    }
}
