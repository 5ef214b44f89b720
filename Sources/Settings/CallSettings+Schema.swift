import JSONText

extension CallSettings {
    /// The JSON Schema (draft 2020-12) of settings files, for editors.
    public static var schema: JSON {
        guard case .object(let members) = schema(of: .root) else { return .null }
        let head = JSON.members([
            "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
            "title": .string("Settings of ivrpay"),
        ])
        guard case .object(let first) = head else { return .null }
        return .object(first + members)
    }

    private static func schema(of node: SettingNode) -> JSON {
        switch node {
        case .setting(let setting):
            let value = setting.value(CallSettings())
            let note = JSON.Member(name: "description", value: .string(setting.summary))
            let preset = value == .null ? [] : [JSON.Member(name: "default", value: value)]
            return .object([note] + setting.schema + preset)
        case .group(let path, let children):
            let note = Setting.groups[path].map { [JSON.Member(name: "description", value: .string($0))] } ?? []
            let properties = children.map { JSON.Member(name: $0.key, value: schema(of: $0.node)) }
            return .object(
                note + [
                    JSON.Member(name: "type", value: .string("object")),
                    JSON.Member(name: "additionalProperties", value: .bool(false)),
                    JSON.Member(name: "properties", value: .object(properties)),
                ])
        }
    }
}
