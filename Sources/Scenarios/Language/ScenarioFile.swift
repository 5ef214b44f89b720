import CardData
import Prompts
import Settings
import YAMLText

/// A file of scenarios: one, or as many as its tables of examples and its matrix have rows.
///
/// Its YAML is read once; each scenario is made of it when it is asked for, so that a file of 100,000 costs the memory of
/// one.
public struct ScenarioFile {
    /// The file's path, as it was given or found.
    public let path: String
    /// Its tags.
    public let tags: [String]
    /// How many scenarios it has.
    public var count: Int { table.count }
    /// The files that its scenarios are made of, this one first.
    public var files: [String] { includes.files }

    private let yaml: YAMLValue
    private let keys: [String: YAMLValue]
    private let prompts: PromptSet
    private let table: ScenarioTable
    private let variables: [(name: String, text: String)]
    /// Variables that are keyed and have no text, where the file has them.
    private let empty: [(name: String, place: YAMLValue)]
    private let includes: Includes

    /// Reads the file at `path`.
    public init(contentsOf path: String, prompts: PromptSet) throws(YAMLError) {
        try self.init(YAMLValue(contentsOf: path), file: path, prompts: prompts)
    }

    /// Reads a file whose YAML is at hand; paths in it are seen from its folder.
    public init(_ yaml: YAMLValue, file: String, prompts: PromptSet) throws(YAMLError) {
        (path, self.yaml, self.prompts) = (file, yaml, prompts)
        var keys = try yaml.mapping(ScenarioKeys.scenario.names)
        let includes = Includes(root: file)
        var variables: [(name: String, text: String)] = []
        var empty: [(name: String, place: YAMLValue)] = []
        if let list = keys["include"] {
            for item in list.isList ? try list.items() : [list] {
                let included = try includes.file(try item.path(), at: item).mapping(ScenarioKeys.scenario.names)
                if let further = included["include"] {
                    throw further.error("a file that is included includes no others; name them in the scenario")
                }
                for (key, value) in included where key != "variables" && keys[key] == nil { keys[key] = value }
                try ScenarioFile.add(included["variables"], to: &variables, &empty)
            }
        }
        try ScenarioFile.add(keys["variables"], to: &variables, &empty)
        guard keys["name"] != nil else { throw yaml.error("a scenario needs a name") }
        tags = try keys["tags"].map { (value) throws(YAMLError) in try value.tags() } ?? []
        table = try ScenarioTable(
            examples: keys["examples"], matrix: keys["matrix"], includes,
            keyed: { [keys, variables] in VariableUse(includes).keyed(in: keys, variables) })
        if !empty.isEmpty {
            let keyed = VariableUse(includes).keyed(in: keys, variables)
            empty.removeAll { !keyed.contains($0.name) }
        }
        (self.keys, self.variables, self.empty, self.includes) = (keys, variables, empty, includes)
    }

    private static func add(
        _ value: YAMLValue?, to variables: inout [(name: String, text: String)],
        _ empty: inout [(name: String, place: YAMLValue)]
    ) throws(YAMLError) {
        for (key, value) in try value?.pairs() ?? [] {
            let name = try key.variableName()
            let text = try value.text()
            variables.removeAll { $0.name == name }
            variables.append((name, text))
            empty.removeAll { $0.name == name }
            if text.isEmpty { empty.append((name, value)) }
        }
    }

    /// All files that the scenarios of the one at `path` are made of, as far as it can be read.
    public static func files(of path: String, prompts: PromptSet) -> [String] {
        guard let file = try? ScenarioFile(contentsOf: path, prompts: prompts) else { return [path] }
        // What its steps include is known when they are read.
        _ = try? file.scenario(0)
        return file.files
    }

    /// Which one the scenario at `index` is; nil in a file of one.
    public func variant(_ index: Int) -> String? { table.variant(index) }

    /// The scenario at `index`, from 0 to below `count`.
    public func scenario(_ index: Int) throws(YAMLError) -> Scenario {
        let row = table.row(index)
        // Whoever keys nothing on purpose leaves the variable out; a saved scenario waits for its secrets.
        let open = empty.filter { row[$0.name] == nil }
        if let first = open.first {
            let names = open.map(\.name).joined(separator: ", ")
            throw first.place.error("fill in \(names): what is keyed has no text yet")
        }
        var values = row
        // A variable may be made of the row, and of those before it.
        for (name, text) in variables where row[name] == nil {
            let variable = VariableText(text)
            guard variable.length(values) <= VariableText.greatest else {
                throw yaml.error("a variable grows to more than \(VariableText.greatest) characters")
            }
            values[name] = variable.replacing(values)
        }
        return try Scenario(
            keys, of: self, variant: table.variant(index), values: values, yaml: yaml, prompts: prompts, includes)
    }
}

extension YAMLValue {
    /// A list of tags, or one.
    fileprivate func tags() throws(YAMLError) -> [String] {
        var tags: [String] = []
        for item in isList ? try items() : [self] {
            let tag = try item.name()
            guard tag.allSatisfy({ $0.isLetter || $0.isNumber || "-_.:".contains($0) }) else {
                throw item.error("a tag has letters, digits, '-', '_', '.' and ':'")
            }
            tags.append(tag)
        }
        return tags
    }

    /// The name of a variable.
    func variableName() throws(YAMLError) -> String {
        let name = try text()
        guard (1...40).contains(name.count), name.first?.isLetter == true,
            name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) })
        else { throw error("a variable's name begins with a letter, and has letters, digits, '-' and '_'") }
        return name
    }
}

/// The files that scenarios are made of, each read once.
final class Includes {
    /// How deep files may include each other.
    static let mostDeep = 16
    /// How many steps a scenario may have, those of included files counted each time.
    static let mostSteps = 10_000

    private var read: [String: YAMLValue] = [:]
    /// All files, in the order they were met.
    private(set) var files: [String]

    init(root: String) { files = [root] }

    /// A file of YAML.
    func file(_ path: String, at value: YAMLValue) throws(YAMLError) -> YAMLValue {
        if let known = read[path] { return known }
        note(path)
        do throws(YAMLError) {
            let yaml = try YAMLValue(contentsOf: path)
            read[path] = yaml
            return yaml
        } catch {
            // A file that is not there is the fault of the line that names it.
            throw error.line == nil ? value.error(error.description) : error
        }
    }

    /// A file of another kind that scenarios need.
    func note(_ path: String) { if !files.contains(path) { files.append(path) } }

    /// The steps of a list with those of included files in their place, and variables replaced; each goes to `body`.
    func expand(
        _ list: YAMLValue, _ values: [String: String], _ body: (YAMLValue) throws(YAMLError) -> Void
    ) throws(YAMLError) {
        var expansion = Expansion(chain: files.first.map { [$0] } ?? [])
        try expand(list, values, &expansion, body)
    }

    /// How far an expansion has come.
    private struct Expansion {
        var chain: [String]
        var count = 0
        /// What steps have kept so far, and later texts may name.
        var captured: Set<String> = []
    }

    private func expand(
        _ list: YAMLValue, _ values: [String: String], _ expansion: inout Expansion,
        _ body: (YAMLValue) throws(YAMLError) -> Void
    ) throws(YAMLError) {
        for item in try list.items() {
            expansion.count += 1
            guard expansion.count <= Includes.mostSteps else {
                throw item.error("a scenario has at most \(Includes.mostSteps) steps, those of included files counted")
            }
            if let include = item["include"] {
                try expandFile(include, values, &expansion, body)
                continue
            }
            let names = item.capturedNames
            let replaced = try item.replacingVariables(values, later: expansion.captured.union(names))
            try body(replaced)
            expansion.captured.formUnion(names)
        }
    }

    private func expandFile(
        _ include: YAMLValue, _ values: [String: String], _ expansion: inout Expansion,
        _ body: (YAMLValue) throws(YAMLError) -> Void
    ) throws(YAMLError) {
        let keys = include.isMapping ? try include.mapping(["file", "with"]) : ["file": include]
        guard let name = keys["file"] else { throw include.error("include needs the file whose steps are meant") }
        let path = try name.replacingVariables(values).path()
        guard !expansion.chain.contains(path) else {
            throw name.error("this file includes itself: " + (expansion.chain + [path]).joined(separator: " includes "))
        }
        guard expansion.chain.count <= Includes.mostDeep else {
            throw name.error("files include each other more than \(Includes.mostDeep) deep")
        }
        let part = try file(path, at: name).mapping(ScenarioKeys.included.names)
        guard let steps = part["steps"] else { throw name.error("the file \(path) has no steps") }
        var inner = values
        for (key, value) in try keys["with"]?.pairs() ?? [] {
            let name = try key.variableName()
            guard VariableUse(self).isUsed(name, in: part) else {
                let near = YAMLValue.nearest(to: name, of: VariableUse.variables(of: part).map(\.name))
                throw key.error(
                    "nothing in \(path) uses this variable" + (near.map { "; did you mean '\($0)'?" } ?? ""))
            }
            inner[name] = try value.replacingVariables(values).text()
        }
        for (key, value) in try part["variables"]?.pairs() ?? [] {
            let name = try key.variableName()
            if inner[name] == nil { inner[name] = try value.replacingVariables(inner).text() }
        }
        expansion.chain.append(path)
        try expand(steps, inner, &expansion, body)
        expansion.chain.removeLast()
    }
}

extension YAMLValue {
    /// The names that a step keeps of an event.
    fileprivate var capturedNames: Set<String> {
        guard let capture = self["expect"]?["capture"], let pairs = try? capture.pairs() else { return [] }
        return Set(pairs.compactMap { try? $0.key.text() })
    }
}
