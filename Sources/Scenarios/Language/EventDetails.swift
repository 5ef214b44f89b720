import CardData
import Settings
import Amounts
import CallEngine
import CallPlan
import CallReports
import JSONText
import PaymentCall
import Prompts
import YAMLText

/// What belongs to an event, as texts.
struct EventDetails {
    private let values: [String: String]

    /// The details of an event, whatever it is.
    init(_ event: TimedEvent, prompts: PromptSet) {
        guard case .object(let members) = event.json(prompts: prompts) else {
            preconditionFailure("an event is an object")
        }
        values = Dictionary(members.map { ($0.name, EventDetails.text($0.value)) }, uniquingKeysWith: { $1 })
    }

    /// The details of an event of that name; nil for one of another name.
    init?(_ event: TimedEvent, name: String, _ prompts: PromptSet) {
        self.init(event, prompts: prompts)
        guard values["event"] == name else { return nil }
    }

    /// A detail; nil for one that the event has not.
    subscript(name: String) -> String? { values[name] }

    /// These details, as an error shows them.
    func text(_ names: [String]) -> String {
        names.map { ", \($0) \(values[$0] ?? "none")" }.joined()
    }

    /// Throws for what a detail can never be, where all that it may be is known.
    static func check(
        _ value: YAMLValue, as detail: String, of event: String, beside keys: [String: YAMLValue]
    ) throws(YAMLError) {
        // What a step before it keeps is known only when the call runs.
        guard try !value.name().contains("${") else { return }
        switch (event, detail) {
        case (_, "prompt"): _ = try value.promptID()
        case (_, "timer"): _ = try value.choice(CallTimer.allCases.map { ($0.rawValue, $0) })
        case ("segment", "segment"): _ = try value.choice(Segment.allCases.map { ($0.rawValue, $0) })
        case ("ended", "result"): _ = try value.choice(Outcome.allCases.map { ($0.rawValue, $0) })
        case ("attempt-failed", "reason"):
            let question = try keys["question"]?.name()
            let asked = Question.all.filter { question == nil || $0.name == question }
            // Steps of plans have names of their own.
            let faults = asked.flatMap(\.faults) + [AttemptFault.noInput, .noMatch, .refused].map(\.code)
            var seen: Set<String> = []
            _ = try value.choice(faults.filter { seen.insert($0).inserted }.map { ($0, $0) })
        default: break
        }
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .null: "none"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .number(let text), .string(let text): text
        case .array(let items): items.map { text($0) }.joined(separator: ", ")
        case .object: value.text
        }
    }
}

/// Where a field stands, as a step may wait for it.
enum FieldState: String, CaseIterable {
    case asked, keyed, taken, confirmed, failed, given

    /// What an event says of a field; nil for nothing.
    init?(of event: EngineEvent, _ field: Field) {
        guard case .call(let event) = event else { return nil }
        switch event {
        case .digits(field, count: _, key: _): self = .keyed
        case .accepted(field, shown: _): self = .taken
        case .confirmed(field): self = .confirmed
        case .given(field, shown: _): self = .given
        case .attemptFailed(let question, _, attempt: _, of: _) where question.field == field: self = .failed
        default: return nil
        }
    }
}

/// What a gateway was asked for, by the names that scenarios have for it.
enum GatewayDetails {
    /// What a step wants of a request.
    static func wanted(_ value: YAMLValue) throws(YAMLError) -> [(name: String, text: VariableText)] {
        let names = ScenarioKeys.gateway.names
        let keys = try value.mapping(names)
        var wanted: [(name: String, text: VariableText)] = []
        for name in names { if let value = keys[name] { wanted.append((name, VariableText(try value.name()))) } }
        return wanted
    }

    /// The request that an event stands for; nil for another event.
    static func shown(_ event: TimedEvent, _ seen: borrowing CallObserver) -> [String: String]? {
        guard case .call(.gatewayAsked) = event.event else { return nil }
        let requests = seen.gateway.requests
        guard requests.indices.contains(seen.requests - 1) else { return nil }
        let request = requests[seen.requests - 1]
        var shown = [
            "amount": request.amount.decimalText + " " + request.amount.currency.code,
            "method": request.method.rawValue, "try": String(request.attempt),
            "stores-only": request.storesOnly ? "true" : "false",
        ]
        shown["brand"] = request.brand?.rawValue
        shown["masked-pan"] = request.maskedNumber
        shown["reference"] = request.reference
        shown["token"] = request.token
        shown["account"] = request.account
        return shown
    }
}

extension EngineEvent {
    /// The timer that ran out.
    var expiredTimer: CallTimer? {
        switch self {
        case .call(.timerExpired(let timer)), .plan(.timerExpired(let timer)): timer
        default: nil
        }
    }

    /// The part of the call, or the step of the plan, that begins.
    var segmentName: String? {
        switch self {
        case .call(.segment(let segment)): segment.rawValue
        case .plan(.step(let name, kind: _)): name
        default: nil
        }
    }

    /// Where the caller is handed on to.
    var transferDetails: [String: String]? {
        switch self {
        case .call(.transferred(let transfer)), .plan(.transferred(let transfer)):
            ["kind": transfer.route.names.kind, "target": transfer.route.names.target, "reason": transfer.reason]
        default: nil
        }
    }
}
