import CallEngine
import CardData
import JSONText
import PaymentCall
import Prompts
import Telephony

extension TimedEvent {
    /// The event as one object: schema version, media time, name, and what belongs to it.
    public func json(prompts: PromptSet) -> JSON {
        let (name, details) = event.parts(prompts: prompts)
        let head: [JSON.Member] = [
            JSON.Member(name: "schemaVersion", value: .int(1)),
            JSON.Member(name: "timeSeconds", value: .seconds(time)),
            JSON.Member(name: "event", value: .string(name)),
        ]
        return .object(head + details.map { JSON.Member(name: $0.key, value: $0.value) })
    }
}

extension EngineEvent {
    typealias Parts = (name: String, details: KeyValuePairs<String, JSON>)

    func parts(prompts: PromptSet) -> Parts {
        switch self {
        case .call(let event): event.parts
        case .plan(let event): event.parts
        case .key: ("key", [:])
        case .promptStarted(let prompt):
            ("prompt-started", ["prompt": .string(prompt.id), "words": .string(prompts.words(for: prompt))])
        case .promptFinished(let prompt): ("prompt-finished", ["prompt": .string(prompt.id)])
        case .promptInterrupted(let prompt): ("prompt-interrupted", ["prompt": .string(prompt.id)])
        case .callerSilenceChanged(let change):
            (
                "caller-silence-changed",
                [
                    "change": .string(change < .zero ? "cut" : "stretched"),
                    "seconds": .seconds(change < .zero ? .zero - change : change),
                ]
            )
        case .ended(let result):
            ("ended", ["result": .string(result.outcome.rawValue), "reason": .optional(result.reason)])
        }
    }
}

extension CallEvent {
    var parts: EngineEvent.Parts {
        switch self {
        case .answered: ("answered", [:])
        case .segment(let segment):
            ("segment", ["segment": .string(segment.rawValue), "secure": .bool(segment.isSecure)])
        case .digits(let field, let count, let key):
            (
                "digits",
                [
                    "field": .string(field.rawValue), "count": .int(Int64(count)),
                    "key": .optional(key.map { String($0.character) }),
                ]
            )
        case .choice(let question, let key):
            ("choice", ["question": .string(question.name), "key": .string(String(key.character))])
        case .keyDropped(let why): ("key-dropped", ["why": .string(why.rawValue)])
        case .keyWaits(let count): ("key-waits", ["waiting": .int(Int64(count))])
        case .accepted(let field, let shown):
            ("accepted", ["field": .string(field.rawValue), "value": .optional(shown)])
        case .confirmed(let field): ("confirmed", ["field": .string(field.rawValue)])
        case .given(let field, let shown):
            ("given", ["field": .string(field.rawValue), "value": .optional(shown)])
        case .required(let fields):
            ("required", ["fields": .array(fields.map { .string($0.rawValue) })])
        case .language(let language): ("language", ["language": .string(language.tag)])
        case .attemptFailed(let question, let fault, let attempt, let limit):
            (
                "attempt-failed",
                [
                    "question": .string(question.name), "reason": .string(fault.code), "attempt": .int(Int64(attempt)),
                    "of": .int(Int64(limit)),
                ]
            )
        default: lineParts
        }
    }

    /// The events of timers, gateway and the ends of the line.
    private var lineParts: EngineEvent.Parts {
        switch self {
        case .timerStarted(let timer, let length):
            ("timer-started", ["timer": .string(timer.rawValue), "seconds": .seconds(length)])
        case .timerExpired(let timer): ("timer-expired", ["timer": .string(timer.rawValue)])
        case .gatewayAsked(let id, let attempt):
            ("gateway-asked", ["transactionId": .string(id), "attempt": .int(Int64(attempt))])
        case .gatewayInquired(let id): ("gateway-inquired", ["transactionId": .string(id)])
        case .gatewayVoidAsked(let id): ("gateway-void-asked", ["transactionId": .string(id)])
        case .gatewayAnswered(let id, let reply):
            (
                "gateway-answered",
                [
                    "transactionId": .string(id), "answer": .string(reply.name), "detail": .optional(reply.detail),
                ]
            )
        case .cardCheckAsked: ("card-check-asked", [:])
        case .cardChecked(let reply): ("card-checked", ["answer": .string(reply.rawValue)])
        case .callerHungUp: ("caller-hung-up", [:])
        case .agentCancelled: ("agent-cancelled", [:])
        case .transferred(let transfer): ("transferred", ["transfer": transfer.json])
        case .agentTold: ("agent-told", [:])
        case .agentCutOff: ("agent-cut-off", [:])
        case .agentReturned: ("agent-returned", [:])
        case .paymentRefused: ("payment-refused", [:])
        default: ("hung-up", [:])
        }
    }
}

extension GatewayReply {
    /// The answer's name in events.
    public var name: String {
        switch self {
        case .approved: "approved"
        case .declined: "declined"
        case .notSent: "not-sent"
        case .unknown: "unknown"
        case .later: "later"
        case .voided: "voided"
        case .heldBack: "held-back"
        }
    }

    /// The reference or the reason that came with it.
    public var detail: String? {
        switch self {
        case .approved(let approval): approval.reference
        case .declined(let reason): reason.rawValue
        case .later(let advice): advice.wait > .zero ? "\(advice.wait.seconds) s" : nil
        case .heldBack(.paid): "already-paid"
        case .heldBack(.unknown): "earlier-payment-unknown"
        case .notSent, .unknown, .voided: nil
        }
    }
}
