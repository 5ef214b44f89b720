import Amounts
import CallPlan
import PaymentCall
import Telephony

/// Values that are tried for the data of a plan: those that its routers and look-ups tell apart.
struct PlanSamples {
    private let plan: Plan
    private let accounts = AccountDirectory.standard.accounts.map(\.number)
    /// The branches of the routers on each data source.
    private var branches: [Int: [RouterStep.Branch]] = [:]
    /// The data sources that accounts are looked up by.
    private var lookedUp: Set<Int> = []
    /// A number that no account has.
    private static let unknownAccount = "99999"

    init(_ plan: Plan) {
        self.plan = plan
        for step in plan.steps {
            switch step.kind {
            case .router(let router): branches[router.data.index, default: []] += router.branches
            case .lookUp(let lookUp): lookedUp.insert(lookUp.key.index)
            default: break
            }
        }
    }

    /// Values for the data source at that place, as text, the likely one first.
    func texts(of index: Int) -> [String] {
        texts(of: index, digits: 1...32).filter {
            DataValue($0, for: plan.data[index], currency: plan.currency) != nil
        }
    }

    /// What a caller may key for `collect`, as text.
    func entries(_ collect: CollectStep) -> [String] {
        let type = plan[collect.data].type
        let texts = texts(of: collect.data.index, digits: collect.length)
        guard !type.hasOrder else { return texts.map { $0.replacing(".", with: "*") } }
        let isDigits = { (text: String) in text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return texts.filter { isDigits($0) && collect.length.contains($0.count) }
    }

    private func texts(of index: Int, digits: ClosedRange<Int>) -> [String] {
        let type = plan.data[index].type
        switch type {
        case .amount, .number: return ["20"] + sizes(of: index)
        case .boolean: return ["true", "false"]
        case .oneOf(let texts): return texts
        case .paymentResult: return PaymentResult.allCases.map(\.rawValue)
        case .text where !lookedUp.contains(index): return labels(of: index) + ["INV-7", repeated("1", digits)]
        case .digits, .text:
            return accounts + labels(of: index) + [PlanSamples.unknownAccount, repeated("1", digits)]
        }
    }

    private func repeated(_ digit: Character, _ length: ClosedRange<Int>) -> String {
        String(repeating: digit, count: min(max(length.lowerBound, 4), length.upperBound))
    }

    // MARK: What routers tell apart

    private func labels(of index: Int) -> [String] {
        branches[index, default: []].compactMap { if case .equals(let text) = $0.test { text } else { nil } }
    }

    /// Numbers at the bounds of ranges and beside them; none below zero, which nobody can key.
    private func sizes(of index: Int) -> [String] {
        let step = plan.data[index].type == .amount ? 1 / Double(plan.currency.minorUnitsPerMajor) : 1
        let sizes = branches[index, default: []].flatMap { branch -> [Double] in
            switch branch.test {
            case .equals(let text): DataValue.decimal(text).map { [$0] } ?? []
            case .range(let from, let below): [from, below, below.map { $0 - step }].compactMap(\.self)
            }
        }
        return sizes.filter { $0 >= 0 }.map { DataValue.number(($0 * 1000).rounded() / 1000).text }
    }
}
