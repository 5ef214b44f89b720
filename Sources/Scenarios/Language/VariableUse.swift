import YAMLText

/// What a scenario and the files that it includes do with their variables, as their texts tell before any scenario is made.
/// What can't be read here is told when it is.
struct VariableUse {
    private let includes: Includes

    init(_ includes: Includes) { self.includes = includes }

    // MARK: Keyed

    /// The variables that end up in what the caller keys, by way of other variables and files too: a name made of their values
    /// would show codes and PINs. `keys` are those of a scenario or of an included file, `variables` its own in their order.
    func keyed(in keys: [String: YAMLValue], _ variables: [(name: String, text: String)]) -> Set<String> {
        keyed(in: keys, variables, depth: 0)
    }

    private func keyed(
        in keys: [String: YAMLValue], _ variables: [(name: String, text: String)], depth: Int
    ) -> Set<String> {
        var names = VariableUse.named(in: keys["keys"])
        for account in (try? keys["accounts"]?.items()) ?? [] { names.formUnion(VariableUse.named(in: account["pin"])) }
        for (_, value) in (try? keys["call"]?["give"]?.pairs()) ?? [] {
            names.formUnion(VariableUse.named(in: value))
        }
        for step in (try? keys["steps"]?.items()) ?? [] {
            if let include = step["include"] { names.formUnion(keyed(by: include, depth: depth)) }
            for move in ["press", "play"] {
                guard let value = step[move] else { continue }
                names.formUnion(VariableUse.named(in: value.isMapping ? value["keys"] : value))
            }
        }
        // A variable is made of those before it.
        for (name, text) in variables.reversed() where names.contains(name) {
            names.formUnion(VariableText(text).names)
        }
        return names
    }

    /// Those of an included file: the values it is given stand for its own names.
    private func keyed(by include: YAMLValue, depth: Int) -> Set<String> {
        let given = (try? include["with"]?.pairs()) ?? []
        guard depth < Includes.mostDeep, let part = part(include) else {
            return given.reduce(into: []) { $0.formUnion(VariableUse.named(in: $1.value)) }
        }
        let own = VariableUse.variables(of: part).map { (name: $0.name, text: (try? $0.value.text()) ?? "") }
        var names = keyed(in: part, own, depth: depth + 1)
        for (key, value) in given {
            guard let own = try? key.text(), names.remove(own) != nil else { continue }
            names.formUnion(VariableUse.named(in: value))
        }
        return names
    }

    private static func named(in value: YAMLValue?) -> Set<String> {
        guard let text = try? value?.text() else { return [] }
        return Set(VariableText(text).names)
    }

    // MARK: Used

    /// Whether an included file, or one that it includes, has use for a variable.
    func isUsed(_ name: String, in part: [String: YAMLValue]) -> Bool { isUsed(name, in: part, depth: 0) }

    private func isUsed(_ name: String, in part: [String: YAMLValue], depth: Int) -> Bool {
        if VariableUse.variables(of: part).contains(where: { $0.name == name || $0.value.uses(anyOf: [name]) }) {
            return true
        }
        guard let steps = part["steps"], !steps.uses(anyOf: [name]) else { return true }
        return ((try? steps.items()) ?? []).contains { step in
            guard let include = step["include"] else { return false }
            // Which file that will be is not known, or it is wrong, which is told in its place.
            guard depth < Includes.mostDeep, let inner = self.part(include) else { return true }
            return isUsed(name, in: inner, depth: depth + 1)
        }
    }

    // MARK: Files

    /// The names that a file has variables of, in their order.
    static func variables(of part: [String: YAMLValue]) -> [(name: String, value: YAMLValue)] {
        ((try? part["variables"]?.pairs()) ?? []).compactMap { key, value in (try? key.text()).map { ($0, value) } }
    }

    /// The file that a step includes; nil where its name has variables, or it can't be read.
    private func part(_ include: YAMLValue) -> [String: YAMLValue]? {
        guard let name = include.isMapping ? include["file"] : include, let path = try? name.path(),
            !path.contains("${"), let file = try? includes.file(path, at: name)
        else { return nil }
        return try? file.mapping(ScenarioKeys.included.names)
    }
}
