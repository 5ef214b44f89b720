import Amounts
import CardData
import PaymentCall
import PaymentDesk
import PaymentGateway
import Telephony

extension Setting {
    /// Every setting. They are read in this order, so the currency stands before its amounts.
    static let table: [Setting] =
        timeouts + limits + amounts + ways + fields + cards + cardCheck + gateway + declines + desk + prompts + waysOut

    /// What the mappings of the table are for, by their paths.
    static let groups: [String: String] = [
        "timeouts": "How long the call waits.",
        "amount": "What may be paid.",
        "fields": "How each field is asked.",
        "cards": "Which cards are taken.",
        "postal-code": "What is a postal code.",
        "card-check": "An integration that is asked about each card number, which is simulated.",
        "decline-rules": "What follows a decline, by its reason.",
        "payment-desk": "The payment system in the process, which call plans ask.",
        "gateway": "The payment gateway, which is simulated.",
        "routes": "Other ways out of automated calls than the queue, by the result's reason.",
    ]

    /// What settings must be together.
    static let checks: [SettingCheck] = [
        SettingCheck("amount") { settings in
            // The limits as calls have them: a default holds in any currency, in JPY without its decimals.
            let (least, most) = settings.rules.limits(in: settings.rules.currency)
            settings.rules.minimumAmount = least.decimalText
            settings.rules.maximumAmount = most.decimalText
            guard least.minor > most.minor else { return nil }
            return "the minimum amount is greater than the maximum of \(most.decimalText) \(most.currency.code)"
        },
        SettingCheck("fields") { settings in
            let withoutBrand = Field.ofPayment.filter { [.cardNumber, .routingNumber, .bankAccount].contains($0) }
            let wrong = withoutBrand.first {
                if case .brands = settings.rules.rule(of: $0).asked { true } else { false }
            }
            return wrong.map { "\($0.rawValue) can't be asked by brand: no brand is known when it is asked" }
        },
        SettingCheck("methods") { settings in choiceFault(settings.rules.methods, "method") },
        SettingCheck("languages") { settings in choiceFault(settings.rules.languages, "language") },
        SettingCheck("postal-code") { settings in
            settings.rules.shortestPostalCode <= settings.rules.longestPostalCode
                ? nil : "the shortest postal code is longer than the longest"
        },
    ]

    /// What is wrong with a list of which the caller chooses.
    private static func choiceFault<Item: Hashable>(_ items: [Item], _ what: String) -> String? {
        if items.isEmpty { return "a call needs a \(what); give at least one" }
        return Set(items).count == items.count && items.count <= 9
            ? nil : "each \(what) stands here once, at most nine of them: the caller chooses by one key"
    }

    private static let timeouts = [
        Setting(
            "timeouts.first-digit", .seconds(0.001...3600), \.rules.firstDigitTimeout,
            "From the end of the prompt to the first key."),
        Setting(
            "timeouts.inter-digit", .seconds(0.001...3600), \.rules.interDigitTimeout,
            "From the begin of a key to the begin of the next."),
        Setting(
            "timeouts.termination", .seconds(0.001...3600), \.rules.terminationTimeout,
            "The same for a card number that is valid and may still grow."),
        Setting(
            "timeouts.double-star", .seconds(0.001...3600), \.rules.doubleStarTimeout,
            "A second * this soon cancels an amount."),
        Setting(
            "timeouts.error-guard", .seconds(0...3600), \.rules.errorGuard,
            "Keys this early in an error prompt are dropped."),
        Setting(
            "timeouts.agent-talk", .seconds(0...3600), \.rules.agentTalkTime,
            "A simulated agent has the caller this long before doing what comes next."),
    ]

    private static let limits = [
        Setting("attempts", .count(1...20), \.rules.attempts, "How often a field may be tried."),
        Setting(
            "call-attempts", .optional(.count(1...100)), \.rules.callAttempts,
            "How many attempts may fail in a call, over all its fields."),
        Setting("declines", .count(1...20), \.rules.declines, "How often a call's payment may be declined."),
    ]

    private static let amounts = [
        Setting(
            "amount.currency", .currency, \.rules.currency,
            "The currency of amounts given where no account says another."),
        Setting("amount.minimum", .amount, \.rules.minimumAmount, "The least amount that may be typed."),
        Setting("amount.maximum", .amount, \.rules.maximumAmount, "The greatest amount that may be typed or paid."),
        Setting(
            "amount.allowed", .list(of: .amount), \.rules.allowedAmounts,
            "The only amounts that may be typed; none for any between the limits."),
        Setting(
            "amount.partial", .boolean, \.rules.allowsPartialPayment, "Less than the balance may be paid."),
        Setting(
            "amount.at-most-balance", .boolean, \.rules.limitsToBalance, "No more than the balance may be paid."),
        Setting(
            "amount.implied-cents", .boolean, \.rules.impliesCents,
            "Digits are minor units, 12050 is 120.50, and * cancels as everywhere."),
    ]

    private static let ways = [
        Setting(
            "methods", .list(of: .choice), \.rules.methods, "What may be paid with; with several the caller chooses."),
        Setting(
            "languages", .list(of: .language), \.rules.languages,
            "The languages of the call; with several the caller chooses."),
    ]

    /// The rows of each field: those of what is paid with may be switched off, and confirmed in several ways.
    private static let fields = Field.allCases.flatMap { field -> [Setting] in
        let path = "fields.\(field.rawValue)."
        let isOfPayment = Field.ofPayment.contains(field)
        var rows: [Setting] = []
        if isOfPayment {
            rows.append(Setting(path + "ask", .asked, \.rules[rule: field].asked, "When it is asked."))
        }
        if isOfPayment || field == .amount {
            rows.append(
                Setting(path + "confirm", .choice, \.rules[rule: field].confirmation, "How the caller confirms it."))
        }
        rows.append(
            Setting(
                path + "attempts", .optional(.count(1...20)), \.rules[rule: field].attempts,
                "How often it may be tried, instead of attempts."))
        if field != .account && field != .pin {
            rows.append(
                Setting(
                    path + "ending", .optional(.route), \.rules[rule: field].ending,
                    "Where automated calls go whose attempts at it are used up."))
        }
        return rows
    }

    private static let brands = Brand.allCases.map { (name: $0.rawValue, value: $0) }

    private static let cards = [
        Setting("cards.brands", .set(of: brands), \.rules.cards.brands, "The brands that are taken."),
        Setting(
            "cards.live-card-guard", .boolean, \.rules.cards.liveCardGuard, "Only published test numbers are taken."),
        Setting(
            "cards.test-numbers", .cardNumbers, \.rules.cards.furtherTestNumbers,
            "Further test numbers, of 12 to 19 digits."),
        Setting(
            "cards.without-luhn", .set(of: brands), \.rules.cards.brandsWithoutLuhn,
            "Brands whose numbers need no check digit."),
        Setting("cards.thirteen-digit-visa", .boolean, \.rules.cards.shortVisa, "Visa numbers of 13 digits are taken."),
        Setting(
            "say-security-code", .boolean, \.rules.speaksSecurityCode,
            "The security code is said back, instead of only that it was received."),
        Setting(
            "postal-code.shortest", .count(1...12), \.rules.shortestPostalCode, "The fewest digits of a postal code."),
        Setting(
            "postal-code.longest", .count(1...12), \.rules.longestPostalCode, "The most digits of a postal code."),
        Setting(
            "live-account-guard", .boolean, \.rules.liveAccountGuard, "Only published test bank accounts are taken."),
    ]

    private static let cardCheck = [
        Setting("card-check.asked", .boolean, \.rules.cardCheck.isAsked, "Whether it is asked."),
        Setting(
            "card-check.timeout", .seconds(0.001...3600), \.rules.cardCheck.timeout, "How long it has to answer."),
        Setting(
            "card-check.when-unreachable", .choice, \.rules.cardCheck.whenUnreachable,
            "What is done when it does not answer."),
        Setting("card-check.latency", .seconds(0...3600), \.cardCheck.latency, "How long it takes to answer."),
        Setting(
            "card-check.replies", .list(of: .choice), \.cardCheck.replies,
            "Its answers in turn; the last stands for all that follow, none accepts."),
    ]

    private static let gateway = [
        Setting("gateway.timeout", .seconds(0.001...3600), \.rules.gatewayTimeout, "How long one try may take."),
        Setting(
            "gateway.retries", .count(0...10), \.rules.gatewayRetries, "Further tries, under the same transaction id."),
        Setting(
            "gateway.backoff", .seconds(0...60), \.rules.gatewayBackoff,
            "From one try to the next, at least; twice as long from each to the one after it."),
        Setting(
            "gateway.patience", .seconds(0...3600), \.rules.gatewayPatience,
            "How long the caller waits between tries, in all, where the gateway wants to be left alone."),
        Setting(
            "gateway.void-unknown", .boolean, \.rules.voidsUnknown,
            "Whether a charge of which even the inquiry tells nothing is made void; a gateway outside is always asked to."
        ),
        Setting(
            "gateway.latency", .seconds(0...3600), \.gateway.latency, "How long the simulated gateway takes to answer."),
        Setting(
            "gateway.faults", .list(of: .choice), \.gateway.faults,
            "What happens to the first try, the second and so on; the last stands for all that follow."),
        Setting(
            "gateway.answers-inquiries", .boolean, \.gateway.answersInquiries,
            "Whether the gateway tells the outcome of a transaction when it is asked."),
        Setting("gateway.answers-voids", .boolean, \.gateway.answersVoids, "Whether it answers when asked for a void."),
    ]

    private static let fieldNames = Field.ofPayment.map { (name: $0.rawValue, value: $0) }

    private static let declines = DeclineReason.allCases.flatMap { reason -> [Setting] in
        let path = "decline-rules.\(reason.rawValue)."
        return [
            Setting(
                path + "ask", .list(of: .choice(fieldNames)), \.rules[declineRule: reason].asksAgain,
                "Fields asked again; none, or the first of the method, means all of it."),
            Setting(
                path + "try-once-more", .boolean, \.rules[declineRule: reason].triesOnceMore,
                "The charge is first tried once more, under a new id."),
            Setting(
                path + "another-amount", .boolean, \.rules[declineRule: reason].offersAnotherAmount,
                "The caller may pay another amount instead."),
            Setting(path + "end", .boolean, \.rules[declineRule: reason].ends, "The payment ends."),
        ]
    }

    private static let desk = [
        Setting("payment-desk.latency", .seconds(0...3600), \.desk.latency, "How long it takes to answer."),
        Setting(
            "payment-desk.faults", .list(of: .choice), \.desk.faults,
            "What happens to the first request, the second and so on; the last stands for all that follow."),
        Setting("payment-desk.destination", .name, \.desk.destination, "The number that calls are transferred to."),
    ]

    private static let questions = Question.all.map { (name: $0.name, value: $0) }

    private static let prompts = [
        Setting(
            "no-barge-in", .set(of: [("greeting", nil)] + questions.map { ($0.name, $0.value) }), \.withoutBargeIn,
            "Questions whose prompt no key stops, and the greeting."),
        Setting(
            "no-type-ahead", .set(of: questions), \.rules.withoutTypeAhead,
            "Questions that earlier keys do not answer."),
    ]

    /// Reasons of results, those of declines that rules may make an ending of, and the limit of attempts a call.
    private static let routeNames: [String] = {
        let declines = DeclineReason.allCases.map(\.rawValue).filter { !CallResult.reasons.contains($0) }
        return CallResult.reasons + declines + [CallRules.callAttemptsRoute]
    }()

    private static let waysOut =
        [
            Setting("queue", .name, \.rules.queue, "Where automated calls that end unpaid go."),
            Setting("agent", .name, \.rules.agent, "Who gets assisted calls back."),
        ]
        + routeNames.map { reason in
            Setting(
                "routes." + reason, .optional(.route), \.rules.routes[reason],
                "Where automated calls go that end for this reason.")
        }
}
