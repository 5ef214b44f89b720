import CallEngine
import CallPlan
import CardData
import JSONText
import PaymentCall
import Telephony

/// What the agent of an assisted payment sees on their screen: how far the caller has come, and no card data (Genesys
/// G13). Made event by event; each change is a line.
public struct AgentView {
    private let rules: CallRules
    private var leg = Leg.away
    private var field: Field?
    private var digits = 0
    private var confirmed: [Field] = []
    private var used: [Field: Int] = [:]
    private var result: (name: String, reason: String?)?

    /// Where the agent is.
    enum Leg: String {
        case away
        case hasCaller = "has-caller"
        case cutOff = "cut-off"
    }

    /// A view of a call by these rules, which say how many attempts a field has.
    public init(rules: CallRules) { self.rules = rules }

    /// What the agent sees anew because of `event`; nil where nothing changes, or no agent is on the call.
    public mutating func line(for event: TimedEvent) -> JSON? {
        guard take(event.event), leg != .away else { return nil }
        return .members([
            "schemaVersion": .int(1), "timeSeconds": .seconds(event.time), "leg": .string(leg.rawValue),
            "field": .optional(field?.rawValue), "digits": .int(Int64(digits)),
            "confirmed": .array(confirmed.map { .string($0.rawValue) }),
            "attemptsLeft": field.map { .int(Int64(attemptsLeft($0))) } ?? .null,
            "result": .optional(result?.name), "reason": .optional(result?.reason),
        ])
    }

    private func attemptsLeft(_ field: Field) -> Int {
        (rules.fields[field]?.attempts ?? rules.attempts) - used[field, default: 0]
    }

    private mutating func take(_ event: EngineEvent) -> Bool {
        switch event {
        case .call(let event): return take(event)
        case .plan(.returnedFromPCI(let result)): self.result = (result.rawValue, nil)
        case .plan(.agentTalks): (leg, field, digits) = (.hasCaller, nil, 0)
        case .plan(.agentStartedPayment): startAnew()
        case .ended(let result): self.result = (result.outcome.rawValue, result.reason)
        default: return false
        }
        return true
    }

    private mutating func take(_ event: CallEvent) -> Bool {
        switch event {
        case .agentCutOff: startAnew()
        case .agentReturned: leg = .hasCaller
        case .digits(let field, let count, key: _): (self.field, digits) = (field, count)
        case .accepted(let field, shown: _): (self.field, digits) = (field, 0)
        case .confirmed(let field):
            (self.field, digits) = (field, 0)
            if !confirmed.contains(field) { confirmed.append(field) }
        case .attemptFailed(let question, _, let attempt, of: _):
            (field, digits) = (question.field, 0)
            used[question.field] = attempt
            confirmed.removeAll { $0 == question.field }
        case .gatewayAnswered, .callerHungUp, .agentCancelled: return true
        default: return false
        }
        return true
    }

    private mutating func startAnew() {
        (leg, field, digits, confirmed, used, result) = (.cutOff, nil, 0, [], [:], nil)
    }
}
