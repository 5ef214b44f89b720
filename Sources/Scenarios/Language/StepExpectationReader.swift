import Amounts
import CallEngine
import CallReports
import CardData
import PaymentCall
import Prompts
import Settings
import Telephony
import YAMLText

/// Reads one `expect` of `steps`.
struct StepExpectationReader {
    /// What a step may wait for, beside the keys of `expect` at the end.
    static let conditions = [
        "prompt", "words", "asked", "silence", "digits", "count", "field", "event", "timer", "gateway", "segment",
        "agent-has-caller",
    ]
    private static let modifiers = ["within", "capture", "state"]

    /// What must be true at the end, as this step says.
    private(set) var atTheEnd: [Expectation] = []
    private let value: YAMLValue
    private let keys: [String: YAMLValue]

    init(_ value: YAMLValue) throws(YAMLError) {
        self.value = value
        let known = StepExpectationReader.conditions + StepExpectationReader.modifiers + ScenarioKeys.expect.names
        // An event has details of its own.
        let pairs = try value.pairs()
        var event: String?
        for (key, name) in pairs where try key.text() == "event" {
            event = try name.choice(EventNames.all.map { ($0, $0) })
        }
        let details = event.flatMap { EventNames.members(of: $0) } ?? []
        keys = try value.mapping(known + details.filter { !known.contains($0) })
    }

    /// What is waited for; nil where the step is about the end alone.
    mutating func read() throws(YAMLError) -> StepExpectation? {
        let given = StepExpectationReader.conditions.filter { keys[$0] != nil }
        let isOfEvent = keys["event"] != nil
        let end = ScenarioKeys.expect.names.filter {
            keys[$0] != nil && !(isOfEvent && isDetail($0)) && $0 != "transfer"
        }
        if given.isEmpty, keys["transfer"] == nil || !end.isEmpty { return try readEnd(end) }
        if let stray = end.first, let strayValue = keys[stray] {
            throw strayValue.error("\(stray) is about the end of the call; give it a step of its own")
        }
        var expectation = try condition()
        if let within = keys["within"] {
            expectation = StepExpectation(
                words: expectation.words, condition: expectation.condition,
                within: .seconds(try within.number(in: 0...36_000, unit: "seconds")))
        }
        if case .silence(let length) = expectation.condition, length > expectation.within {
            throw value.error("a silence that is longer than within can't come; give more")
        }
        expectation.captures = try captures()
        return expectation
    }

    private func isDetail(_ name: String) -> Bool {
        guard let event = try? keys["event"]?.text() else { return false }
        return EventNames.members(of: event)?.contains(name) == true
    }

    private mutating func readEnd(_ end: [String]) throws(YAMLError) -> StepExpectation? {
        guard !end.isEmpty else {
            throw value.error(
                "expect needs one of: "
                    + (StepExpectationReader.conditions + ScenarioKeys.expect.names).joined(separator: ", "))
        }
        if let stray = keys["capture"] ?? keys["state"] {
            throw stray.error("this goes with an event, not with the end")
        }
        atTheEnd = try Expectation.list(keys)
        // What may be true of a call at any time is looked at when it is over; only its end is waited for.
        if end.allSatisfy({ Expectation.ofWholeCall.contains($0) }) { return nil }
        return StepExpectation(words: "the call ends", condition: .ended, within: try within() ?? .seconds(600))
    }

    private func within() throws(YAMLError) -> MediaDuration? {
        guard let within = keys["within"] else { return nil }
        return .seconds(try within.number(in: 0...36_000, unit: "seconds"))
    }

    // MARK: Conditions

    private func condition() throws(YAMLError) -> StepExpectation {
        let given =
            StepExpectationReader.conditions.filter { keys[$0] != nil } + (keys["transfer"] != nil ? ["transfer"] : [])
        switch Set(given) {
        case ["prompt"], ["words"], ["prompt", "words"]: return try prompt()
        case ["asked"]: return try asked()
        case ["silence"]: return try silence()
        case ["digits", "field"], ["count", "field"]: return try keyed()
        case ["field"]: return try fieldState()
        case _ where keys["event"] != nil: return try event()
        case ["timer"]: return try timer()
        case ["gateway"]: return try gateway()
        case ["segment"]: return try segment()
        case ["transfer"]: return try transfer()
        case ["agent-has-caller"]:
            guard try keys["agent-has-caller"]?.bool() == true else { throw value.error("agent-has-caller is true") }
            return wait("the agent has the caller", .agentHasCaller)
        default:
            throw value.error("a step waits for one thing; give \(given.joined(separator: " and ")) steps of their own")
        }
    }

    private func wait(_ words: String, _ condition: StepCondition) -> StepExpectation {
        StepExpectation(words: words, condition: condition, within: StepExpectation.patience)
    }

    private func prompt() throws(YAMLError) -> StepExpectation {
        let id = try keys["prompt"].map { (value) throws(YAMLError) in try value.promptID() }
        let words = try keys["words"].map { (value) throws(YAMLError) in VariableText(try value.name()) }
        let said = words.map { " with the words \"\($0.replacing([:]))\"" } ?? ""
        return wait(
            (id.map { "the prompt \($0)" } ?? "a prompt") + said + " begins",
            .event(
                EventCondition(
                    matches: { event, seen in
                        guard case .promptStarted(let prompt) = event.event else { return false }
                        if let id, prompt.id != id { return false }
                        guard let words else { return true }
                        return seen.prompts.words(for: prompt).lowercased().contains(seen.resolved(words).lowercased())
                    },
                    near: { event, seen in
                        guard case .promptStarted(let prompt) = event.event else { return nil }
                        return words == nil ? prompt.id : "\(prompt.id) (\(seen.prompts.words(for: prompt)))"
                    })))
    }

    private func asked() throws(YAMLError) -> StepExpectation {
        guard let value = keys["asked"] else { preconditionFailure("looked at before") }
        let name = try value.name()
        if !name.hasPrefix("plan/"), Question(name: name) == nil {
            _ = try value.choice(Question.all.map { ($0.name, $0) })
        }
        return wait("it is the caller's turn to answer \(name)", .asked(name))
    }

    private func silence() throws(YAMLError) -> StepExpectation {
        guard let value = keys["silence"] else { preconditionFailure("looked at before") }
        let seconds = try value.number(in: 0...3600, unit: "seconds")
        return wait("no prompt plays for \(value.shownNumber(seconds)) s", .silence(.seconds(seconds)))
    }

    private func keyed() throws(YAMLError) -> StepExpectation {
        guard let field = keys["field"] else { preconditionFailure("looked at before") }
        let name = try field.name()
        if let count = keys["count"] {
            let number = try count.int(in: 1...64)
            let digits = number == 1 ? "1 digit is" : "\(number) digits are"
            return wait("\(digits) keyed for \(name)", .keyed(field: name, .count(number)))
        }
        guard let digits = keys["digits"] else { preconditionFailure("looked at before") }
        if let known = Field(rawValue: name), known.isSensitive {
            throw digits.error("the digits of \(name) are never shown; expect their count")
        }
        let text = VariableText(try digits.name())
        return wait(
            "the digits \(text.replacing([:])) are keyed for \(name)", .keyed(field: name, .text(text)))
    }

    private func fieldState() throws(YAMLError) -> StepExpectation {
        guard let value = keys["field"] else { preconditionFailure("looked at before") }
        let field = try value.choice(Field.allCases.map { ($0.rawValue, $0) })
        guard let state = keys["state"] else { throw value.error("field needs its state as well, or digits, or count") }
        let wanted = try state.choice(FieldState.allCases.map { ($0.rawValue, $0) })
        if wanted == .asked { return wait("it is the caller's turn to key \(field.rawValue)", .asked(field.rawValue)) }
        return wait(
            "\(field.rawValue) is \(wanted.rawValue)",
            .event(
                EventCondition(
                    matches: { event, _ in FieldState(of: event.event, field) == wanted },
                    near: { event, _ in FieldState(of: event.event, field).map { "\(field.rawValue) \($0.rawValue)" } })
            ))
    }

    private func event() throws(YAMLError) -> StepExpectation {
        guard let value = keys["event"] else { preconditionFailure("looked at before") }
        let name = try value.choice(EventNames.all.map { ($0, $0) })
        let details = EventNames.members(of: name) ?? []
        let allowed = ["event", "within", "capture"] + details
        if let stray = keys.keys.sorted().first(where: { !allowed.contains($0) }), let strayValue = keys[stray] {
            throw strayValue.error(
                "\(name) has no \(stray); "
                    + (details.isEmpty ? "nothing belongs to it" : "it has " + details.joined(separator: ", ")))
        }
        var wanted: [(name: String, value: VariableText)] = []
        for detail in details {
            guard let value = keys[detail] else { continue }
            try EventDetails.check(value, as: detail, of: name, beside: keys)
            wanted.append((detail, VariableText(try value.name())))
        }
        let texts = wanted
        let words = ([name] + texts.map { "\($0.name) \($0.value.replacing([:]))" }).joined(separator: ", ")
        return wait(
            "the event \(words)",
            .event(
                EventCondition(
                    matches: { event, seen in
                        guard let shown = EventDetails(event, name: name, seen.prompts) else { return false }
                        return texts.allSatisfy { shown[$0.name] == seen.resolved($0.value) }
                    },
                    near: { event, seen in
                        EventDetails(event, name: name, seen.prompts).map { name + $0.text(texts.map(\.name)) }
                    })))
    }

    private func timer() throws(YAMLError) -> StepExpectation {
        guard let value = keys["timer"] else { preconditionFailure("looked at before") }
        let timer = try value.choice(CallTimer.allCases.map { ($0.rawValue, $0) })
        return wait(
            "the timer \(timer.rawValue) runs out",
            .event(
                EventCondition(
                    matches: { event, _ in event.event.expiredTimer == timer },
                    near: { event, _ in event.event.expiredTimer?.rawValue })))
    }

    private func segment() throws(YAMLError) -> StepExpectation {
        guard let value = keys["segment"] else { preconditionFailure("looked at before") }
        let name = try value.name()
        return wait(
            "the segment \(name) begins",
            .event(
                EventCondition(
                    matches: { event, _ in event.event.segmentName == name },
                    near: { event, _ in event.event.segmentName })))
    }

    private func gateway() throws(YAMLError) -> StepExpectation {
        guard let value = keys["gateway"] else { preconditionFailure("looked at before") }
        let wanted = try GatewayDetails.wanted(value)
        let words = wanted.map { "\($0.name) \($0.text.replacing([:]))" }.joined(separator: ", ")
        return wait(
            "the gateway is asked" + (words.isEmpty ? "" : " for " + words),
            .event(
                EventCondition(
                    matches: { event, seen in
                        guard let shown = GatewayDetails.shown(event, seen) else { return false }
                        return wanted.allSatisfy { (shown[$0.name] ?? "none") == seen.resolved($0.text) }
                    },
                    near: { event, seen in
                        GatewayDetails.shown(event, seen).map { shown in
                            wanted.map { "\($0.name) \(shown[$0.name] ?? "none")" }.joined(separator: ", ")
                        }
                    })))
    }

    private func transfer() throws(YAMLError) -> StepExpectation {
        guard let value = keys["transfer"] else { preconditionFailure("looked at before") }
        guard value.isMapping else {
            throw value.error("a transfer that is waited for is a mapping of kind, target, reason")
        }
        let keys = try value.mapping(["kind", "target", "reason"])
        var wanted: [(name: String, text: String)] = []
        for name in ["kind", "target", "reason"] {
            if let value = keys[name] { wanted.append((name, try value.name())) }
        }
        let texts = wanted
        return wait(
            (["the caller is handed on"] + texts.map { "\($0.name) \($0.text)" }).joined(separator: ", "),
            .event(
                EventCondition(
                    matches: { event, _ in
                        guard let shown = event.event.transferDetails else { return false }
                        return texts.allSatisfy { shown[$0.name] == $0.text }
                    },
                    near: { event, _ in
                        event.event.transferDetails.map { shown in
                            ["kind", "target", "reason"].compactMap { shown[$0] }.joined(separator: " ")
                        }
                    })))
    }

    private func captures() throws(YAMLError) -> [StepExpectation.Capture] {
        guard let value = keys["capture"] else { return [] }
        guard let event = try keys["event"]?.text(), let details = EventNames.members(of: event) else {
            throw value.error("capture goes with event: it keeps what belongs to one")
        }
        var captures: [StepExpectation.Capture] = []
        for (name, detail) in try value.pairs() {
            captures.append(
                StepExpectation.Capture(
                    variable: try name.variableName(), detail: try detail.choice(details.map { ($0, $0) })))
        }
        return captures
    }
}
