import CallEngine
import CallPlan
import JSONText
import PaymentCall
import Telephony

extension PlanEvent {
    /// The event's name and what belongs to it; what a plan has in common with the payment call has the same names.
    var parts: EngineEvent.Parts {
        switch self {
        case .step(let name, let kind): ("step", ["step": .string(name), "kind": .string(kind)])
        case .digits(let field, let count, let key):
            (
                "digits",
                [
                    "field": .string(field), "count": .int(Int64(count)),
                    "key": .optional(key.map { String($0.character) }),
                ]
            )
        case .choice(let step, let key):
            ("choice", ["question": .string(step), "key": .string(String(key.character))])
        case .keyDropped(let why): ("key-dropped", ["why": .string(why.rawValue)])
        case .keyWaits(let count): ("key-waits", ["waiting": .int(Int64(count))])
        case .attemptFailed(let step, let fault, let attempt, let limit):
            (
                "attempt-failed",
                [
                    "question": .string(step), "reason": .string(fault.code), "attempt": .int(Int64(attempt)),
                    "of": .int(Int64(limit)),
                ]
            )
        case .timerStarted(let timer, let length):
            ("timer-started", ["timer": .string(timer.rawValue), "seconds": .seconds(length)])
        case .timerExpired(let timer): ("timer-expired", ["timer": .string(timer.rawValue)])
        case .dataSet(let name, let shown): ("data-set", ["data": .string(name), "value": .string(shown)])
        default: lineParts
        }
    }

    /// The events of services, transfers, agents and the ends of the line.
    private var lineParts: EngineEvent.Parts {
        switch self {
        case .connectorAsked(let step, let request):
            ("connector-asked", ["step": .string(step), "request": .string(request)])
        case .connectorAnswered(let step, let failure):
            ("connector-answered", ["step": .string(step), "failure": .optional(failure)])
        case .transferredToPCI(let destination, let clid):
            (
                "transferred-to-pci",
                ["destination": .string(destination), "clid": .string(clid), "recording": .string("suspended")]
            )
        case .returnedFromPCI(let result):
            ("returned-from-pci", ["result": .string(result.rawValue), "recording": .string("resumed")])
        case .agentTalks(let name): ("agent-talks", ["agent": .string(name)])
        case .agentStartedPayment: ("agent-started-payment", [:])
        case .paymentRefused: ("payment-refused", [:])
        case .callerHungUp: ("caller-hung-up", [:])
        case .transferred(let transfer): ("transferred", ["transfer": transfer.json])
        default: ("hung-up", [:])
        }
    }
}
