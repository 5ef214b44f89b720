import Amounts
import CardData
import PaymentCall
import PaymentGateway
import Telephony
import YAMLText

/// Everything that a settings file can set.
public struct CallSettings: Sendable, Equatable {
    /// The rules of the payment call.
    public var rules = CallRules()
    /// How the simulated gateway behaves.
    public var gateway = GatewayBehaviour()
    /// How the simulated card check behaves.
    public var cardCheck = CardCheckBehaviour()

    /// The defaults.
    public init() {}

    /// The keys of a settings file.
    public static let keys = [
        "timeouts", "attempts", "declines", "amount", "cards", "gateway", "no-barge-in",
        "no-type-ahead", "queue", "agent", "routes",
    ]

    /// Reads a settings file.
    public init(contentsOf path: String) throws(YAMLError) { try self.init(YAMLValue(contentsOf: path)) }

    /// Reads settings from a mapping.
    public init(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping(CallSettings.keys)
        if let timeouts = keys["timeouts"] { try readTimeouts(timeouts) }
        if let attempts = keys["attempts"] { rules.attempts = try attempts.int(in: 1...20) }
        if let declines = keys["declines"] { rules.declines = try declines.int(in: 1...20) }
        if let amount = keys["amount"] { try readAmount(amount) }
        if let cards = keys["cards"] { try readCards(cards) }
        if let gateway = keys["gateway"] { try readGateway(gateway) }
        if let names = keys["no-barge-in"] {
            for item in try names.items() {
                let names = [("greeting", Question?.none)] + CallSettings.questions.map { ($0.name, $0.value) }
                if let question = try item.choice(names) {
                    rules.withoutBargeIn.insert(question)
                } else {
                    rules.greetingBargeIn = false
                }
            }
        }
        if let names = keys["no-type-ahead"] {
            for item in try names.items() {
                rules.withoutTypeAhead.insert(try item.choice(CallSettings.questions))
            }
        }
        if let queue = keys["queue"] { rules.queue = try queue.name() }
        if let agent = keys["agent"] { rules.agent = try agent.name() }
        if let routes = keys["routes"] { rules.routes = try CallSettings.routes(routes) }
    }

    private mutating func readTimeouts(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping(["first-digit", "inter-digit", "termination", "double-star", "error-guard"])
        if let first = keys["first-digit"] { rules.firstDigitTimeout = try first.seconds() }
        if let inter = keys["inter-digit"] { rules.interDigitTimeout = try inter.seconds() }
        if let termination = keys["termination"] { rules.terminationTimeout = try termination.seconds() }
        if let star = keys["double-star"] { rules.doubleStarTimeout = try star.seconds() }
        if let errorGuard = keys["error-guard"] { rules.errorGuard = try errorGuard.seconds(from: 0) }
    }

    private mutating func readAmount(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping(["minimum", "maximum", "currency"])
        if let code = keys["currency"] { rules.currency = try code.currency() }
        if let minimum = keys["minimum"] { rules.minimumAmount = try minimum.amountText(rules.currency) }
        if let maximum = keys["maximum"] { rules.maximumAmount = try maximum.amountText(rules.currency) }
        // The limits as calls have them: a default holds in any currency, in JPY without its decimals.
        let (least, most) = rules.limits(in: rules.currency)
        guard least.minor <= most.minor else {
            throw value.error(
                "the minimum amount is greater than the maximum of \(most.decimalText) \(rules.currency.code)")
        }
    }

    private mutating func readCards(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping([
            "brands", "live-card-guard", "test-numbers", "without-luhn", "thirteen-digit-visa",
        ])
        if let brands = keys["brands"] { rules.cards.brands = try brands.brands() }
        if let without = keys["without-luhn"] { rules.cards.brandsWithoutLuhn = try without.brands() }
        if let on = keys["live-card-guard"] { rules.cards.liveCardGuard = try on.bool() }
        if let short = keys["thirteen-digit-visa"] { rules.cards.shortVisa = try short.bool() }
        for number in try keys["test-numbers"]?.items() ?? [] {
            rules.cards.furtherTestNumbers.insert(try number.digits(12...19, "a card number"))
        }
    }

    private mutating func readGateway(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping(["timeout", "retries", "latency", "faults", "answers-inquiries"])
        if let timeout = keys["timeout"] { rules.gatewayTimeout = try timeout.seconds() }
        if let retries = keys["retries"] { rules.gatewayRetries = try retries.int(in: 0...10) }
        if let latency = keys["latency"] { gateway.latency = try latency.seconds(from: 0) }
        if let answers = keys["answers-inquiries"] { gateway.answersInquiries = try answers.bool() }
        for fault in try keys["faults"]?.items() ?? [] {
            gateway.faults.append(try fault.choice(GatewayFault.allCases.map { ($0.rawValue, $0) }))
        }
    }

    private static let questions: [(name: String, value: Question)] = Question.all.map { ($0.name, $0) }

    private static func routes(_ value: YAMLValue) throws(YAMLError) -> [String: Route] {
        var routes: [String: Route] = [:]
        for (reason, way) in try value.mapping(CallResult.reasons) { routes[reason] = try way.route() }
        return routes
    }
}

extension YAMLValue {
    /// A time in seconds, above zero unless `from` says otherwise, at most an hour.
    func seconds(from least: Double = 0.001) throws(YAMLError) -> MediaDuration {
        .milliseconds(Int((try number(in: least...3600, unit: "seconds") * 1000).rounded()))
    }

    /// A name: not empty, not a card number.
    public func name() throws(YAMLError) -> String {
        let name = try text()
        guard !name.isEmpty, name.count <= 200 else { throw error("a name of 1 to 200 characters is needed here") }
        guard CardMask.masking(name) == name else { throw error("this looks like a card number; give a name") }
        return name
    }

    /// ASCII digits, as many as `length` says.
    public func digits(_ length: ClosedRange<Int>, _ what: String) throws(YAMLError) -> String {
        let text = try text()
        guard length.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw error("\(what) has \(length.lowerBound) to \(length.upperBound) digits and nothing else; quote it")
        }
        return text
    }

    /// A currency by its code.
    public func currency() throws(YAMLError) -> Currency {
        guard let currency = Currency(code: try text()) else {
            throw error("this is no currency of ISO 4217 that is known here; use a code like USD")
        }
        return currency
    }

    /// An amount of `currency`, as decimal text.
    func amountText(_ currency: Currency) throws(YAMLError) -> String { try money(currency).decimalText }

    /// An amount of `currency`.
    public func money(_ currency: Currency) throws(YAMLError) -> Money {
        guard let money = Money(decimal: try text(), currency: currency) else {
            throw error(
                "this is no amount of \(currency.code); write it like \(Money(minor: 120 * currency.minorUnitsPerMajor, currency: currency).decimalText)"
            )
        }
        return money
    }

    func brands() throws(YAMLError) -> Set<Brand> {
        var brands: Set<Brand> = []
        for item in try items() { brands.insert(try item.choice(Brand.allCases.map { ($0.rawValue, $0) })) }
        return brands
    }

    /// A way out: `hang-up`, or a mapping of `queue`, `agent` or `number` to a name.
    func route() throws(YAMLError) -> Route {
        if !isMapping {
            guard try text() == "hang-up" else {
                throw error("a way out is hang-up, or one of { queue: NAME }, { agent: NAME }, { number: NUMBER }")
            }
            return .hangUp
        }
        let keys = try mapping(["queue", "agent", "number"])
        guard keys.count == 1, let (kind, value) = keys.first else {
            throw error("one of queue, agent or number is needed here, or hang-up")
        }
        let name = try value.name()
        return switch kind {
        case "queue": .queue(name)
        case "agent": .agent(name)
        default: .number(name)
        }
    }
}
