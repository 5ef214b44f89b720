import CallPlan
import PaymentCall
import PaymentDesk
import Telephony

/// A way through a call plan: what the call is given, and every way out of a step that is taken, with what is done for it.
struct PlanRoute: Sendable {
    /// Values that the call gives, as text, by the places of their data sources.
    var given: [Int: String]
    /// The ways out in their order.
    var legs: [PlanLeg] = []
}

/// A way out of a step.
struct PlanLeg: Sendable {
    /// The step's place in the plan.
    let step: Int
    /// The way out.
    let exit: StepExit
    /// What is done so that it is taken.
    let act: PlanAct
    /// Whether nobody knows that it is: something outside the plan decides.
    var isGuess = false
}

/// What caller, agent and surroundings do at a step.
enum PlanAct: Sendable {
    case nothing
    /// The caller keys this when asked.
    case keys(String)
    /// The caller keys a wrong key as often as this, each time when asked.
    case wrongKeys(String, times: Int)
    /// The caller lets the question pass, for so many seconds at most.
    case silence(atMost: Int)
    /// The payment desk does this with the tries of a request, one after the other.
    case desk([DeskFault])
    /// The payment comes to this; nil for one that the payment side refuses, or does not take.
    case payment(PaymentResult?, PlanAmountQuestion)
    /// The agent makes this move.
    case agent(String)
}

/// How the payment side comes to the amount.
enum PlanAmountQuestion: Sendable {
    case none, choice, entry
}
