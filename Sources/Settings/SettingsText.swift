import JSONText

/// Settings written as a settings file.
struct SettingsText {
    let settings: CallSettings
    /// What is said above a setting or a mapping.
    var above: (SettingNode) -> [String] = { _ in [] }
    /// What is said behind a setting.
    var behind: (Setting) -> String? = { _ in nil }

    /// The lines of the whole file.
    var lines: [String] { lines(of: .root, key: "", margin: "") }

    private func lines(of node: SettingNode, key: String, margin: String) -> [String] {
        func notes() -> [String] { above(node).map { "\(margin)# \($0)" } }
        switch node {
        case .setting(let setting):
            return line(of: setting).map { notes() + [margin + $0] } ?? []
        case .group(let path, let children):
            let notes = path.isEmpty ? [] : notes()
            let inner = path.isEmpty ? "" : margin + "  "
            let lines = children.flatMap { self.lines(of: $0.node, key: $0.key, margin: inner) }
            if path.isEmpty { return lines }
            // A mapping of comments alone would be no mapping.
            let isEmpty = lines.allSatisfy { $0.drop { $0 == " " }.hasPrefix("#") }
            return notes + ["\(margin)\(key):\(isEmpty ? " {}" : "")"] + lines
        }
    }

    /// A setting and its value; nil where it is not set.
    private func line(of setting: Setting) -> String? {
        let value = setting.value(settings)
        guard value != .null else { return nil }
        let line = "\(setting.key): \(value.yaml)" + (behind(setting).map { "  # " + $0 } ?? "")
        guard setting.isMasked, value != .array([]) else { return line }
        return "# \(line); card numbers are shown masked: copy them from there"
    }
}

extension SettingsInForce {
    /// Every setting in force and where it comes from, as a settings file that gives the same settings when it is read,
    /// but for card numbers, which are shown masked in a comment.
    public var text: String {
        var text = SettingsText(settings: settings)
        text.behind = { setting in
            let origin = origin(of: setting)
            return origin == "default" ? origin : "from " + origin
        }
        return (["# Every setting in force, and where it comes from."] + text.lines).joined(separator: "\n")
    }

    /// The same as data: path, value (null where it is not set) and origin of every setting, in the order of the table.
    public var json: JSON {
        let rows = Setting.table.map { setting in
            JSON.members([
                "path": .string(setting.path), "value": setting.value(settings),
                "from": .string(origin(of: setting)),
            ])
        }
        return .members(["schemaVersion": .int(1), "settings": .array(rows)])
    }
}

extension CallSettings {
    /// A settings file of the defaults that says what each setting is, as it stands in the documentation.
    public static var documentedFile: String {
        var said: Set<String> = []
        var text = SettingsText(settings: CallSettings())
        text.above = { node in
            // Rows that stand under several keys are told once.
            notes(on: node).filter { said.insert($0).inserted }.flatMap(wrapped)
        }
        return text.lines.joined(separator: "\n") + "\n"
    }

    /// A note in lines that can be read, of 100 characters where its words are short enough.
    private static func wrapped(_ note: String) -> [String] {
        var lines: [String] = []
        for word in note.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 100 {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func notes(on node: SettingNode) -> [String] {
        switch node {
        case .setting(let setting): return [note(on: setting)]
        case .group(let path, let children):
            // What has no default stands on no line of its own.
            var notes: [String] = []
            var keys: [String: [String]] = [:]
            for case .setting(let setting) in children.map(\.node) where setting.value(CallSettings()) == .null {
                let note = note(on: setting)
                if keys[note] == nil { notes.append(note) }
                keys[note, default: []].append(setting.key)
            }
            let unset = notes.map { (keys[$0] ?? []).joined(separator: ", ") + ": " + $0 }
            return (Setting.groups[path].map { [$0] } ?? []) + unset
        }
    }

    private static func note(on setting: Setting) -> String { "\(setting.summary.dropLast()) (\(setting.words))." }
}
