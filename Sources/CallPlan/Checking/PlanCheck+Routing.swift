import PaymentCall

extension PlanCheck {
    /// Outcomes that lead nowhere, and branches that nothing leads to.
    mutating func checkRouting(of step: Step) {
        guard case .router(let router) = step.kind, let source = source(router.data) else { return }
        for branch in router.branches { check(branch, source) }
        let missing = unrouted(router, source)
        if source.type == .paymentResult {
            guard !missing.isEmpty else { return }
            return report(
                .unroutedResult, at: router.data.place,
                "every result of a payment needs a branch of its own ('else' is none): "
                    + missing.joined(separator: ", "))
        }
        guard router.otherwise == nil, missing.isEmpty == false else { return }
        report(
            .unroutedOutcome, at: router.data.place,
            "the router step '\(step.name)' does not say where other values lead; add "
                + (source.type.values == nil ? "'else'" : "a branch for \(missing.joined(separator: ", ")), or 'else'"))
    }

    private mutating func check(_ branch: RouterStep.Branch, _ source: DataSource) {
        switch branch.test {
        case .equals(let text):
            guard !fits(text, source.type) else { return }
            let values = source.type.values.map { ": " + $0.joined(separator: ", ") } ?? ""
            report(
                .wrongType, at: branch.place,
                "'\(source.name)' is \(source.type.phrase) and never has this value; give one that it can have\(values)"
            )
        case .range:
            guard !source.type.hasOrder else { return }
            report(
                .wrongType, at: branch.place,
                "'\(source.name)' is \(source.type.phrase): 'from' and 'below' compare numbers and amounts")
        }
    }

    private func fits(_ text: String, _ type: DataType) -> Bool {
        if type.hasOrder { return DataValue.decimal(text) != nil }
        return DataValue(text, of: type, currency: plan.currency) != nil
    }

    /// Values without a branch; a word for all others where they can't be listed.
    private func unrouted(_ router: RouterStep, _ source: DataSource) -> [String] {
        guard let values = source.type.values else { return ["else"] }
        let routed = Set(
            router.branches.compactMap { if case .equals(let text) = $0.test { text } else { nil } })
        return values.filter { !routed.contains($0) && (tokenizes || $0 != PaymentResult.tokenized.rawValue) }
    }
}

extension DataType {
    /// Every value that there is; nil where they can't be listed.
    var values: [String]? {
        switch self {
        case .boolean: ["true", "false"]
        case .oneOf(let texts): texts
        case .paymentResult: PaymentResult.allCases.map(\.rawValue)
        case .text, .digits, .number, .amount: nil
        }
    }
}
