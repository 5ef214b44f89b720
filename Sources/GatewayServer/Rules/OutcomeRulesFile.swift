import Amounts
import CardData
import YAMLText

extension OutcomeRules {
    /// The names of the shipped sets, the default first.
    public static let shippedNames = ["stripe", "braintree", "adyen", "telr"]

    /// The shipped set of that name; nil for no such name.
    public static func shipped(_ name: String) throws(YAMLError) -> OutcomeRules? {
        guard shippedNames.contains(name) else { return nil }
        let file = try YAMLValue(bytes: PackageResources.rules_yaml, name: "gateway/rules.yaml")
        let keys = try file.mapping(["sets"])
        guard let sets = keys["sets"] else { throw file.error("the key 'sets' is missing") }
        guard let set = try sets.mapping(shippedNames)[name] else { throw sets.error("the set '\(name)' is missing") }
        return try OutcomeRules(set, name: name)
    }

    /// Reads a rules file of one's own: `outcomes` and `faults`, each a list of rows.
    public init(contentsOf path: String) throws(YAMLError) {
        try self.init(YAMLValue(contentsOf: path), name: path)
    }

    /// Reads one set of rules; `name` stands for it where it is shown.
    public init(_ file: YAMLValue, name: String) throws(YAMLError) {
        let keys = try file.mapping(OutcomeRules.keys)
        guard keys["outcomes"] != nil || keys["faults"] != nil else {
            throw file.error("a rules file needs outcomes, faults or both")
        }
        _ = try keys["about"]?.text()
        var rows: [Row] = []
        var known: [Set<Condition>: Int] = [:]
        for item in try keys["outcomes"]?.items() ?? [] {
            let row = try OutcomeRules.row(item)
            if let line = known[Set(row.conditions)] {
                throw item.error("the row at line \(line) asks the same, and decides first; take one of them out")
            }
            known[Set(row.conditions)] = item.line
            rows.append(row)
        }
        var faults: [FaultRule] = []
        for item in try keys["faults"]?.items() ?? [] { faults.append(try FaultRule(item)) }
        self.init(name: name, rows: rows, faults: faults)
    }

    /// The keys of a file.
    static let keys = ["about", "outcomes", "faults"]
    /// The keys of a row that say what it asks.
    static let conditionKeys = [
        "card", "account", "token", "amount", "last-digits", "security-code", "currency",
    ]

    private static func row(_ item: YAMLValue) throws(YAMLError) -> Row {
        let keys = try item.mapping(conditionKeys + ["outcome"])
        guard let outcome = keys["outcome"] else { throw item.error("a row needs an outcome") }
        var conditions: [Condition] = []
        for key in conditionKeys {
            if let value = keys[key] { conditions.append(try condition(key, value)) }
        }
        let sources = ["card", "account", "token"].filter { keys[$0] != nil }
        guard sources.count <= 1 else {
            throw item.error("a payment has one source: name a card, an account or a token")
        }
        let decided = try self.outcome(outcome)
        guard decided != .declinedByAmount || keys["amount"] != nil else {
            throw outcome.error("the amount can be the code of a row that names an amount")
        }
        return Row(conditions: conditions, outcome: decided)
    }

    private static func condition(_ key: String, _ value: YAMLValue) throws(YAMLError) -> Condition {
        let text = try value.text()
        switch key {
        case "card":
            let number = text.filter { $0 != " " }
            guard TestCards.all.contains(where: { $0.number == number }) else {
                throw value.error("this is no published test number; rules are written with those alone")
            }
            return .card(number)
        case "account":
            guard TestBankAccount.all.contains(where: { $0.number == text }) else {
                throw value.error("this is no published test account; rules are written with those alone")
            }
            return .account(text)
        case "token":
            guard TestToken.token(named: text) != nil else {
                let near = YAMLValue.nearest(to: text, of: TestToken.all.map(\.card.token))
                throw value.error("this is no published test token" + (near.map { "; did you mean '\($0)'?" } ?? ""))
            }
            return .token(text)
        case "amount": return .amount(try value.amounts())
        case "last-digits": return .lastDigits(Int64(try value.digits(3...3)) ?? 0)
        case "security-code": return .securityCode(try value.digits(3...4))
        default:
            guard let currency = Currency(code: text) else {
                throw value.error("this is no currency; write its three letters, such as USD")
            }
            return .currency(currency.code)
        }
    }

    private static func outcome(_ value: YAMLValue) throws(YAMLError) -> Outcome {
        let text = try value.text()
        switch text {
        case "approved": return .approved
        case "amount": return .declinedByAmount
        default:
            guard GatewayText.isCode(text) else {
                throw value.error(
                    "an outcome is approved, amount or a decline code: 1 to 64 small letters, digits, - and _, "
                        + "fewer than 13 digits in a row")
            }
            return .declined(code: text)
        }
    }
}

extension FaultRule {
    /// The keys of a row.
    static let keys = [
        "fault", "seconds", "retry-after", "bytes-per-second", "on", "reference", "amount", "nth", "every", "times",
    ]

    init(_ item: YAMLValue) throws(YAMLError) {
        let keys = try item.mapping(FaultRule.keys)
        guard let name = keys["fault"] else { throw item.error("a row needs a fault") }
        let kind = try name.choice(ServerFault.Kind.allCases.map { ($0.rawValue, $0) })
        var fault = ServerFault(kind)
        for (key, parameter) in [
            ("seconds", ServerFault.Parameter.seconds), ("retry-after", .retryAfter),
            ("bytes-per-second", .bytesPerSecond),
        ] {
            guard let value = keys[key] else { continue }
            guard kind.parameter == parameter else { throw value.error("this fault has no such parameter") }
            let number = try value.number(in: kind.range, unit: parameter.unit)
            fault.value = number
        }
        self.init(
            fault: fault,
            on: try keys["on"]?.choice(FaultTarget.allCases.map { ($0.rawValue, $0) }) ?? .create,
            reference: try keys["reference"]?.pattern(), amount: try keys["amount"]?.amounts(),
            nth: try keys["nth"]?.int(in: 1...1_000_000_000), every: try keys["every"]?.int(in: 1...1_000_000_000),
            times: nil)
        if let value = keys["times"] {
            times = try value.text() == "always" ? nil : try value.int(in: 1...1_000_000)
        } else {
            times = 1
        }
        if let value = keys["every"], nth != nil { throw value.error("give nth or every, not both") }
        if let value = keys["on"], on != .create, nth != nil || every != nil {
            throw value.error("nth and every count payments that are made; take them out, or on")
        }
    }
}

extension YAMLValue {
    /// An amount, or two with a hyphen between, in thousandths of a unit.
    fileprivate func amounts() throws(YAMLError) -> ClosedRange<Int64> {
        let ends = try text().split(separator: "-", omittingEmptySubsequences: false).map(YAMLValue.thousandths)
        guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2, first <= last else {
            throw error("an amount is written like 120.00, a range like 2000.00-2999.99, the lower end first")
        }
        return first...last
    }

    private static func thousandths(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }) else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard parts[0].count <= 12, decimals.count <= 3 else { return nil }
        return Int64(parts[0] + decimals + String(repeating: "0", count: 3 - decimals.count))
    }

    fileprivate func digits(_ counts: ClosedRange<Int>) throws(YAMLError) -> String {
        let text = try text()
        guard counts.contains(text.count), text.allSatisfy({ ("0"..."9").contains($0) }) else {
            let count = counts.count == 1 ? "three" : "three or four"
            throw error("this must be \(count) digits, in quotes")
        }
        return text
    }

    fileprivate func pattern() throws(YAMLError) -> String {
        let text = try text()
        guard GatewayText.isReference(text) else {
            throw error("a reference is 1 to 64 printable ASCII characters without spaces, and * stands for anything")
        }
        return text
    }
}
