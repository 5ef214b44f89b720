import JSONText

/// Checks a value against a schema of the OpenAPI document: the part of JSON Schema 2020-12 that the document uses.
struct SchemaCheck {
    /// The whole document, in which `$ref` points.
    let document: JSONValue

    private static let known: Set<String> = [
        "$ref", "type", "properties", "required", "additionalProperties", "enum", "oneOf", "pattern", "items",
        "minimum",
        "maximum", "minLength", "maxLength", "maxProperties", "description", "default",
    ]

    /// What `$ref` leads to, or the value itself.
    func resolved(_ schema: JSONValue) -> JSONValue? {
        guard let reference = schema["$ref"]?.plainText else { return schema }
        return document[reference.split(separator: "/").dropFirst().map { JSONPathComponent.name(String($0)) }]
    }

    /// What is wrong with `value`; nothing where it fits.
    func problems(_ value: JSONValue, _ given: JSONValue, at path: String = "$") -> [String] {
        guard let schema = resolved(given), case .object(let members) = schema else { return ["\(path): no schema"] }
        let unknown = members.map(\.name).filter { !SchemaCheck.known.contains($0) }
        guard unknown.isEmpty else { return ["\(path): the check knows no \(unknown)"] }
        if case .array(let choices)? = schema["oneOf"] {
            let fitting = choices.count { problems(value, $0, at: path).isEmpty }
            return fitting == 1 ? [] : ["\(path): fits \(fitting) of its schemas"]
        }
        var found: [String] = []
        if let types = schema["type"], !isOf(types, value) { found.append("\(path): is no \(JSON(types).text)") }
        if case .array(let values)? = schema["enum"], !values.contains(value) {
            found.append("\(path): is none of the enum")
        }
        switch value {
        case .string(let text): found += stringProblems(text, schema, path)
        case .number(let text): found += numberProblems(text, schema, path)
        case .array(let items):
            if let schema = schema["items"] {
                for (index, item) in items.enumerated() { found += problems(item, schema, at: "\(path)[\(index)]") }
            }
        case .object(let members): found += objectProblems(members, schema, path)
        case .null, .bool: break
        }
        return found
    }

    private func isOf(_ types: JSONValue, _ value: JSONValue) -> Bool {
        if case .array(let types) = types { return types.contains { isOf($0, value) } }
        return switch (types.plainText, value) {
        case ("string", .string), ("boolean", .bool), ("null", .null), ("object", .object), ("array", .array),
            ("number", .number):
            true
        case ("integer", .number(let text)): Int64(text) != nil
        default: false
        }
    }

    private func stringProblems(_ text: String, _ schema: JSONValue, _ path: String) -> [String] {
        var found: [String] = []
        if let pattern = schema["pattern"]?.plainText {
            guard let regex = try? Regex(pattern) else { return ["\(path): the pattern can't be read"] }
            if text.firstMatch(of: regex) == nil { found.append("\(path): does not fit \(pattern)") }
        }
        if let least = schema["minLength"]?.plainText.flatMap({ Int($0) }), text.count < least {
            found.append("\(path): too short")
        }
        if let most = schema["maxLength"]?.plainText.flatMap({ Int($0) }), text.count > most {
            found.append("\(path): too long")
        }
        return found
    }

    private func numberProblems(_ text: String, _ schema: JSONValue, _ path: String) -> [String] {
        let number = Double(text) ?? .nan
        if let least = schema["minimum"]?.plainText.flatMap({ Double($0) }), number < least {
            return ["\(path): too small"]
        }
        if let most = schema["maximum"]?.plainText.flatMap({ Double($0) }), number > most {
            return ["\(path): too large"]
        }
        return []
    }

    private func objectProblems(_ members: [JSONValue.Member], _ schema: JSONValue, _ path: String) -> [String] {
        var found: [String] = []
        if case .array(let names)? = schema["required"] {
            for name in names.compactMap(\.plainText) where !members.contains(where: { $0.name == name }) {
                found.append("\(path): has no \(name)")
            }
        }
        for member in members {
            let inner = "\(path).\(member.name)"
            if let schema = schema["properties"]?[member.name] {
                found += problems(member.value, schema, at: inner)
            } else if schema["additionalProperties"] == .bool(false) {
                found.append("\(inner): is not known")
            } else if let schema = schema["additionalProperties"] {
                found += problems(member.value, schema, at: inner)
            }
        }
        return found
    }
}
