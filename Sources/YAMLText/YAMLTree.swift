import Yams

/// YAML that is to be written: values in the order in which they were put together.
public indirect enum YAMLTree: Hashable, Sendable {
    /// Text without quotes, where it needs none.
    case word(String)
    /// Text in double quotes: numbers that are names, keys, what people wrote.
    case quoted(String)
    /// A value as it stands in another file: `[visa, amex]`.
    case source(String)
    case list([YAMLTree])
    /// Keys below each other.
    case mapping([Member])
    /// Keys in one line, in braces.
    case line([Member])

    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public let key: String
        /// Its value.
        public let value: YAMLTree

        /// `key: value`.
        public init(_ key: String, _ value: YAMLTree) { (self.key, self.value) = (key, value) }
    }

    /// The text of a file, with a line feed at its end. Throws where a `source` is no YAML.
    public func text() throws(YAMLError) -> String {
        let node = try node()
        // The emitter fails only where its memory or a tag is missing, and neither can be here.
        guard let text = try? Yams.serialize(node: node, width: -1, allowUnicode: true) else {
            throw YAMLError(file: "", line: nil, column: nil, message: "these values can't be written as YAML")
        }
        return text
    }

    private func node() throws(YAMLError) -> Node {
        switch self {
        case .word(let text): return .scalar(Node.Scalar(text))
        case .quoted(let text): return .scalar(Node.Scalar(text, .implicit, .doubleQuoted))
        case .source(let text):
            guard case .success(let node?) = Composer.compose(text) else {
                throw YAMLError(file: "", line: nil, column: nil, message: "this is no value of YAML")
            }
            return YAMLTree.inOneLine(node)
        case .list(let items):
            var nodes: [Node] = []
            for item in items { nodes.append(try item.node()) }
            return .sequence(Node.Sequence(nodes, .implicit, .block))
        case .mapping(let members): return .mapping(try YAMLTree.mapping(members, .block))
        case .line(let members): return .mapping(try YAMLTree.mapping(members, .flow))
        }
    }

    private static func inOneLine(_ node: Node) -> Node {
        switch node {
        case .sequence(var items):
            items.style = .flow
            return .sequence(items)
        case .mapping(var pairs):
            pairs.style = .flow
            return .mapping(pairs)
        case .scalar, .alias: return node
        }
    }

    private static func mapping(_ members: [Member], _ style: Node.Mapping.Style) throws(YAMLError) -> Node.Mapping {
        var pairs: [(Node, Node)] = []
        for member in members { pairs.append((.scalar(Node.Scalar(member.key)), try member.value.node())) }
        return Node.Mapping(pairs, .implicit, style)
    }
}
