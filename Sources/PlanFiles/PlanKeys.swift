import Connectors
import CallPlan

/// A key of a plan file.
public struct PlanKey: Sendable {
    /// The key.
    public let name: String
    /// Whether the reader refuses a file without it.
    public let isNeeded: Bool
    /// What stands behind it.
    let shape: PlanShape

    init(_ name: String, _ shape: PlanShape, isNeeded: Bool = false) {
        self.name = name
        self.isNeeded = isNeeded
        self.shape = shape
    }
}

/// Keys that may stand together.
public struct PlanKeys: Sendable {
    /// The keys, in the order of the document.
    public let keys: [PlanKey]

    init(_ keys: [PlanKey]) { self.keys = keys }

    /// Their names.
    public var names: [String] { keys.map(\.name) }
}

/// A kind of step: its name is the key that every step of the kind has.
public struct PlanKind: Sendable {
    /// The kind's name, e.g. `look-up`.
    public let name: String
    /// All its keys, the name's own among them.
    public let keys: PlanKeys
}

extension PlanKeys {
    /// The keys of a plan.
    public static let plan = PlanKeys([
        PlanKey("plan", .label, isNeeded: true), PlanKey("language", .label), PlanKey("currency", .text),
        PlanKey("services", .services), PlanKey("data", .dataSources), PlanKey("start", .step),
        PlanKey("steps", .steps, isNeeded: true),
    ])

    /// The keys of a data source.
    public static let dataSource = PlanKeys([
        PlanKey("type", .choice(DataType.named.map(\.name))), PlanKey("one-of", .texts), PlanKey("secret", .truth),
        PlanKey("value", .scalar), PlanKey("from", .origin),
    ])

    /// The keys behind `no-input` and `no-match`, where they are more than words.
    public static let setback = PlanKeys([PlanKey("say", .words), PlanKey("next", .step)])

    /// The keys of a branch in a list.
    public static let branch = PlanKeys([
        PlanKey("is", .scalar), PlanKey("from", .decimal), PlanKey("below", .decimal),
        PlanKey("next", .step, isNeeded: true),
    ])

    /// The keys behind `payment` of an agent.
    public static let payment = PlanKeys([
        PlanKey("amount", .data), PlanKey("reference", .data), PlanKey("next", .step),
    ])

    /// The keys behind `failed` of a connector, where it is more than a step.
    public static let failures = PlanKeys(
        ConnectorFault.allCases.map { PlanKey($0.rawValue, .step) } + [PlanKey("else", .step, isNeeded: true)])
}

extension PlanKind {
    private static func kind(_ name: String, _ shape: PlanShape, _ keys: [PlanKey]) -> PlanKind {
        PlanKind(name: name, keys: PlanKeys([PlanKey(name, shape, isNeeded: true)] + keys))
    }

    private static let retry = [
        PlanKey("attempts", .count(PlanLimits.attempts)), PlanKey("no-input", .setback), PlanKey("no-match", .setback),
    ]
    private static let seconds = PlanShape.number(PlanLimits.seconds)

    /// Every kind of step, in the order of the document. Outcomes are not needed here: the check finds those without a
    /// step, all of them at once.
    public static let all: [PlanKind] = [
        kind("play", .words, [PlanKey("next", .step)]),
        kind(
            "menu", .words,
            [PlanKey("choices", .choices, isNeeded: true), PlanKey("timeout", seconds)] + retry
                + [PlanKey("failed", .step)]),
        kind(
            "collect", .data,
            [
                PlanKey("say", .words, isNeeded: true), PlanKey("length", .length), PlanKey("ends-by", .endKey),
                PlanKey("first-digit-timeout", seconds), PlanKey("inter-digit-timeout", seconds),
            ] + retry + [PlanKey("confirm", .words), PlanKey("next", .step), PlanKey("failed", .step)]),
        kind(
            "look-up", .data,
            [
                PlanKey("set", .fields(LookUpStep.Field.allCases.map(\.rawValue))), PlanKey("found", .step),
                PlanKey("not-found", .step),
            ]),
        kind(
            "data-connector", .text,
            [
                PlanKey("method", .choice(ConnectorMethod.allCases.map(\.rawValue))), PlanKey("path", .text),
                PlanKey("headers", .headers), PlanKey("body", .body), PlanKey("set", .paths),
                PlanKey("timeout", .number(PlanLimits.trySeconds)), PlanKey("retries", .count(PlanLimits.retries)),
                PlanKey("retry-delay", .number(PlanLimits.retryDelay)), PlanKey("next", .step),
                PlanKey("failed", .failures),
            ]),
        kind(
            "transfer-to-pci", .text,
            [
                PlanKey("clid", .text, isNeeded: true),
                PlanKey("mode", .choice(TransferStep.Mode.allCases.map(\.rawValue))), PlanKey("tokenizes", .truth),
                PlanKey("set", .fields(TransferStep.Field.allCases.map(\.rawValue))), PlanKey("next", .step),
                PlanKey("no-answer", .step),
            ]),
        kind("router", .data, [PlanKey("branches", .branches, isNeeded: true), PlanKey("else", .step)]),
        kind("queue", .label, [PlanKey("context", .dataList)]),
        kind(
            "agent", .label, [PlanKey("context", .dataList), PlanKey("payment", .payment), PlanKey("done", .step)]),
        kind("number", .telephone, [PlanKey("context", .dataList)]),
        kind("hang-up", .wordsOrNone, []),
        kind(
            "repeat", .step,
            [PlanKey("times", .count(PlanLimits.times), isNeeded: true), PlanKey("then", .step)]),
    ]

    /// Their names.
    public static let names = all.map(\.name)
}
