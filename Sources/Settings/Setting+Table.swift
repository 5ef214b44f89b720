import Amounts
import CardData
import PaymentCall
import PaymentGateway
import Telephony

extension Setting {
    /// Every setting. They are read in this order, so the currency stands before its amounts.
    static let table: [Setting] = timeouts + limits + cards + gateway + prompts + waysOut

    /// What the mappings of the table are for, by their paths.
    static let groups: [String: String] = [
        "timeouts": "How long the call waits.",
        "amount": "What may be paid.",
        "cards": "Which cards are taken.",
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
        }
    ]

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
    ]

    private static let limits = [
        Setting("attempts", .count(1...20), \.rules.attempts, "How often a field may be tried."),
        Setting("declines", .count(1...20), \.rules.declines, "How often a call's card may be declined."),
        Setting(
            "amount.currency", .currency, \.rules.currency,
            "The currency of amounts given where no account says another."),
        Setting("amount.minimum", .amount, \.rules.minimumAmount, "The least amount that may be typed."),
        Setting("amount.maximum", .amount, \.rules.maximumAmount, "The greatest amount that may be typed or paid."),
    ]

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
    ]

    private static let gateway = [
        Setting("gateway.timeout", .seconds(0.001...3600), \.rules.gatewayTimeout, "How long one try may take."),
        Setting(
            "gateway.retries", .count(0...10), \.rules.gatewayRetries, "Further tries, under the same transaction id."),
        Setting(
            "gateway.latency", .seconds(0...3600), \.gateway.latency, "How long the simulated gateway takes to answer."),
        Setting(
            "gateway.faults", .list(of: .choice), \.gateway.faults,
            "What happens to the first try, the second and so on; the last stands for all that follow."),
        Setting(
            "gateway.answers-inquiries", .boolean, \.gateway.answersInquiries,
            "Whether the gateway tells the outcome of a transaction when it is asked."),
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

    private static let waysOut =
        [
            Setting("queue", .name, \.rules.queue, "Where automated calls that end unpaid go."),
            Setting("agent", .name, \.rules.agent, "Who gets assisted calls back."),
        ]
        + CallResult.reasons.map { reason in
            Setting(
                "routes." + reason, .optional(.route), \.rules.routes[reason],
                "Where automated calls go that end for this reason.")
        }
}
