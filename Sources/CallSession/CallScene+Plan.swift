import Amounts
import CallEngine
import CallPlan
import CardData
import Foundation
import PaymentCall
import Prompts
import Settings

// What is settled before a call whose plan is walked.
extension CallScene {
    /// The plan with the values that the call gives it.
    func planned(
        _ plan: Plan, _ setup: CallSetup, _ rules: CallRules, isOutside: Bool
    ) throws(SceneError) -> PlannedCall {
        try checkOptions()

        let language = try planLanguage(plan, rules)
        var planSetup = PlanSetup(callID: setup.callID, rules: rules, directory: directory, language: language)
        planSetup.caller = setup.caller
        planSetup.given = try givenData(plan)
        if isOutside { planSetup.requestPrefix = UUID().uuidString }
        return PlannedCall(plan: plan, setup: planSetup)
    }

    /// What belongs to the payment call is told by the plan's own steps.
    private func checkOptions() throws(SceneError) {
        let told: [(key: String, isGiven: Bool)] = [
            ("account", account != nil), ("identified", identified), ("amount", amount != nil),
            ("tokenize", tokenizes), ("give", !given.isEmpty),
        ]
        if let key = told.first(where: \.isGiven)?.key {
            throw SceneError(key: key, message: "a call with a plan has this from the plan's own steps; leave it out")
        }
    }

    /// The language in which the plan says its values: its own.
    func planLanguage(_ plan: Plan, _ rules: CallRules) throws(SceneError) -> Language {
        guard let tag = plan.language else { return rules.languages.first ?? .english }
        let known = prompts.languages.map(\.language)
        guard let found = known.first(where: { $0.answers(to: tag) }) else {
            throw SceneError(
                key: "plan",
                message: "there are no words in the plan's language; there are "
                    + known.map(\.tag).joined(separator: ", "))
        }
        return found
    }

    /// The language of the payments in the plan: that of the call, else the plan's.
    func paymentLanguage(_ setup: CallSetup, _ rules: CallRules) throws(SceneError) -> Language? {
        guard let plan, plan.language != nil, setup.language == nil else { return setup.language }
        return try planLanguage(plan, rules)
    }

    private func givenData(_ plan: Plan) throws(SceneError) -> [String: DataValue] {
        var values: [String: DataValue] = [:]
        for text in data {
            let (name, value) = try dataValue(text, plan)
            values[name] = value
        }
        for source in plan.data where values[source.name] == nil {
            switch source.origin {
            case .given(default: nil):
                throw SceneError(
                    key: "data", message: "the plan needs a value for \(source.name); give \(source.name)=VALUE")
            case .environment(let name): values[source.name] = try environment(name, source, plan)
            case .steps, .value, .given: break
            }
        }
        return values
    }

    private func dataValue(_ text: String, _ plan: Plan) throws(SceneError) -> (String, DataValue) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let given = plan.data.filter { if case .given = $0.origin { true } else { false } }
        let names = given.map(\.name).joined(separator: ", ")
        guard parts.count == 2, let source = given.first(where: { $0.name == parts[0] }) else {
            let which = given.isEmpty ? "this plan takes none" : "this plan takes \(names)"
            throw SceneError(key: "data", message: "write NAME=VALUE; \(which)")
        }
        guard let plain = try printable(parts[1], "data"), plain == parts[1] else {
            throw SceneError(key: "data", message: "the value of \(source.name) could be a card number")
        }
        guard let value = DataValue(plain, for: source, currency: plan.currency) else {
            throw SceneError(key: "data", message: "the value of \(source.name) is no \(source.type.name)")
        }
        return (source.name, value)
    }

    private func environment(_ name: String, _ source: DataSource, _ plan: Plan) throws(SceneError) -> DataValue {
        guard let text = ProcessInfo.processInfo.environment[name] else {
            throw SceneError(
                key: "plan", message: "\(source.name) comes from the environment variable \(name), which is not set")
        }
        guard let value = DataValue(text, for: source, currency: plan.currency) else {
            throw SceneError(
                key: "plan", message: "the environment variable \(name) is no \(source.type.name) for \(source.name)")
        }
        return value
    }

    /// What the agent does.
    func agentMoves(_ setup: CallSetup) throws(SceneError) -> [AgentMove] {
        guard let agent else { return [] }
        if setup.mode == .automated, plan == nil {
            throw SceneError(key: "agent", message: "only an assisted call, or one with a plan, has an agent")
        }
        return try AgentScript.moves(agent, currency: agentCurrency)
    }

    /// The currency of amounts that the agent names.
    public var agentCurrency: Currency {
        let account = account.flatMap { directory.account(numbered: $0) }
        return plan?.currency ?? account?.balance.currency ?? settings.rules.currency
    }
}
