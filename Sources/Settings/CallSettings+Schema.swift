import JSONText

extension CallSettings {
    /// The JSON Schema (draft 2020-12) of settings files, for editors.
    public static var schema: JSON {
        let head = [
            JSON.Member(name: "$schema", value: .string("https://json-schema.org/draft/2020-12/schema")),
            JSON.Member(name: "title", value: .string("Settings of ivrpay")),
        ]
        return .object(head + members(of: .root))
    }

    private static func members(of node: SettingNode) -> [JSON.Member] {
        switch node {
        case .setting(let setting):
            let note = JSON.Member(name: "description", value: .string(setting.summary))
            let value = setting.value(CallSettings())
            return [note] + setting.schema + (value == .null ? [] : [JSON.Member(name: "default", value: value)])
        case .group(let path, let children):
            let note = Setting.groups[path].map { [JSON.Member(name: "description", value: .string($0))] } ?? []
            let properties = children.map { JSON.Member(name: $0.key, value: .object(members(of: $0.node))) }
            return note + [
                JSON.Member(name: "type", value: .string("object")),
                JSON.Member(name: "additionalProperties", value: .bool(false)),
                JSON.Member(name: "properties", value: .object(properties)),
            ]
        }
    }
}
