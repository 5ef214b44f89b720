import JSONText

// A skeleton as the text of a scenario file.
extension CoverageSkeleton {
    func text(named name: String) -> String {
        var lines = notes.map { "# " + $0 }
        lines.append("name: " + Self.quoted(name))
        if let plan { lines.append("plan: " + Self.quoted(plan)) }
        lines += block("call", call) + block("settings", settings)
        if let agent { lines.append("agent: " + Self.quoted(agent)) }
        if let agentCancelsAt { lines.append("agent-cancels-at: \(agentCancelsAt)") }
        if steps.isEmpty {
            lines.append("keys: " + Self.quoted(keys))
        } else {
            lines += ["steps:"] + steps.map { "- " + $0 }
        }
        if hangsUpAtEnd { lines.append("hang-up-at-end: true") }
        lines += block("expect", expect)
        return lines.joined(separator: "\n") + "\n"
    }

    /// In double quotes, which YAML reads as JSON does.
    static func quoted(_ text: String) -> String { JSON.string(text).text }

    private func block(_ key: String, _ members: [YAMLMember]) -> [String] {
        members.isEmpty ? [] : ["\(key):"] + nested(members, margin: "  ")
    }

    /// Members whose names are paths with dots in them, a mapping in a mapping.
    private func nested(_ members: [YAMLMember], margin: String) -> [String] {
        var keys: [String] = []
        var below: [String: [YAMLMember]] = [:]
        var lines: [String] = []
        for member in members {
            guard let dot = member.name.firstIndex(of: ".") else {
                lines.append("\(margin)\(member.name): \(member.value)")
                continue
            }
            let key = String(member.name[..<dot])
            if below[key] == nil { keys.append(key) }
            let rest = member.name[member.name.index(after: dot)...]
            below[key, default: []].append(YAMLMember(String(rest), member.value))
        }
        for key in keys { lines += ["\(margin)\(key):"] + nested(below[key] ?? [], margin: margin + "  ") }
        return lines
    }
}
