import JSONText
import YAMLText

/// Reads the members of a JSON object, and refuses those it does not know. No error holds a value.
struct MemberReader {
    private let members: [JSONValue.Member]
    /// What stands before a member's name in an error: `source.`, or nothing.
    private let prefix: String

    /// The members of `value`, which lies at `path` of the body; throws for no object, or an unknown member.
    init(_ value: JSONValue, at path: String? = nil, knowing known: [String]) throws(GatewayProblem) {
        guard case .object(let members) = value else {
            throw .invalid("invalid_member", "a JSON object must stand here", param: path)
        }
        self.members = members
        prefix = path.map { $0 + "." } ?? ""
        for member in members where !known.contains(member.name) { throw unknown(member.name, known) }
    }

    /// A name is shown when it looks like one: what stands here may be a card number.
    private func unknown(_ name: String, _ known: [String]) -> GatewayProblem {
        let isName = name.count <= 40 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "-") }
        let near = YAMLValue.nearest(to: name, of: known)
        return .invalid(
            "unknown_member",
            "this member is not known here; "
                + (near.map { "did you mean '\($0)'?" } ?? "those known are: " + known.joined(separator: ", ")),
            param: isName ? prefix + name : nil)
    }

    /// The member's full name.
    func path(_ name: String) -> String { prefix + name }

    /// The member's value; nil where it is missing or null.
    func value(_ name: String) -> JSONValue? {
        let value = members.first { $0.name == name }?.value
        return value == .null ? nil : value
    }

    /// Text; nil where it is missing or null.
    func text(_ name: String) throws(GatewayProblem) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw .member(path(name), "this must be text, in quotes") }
        return text
    }

    /// Text that must be there.
    func required(_ name: String) throws(GatewayProblem) -> String {
        guard let text = try text(name) else { throw .missing(path(name)) }
        return text
    }

    /// One of `names`; nil where it is missing or null.
    func choice<Value: RawRepresentable>(
        _ name: String, of values: [Value]
    ) throws(GatewayProblem) -> Value? where Value.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let value = values.first(where: { $0.rawValue == text }) else {
            throw .member(path(name), "this must be one of: " + values.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// A whole number within `range`; nil where it is missing or null.
    func whole(_ name: String, in range: ClosedRange<Int64>, _ what: String) throws(GatewayProblem) -> Int64? {
        guard let value = value(name) else { return nil }
        guard case .number(let text) = value, let number = Int64(text), range.contains(number) else {
            throw .member(
                path(name), "this must be \(what): a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Digits alone, of an allowed count; nil where it is missing or null.
    func digits(_ name: String, _ counts: ClosedRange<Int>, _ what: String) throws(GatewayProblem) -> String? {
        guard let text = try text(name) else { return nil }
        guard counts.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .member(path(name), "this must be \(what), in quotes")
        }
        return text
    }
}
