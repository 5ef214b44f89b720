import YAMLText

/// Which variables of a file end up in what its caller keys: a name made of their values would show codes and PINs.
///
/// It is read from the file's texts, before any scenario is made of it. What can't be read here is told when it is.
struct KeyedVariables {
    private let includes: Includes

    init(_ includes: Includes) { self.includes = includes }

    /// The variables that the keys of a scenario hold, by way of other variables too.
    func names(in keys: [String: YAMLValue], _ variables: [(name: String, text: String)]) -> Set<String> {
        var names = KeyedVariables.named(in: keys["keys"])
        for account in (try? keys["accounts"]?.items()) ?? [] {
            names.formUnion(KeyedVariables.named(in: account["pin"]))
        }
        for (_, value) in (try? keys["call"]?["give"]?.pairs()) ?? [] {
            names.formUnion(KeyedVariables.named(in: value))
        }
        if let steps = keys["steps"] { names.formUnion(self.names(in: steps, depth: 0)) }
        // A variable is made of those before it.
        for (name, text) in variables.reversed() where names.contains(name) {
            names.formUnion(VariableText(text).names)
        }
        return names
    }

    private func names(in steps: YAMLValue, depth: Int) -> Set<String> {
        var names: Set<String> = []
        for step in (try? steps.items()) ?? [] {
            if let include = step["include"] { names.formUnion(self.names(of: include, depth: depth)) }
            for move in ["press", "play"] {
                guard let value = step[move] else { continue }
                names.formUnion(KeyedVariables.named(in: value.isMapping ? value["keys"] : value))
            }
        }
        return names
    }

    /// Those of a file that is included: the values it is given stand for its own names.
    private func names(of include: YAMLValue, depth: Int) -> Set<String> {
        let given = (try? include["with"]?.pairs()) ?? []
        guard depth < Includes.mostDeep, let name = include.isMapping ? include["file"] : include,
            let path = try? name.path(), let steps = try? includes.file(path, at: name)["steps"]
        else { return given.reduce(into: []) { $0.formUnion(KeyedVariables.named(in: $1.value)) } }
        var names = self.names(in: steps, depth: depth + 1)
        for (key, value) in given {
            guard let own = try? key.text(), names.remove(own) != nil else { continue }
            names.formUnion(KeyedVariables.named(in: value))
        }
        return names
    }

    private static func named(in value: YAMLValue?) -> Set<String> {
        guard let text = try? value?.text() else { return [] }
        return Set(VariableText(text).names)
    }
}
