import CardData
import JSONText
import YAMLText

/// Settings put together of files and options in layers, and where each value comes from. A later layer wins, for every
/// setting by itself.
public struct SettingsInForce: Sendable {
    /// The settings as a call has them.
    public private(set) var settings = CallSettings()
    /// The place of each value that is not the default, by the setting's path.
    private var origins: [String: String] = [:]

    /// The defaults.
    public init() {}

    /// Lays the files at `paths` over what is in force, in their order.
    public mutating func read(contentsOf paths: [String]) throws(YAMLError) {
        var files: [YAMLValue] = []
        for path in paths { files.append(try YAMLValue(contentsOf: path)) }
        try read(files)
    }

    /// Lays mappings over what is in force, in their order. What settings must be together, they must be in the end.
    mutating func read(_ layers: [YAMLValue]) throws(YAMLError) {
        var mappings: [String: YAMLValue] = [:]
        for layer in layers { try take(layer, at: .root, from: nil, &mappings) }
        try check(mappings)
    }

    /// Lays options over what is in force, in their order: each `KEY=VALUE`, a path and a value in YAML. An error names
    /// the option in the place of the file.
    public mutating func set(_ options: [String]) throws(YAMLError) {
        var mappings: [String: YAMLValue] = [:]
        for option in options {
            guard let sign = option.firstIndex(of: "=") else {
                throw SettingsInForce.wrong("--set", "give KEY=VALUE, like attempts=2")
            }
            let path = String(option[..<sign])
            let (node, parents) = try SettingsInForce.node(at: path)
            let name = "--set " + path
            let text = option[option.index(after: sign)...]
            guard let first = text.first(where: { !$0.isWhitespace }), first != "#" else {
                throw SettingsInForce.wrong(name, "give a value behind the =; quote one that is empty or begins with #")
            }
            do {
                let value = try YAMLValue(bytes: Array(text.utf8), name: name)
                for parent in parents { mappings[parent] = value }
                try take(value, at: node, from: "--set", &mappings)
            } catch { throw SettingsInForce.wrong(name, error.message) }
        }
        do { try check(mappings) } catch { throw SettingsInForce.wrong(error.file, error.message) }
    }

    /// Where the value of `setting` comes from: `default`, `--set`, or its place in a file.
    func origin(of setting: Setting) -> String { origins[setting.path] ?? "default" }

    /// Takes `value` for what stands at `node`. `mappings` gets the mapping seen last, for each path, where errors of
    /// checks are told.
    private mutating func take(
        _ value: YAMLValue, at node: SettingNode, from origin: String?, _ mappings: inout [String: YAMLValue]
    ) throws(YAMLError) {
        switch node {
        case .setting(let setting):
            try setting.read(value, &settings)
            origins[setting.path] = origin ?? SettingsInForce.shown(value.place)
        case .group(let path, let children):
            let values = try value.mapping(children.map(\.key))
            mappings[path] = value
            for child in children {
                if let value = values[child.key] { try take(value, at: child.node, from: origin, &mappings) }
            }
        }
    }

    private mutating func check(_ mappings: [String: YAMLValue]) throws(YAMLError) {
        for check in Setting.checks {
            if let mapping = mappings[check.path], let fault = check.fault(&settings) { throw mapping.error(fault) }
        }
    }

    /// What stands at `path` in the table, and the paths of the mappings around it.
    private static func node(at path: String) throws(YAMLError) -> (node: SettingNode, parents: [String]) {
        var node = SettingNode.root
        var parents: [String] = []
        for key in path.split(separator: ".", omittingEmptySubsequences: false).map(String.init) {
            switch node {
            case .setting(let setting):
                throw wrong("--set", "'\(setting.path)' has a value and no keys; leave out what stands behind it")
            case .group(let group, let children):
                guard let child = children.first(where: { $0.key == key }) else {
                    throw wrong("--set", YAMLValue.unknownKey(key, among: children.map(\.key)))
                }
                parents.append(group)
                node = child.node
            }
        }
        return (node, parents)
    }

    private static func wrong(_ option: String, _ message: String) -> YAMLError {
        YAMLError(file: option, line: nil, column: nil, message: message)
    }

    /// A place as it may stand in a comment: a file's name may hold line ends and digits of a card.
    private static func shown(_ place: String) -> String {
        let line = place.unicodeScalars.map { JSON.isPrintable($0) ? Character($0) : "?" }
        return CardMask.masking(String(line), across: "-")
    }
}
