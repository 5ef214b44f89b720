import Amounts
import CallEngine
import CallPlan
import CardData
import Connectors
import PaymentCall
import PaymentDesk
import PaymentGateway
import Prompts
import Settings
import Telephony

/// What is wrong with one of the values that set the scene of a call.
public struct SceneError: Error, Hashable, Sendable {
    /// The value's name, as options and scenarios call it: `account`, `amount`, ...
    public let key: String
    /// What is wrong and what to do.
    public let message: String
}

/// Everything that is settled before a call is answered, as options and scenarios give it.
public struct CallScene: Sendable {
    /// Rules and gateway behaviour.
    public var settings = CallSettings()
    /// The accounts.
    public var directory = AccountDirectory.standard
    /// The prompts' words.
    public var prompts: PromptSet
    /// The entry.
    public var mode = CallMode.automated
    /// The caller's number.
    public var caller: String?
    /// The account's number, when it is known.
    public var account: String?
    /// Whether the caller has been identified.
    public var identified = false
    /// What is due, as decimal text.
    public var balance: String?
    /// What is paid, as decimal text.
    public var amount: String?
    /// Whether the card is only stored, and nothing charged.
    public var tokenizes = false
    /// The currency's code.
    public var currency: String?
    /// The language, by its tag or the first part of it.
    public var language: String?
    /// What is paid with.
    public var method: PaymentMethod?
    /// The token of a card that the gateway keeps.
    public var token: String?
    /// Fields given with the call, each `field=digits`.
    public var given: [String] = []
    /// What goes to the gateway beside the payment, each `name=value`.
    public var parameters: [String] = []
    /// The payment reference.
    public var reference: String?
    /// Today, `YYYY-MM-DD`: the same input gives the same bytes only with a fixed one.
    public var today = "2026-01-01"
    /// When the agent of an assisted call cancels the payment.
    public var agentCancelsAt: MediaTime?
    /// What the agent does, as `AgentScript` reads it; nil for nothing.
    public var agent: String?
    /// Whether the driver of the call tells the agent what to do.
    public var agentIsLed = false
    /// The call plan; nil for the payment call alone.
    public var plan: Plan?
    /// Values of the plan's data sources, each `name=value`.
    public var data: [String] = []
    /// Makes call ids, and with them transaction ids and references, differ.
    public var seed: UInt64 = 0

    /// A scene with the defaults.
    public init(prompts: PromptSet) { self.prompts = prompts }

    /// The engine of a call in this scene. `door` says how the caller comes in, sensitive digits masked or counted:
    /// it goes into the call's id.
    public func engine(door: [String]) throws(SceneError) -> CallEngine {
        try engine(door: door, gateway: SimulatedGateway(behaviour: settings.gateway))
    }

    /// The same with another gateway, and with services outside the process.
    ///
    /// Towards a gateway that `keepsPayments` transaction ids are random, and call ids end so, as a call made twice is no
    /// repetition of one payment.
    public func engine(
        door: [String], gateway: any PaymentGateway, keepsPayments: Bool = false,
        services: (any DataConnector)? = nil
    ) throws(SceneError) -> CallEngine {
        let rules = try rules()
        var setup = try setup(door: door)
        if keepsPayments {
            let letters = CallScene.randomLetters()
            setup.transactionPrefix = "ivr-" + letters
            setup.callID += "-" + letters.prefix(8)
        }
        try check(rules, setup)
        var parts = CallParts(prompts: prompts, directory: directory, gateway: gateway)
        parts.cardChecker = SimulatedCardCheck(behaviour: settings.cardCheck)
        parts.services = RoutedConnector(desk: PaymentDesk(behaviour: settings.desk), outside: services)
        parts.agent = try agentMoves(setup)
        parts.agentIsLed = agentIsLed
        parts.agentCancelsAt = agentCancelsAt
        if let plan {
            var common = setup
            common.language = try paymentLanguage(setup, rules)
            let planned = try planned(plan, setup, rules, isOutside: services != nil)
            return CallEngine(rules: rules, setup: common, planned: planned, parts: parts)
        }
        if !data.isEmpty { throw SceneError(key: "data", message: "only a call with a plan has data; give a plan") }
        var engine = CallEngine(rules: rules, setup: setup, parts: parts)
        // The card number first: it says what is a security code.
        for text in given.sorted(by: { $0.hasPrefix("card-number=") && !$1.hasPrefix("card-number=") }) {
            try give(text, to: &engine)
        }
        return engine
    }

    /// 20 letters, 91 bits by chance; none of them is a digit, so that no id can look like a card number.
    private static func randomLetters() -> String {
        String((0..<20).map { _ in "abcdefghjkmnpqrstuvwxyz".randomElement() ?? "a" })
    }

    private func rules() throws(SceneError) -> CallRules {
        var rules = settings.rules
        if let currency { rules.currency = try known(currency: currency) }
        // A language may be written by its first part, as `es`.
        let known = prompts.languages.map(\.language)
        rules.languages = rules.languages.map { language in known.first { $0.answers(to: language.tag) } ?? language }
        return rules
    }

    private func setup(door: [String]) throws(SceneError) -> CallSetup {
        var setup = CallSetup(callID: callID(door: door), today: try month())
        setup.mode = mode
        setup.caller = try printable(caller, "caller")
        setup.reference = try printable(reference, "reference")
        setup.account = try knownAccount()
        setup.identified = identified
        setup.tokenizes = tokenizes
        if tokenizes, amount != nil {
            throw SceneError(key: "amount", message: "a card that is only stored (tokenize) is paid no amount")
        }
        if agentCancelsAt != nil, mode == .automated, plan == nil {
            throw SceneError(key: "agent-cancels-at", message: "only an assisted call has an agent who can cancel")
        }
        setup.storedCard = try storedCard()
        setup.method = method
        setup.language = try knownLanguage()
        for text in parameters { setup.parameters.append(try parameter(text)) }
        let currency = try moneyCurrency(of: setup.account)
        setup.balance = try money(balance, "balance", currency)
        setup.amount = try givenAmount(currency)
        if identified, setup.account == nil, setup.balance == nil, setup.amount == nil, !tokenizes {
            throw SceneError(
                key: "identified", message: "an identified caller needs an account, a balance or an amount as well")
        }
        return setup
    }

    private func knownAccount() throws(SceneError) -> Account? {
        guard let account else { return nil }
        if let known = directory.account(numbered: account) { return known }
        throw SceneError(
            key: "account",
            message: "account \(CardMask.masking(account)) is not in the directory; it has "
                + directory.accounts.prefix(8).map(\.number).joined(separator: ", ")
                + (directory.accounts.count > 8 ? ", ..." : ""))
    }

    private func moneyCurrency(of account: Account?) throws(SceneError) -> Currency {
        if let currency {
            let known = try known(currency: currency)
            if let account, account.balance.currency != known {
                throw SceneError(
                    key: "currency", message: "account \(account.number) is kept in \(account.balance.currency.code)")
            }
            return known
        }
        return account?.balance.currency ?? settings.rules.currency
    }

    private func known(currency code: String) throws(SceneError) -> Currency {
        guard let known = Currency(code: code) else {
            throw SceneError(key: "currency", message: "this is no currency of ISO 4217 known here; use one like USD")
        }
        return known
    }

    private func money(_ text: String?, _ key: String, _ currency: Currency) throws(SceneError) -> Money? {
        guard let text else { return nil }
        guard let money = Money(decimal: text, currency: currency) else {
            throw SceneError(
                key: key,
                message: "this is no amount of \(currency.code); write it like "
                    + Money(minor: 12_050, currency: currency).decimalText)
        }
        return money
    }

    private func givenAmount(_ currency: Currency) throws(SceneError) -> Money? {
        guard let given = try money(amount, "amount", currency) else { return nil }
        let limits = settings.rules.limits(in: currency)
        guard given.minor >= limits.minimum.minor, given.minor <= limits.maximum.minor else {
            throw SceneError(
                key: "amount",
                message: "the amount must be from \(limits.minimum.decimalText) to \(limits.maximum.decimalText) "
                    + "\(currency.code); settings can change these limits")
        }
        return given
    }

    /// Text that results may show: on one line, and with what could be a card number masked.
    func printable(_ text: String?, _ key: String) throws(SceneError) -> String? {
        guard let text else { return nil }
        guard text.count <= 200, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else {
            throw SceneError(key: key, message: "give at most 200 characters on one line")
        }
        return CardMask.masking(text)
    }

    private func month() throws(SceneError) -> CalendarMonth {
        let parts = today.split(separator: "-", omittingEmptySubsequences: false)
        let lengths = parts.map(\.count)
        guard lengths == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            let result = CalendarMonth(year: year, month: month), (1...result.days).contains(day)
        else {
            throw SceneError(key: "today", message: "a date is written YYYY-MM-DD, from 2000-01-01 to 2199-12-31")
        }
        return result
    }

    /// Made of the seed, the scene and the door. Sensitive digits stay out: whoever knows the rest could try them out.
    private func callID(door: [String]) -> String {
        var hash = StableHash()
        hash.combine(seed)
        let values = [caller, account, balance, amount, currency, reference].map {
            $0.map { CardMask.masking($0) } ?? "-"
        }
        for text in [mode.rawValue, "\(identified) \(tokenizes)", today] + values + door { hash.combine(text) }
        for text in furtherShape { hash.combine(text) }
        let digits = String(hash.value & 0xffff_ffff, radix: 16)
        return "call-" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
