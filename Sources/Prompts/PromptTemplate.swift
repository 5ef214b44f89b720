import PaymentCall

/// Words with slots: `Your balance is {balance}.`
public struct PromptTemplate: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case text(String)
        case slot(PromptSlot)
    }
    private let parts: [Part]

    /// Reads a template; throws the name of a slot that is none, or a brace that is not closed.
    public init(_ text: String) throws(PromptTemplateError) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            parts.append(.text(String(rest[..<open])))
            guard let close = rest[open...].firstIndex(of: "}") else { throw .unclosedBrace }
            let name = String(rest[rest.index(after: open)..<close])
            guard let slot = PromptSlot(rawValue: name) else { throw .unknownSlot(name) }
            parts.append(.slot(slot))
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
    }

    /// The slots used.
    public var slots: Set<PromptSlot> {
        Set(parts.compactMap { if case .slot(let slot) = $0 { slot } else { nil } })
    }

    /// The text between the slots, in order.
    var texts: [String] { parts.compactMap { if case .text(let text) = $0 { text } else { nil } } }

    func filled(_ value: (PromptSlot) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .slot(let slot): value(slot)
            }
        }.joined()
    }
}

/// Why a template can't be read.
public enum PromptTemplateError: Error, Hashable, Sendable {
    /// There is no slot of that name.
    case unknownSlot(String)
    /// A `{` without its `}`.
    case unclosedBrace
}
