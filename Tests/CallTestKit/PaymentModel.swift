import Amounts
import CallSession
import CardData
import PaymentCall
import Prompts
import Settings
import Telephony

/// A promise that a call did not keep.
public struct BrokenPromise: Error, Hashable, Sendable {
    /// Which one; a shrunk call breaks the same.
    public let promise: String
    /// What happened instead.
    public let found: String

    /// `promise` was broken by what was `found`.
    public init(_ promise: String, _ found: String) {
        self.promise = promise
        self.found = found
    }
}

/// What one payment may do next, by what the caller has said so far: written from the interface's rules and the events
/// alone, not from the machine.
struct PaymentModel {
    /// How far the caller has come with a field.
    enum Stand: Equatable {
        /// Keyed and taken, with so many digits; whether it was keyed once more since.
        case taken(digits: Int, again: Bool)
        /// Taken, and the caller has said that it is right.
        case agreed
        /// It stands.
        case stands
    }

    let rules: CallRules
    let isTokenizing: Bool
    let isAmountGiven: Bool
    private let balance: Money?
    private let currency: Currency

    private(set) var stands: [Field: Stand] = [:]
    private(set) var amount: String?
    private(set) var typedAmount: String?
    private(set) var method: PaymentMethod?
    private var token: StoredCard?
    private(set) var brand: Brand?
    private(set) var lastFour: [Field: String] = [:]
    private(set) var language: Language?
    private(set) var account: Account?
    private var isIdentified: Bool
    private let directory: AccountDirectory

    private var lastCount: [Field: Int] = [:]
    private var attempts: [Field: Int] = [:]
    private(set) var allAttempts = 0
    private(set) var declines: [DeclineReason] = []
    /// A decline after which another amount may be offered, until it shows whether it was.
    private var openDecline: DeclineReason?
    private(set) var mayCharge = false
    private var triedOnceMore = false
    private(set) var lastFailure: (question: Question, fault: AttemptFault)?
    /// Why nothing may be asked any more; nil while it may.
    private(set) var isOver: String?
    private(set) var ids: [String] = []
    /// What the caller had agreed to pay when the gateway was asked last; nil where the amount was given.
    private(set) var askedAmount: String?
    /// What the caller paid with then.
    private(set) var askedMethod: PaymentMethod?
    private(set) var tries = 0
    private var inquired = false
    private var voided = false
    private var wasToldLater = false
    /// The earlier payment that the last answer named as standing in the way.
    private(set) var heldBack: EarlierPayment?
    private(set) var approval: GatewayApproval?
    private(set) var sentMaybe = false
    private(set) var wasLeft = false
    private(set) var wasCancelledByAgent = false
    private(set) var lastChoice: (question: Question, key: Key)?
    private(set) var checkReply: CardCheckReply?

    /// A payment in that scene; in a call plan, of the account that the plan knows.
    init(_ scene: CallScene, planned: String?) {
        let isPlanned = scene.plan != nil
        rules = scene.settings.rules
        directory = scene.directory
        isTokenizing = scene.tokenizes && !isPlanned
        isAmountGiven = isPlanned || scene.amount != nil || isTokenizing
        account = (isPlanned ? planned : scene.account).flatMap { scene.directory.account(numbered: $0) }
        currency = scene.currency.flatMap { Currency(code: $0) } ?? account?.balance.currency ?? rules.currency
        balance = scene.balance.flatMap { [currency] in Money(decimal: $0, currency: currency) }
        isIdentified = isPlanned || scene.identified
        token = scene.token.flatMap { TestToken.token(named: $0)?.card }
        brand = token?.brand
        method = token != nil ? .card : scene.method ?? (rules.methods.count == 1 ? rules.methods[0] : nil)
        if let asked = scene.language {
            language = scene.prompts.languages.map(\.language).first { $0.answers(to: asked) }
        } else if rules.languages.count == 1 {
            language = rules.languages[0]
        }
    }

    /// What is due.
    var due: Money? { balance ?? account?.balance }

    /// Whether a token is charged.
    var usesToken: Bool { token != nil }

    /// The last digits of what is paid with.
    var shownDigits: String? {
        token?.lastFour ?? lastFour[method == .bankAccount ? .bankAccount : .cardNumber]
    }

    /// The fields of the method, in order.
    private var fields: [Field] {
        switch method {
        case .card: [.cardNumber, .expiry, .securityCode, .postalCode]
        case .bankAccount: [.routingNumber, .bankAccount]
        case nil: []
        }
    }

    /// The fields that a charge needs and that do not stand.
    var missing: [Field] {
        guard token == nil else { return [] }
        return fields.filter { field in
            guard stands[field] != .stands else { return false }
            return switch rules.rule(of: field).asked {
            case .always: true
            case .never: false
            case .brands(let brands): brand.map { brands.contains($0) } ?? true
            }
        }
    }

    // MARK: Events

    mutating func take(_ event: CallEvent) throws(BrokenPromise) {
        try settleDecline(before: event)
        switch event {
        case .given(let field, let shown):
            stands[field] = .stands
            learn(field, shown)
        case .language(let chosen): language = chosen
        case .digits(let field, let count, _): try keyed(field, count)
        case .accepted(let field, let shown): try accepted(field, shown)
        case .choice(let question, let key): try chose(question, key)
        case .confirmed(let field): try confirmed(field)
        case .required(let fields):
            guard fields == missing else {
                throw BrokenPromise("the fields still required are told", "told \(fields), missing \(missing)")
            }
        case .attemptFailed(let question, let fault, let attempt, let limit):
            try failed(question, fault, attempt, limit)
        case .cardChecked(let reply): checkReply = reply
        case .callerHungUp: wasLeft = true
        case .agentCancelled: wasCancelledByAgent = true
        case .gatewayAsked(let id, let attempt): try asked(id, attempt)
        case .gatewayInquired(let id): try inquires(id)
        case .gatewayVoidAsked(let id): try voids(id)
        case .gatewayAnswered(let id, let reply): try answered(id, reply)
        default: break
        }
    }

    private func stillOpen(_ what: String) throws(BrokenPromise) {
        if let isOver { throw BrokenPromise("nothing is asked after \(isOver)", what) }
        if approval != nil { throw BrokenPromise("nothing is asked after an approval", what) }
        if wasLeft || wasCancelledByAgent { throw BrokenPromise("nothing is asked of one who has left", what) }
    }

    /// A decline that may offer another amount asks its fields again, if it turns out that it did not.
    private mutating func settleDecline(before event: CallEvent) throws(BrokenPromise) {
        guard let reason = openDecline else { return }
        switch event {
        case .choice(.choose(.afterDecline), _): openDecline = nil
        case .attemptFailed(.choose(.afterDecline), _, _, _): break
        case .digits, .choice, .attemptFailed, .gatewayAsked:
            openDecline = nil
            fall(refused(reason))
        default: break
        }
    }

    private func refused(_ reason: DeclineReason) -> [Field] {
        let asked = (rules.declineRules[reason]?.asksAgain ?? []).filter { fields.contains($0) }
        return token != nil || asked.isEmpty || asked[0] == fields.first ? fields : asked
    }

    /// Fields don't stand any more, and have all their attempts again.
    private mutating func fall(_ fields: [Field]) {
        for field in fields {
            stands[field] = nil
            attempts[field] = nil
            if Field.ofPayment.contains(field) { token = nil }
        }
    }

    private mutating func keyed(_ field: Field, _ count: Int) throws(BrokenPromise) {
        try stillOpen("a digit of \(field)")
        lastCount[field] = count
        if case .taken(let digits, _) = stands[field], rules.rule(of: field).confirmation == .twice {
            stands[field] = .taken(digits: digits, again: true)
        } else {
            stands[field] = nil
        }
        mayCharge = false
    }

    private mutating func learn(_ field: Field, _ shown: String?) {
        guard let shown else { return }
        lastFour[field] = String(shown.filter { $0 != "*" }.suffix(4))
        if field == .cardNumber {
            brand = TestCards.all.first { $0.number.prefix(6) == shown.prefix(6) }?.brand
        }
        if field == .bankAccount { lastFour[field] = shown.filter { $0 != "*" } }
    }

    private mutating func accepted(_ field: Field, _ shown: String?) throws(BrokenPromise) {
        try stillOpen("\(field) was taken")
        switch field {
        case .account: account = directory.account(numbered: shown ?? "")
        case .pin: isIdentified = account != nil
        default:
            learn(field, shown)
            if field == .amount { typedAmount = shown }
            stands[field] = .taken(digits: lastCount[field] ?? 0, again: false)
        }
    }

    private mutating func chose(_ question: Question, _ key: Key) throws(BrokenPromise) {
        try stillOpen("a choice at \(question.name)")
        lastChoice = (question, key)
        mayCharge = question == .choose(.summary) && key == .one
        switch (question, key) {
        case (_, .zero): isOver = "the wish for an agent"
        case (.confirm(let field), .one):
            guard case .taken = stands[field] else {
                throw BrokenPromise("what is confirmed was keyed", "\(field) was not")
            }
            stands[field] = .agreed
        case (.choose(.method), _): method = key.digit.map { rules.methods[Int($0) - 1] } ?? method
        case (.choose(.amountChoice), .one): amount = due.map(PaymentModel.text)
        case (.choose(.amountChoice), _): amount = nil
        case (.choose(.change), .one), (.choose(.afterDecline), .two):
            amount = nil
            fall([.amountChoice, .amount])
            if question.field == .afterDecline, token == nil { fall([.securityCode]) }
        case (.choose(.change), .two): fall(fields)
        case (.choose(.change), .three):
            fall(fields)
            method = nil
        case (.choose(.afterDecline), .one): fall(declines.last.map { refused($0) } ?? [])
        default: break
        }
    }

    private mutating func confirmed(_ field: Field) throws(BrokenPromise) {
        let confirmation = rules.rule(of: field).confirmation
        switch (confirmation, stands[field]) {
        case (.readBack, .agreed), (.none, .taken), (.twice, .taken(_, again: true)): break
        default:
            throw BrokenPromise(
                "a field stands only when it is confirmed by its rule",
                "\(field), \(confirmation.rawValue), is \(String(describing: stands[field]))")
        }
        if case .taken(let digits, again: true) = stands[field], field != .amount, digits != lastCount[field] {
            throw BrokenPromise("what is keyed twice is the same twice", "\(field) has other digits")
        }
        stands[field] = .stands
        if field == .amount { amount = typedAmount }
    }

    // MARK: Attempts

    private mutating func failed(
        _ question: Question, _ fault: AttemptFault, _ attempt: Int, _ limit: Int
    ) throws(BrokenPromise) {
        try stillOpen("an attempt at \(question.name)")
        mayCharge = false
        lastFailure = (question, fault)
        let field = question.field
        let expected = (attempts[field] ?? 0) + 1
        let most = rules.rule(of: field).attempts ?? rules.attempts
        allAttempts += 1
        guard attempt == expected, limit == most, attempt <= limit else {
            throw BrokenPromise(
                "attempts are counted and limited",
                "\(question.name) \(attempt) of \(limit), not \(expected) of \(most)")
        }
        attempts[field] = attempt
        switch (question, fault) {
        case (.enter, _), (.confirm, .refused): stands[field] = nil
        case (.enterAgain, _):
            if case .taken(let digits, _) = stands[field] { stands[field] = .taken(digits: digits, again: false) }
        default: break
        }
        if attempt >= limit {
            isOver = "the last attempt at a field"
        } else if allAttempts >= rules.callAttempts ?? .max {
            isOver = "the last attempt of the call"
        }
    }

    // MARK: The gateway

    private mutating func asked(_ id: String, _ attempt: Int) throws(BrokenPromise) {
        if let isOver { throw BrokenPromise("nothing is charged after \(isOver)", id) }
        guard approval == nil else { throw BrokenPromise("at most one charge succeeds", "asked again after it") }
        if attempt == 1 {
            guard mayCharge, triedOnceMore || !wasLeft else {
                throw BrokenPromise("a charge needs a 1 at the summary", "asked without it")
            }
            guard !ids.contains(id) else { throw BrokenPromise("a charge has an id of its own", id) }
            ids.append(id)
            (askedAmount, askedMethod) = (amount, method)
            (tries, inquired, voided, sentMaybe, wasToldLater) = (0, false, false, false, false)
        } else if ids.last != id || inquired {
            throw BrokenPromise("tries of a charge have its id", "\(id), \(ids)")
        }
        mayCharge = false
        tries += 1
        guard attempt == tries, tries <= 1 + rules.gatewayRetries else {
            throw BrokenPromise("a charge is tried so often and no more", "\(attempt), \(tries)")
        }
        let isReady = language != nil && isIdentified && method != nil && (amount != nil || isAmountGiven)
        guard isReady, missing.isEmpty else {
            throw BrokenPromise(
                "a charge needs everything confirmed",
                "missing \(missing), amount \(amount ?? "none"), identified \(isIdentified)")
        }
    }

    private mutating func inquires(_ id: String) throws(BrokenPromise) {
        // A gateway that wants to be left alone for longer than the caller waits is inquired at once.
        guard ids.last == id, tries == 1 + rules.gatewayRetries || wasToldLater, !inquired else {
            throw BrokenPromise("one inquiry follows the last try", "\(id) after \(tries) tries")
        }
        inquired = true
    }

    private mutating func voids(_ id: String) throws(BrokenPromise) {
        guard ids.last == id, inquired, !voided, rules.voidsUnknown, approval == nil else {
            throw BrokenPromise("one void follows an inquiry that told nothing, where the rules have it", id)
        }
        voided = true
    }

    private mutating func answered(_ id: String, _ reply: GatewayReply) throws(BrokenPromise) {
        guard ids.last == id, approval == nil else { throw BrokenPromise("answers are to the charge in hand", id) }
        switch reply {
        case .approved(let given): approval = given
        case .declined(let reason): declined(reason)
        case .later: wasToldLater = true
        case .heldBack(let earlier): heldBack = earlier
        case .notSent, .unknown, .voided: break
        }
    }

    private mutating func declined(_ reason: DeclineReason) {
        let rule = rules.declineRules[reason] ?? DeclineRule()
        if rule.triesOnceMore, !triedOnceMore {
            (triedOnceMore, mayCharge) = (true, true)
            return
        }
        triedOnceMore = false
        declines.append(reason)
        stands[.securityCode] = nil
        for menu in [Field.summary, .change] { attempts[menu] = nil }
        if rule.ends {
            isOver = "a card that must not be tried again"
        } else if declines.count >= rules.declines {
            isOver = "the last decline"
        } else if wasLeft {
            isOver = "a decline of one who has left"
        } else if rule.offersAnotherAmount, !isAmountGiven {
            attempts[.afterDecline] = nil
            openDecline = reason
        } else {
            fall(refused(reason))
        }
    }

    /// An amount as events show it.
    static func text(_ money: Money) -> String { money.decimalText + " " + money.currency.code }
}
