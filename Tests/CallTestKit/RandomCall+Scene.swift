import Amounts
import CallPlan
import CallSession
import CardData
import PaymentCall
import PaymentDesk
import PaymentGateway
import Settings
import Telephony

/// Chooses by chance, and the same again for the same seed.
struct Dice {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// True once in `times`.
    mutating func chance(_ times: Int) -> Bool { number(1...times) == 1 }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// One of `values`; never none.
    mutating func one<Value>(of values: [Value]) -> Value { values[number(0...values.count - 1)] }

    /// So many of `values`, also the same one several times.
    mutating func several<Value>(_ range: ClosedRange<Int>, of values: [Value]) -> [Value] {
        (0..<number(range)).map { _ in one(of: values) }
    }
}

/// What of a scene is not as by default, by chance.
struct RandomScene {
    var dice: Dice
    private(set) var options: [SceneOption] = []
    private var isAssisted = false

    init(dice: Dice) { self.dice = dice }

    private mutating func add(_ text: String, _ apply: @escaping @Sendable (inout CallScene) -> Void) {
        options.append(SceneOption(text: text, apply: apply))
    }

    /// Chooses everything.
    mutating func choose() {
        let isPlanned = dice.chance(6)
        if isPlanned { choosePlan() } else { chooseEntry() }
        if dice.chance(3) { chooseFields() }
        if dice.chance(4) { chooseAmounts(isPlanned) }
        if dice.chance(4) { chooseLimits() }
        if dice.chance(4) { chooseDeclines() }
        if dice.chance(5) { chooseCardCheck() }
        if dice.chance(3) { chooseGateway() }
        if dice.chance(4) { chooseKeys() }
        if dice.chance(4) { chooseRoutes() }
        if isAssisted, dice.chance(4) { chooseAgent() }
    }

    // MARK: Entry

    private mutating func choosePlan() {
        let plan = dice.one(of: RandomPlans.shipped)
        add("plan: \(plan.name)") { $0.plan = plan }
        if plan.data.contains(where: { if case .given = $0.origin { true } else { false } }) {
            let account = dice.one(of: ["10023", "10023", "10025", "10027", "10024"])
            let given = plan.data.filter { if case .given = $0.origin { true } else { false } }.map(\.name)
            let values = given.compactMap { ["account": "account=" + account, "amount": "amount=20.50"][$0] }
            add("data: " + values.joined(separator: " ")) { $0.data = values }
        }
        if plan.steps.contains(where: { if case .agent = $0.kind { true } else { false } }) { chooseAgent() }
        if dice.chance(3) {
            let faults = dice.several(1...3, of: [DeskFault.none, .noAnswer, .unreachable, .serverError, .malformed])
            add("desk faults: " + faults.map(\.rawValue).joined(separator: ", ")) { $0.settings.desk.faults = faults }
        }
    }

    private mutating func chooseEntry() {
        if dice.chance(2) {
            isAssisted = true
            add("mode: assisted") { $0.mode = .assisted }
        }
        let isKnown = dice.chance(3)
        if isKnown {
            let account = dice.one(of: ["10023", "10023", "10023", "10024", "10025", "10026", "10027"])
            add("account: " + account) { $0.account = account }
        }
        if dice.chance(6) {
            let tokenizes = dice.chance(2)
            if tokenizes { add("tokenize") { $0.tokenizes = true } }
        }
        if dice.chance(6) { add("amount: 20") { $0.amount = "20" } }
        if dice.chance(8) {
            let balance = dice.one(of: ["50", "3", "0", "9000"])
            add("balance: " + balance) { $0.balance = balance }
        }
        if dice.chance(3) { add("identified") { $0.identified = true } }
        if dice.chance(8) {
            let token = dice.one(of: TestToken.all).card.token
            add("token: " + token) { $0.token = token }
        } else if dice.chance(8) {
            add("given: card-number") { $0.given.append("card-number=4242424242424242") }
            if dice.chance(2) { add("given: expiry") { $0.given.append("expiry=1238") } }
        }
        if dice.chance(20) { add("given: postal-code") { $0.given.append("postal-code=94103") } }
        if dice.chance(4) { chooseMethod() }
        if dice.chance(5) { chooseLanguage() }
        if dice.chance(8) { add("reference: INV-7") { $0.reference = "INV-7" } }
        if dice.chance(8) { add("caller: +15551234") { $0.caller = "+15551234" } }
        if dice.chance(10) { add("parameter: desk=7") { $0.parameters = ["desk=7"] } }
    }

    private mutating func chooseMethod() {
        switch dice.number(1...3) {
        case 1: add("method: bank-account") { $0.method = .bankAccount }
        case 2: add("methods: bank-account") { $0.settings.rules.methods = [.bankAccount] }
        default: add("methods: card, bank-account") { $0.settings.rules.methods = [.card, .bankAccount] }
        }
    }

    private mutating func chooseLanguage() {
        switch dice.number(1...3) {
        case 1: add("language: es") { $0.language = "es" }
        case 2: add("languages: es-US") { $0.settings.rules.languages = [.spanish] }
        default: add("languages: en-US, es-US") { $0.settings.rules.languages = [.english, .spanish] }
        }
    }

    // MARK: Fields, amounts, limits

    private mutating func chooseFields() {
        for field in dice.several(1...3, of: Field.ofPayment + [.amount, .postalCode]) {
            let asked: FieldRule.Asked = dice.one(of: [
                .always, .always, .always, .brands([.visa, .americanExpress]), field == .cardNumber ? .always : .never,
            ])
            let confirmation = dice.one(of: FieldRule.Confirmation.allCases)
            if field != .amount {
                add("\(field.rawValue) asked: \(asked)") { $0.settings.rules[rule: field].asked = asked }
            }
            add("\(field.rawValue) confirmed: \(confirmation.rawValue)") {
                $0.settings.rules[rule: field].confirmation = confirmation
            }
            if dice.chance(3) {
                let attempts = dice.number(1...4)
                add("\(field.rawValue) attempts: \(attempts)") { $0.settings.rules[rule: field].attempts = attempts }
            }
            if dice.chance(3) {
                let route = route()
                add("\(field.rawValue) ending: \(route)") { $0.settings.rules[rule: field].ending = route }
            }
        }
        if dice.chance(4) { add("speaks the security code") { $0.settings.rules.speaksSecurityCode = true } }
        if dice.chance(8) {
            add("postal codes of 4 to 6 digits") {
                $0.settings.rules.shortestPostalCode = 4
                $0.settings.rules.longestPostalCode = 6
            }
        }
    }

    private mutating func chooseAmounts(_ isPlanned: Bool) {
        if dice.chance(4) {
            let allowed = dice.one(of: [["20", "50"], ["20", "120"], ["7"], ["900"]])
            add("allowed amounts: " + allowed.joined(separator: ", ")) { $0.settings.rules.allowedAmounts = allowed }
        }
        if dice.chance(3) { add("implied cents") { $0.settings.rules.impliesCents = true } }
        if dice.chance(4) { add("no partial payment") { $0.settings.rules.allowsPartialPayment = false } }
        if dice.chance(3) { add("more than the balance") { $0.settings.rules.limitsToBalance = false } }
        if dice.chance(5) { add("maximum 60") { $0.settings.rules.maximumAmount = "60" } }
        if dice.chance(3), !isPlanned {
            let currency = dice.one(of: ["JPY", "KWD", "EUR"])
            add("currency: " + currency) { $0.currency = currency }
        }
    }

    private mutating func chooseLimits() {
        if dice.chance(2) {
            let attempts = dice.number(1...5)
            add("attempts: \(attempts)") { $0.settings.rules.attempts = attempts }
        }
        if dice.chance(2) {
            let attempts = dice.number(1...6)
            add("call attempts: \(attempts)") { $0.settings.rules.callAttempts = attempts }
        }
        if dice.chance(2) {
            let declines = dice.number(1...4)
            add("declines: \(declines)") { $0.settings.rules.declines = declines }
        }
    }

    private mutating func chooseDeclines() {
        for reason in dice.several(1...4, of: DeclineReason.allCases) {
            var rule = DeclineRule(asksAgain: dice.several(0...2, of: Field.ofPayment))
            rule.offersAnotherAmount = dice.chance(2)
            rule.ends = dice.chance(6)
            rule.triesOnceMore = dice.chance(5)
            let chosen = rule
            let again = rule.asksAgain.map(\.rawValue).joined(separator: ", ")
            add(
                "\(reason.rawValue): asks again [\(again)]\(rule.offersAnotherAmount ? ", another amount" : "")"
                    + "\(rule.ends ? ", ends" : "")\(rule.triesOnceMore ? ", tried once more" : "")"
            ) { $0.settings.rules[declineRule: reason] = chosen }
        }
        if dice.chance(2) {
            add("every decline offers another amount") { scene in
                for reason in DeclineReason.allCases {
                    scene.settings.rules[declineRule: reason].offersAnotherAmount = true
                }
            }
        }
    }

    // MARK: Integrations

    private mutating func chooseCardCheck() {
        let replies = dice.several(0...3, of: CardCheckReply.allCases)
        let fallback = dice.one(of: CardCheckRule.Fallback.allCases)
        let isSlow = dice.chance(6)
        add("card check: " + replies.map(\.rawValue).joined(separator: ", ") + (isSlow ? ", slow" : "")) {
            $0.settings.rules.cardCheck.isAsked = true
            $0.settings.cardCheck.replies = replies
            if isSlow { $0.settings.cardCheck.latency = .milliseconds(9_000) }
        }
        add("card check not reached: " + fallback.rawValue) {
            $0.settings.rules.cardCheck.whenUnreachable = fallback
        }
    }

    private mutating func chooseGateway() {
        let faults = dice.several(1...4, of: GatewayFault.allCases)
        add("gateway faults: " + faults.map(\.rawValue).joined(separator: ", ")) {
            $0.settings.gateway.faults = faults
        }
        if dice.chance(4) { add("no inquiries") { $0.settings.gateway.answersInquiries = false } }
        if dice.chance(8) { add("late answers") { $0.settings.gateway.latency = .milliseconds(12_000) } }
        if dice.chance(5) {
            let retries = dice.number(0...3)
            add("gateway retries: \(retries)") { $0.settings.rules.gatewayRetries = retries }
        }
    }

    private mutating func chooseKeys() {
        let (barge, ahead) = (
            Set(dice.several(0...4, of: Question.all)), Set(dice.several(0...4, of: Question.all))
        )
        if !barge.isEmpty {
            add("no barge-in: " + barge.map(\.name).sorted().joined(separator: ", ")) {
                $0.settings.rules.withoutBargeIn = barge
            }
        }
        if !ahead.isEmpty {
            add("no type-ahead: " + ahead.map(\.name).sorted().joined(separator: ", ")) {
                $0.settings.rules.withoutTypeAhead = ahead
            }
        }
        if dice.chance(4) { add("no barge-in at the greeting") { $0.settings.rules.greetingBargeIn = false } }
        if dice.chance(4) { add("no error guard") { $0.settings.rules.errorGuard = .zero } }
        if dice.chance(4) {
            add("short timeouts") {
                $0.settings.rules.interDigitTimeout = .milliseconds(1_500)
                $0.settings.rules.firstDigitTimeout = .milliseconds(3_000)
            }
        }
    }

    // MARK: Ways out

    private mutating func route() -> Route {
        dice.one(of: [
            .hangUp, .queue("late"), .agent("supervisor"), .number("+15550000111"), .paymentLink("sms"),
            .callbackOffer("tomorrow"),
        ])
    }

    private mutating func chooseRoutes() {
        for reason in dice.several(1...4, of: CallResult.reasons + [CallRules.callAttemptsRoute]) {
            let route = route()
            add("\(reason) leads to \(route)") { $0.settings.rules.routes[reason] = route }
        }
    }

    private mutating func chooseAgent() {
        let moves = dice.several(
            1...6, of: ["pay 20.00 INV-7", "pay 35.00", "wait 5", "wait 20", "wait 40", "cancel", "back", "done"])
        let script = moves.joined(separator: "; ")
        add("agent: " + script) { $0.agent = script }
        if dice.chance(6), isAssisted {
            let at = MediaTime.seconds(Double(dice.number(1...40)))
            add("agent cancels at \(at.seconds) s") { $0.agentCancelsAt = at }
        }
    }
}
