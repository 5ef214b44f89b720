/// Text with values of data sources: `Your balance is {balance}.` Two braces stand for one.
public struct Template: Hashable, Sendable {
    /// A part of the text.
    public enum Part: Hashable, Sendable {
        /// Text as it stands.
        case literal(String)
        /// The value of a data source.
        case data(DataReference)
    }

    /// The parts in order; no two literals follow one another.
    public let parts: [Part]
    /// Where the text begins.
    public let place: SourcePlace

    /// Reads `text`; `reference` finds the data source of a name.
    public init(
        _ text: String, at place: SourcePlace, reference: (String) -> DataReference
    ) throws(TemplateFault) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                rest.removeFirst()
                literal.append(character)
            } else if character == "{" {
                guard let close = rest.firstIndex(of: "}") else { throw .unclosedBrace }
                let name = String(rest[..<close])
                guard PlanName.isName(name) else { throw .noName }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(.data(reference(name)))
                rest = rest[rest.index(after: close)...]
            } else if character == "}" {
                throw .strayBrace
            } else {
                literal.append(character)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
        self.place = place
    }

    /// No text at all.
    public static func empty(at place: SourcePlace) -> Template { Template(parts: [], place: place) }

    private init(parts: [Part], place: SourcePlace) {
        self.parts = parts
        self.place = place
    }

    /// The data sources it names, in order.
    public var references: [DataReference] {
        parts.compactMap { if case .data(let reference) = $0 { reference } else { nil } }
    }

    /// The one data source that is all of it; nil for any other text.
    public var wholeReference: DataReference? {
        guard parts.count == 1, case .data(let reference) = parts[0] else { return nil }
        return reference
    }

    /// The text with its values, each as `value` gives it.
    public func filled(_ value: (DataReference) -> String) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .data(let reference): value(reference)
            }
        }.joined()
    }

    /// The text as a plan writes it, for pictures.
    public var source: String { filled { "{\($0.name)}" } }
}

/// Why a text is no template.
public enum TemplateFault: Error, Hashable, Sendable {
    /// A `{` without its `}`.
    case unclosedBrace
    /// A `}` without its `{`.
    case strayBrace
    /// What stands in braces is no name.
    case noName

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .unclosedBrace: "a '{' is not closed by '}'; write '{{' for the brace itself"
        case .strayBrace: "a '}' has no '{' before it; write '}}' for the brace itself"
        case .noName: "what stands in braces is not the name of a data source; write '{{' for the brace itself"
        }
    }
}

/// How steps, services and data sources are named.
public enum PlanName {
    /// What a name is, for errors.
    public static let rule =
        "a name begins with a letter and has letters, digits, '-' and '_', at most \(PlanLimits.nameLength), "
        + "with no more than \(mostDigits) digits"

    /// Digits of a name: too few to be a card number.
    static let mostDigits = 8

    /// Whether `text` is a name; a card number never is, so names may be shown.
    public static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        guard let first = bytes.first, isLetter(first), bytes.count <= PlanLimits.nameLength else { return false }
        return bytes.count(where: isDigit) <= mostDigits
            && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2d || $0 == 0x5f }
    }
}
