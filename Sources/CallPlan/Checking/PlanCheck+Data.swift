extension PlanCheck {
    /// Data sources that nobody reads, and secrets that stand in the plan.
    mutating func checkDeclarations() {
        var isRead = [Bool](repeating: false, count: plan.data.count)
        var isSet = isRead
        for step in plan.steps {
            for read in step.kind.reads + step.kind.readBack where read.data.index >= 0 {
                isRead[read.data.index] = true
            }
            for write in step.kind.writes where write.data.index >= 0 { isSet[write.data.index] = true }
        }
        for (index, source) in plan.data.enumerated() {
            if source.isSecret, source.origin.isInPlan {
                report(
                    .secretLeak, at: source.place,
                    "the secret '\(source.name)' stands in the plan; take it from the environment or with the call")
            }
            guard !isRead[index] else { continue }
            report(
                .unusedData, at: source.place,
                isSet[index]
                    ? "'\(source.name)' is set and never used; use it, or don't keep it"
                    : "'\(source.name)' is never used; take it out")
        }
    }

    /// Values that do not fit, and secrets that would get out.
    mutating func checkTypes(of step: Step) {
        for read in step.kind.reads + step.kind.readBack { checkSecret(read) }
        for write in step.kind.writes {
            guard let source = source(write.data), let type = write.type, !source.type.takes(type) else { continue }
            wrong(write.data, source, "it gets \(type.phrase) here; declare it as \(type.name)")
        }
        switch step.kind {
        case .collect(let collect): checkEntry(collect)
        case .lookUp(let lookUp):
            guard let source = source(lookUp.key), source.type != .digits, source.type != .text else { return }
            wrong(lookUp.key, source, "an account is looked up by digits; declare it as digits")
        default: break
        }
    }

    func source(_ reference: DataReference) -> DataSource? {
        reference.index >= 0 ? plan.data[reference.index] : nil
    }

    private mutating func checkEntry(_ step: CollectStep) {
        guard let source = source(step.data) else { return }
        switch source.type {
        case .text, .digits, .number, .amount: break
        case .boolean, .oneOf, .paymentResult:
            wrong(step.data, source, "digits are collected into digits, number, amount or text")
        }
    }

    private mutating func checkSecret(_ read: DataRead) {
        guard let source = source(read.data), source.isSecret, let leak = read.use.leak else { return }
        report(.secretLeak, at: read.data.place, "'\(source.name)' is secret and must not stand here: \(leak)")
    }

    private mutating func wrong(_ reference: DataReference, _ source: DataSource, _ advice: String) {
        report(.wrongType, at: reference.place, "'\(source.name)' is \(source.type.phrase): \(advice)")
    }
}

extension DataOrigin {
    /// Whether the plan itself says the value.
    fileprivate var isInPlan: Bool {
        switch self {
        case .value, .given(.some): true
        case .steps, .environment, .given(nil): false
        }
    }
}

extension DataType {
    /// The type in a sentence: `an amount`.
    var phrase: String {
        switch self {
        case .text: "text"
        case .digits: "digits"
        case .number: "a number"
        case .amount: "an amount"
        case .boolean: "a boolean"
        case .oneOf: "one of several texts"
        case .paymentResult: "a payment result"
        }
    }
}
