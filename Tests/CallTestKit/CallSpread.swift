import CallEngine
import CallPlan
import CallReports
import PaymentCall

/// Where random callers have come to.
public struct CallSpread: Sendable {
    /// Calls by outcome and reason.
    public private(set) var summaries: [String: Int] = [:]
    /// The prompts that were heard.
    public private(set) var prompts: Set<String> = []
    /// The questions that were answered, rightly or not.
    public private(set) var questions: Set<Question> = []
    /// The states that the payment call has been in.
    public private(set) var states: Set<StateName> = []
    /// The steps of call plans, each behind its plan's name.
    public private(set) var steps: Set<String> = []
    /// Ways out.
    public private(set) var routes: Set<String> = []

    /// Nowhere yet.
    public init() {}

    /// Counts a call.
    public mutating func add(_ call: FinishedCall) {
        summaries[call.summary, default: 0] += 1
        if let route = call.result.transfer?.route { routes.insert(route.names.kind) }
        for timed in call.events {
            switch timed.event {
            case .promptStarted(let prompt):
                if !prompt.id.hasPrefix("plan/") { prompts.insert(prompt.id) }
                if let question = prompt.occasion.step { questions.insert(question) }
            case .call(.choice(let question, _)), .call(.attemptFailed(let question, _, _, _)):
                questions.insert(question)
                states.insert(.listening)
            case .call(.answered): states.formUnion([.ready, .greeting])
            case .call(.accepted(.account, _)): states.insert(.lookingUp)
            case .call(.cardCheckAsked): states.insert(.checking)
            case .call(.gatewayAsked): states.insert(.charging)
            case .call(.segment(.closing)): states.insert(.closing)
            case .plan(.step(let name, kind: _)): steps.insert((call.record.plan?.name ?? "") + "/" + name)
            case .ended: states.insert(.ended)
            default: break
            }
        }
    }

    /// Counts all calls that `other` has counted.
    public mutating func add(_ other: CallSpread) {
        summaries.merge(other.summaries, uniquingKeysWith: +)
        prompts.formUnion(other.prompts)
        questions.formUnion(other.questions)
        states.formUnion(other.states)
        steps.formUnion(other.steps)
        routes.formUnion(other.routes)
    }
}
