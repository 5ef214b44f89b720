import Yams

extension YAMLValue {
    /// The value with each `${name}` in its texts replaced by what `values` has for the name; `$${` stands for `${`. Keys of
    /// mappings stay as they are, and so do the names in `later`. Another name is an error at the place of its text.
    public func replacingVariables(
        _ values: [String: String], later: Set<String> = []
    ) throws(YAMLError) -> YAMLValue {
        YAMLValue(node: try replaced(node, values, later), file: file)
    }

    private func replaced(
        _ node: Node, _ values: [String: String], _ later: Set<String>
    ) throws(YAMLError) -> Node {
        switch node {
        case .scalar(var scalar):
            guard scalar.string.contains("$") else { return node }
            let text = VariableText(scalar.string)
            for name in text.names where values[name] == nil && !later.contains(name) {
                throw YAMLValue(node: node, file: file).error(
                    YAMLValue.unknownVariable(name, among: values.keys.sorted() + later.sorted()))
            }
            guard text.length(values) <= VariableText.greatest else {
                throw YAMLValue(node: node, file: file).error(
                    "with its variables this text grows to more than \(VariableText.greatest) characters")
            }
            scalar.string = text.replacing(values)
            return .scalar(scalar)
        case .mapping(var mapping):
            // By place: looking a key up compares nodes, which resolves their tags.
            for place in mapping.indices { mapping[place].value = try replaced(mapping[place].value, values, later) }
            return .mapping(mapping)
        case .sequence(var sequence):
            for index in sequence.indices { sequence[index] = try replaced(sequence[index], values, later) }
            return .sequence(sequence)
        case .alias: return node
        }
    }

    private static func unknownVariable(_ name: String, among known: [String]) -> String {
        let looksLikeOne = name.count <= 40 && name.allSatisfy { $0.isLetter || "-_".contains($0) }
        let shown = looksLikeOne ? "there is no variable '\(name)'" : "there is no such variable"
        if known.isEmpty { return shown + "; name it under variables, or write $${ for ${" }
        if let near = nearest(to: name, of: known) { return shown + "; did you mean '\(near)'?" }
        return shown + "; the variables are: " + known.joined(separator: ", ")
    }

    /// Whether a text in it, at any depth, names one of these variables.
    public func uses(anyOf names: Set<String>) -> Bool { YAMLValue.uses(node, names) }

    private static func uses(_ node: Node, _ names: Set<String>) -> Bool {
        switch node {
        case .scalar(let scalar):
            scalar.string.contains("${") && VariableText(scalar.string).names.contains { names.contains($0) }
        case .mapping(let mapping): mapping.contains { uses($0.value, names) }
        case .sequence(let sequence): sequence.contains { uses($0, names) }
        case .alias: false
        }
    }
}

/// A text with variables in it, as `in ${language}, please`.
public struct VariableText: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case text(String)
        case variable(String)
    }

    private var parts: [Part] = []

    /// Reads a text; a `${` that is not closed stands for itself, as does `$${`, without its first sign.
    public init(_ text: String) {
        var rest = text[...]
        var plain = ""
        while let sign = rest.firstIndex(of: "$") {
            plain += rest[..<sign]
            rest = rest[sign...]
            if rest.hasPrefix("$${") {
                plain += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(.variable(String(rest[rest.index(sign, offsetBy: 2)..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                plain += "$"
                rest = rest.dropFirst()
            }
        }
        plain += rest
        if !plain.isEmpty { parts.append(.text(plain)) }
    }

    /// The variables in it, in order.
    public var names: [String] { parts.compactMap { if case .variable(let name) = $0 { name } else { nil } } }

    /// As long as a text may become by its variables, in bytes: files of variables that hold each other twice grow fast.
    public static let greatest = 65_536

    /// How long the text becomes, in bytes.
    public func length(_ values: [String: String]) -> Int {
        parts.reduce(0) { length, part in
            switch part {
            case .text(let text): length + text.utf8.count
            case .variable(let name): length + (values[name]?.utf8.count ?? name.utf8.count + 3)
            }
        }
    }

    /// The text with what `values` has for its variables; others stay as they are.
    public func replacing(_ values: [String: String]) -> String {
        parts.map {
            switch $0 {
            case .text(let text): text
            case .variable(let name): values[name] ?? "${\(name)}"
            }
        }.joined()
    }
}
