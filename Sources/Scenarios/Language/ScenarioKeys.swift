import CallReports
import CallSession
import CardData
import JSONText
import PaymentCall
import Prompts
import Settings

/// The keys of scenario files, section by section: the readers take their names from here, and so do the JSON Schema and
/// the reference in `docs/scenarios.md`.
public struct ScenarioKeys: Sendable {
    /// One key.
    struct Key: Sendable {
        let name: String
        /// What its value may be, as JSON Schema.
        let schema: JSON
        /// What it means: Markdown on one line, without a full stop.
        let meaning: String

        init(_ name: String, _ schema: JSON, _ meaning: String) {
            (self.name, self.schema, self.meaning) = (name, schema, meaning)
        }
    }

    /// The section's name in the schema.
    let id: String
    /// Its title in the reference.
    let title: String
    /// What stands above its table.
    let head: String
    let keys: [Key]

    /// The names of the keys, in their order.
    var names: [String] { keys.map(\.name) }

    /// All sections, in the order of the reference.
    static let all: [ScenarioKeys] = [
        scenario, call, step, press, play, speak, line, expectStep, gateway, expect, included,
    ]

    // MARK: Values

    static let text = type("string", "number", "boolean")
    static let bool = orVariable(type("boolean"))
    static let number = orVariable(type("number"))
    /// What a matrix may leave out by `none`.
    static let levelOrNone = type("number", "string")
    static let whole = orVariable(type("integer"))
    static let texts = JSON.members(["type": .string("object"), "additionalProperties": text])
    static let list = array(text)

    static func type(_ names: String...) -> JSON {
        .members(["type": names.count == 1 ? .string(names[0]) : .array(names.map(JSON.string))])
    }
    static func array(_ item: JSON) -> JSON { .members(["type": .string("array"), "items": item]) }
    static func choice(_ names: [String]) -> JSON {
        orVariable(.members(["enum": .array(names.map(JSON.string))]))
    }
    /// A value of that kind, or a text with a variable, which may become one.
    private static func orVariable(_ schema: JSON) -> JSON {
        any(schema, .members(["type": .string("string"), "pattern": .string("\\$\\{")]))
    }
    static func section(_ id: String) -> JSON { .members(["$ref": .string("#/$defs/" + id)]) }
    static func any(_ schemas: JSON...) -> JSON { .members(["anyOf": .array(schemas)]) }

    // MARK: The schema

    /// The JSON Schema (draft 2020-12) of scenario files, for editors. Variables (`${name}`) may stand for any text.
    public static var schema: JSON {
        .object(
            [
                JSON.Member(name: "$schema", value: .string("https://json-schema.org/draft/2020-12/schema")),
                JSON.Member(name: "title", value: .string("A scenario of ivrpay")),
                JSON.Member(name: "$ref", value: .string("#/$defs/scenario")),
                JSON.Member(
                    name: "$defs",
                    value: .object(all.map { JSON.Member(name: $0.id, value: $0.object) })),
            ])
    }

    private var object: JSON {
        var properties = keys.map { key in
            JSON.Member(name: key.name, value: ScenarioKeys.described(key.schema, key.meaning))
        }
        if id == "expect-step" {
            // Beside its name an event has what belongs to it, which may be called as what is expected of the end.
            let details = Set(EventNames.all.flatMap { EventNames.members(of: $0) ?? [] }).subtracting(names).sorted()
            properties += details.map { JSON.Member(name: $0, value: ScenarioKeys.text) }
            properties += ScenarioKeys.expect.keys.filter { !(names + details).contains($0.name) }.map {
                JSON.Member(name: $0.name, value: ScenarioKeys.described($0.schema, $0.meaning))
            }
        }
        var members = [
            JSON.Member(name: "type", value: .string("object")),
            JSON.Member(name: "additionalProperties", value: .bool(false)),
            JSON.Member(name: "properties", value: .object(properties)),
        ]
        if id == "scenario" { members.append(JSON.Member(name: "required", value: .array([.string("name")]))) }
        if id == "step" {
            members += [
                JSON.Member(name: "minProperties", value: .int(1)), JSON.Member(name: "maxProperties", value: .int(1)),
            ]
        }
        return .object(members)
    }

    private static func described(_ schema: JSON, _ meaning: String) -> JSON {
        guard case .object(let members) = schema else { return schema }
        let plain = meaning.replacing("`", with: "")
        return .object([JSON.Member(name: "description", value: .string(plain))] + members)
    }

    // MARK: The reference

    /// The reference as Markdown: a table a section.
    public static var reference: String {
        all.map { section in
            let rows = section.keys.map { "| `\($0.name)` | \($0.meaning) |" }
            return (["### " + section.title, "", section.head, "", "| key | what it is |", "| --- | --- |"] + rows)
                .joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
