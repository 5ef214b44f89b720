import JSONText
import YAMLText

/// One setting: a row of the table from which reader, schema, documentation and `ivrpay settings` are made.
struct Setting: Sendable {
    /// Its keys from the top of the file, with dots between: `timeouts.first-digit`.
    let path: String
    /// What it sets, in a sentence.
    let summary: String
    /// What its value is in words, with unit and range.
    let words: String
    /// What its value is in JSON Schema.
    let schema: [JSON.Member]
    /// Whether its values are card numbers, which are shown masked and so can't be read back.
    let isMasked: Bool
    /// Takes the value from a file into the settings.
    let read: @Sendable (YAMLValue, inout CallSettings) throws(YAMLError) -> Void
    /// The value in force, as data; null where it is not set.
    let value: @Sendable (CallSettings) -> JSON
    /// Whether two settings have different values here.
    let differs: @Sendable (CallSettings, CallSettings) -> Bool

    /// The setting at `path`, kept at `place`.
    init<Value: Equatable & Sendable>(
        _ path: String, _ kind: SettingKind<Value>, _ place: any WritableKeyPath<CallSettings, Value> & Sendable,
        _ summary: String
    ) {
        self.path = path
        self.summary = summary
        self.words = kind.words
        self.schema = kind.schema
        self.isMasked = kind.isMasked
        read = { value, settings throws(YAMLError) in settings[keyPath: place] = try kind.read(value, settings) }
        value = { kind.show($0[keyPath: place]) }
        differs = { $0[keyPath: place] != $1[keyPath: place] }
    }

    /// Its last key: the one that stands before its value.
    var key: String { String(path[(path.lastIndex(of: ".").map(path.index(after:)) ?? path.startIndex)...]) }
}

/// What several settings must be together.
struct SettingCheck: Sendable {
    /// The mapping they are in, where an error is told.
    let path: String
    /// Says what is wrong, or nil; may bring the settings into their usual form.
    let fault: @Sendable (inout CallSettings) -> String?

    /// A check of the mapping at `path`.
    init(_ path: String, fault: @escaping @Sendable (inout CallSettings) -> String?) {
        self.path = path
        self.fault = fault
    }
}

/// The table as a tree: a setting, or a mapping of keys to such.
indirect enum SettingNode: Sendable {
    case setting(Setting)
    case group(path: String, children: [(key: String, node: SettingNode)])

    /// The tree of all settings, in the order of the table.
    static let root = SettingNode(path: "", Setting.table)

    /// The mapping at `path`, with the `settings` below it.
    private init(path: String, _ settings: [Setting]) {
        let start = path.isEmpty ? 0 : path.count + 1
        var keys: [String] = []
        var below: [String: [Setting]] = [:]
        for setting in settings {
            let key = String(setting.path.dropFirst(start).prefix { $0 != "." })
            if below[key] == nil { keys.append(key) }
            below[key, default: []].append(setting)
        }
        let children = keys.map { key in
            let (settings, path) = (below[key] ?? [], path.isEmpty ? key : path + "." + key)
            if let only = settings.first, only.path == path { return (key, SettingNode.setting(only)) }
            return (key, SettingNode(path: path, settings))
        }
        self = .group(path: path, children: children)
    }
}
