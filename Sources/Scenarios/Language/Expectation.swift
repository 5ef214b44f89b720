import Telephony
import ScenarioReports
import Amounts
import CallEngine
import CallPlan
import CallReports
import CardData
import PaymentCall
import Prompts
import Settings
import YAMLText

/// One thing that must come of a call, and where its file says so.
public struct Expectation: Sendable {
    /// What is looked at: `result`, `transfer`, `prompts`...
    public let name: String
    /// Where the file says so: `file:line:column`.
    public let place: String

    /// What it must be, in words; a text may name what steps have kept.
    private let expected: VariableText
    private let actual: @Sendable (ScenarioCall) -> String
    /// Whether it is so; nil where what is must be what is expected, letter by letter.
    private let holds: (@Sendable (ScenarioCall) -> Bool)?

    /// The prompts that it is about.
    private let prompts: [String]

    /// Those that say nothing of how the call ends.
    static let ofWholeCall: Set = ["recording", "no-card-digits", "prompts", "never"]

    /// What is wrong with `call`; nil when it is as expected.
    func mismatch(with call: ScenarioCall) -> ScenarioFailure? {
        if let holds, holds(call) { return nil }
        let expected = expected.replacing(call.captures)
        let actual = actual(call)
        if holds == nil, actual == expected { return nil }
        return ScenarioFailure(
            place: place, source: SourceLine.text(at: place), column: SourceLine.column(of: place), expectation: name,
            expected: expected, actual: actual)
    }

    /// Throws for what a call with this plan, or none, can never come to.
    func check(against plan: Plan?) throws(YAMLError) {
        func error(_ message: String) -> YAMLError { YAMLError(file: place, line: nil, column: nil, message: message) }
        guard let plan else {
            if ["steps", "payments"].contains(name) || name.hasPrefix("data.") {
                throw error("this is about a call plan, and the scenario has none")
            }
            if let prompt = prompts.first(where: { $0.hasPrefix("plan/") }) {
                throw error("\(prompt) is a prompt of a call plan, and the scenario has none")
            }
            return
        }
        let known = plan.steps.flatMap { step in
            ["", "-confirm", "-no-input", "-no-match"].map { "plan/" + step.name + $0 }
        }
        for prompt in prompts where prompt.hasPrefix("plan/") && !known.contains(prompt) {
            let near = YAMLValue.nearest(to: prompt, of: known).map { "; did you mean '\($0)'?" } ?? ""
            throw error("the plan has no step that says \(prompt)" + near)
        }
    }

    private init(
        _ name: String, _ value: YAMLValue, _ expected: String, prompts: [String] = [],
        actual: @escaping @Sendable (ScenarioCall) -> String,
        holds: (@Sendable (ScenarioCall) -> Bool)? = nil
    ) {
        self.name = name
        self.prompts = prompts
        self.expected = VariableText(expected)
        self.place = value.place
        self.actual = actual
        self.holds = holds
    }

    /// Reads the mapping `expect`; a scenario without steps must say how its call ends.
    static func list(_ value: YAMLValue, needsResult: Bool) throws(YAMLError) -> [Expectation] {
        let keys = try value.mapping(ScenarioKeys.expect.names)
        if needsResult, keys["result"] == nil { throw value.error("expect needs the call's result") }
        return try list(keys)
    }

    /// Reads what of `keys` is about the end of a call.
    static func list(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Expectation] {
        var list: [Expectation] = []
        if let result = keys["result"] {
            let outcome = try result.choice(Outcome.allCases.map { ($0.rawValue, $0.rawValue) })
            list.append(Expectation("result", result, outcome) { $0.result.outcome.rawValue })
        }
        if let reason = keys["reason"] {
            let declines = DeclineReason.allCases.map(\.rawValue).filter { !CallResult.reasons.contains($0) }
            let names = ["none"] + CallResult.reasons + declines
            let name = try reason.choice(names.map { ($0, $0) })
            list.append(Expectation("reason", reason, name) { $0.result.reason ?? "none" })
        }
        if let transfer = keys["transfer"] { list += try Expectation.transfer(transfer) }
        list += try prompts(keys)
        list += try payment(keys)
        list += try plan(keys)
        list += try wholeCall(keys)
        return list
    }

    private static func transfer(_ value: YAMLValue) throws(YAMLError) -> [Expectation] {
        guard value.isMapping else {
            let none = try value.text()
            guard none == "none" else {
                throw value.error("a transfer is none, or a mapping of kind, target and reason")
            }
            return [
                Expectation("transfer", value, none) { call in
                    call.result.transfer.map { $0.route.names.kind + " " + $0.route.names.target } ?? "none"
                }
            ]
        }
        var list: [Expectation] = []
        let keys = try value.mapping(["kind", "target", "reason"])
        if keys.isEmpty { throw value.error("a transfer is none, or a mapping of kind, target and reason") }
        if let kind = keys["kind"] {
            let name = try kind.choice(["queue", "agent", "number", "payment-link", "callback"].map { ($0, $0) })
            list.append(
                Expectation("transfer.kind", kind, name) { $0.result.transfer?.route.names.kind ?? "none" })
        }
        if let target = keys["target"] {
            let name = try target.name()
            list.append(
                Expectation("transfer.target", target, name) { $0.result.transfer?.route.names.target ?? "none" }
            )
        }
        if let reason = keys["reason"] {
            // A reason of a result, or a step of a plan.
            let name = try reason.name()
            list.append(Expectation("transfer.reason", reason, name) { $0.result.transfer?.reason ?? "none" })
        }
        return list
    }

    /// `prompts`: these began, in this order, others may stand between; `never`: these did not begin.
    private static func prompts(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Expectation] {
        var list: [Expectation] = []
        if let value = keys["prompts"] {
            var wanted: [String] = []
            for item in try value.items() { wanted.append(try item.promptID()) }
            let order = wanted
            list.append(
                Expectation(
                    "prompts", value, order.joined(separator: ", "), prompts: order,
                    actual: { call in
                        let found = Expectation.found(of: order, in: call.prompts)
                        let behind = found > 0 ? " behind \(order[found - 1])" : ""
                        return call.prompts.joined(separator: ", ") + "; no \(order[found])" + behind
                    },
                    holds: { Expectation.found(of: order, in: $0.prompts) == order.count }))
        }
        for item in try keys["never"]?.items() ?? [] {
            let unwanted = try item.promptID()
            list.append(
                Expectation(
                    "never", item, "no " + unwanted, prompts: [unwanted], actual: { _ in unwanted + " was played" },
                    holds: { !$0.prompts.contains(unwanted) }))
        }
        return list
    }

    /// How many of `order`, from its begin, come in that order among the prompts played.
    private static func found(of order: [String], in played: [String]) -> Int {
        var found = 0
        for prompt in played where found < order.count && prompt == order[found] { found += 1 }
        return found
    }

    private static func payment(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Expectation] {
        var list: [Expectation] = []
        if let value = keys["declines"] {
            var wanted: [String] = []
            for item in try value.items() {
                wanted.append(try item.choice(DeclineReason.allCases.map { ($0.rawValue, $0.rawValue) }))
            }
            list.append(
                Expectation("declines", value, wanted.isEmpty ? "none" : wanted.joined(separator: ", ")) { call in
                    let declines = call.result.payment?.declines.map(\.rawValue) ?? []
                    return declines.isEmpty ? "none" : declines.joined(separator: ", ")
                })
        }
        if let value = keys["amount"] {
            list.append(
                Expectation("amount", value, try amount(value)) { $0.result.payment.map { words($0.amount) } ?? "none" }
            )
        }
        if let value = keys["brand"] {
            let brand = try value.choice((Brand.allCases.map(\.rawValue) + ["none"]).map { ($0, $0) })
            list.append(Expectation("brand", value, brand) { $0.result.payment?.brand?.rawValue ?? "none" })
        }
        func add(_ key: String, _ actual: @escaping @Sendable (ScenarioCall) -> String?) throws(YAMLError) {
            guard let value = keys[key] else { return }
            list.append(Expectation(key, value, try value.name()) { actual($0) ?? "none" })
        }
        try add("masked-pan") { $0.result.payment?.maskedPAN?.description }
        try add("account") { $0.result.account }
        try add("reference") { $0.result.payment?.reference }
        try add("method") { $0.result.payment?.method.rawValue }
        try add("token") { $0.result.payment?.token }
        if let value = keys["gateway-values"] {
            let texts = try value.harmlessTexts()
            let pairs = texts.isEmpty ? "none" : texts.joined(separator: ", ")
            list.append(
                Expectation("gateway-values", value, pairs) { call in
                    let values = (call.result.payment?.values ?? []).map { $0.name + "=" + $0.value }
                    return values.isEmpty ? "none" : values.joined(separator: ", ")
                })
        }
        return list
    }

    /// What a call plan came to: `steps` in this order, others may stand between; `data` has these values; the results
    /// of all `payments`.
    private static func plan(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Expectation] {
        var list: [Expectation] = []
        if let value = keys["steps"] {
            var order: [String] = []
            for item in try value.items() { order.append(try item.name()) }
            let wanted = order
            list.append(
                Expectation(
                    "steps", value, wanted.joined(separator: ", "),
                    actual: { $0.record.plan?.steps.joined(separator: ", ") ?? "none" },
                    holds: { found(of: wanted, in: $0.record.plan?.steps ?? []) == wanted.count }))
        }
        if let value = keys["data"] {
            for pair in try value.harmlessTexts() {
                let name = String(pair.prefix { $0 != "=" })
                list.append(
                    Expectation("data.\(name)", value, String(pair.dropFirst(name.count + 1))) { call in
                        call.record.plan?.data.first { $0.name == name }?.value ?? "none"
                    })
            }
        }
        if let value = keys["payments"] {
            var results: [String] = []
            for item in try value.items() {
                results.append(try item.choice(Outcome.allCases.map { ($0.rawValue, $0.rawValue) }))
            }
            list.append(
                Expectation("payments", value, results.isEmpty ? "none" : results.joined(separator: ", ")) { call in
                    let payments = (call.record.plan?.payments ?? []).map(\.outcome.rawValue)
                    return payments.isEmpty ? "none" : payments.joined(separator: ", ")
                })
        }
        return list
    }
}

extension Expectation {
    /// What is true of a call as a whole.
    private static func wholeCall(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Expectation] {
        var list: [Expectation] = []
        if let value = keys["segments"] {
            var order: [String] = []
            for item in try value.items() { order.append(try item.name()) }
            let wanted = order
            list.append(
                Expectation(
                    "segments", value, wanted.joined(separator: ", "),
                    actual: { $0.call.record.segments.map(\.name).joined(separator: ", ") },
                    holds: { found(of: wanted, in: $0.call.record.segments.map(\.name)) == wanted.count }))
        }
        if let value = keys["gateway-requests"] {
            let count = try value.int(in: 0...1000)
            list.append(Expectation("gateway-requests", value, String(count)) { String($0.gatewayRequests) })
        }
        if let value = keys["at-most-seconds"] {
            let most = try value.number(in: 0...36_000, unit: "seconds")
            list.append(
                Expectation(
                    "at-most-seconds", value, "a call of at most \(value.shownNumber(most)) s",
                    actual: { "\(hundredths($0.call.record.duration.seconds)) s" },
                    holds: { $0.call.record.duration.seconds <= most }))
        }
        if let value = keys["recording"] {
            _ = try value.choice([("masked", true)])
            list.append(
                Expectation(
                    "recording", value, "no tone can be decoded",
                    actual: { call in
                        guard let tones = call.recordedTones else { return "there is no recording" }
                        return tones == 1 ? "1 tone can be decoded" : "\(tones) tones can be decoded"
                    },
                    holds: { $0.recordedTones == 0 }))
        }
        if let value = keys["no-card-digits"] {
            guard try value.bool() else { throw value.error("no-card-digits is true; a call never shows them") }
            list.append(
                Expectation(
                    "no-card-digits", value, "no digit of the card anywhere",
                    actual: { $0.leaks.isEmpty ? "none" : $0.leaks.joined(separator: ", ") },
                    holds: { $0.leaks.isEmpty }))
        }
        return list
    }

    /// Whether one of them is about the digits of cards.
    static func needsLeaks(_ list: [Expectation]) -> Bool { list.contains { $0.name == "no-card-digits" } }

    /// Whether one of them is about the recording of the call.
    static func needsRecording(_ list: [Expectation]) -> Bool { list.contains { $0.name == "recording" } }
}

/// A number with at most two decimals.
private func hundredths(_ value: Double) -> String { String((value * 100).rounded() / 100) }

private func words(_ money: Money) -> String { money.decimalText + " " + money.currency.code }

/// `120.00 USD`, `120 USD` or `none`; or a variable that holds one.
private func amount(_ value: YAMLValue) throws(YAMLError) -> String {
    let text = try value.text()
    let parts = text.split(separator: " ")
    if text == "none" || text.hasPrefix("${") { return text }
    guard parts.count == 2, let currency = Currency(code: String(parts[1])),
        let money = Money(decimal: parts[0], currency: currency)
    else { throw value.error("an amount is written like 120.00 USD; or none") }
    return words(money)
}

extension YAMLValue {
    /// Names and texts of which none could be a card number: expectations are printed.
    fileprivate func harmlessTexts() throws(YAMLError) -> [String] {
        let texts = try texts()
        guard texts.allSatisfy({ CardMask.masking($0) == $0 }) else {
            throw error("a value here looks like a card number; a call shows none")
        }
        return texts
    }

    /// The id of a prompt; those of a plan are named by its steps.
    func promptID() throws(YAMLError) -> String {
        let name = try name()
        return name.hasPrefix("plan/") ? name : try choice(PromptCatalogue.definitions.keys.sorted().map { ($0, $0) })
    }
}
