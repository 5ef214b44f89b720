import CallPlan
import JSONText

/// What stands behind a key of a plan file; the schema is made of these.
enum PlanShape: Sendable {
    case label, text, words, wordsOrNone, scalar, truth, texts, origin, telephone
    case number(ClosedRange<Double>)
    case decimal
    case count(ClosedRange<Int>)
    case choice([String])
    case step, data, dataList
    case services, dataSources, steps
    case choices, setback, length, endKey, branches, payment
    /// Data sources, each with one of these fields.
    case fields([String])
    /// Data sources, each with a path into the answer.
    case paths
    case headers, body, failures
}

extension PlanShape {
    /// The shape as JSON Schema, draft 2020-12.
    var schema: JSON {
        switch self {
        case .label, .text, .words: PlanShape.text(upTo: PlanLimits.textLength)
        case .wordsOrNone: .members(["type": .array([.string("string"), .string("null")])])
        case .scalar: .members(["type": .array(["string", "number", "boolean"].map(JSON.string))])
        case .truth: .members(["type": .string("boolean")])
        case .texts: PlanShape.list(.members(["type": .array(["string", "number"].map(JSON.string))]))
        case .origin: PlanShape.pattern("^(given|environment [A-Za-z_][A-Za-z0-9_]*)$")
        case .telephone: PlanShape.pattern("^\\+?[0-9]{3,15}$", orNumber: true)
        case .decimal: .members(["type": .string("number")])
        case .number(let range): PlanShape.bounds(range)
        case .count(let range): PlanShape.whole(range)
        case .choice(let names): .members(["enum": .array(names.map(JSON.string))])
        case .step, .data: PlanShape.name
        case .dataList: PlanShape.list(PlanShape.name)
        case .services: PlanShape.named(PlanShape.pattern("^(in-process|https?://.+)$"))
        case .dataSources:
            PlanShape.named(.members(["anyOf": .array([PlanShape.typeName, PlanKeys.dataSource.schema])]))
        case .steps: PlanShape.named(.members(["$ref": .string("#/$defs/step")]))
        case .choices: PlanShape.choiceMap
        case .setback: .members(["anyOf": .array([PlanShape.words.schema, PlanKeys.setback.schema])])
        case .length:
            .members([
                "anyOf": .array([PlanShape.whole(PlanLimits.length), PlanShape.pattern("^[0-9]+ to [0-9]+$")])
            ])
        case .endKey: .members(["enum": .array(["#", "*", "none"].map(JSON.string))])
        case .branches: PlanShape.branchForms
        case .payment: PlanKeys.payment.schema
        case .fields(let fields): PlanShape.named(.members(["enum": .array(fields.map(JSON.string))]))
        case .paths: PlanShape.named(PlanShape.pattern("^\\$"))
        case .headers:
            .members(["type": .string("object"), "additionalProperties": .members(["type": .string("string")])])
        case .body: .members(["type": .array(["string", "object", "array"].map(JSON.string))])
        case .failures: .members(["anyOf": .array([PlanShape.name, PlanKeys.failures.schema])])
        }
    }

    private static let typeName = PlanShape.choice(DataType.named.map(\.name)).schema

    private static let name = pattern("^[A-Za-z][A-Za-z0-9_-]{0,\(PlanLimits.nameLength - 1)}$")

    private static let choiceMap = JSON.members([
        "type": .string("object"), "minProperties": .int(1),
        "propertyNames": pattern("^[0-9*#]$"), "additionalProperties": name,
    ])

    private static let branchForms = JSON.members([
        "anyOf": .array([
            .members(["type": .string("object"), "minProperties": .int(1), "additionalProperties": name]),
            list(PlanKeys.branch.schema),
        ])
    ])

    private static func text(upTo longest: Int) -> JSON {
        .members(["type": .string("string"), "minLength": .int(1), "maxLength": .int(Int64(longest))])
    }

    private static func pattern(_ pattern: String, orNumber: Bool = false) -> JSON {
        let type: JSON = orNumber ? .array([.string("string"), .string("integer")]) : .string("string")
        return .members(["type": type, "pattern": .string(pattern)])
    }

    private static func list(_ items: JSON) -> JSON {
        .members(["type": .string("array"), "minItems": .int(1), "items": items])
    }

    private static func named(_ values: JSON) -> JSON {
        .members(["type": .string("object"), "propertyNames": name, "additionalProperties": values])
    }

    private static func bounds(_ range: ClosedRange<Double>) -> JSON {
        .members([
            "type": .string("number"), "minimum": .decimal(range.lowerBound, places: 3),
            "maximum": .decimal(range.upperBound, places: 3),
        ])
    }

    private static func whole(_ range: ClosedRange<Int>) -> JSON {
        .members([
            "type": .string("integer"), "minimum": .int(Int64(range.lowerBound)),
            "maximum": .int(Int64(range.upperBound)),
        ])
    }
}

extension PlanKeys {
    /// The keys as JSON Schema: an object with these members alone.
    var schema: JSON { .object(members) }

    private var members: [JSON.Member] {
        let properties = keys.map { JSON.Member(name: $0.name, value: $0.shape.schema) }
        let needed = keys.filter(\.isNeeded).map { JSON.string($0.name) }
        let object: [JSON.Member] = [
            JSON.Member(name: "type", value: .string("object")),
            JSON.Member(name: "properties", value: .object(properties)),
            JSON.Member(name: "additionalProperties", value: .bool(false)),
        ]
        return needed.isEmpty ? object : object + [JSON.Member(name: "required", value: .array(needed))]
    }

    /// The JSON Schema of plan files, made of the tables that the reader goes by.
    public static var planSchema: JSON {
        let kinds = PlanKind.all.map { JSON.members(["$ref": .string("#/$defs/\($0.name)")]) }
        let definitions =
            [JSON.Member(name: "step", value: .members(["oneOf": .array(kinds)]))]
            + PlanKind.all.map { JSON.Member(name: $0.name, value: $0.keys.schema) }
        return .object(
            [
                JSON.Member(name: "$schema", value: .string("https://json-schema.org/draft/2020-12/schema")),
                JSON.Member(name: "title", value: .string("Call plan of ivrpay")),
            ] + PlanKeys.plan.members + [JSON.Member(name: "$defs", value: .object(definitions))])
    }
}
