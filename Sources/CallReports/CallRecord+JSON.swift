import Amounts
import CallEngine
import CardData
import JSONText
import PaymentCall
import Telephony

extension JSON {
    /// A media time in seconds, to the microsecond.
    public static func seconds(_ time: MediaTime) -> JSON { .decimal(time.seconds, places: 6) }
    /// A length of media time in seconds, to the microsecond.
    public static func seconds(_ duration: MediaDuration) -> JSON { .decimal(duration.seconds, places: 6) }
}

extension CallRecord {
    /// The result of the call, one object of the interface's schema, version 1.
    public var json: JSON {
        .members([
            "schemaVersion": .int(1),
            "callId": .string(callID),
            "mode": .string(mode.rawValue),
            "result": .string(result.outcome.rawValue),
            "reason": .optional(result.reason),
            "transfer": result.transfer?.json ?? .null,
            "payment": result.payment?.json ?? .null,
            "account": .optional(result.account),
            "durationSeconds": .seconds(duration),
            "segments": .array(segments.map(\.json)),
            "agent": agentHeard.map { .members(["heard": .array($0.map(\.json))]) } ?? .null,
            "plan": plan?.json ?? .null,
        ])
    }
}

extension AgentHearing {
    var json: JSON {
        .members(["silence": .bool(isSilence), "startSeconds": .seconds(start), "endSeconds": .seconds(end)])
    }
}

extension PlanRecord {
    var json: JSON {
        .members([
            "name": .string(name),
            "steps": .array(steps.map(JSON.string)),
            "data": .object(data.map { JSON.Member(name: $0.name, value: .string($0.value)) }),
            "payments": .array(payments.map(\.paymentJSON)),
        ])
    }
}

extension CallResult {
    /// One of several payments of a call.
    var paymentJSON: JSON {
        .members([
            "result": .string(outcome.rawValue), "reason": .optional(reason), "payment": payment?.json ?? .null,
        ])
    }
}

extension CallSegment {
    var json: JSON {
        .members([
            "name": .string(name),
            "secure": .bool(isSecure),
            "startSeconds": .seconds(start),
            "endSeconds": .seconds(end),
        ])
    }
}

extension PaymentRecord {
    var json: JSON {
        .members([
            "amountMinor": .int(amount.minor),
            "currency": .string(amount.currency.code),
            "brand": .optional(brand?.rawValue),
            "maskedPAN": .optional(maskedPAN?.description),
            "transactionId": .optional(transactionID),
            "reference": .optional(reference),
            "declines": .array(declines.map { .string($0.rawValue) }),
            "method": .string(method.rawValue),
            "maskedAccount": .optional(maskedAccount),
            "token": .optional(token),
            "gatewayValues": .object(values.map { JSON.Member(name: $0.name, value: .string($0.value)) }),
        ])
    }
}

extension Transfer {
    var json: JSON {
        let (kind, target) = route.names
        return .members([
            "kind": .string(kind),
            "target": .string(target),
            "reason": .string(reason),
            "context": .object(context.map { JSON.Member(name: $0.name, value: $0.json) }),
        ])
    }
}

extension ContextItem {
    var json: JSON {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .int(number)
        }
    }
}

extension Route {
    /// Kind and target for a person: an agent called agent is said once.
    public var text: String { names.kind == names.target ? names.kind : names.kind + " " + names.target }

    /// The kind and the target, as results name them.
    public var names: (kind: String, target: String) {
        switch self {
        case .hangUp: ("hang-up", "")
        case .queue(let name): ("queue", name)
        case .agent(let name): ("agent", name)
        case .number(let number): ("number", number)
        case .paymentLink(let name): ("payment-link", name)
        case .callbackOffer(let name): ("callback", name)
        }
    }
}
