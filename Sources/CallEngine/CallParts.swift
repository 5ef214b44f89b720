import CallPlan
import Connectors
import PaymentCall
import PaymentDesk
import PaymentGateway
import Prompts
import Telephony

/// What a call has around it: words, accounts, gateway, services, and an agent.
public struct CallParts {
    /// The words of its prompts.
    public var prompts: PromptSet
    /// The accounts it may ask for.
    public var directory: AccountDirectory
    /// The gateway.
    public var gateway: any PaymentGateway
    /// The integration that is asked about card numbers, where the rules ask it.
    public var cardChecker: any CardChecker = SimulatedCardCheck()
    /// The services that a call plan asks, with the payment desk in the process.
    public var services = RoutedConnector()
    /// What the agent does, in order.
    public var agent: [AgentMove] = []
    /// Whether the driver tells the agent what to do (`CallEngine.agentActs`): one without a move keeps the caller.
    public var agentIsLed = false
    /// When the agent of an assisted call cancels the payment; nil for never.
    public var agentCancelsAt: MediaTime?

    /// Words, accounts and a gateway.
    public init(prompts: PromptSet, directory: AccountDirectory, gateway: any PaymentGateway) {
        self.prompts = prompts
        self.directory = directory
        self.gateway = gateway
    }
}

/// A call plan, and what the call gives it.
public struct PlannedCall: Sendable {
    /// The plan; it has passed its check.
    public let plan: Plan
    /// What the call gives it.
    public let setup: PlanSetup

    /// `plan` with `setup`.
    public init(plan: Plan, setup: PlanSetup) {
        self.plan = plan
        self.setup = setup
    }
}

/// Holds a value that can't be copied, where there may be none: an optional one can't be looked at without taking it.
final class Held<Call: ~Copyable> {
    var call: Call

    init(_ call: consuming Call) { self.call = call }
}
