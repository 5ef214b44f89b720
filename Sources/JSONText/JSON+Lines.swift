extension JSON {
    /// The value as JSON text for people: a member or item a line, two spaces a level, lists of plain values in one line.
    public var indentedText: String { indented(by: "") }

    private func indented(by margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSON.string($0.name).text): \($0.value.indented(by: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .array(let items) where items.contains(where: \.isNested):
            let lines = items.map { inner + $0.indented(by: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        case .array(let items): return "[" + items.map(\.text).joined(separator: ", ") + "]"
        default: return text
        }
    }

    private var isNested: Bool {
        switch self {
        case .array(let items): !items.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }
}
