import Amounts
import CardData
import Telephony

/// The payment call: a state machine that knows no clock, file, task or socket.
///
/// Events go in as methods named in the past tense, each with its instant; instants never decrease. Actions come out,
/// to be carried out in order, and one `nextDeadline`. Every event is legal in every state; one that means nothing
/// there returns no action. The result comes once, in `Action.end`.
public struct PaymentCall: ~Copyable {
    let rules: CallRules
    let setup: CallSetup
    var state = CallState.ready
    var vault = CardVault()

    /// The limits of amounts in the currency that the call begins with; they are written as text.
    let ownLimits: (minimum: Money, maximum: Money)
    /// The account, once known.
    var account: Account?
    /// Whether the caller has proved who they are.
    var identified: Bool
    /// The amount to pay; nil while it has to be asked.
    var amount: Money?
    /// What is known of the payment, from the moment an amount was.
    var payment: PaymentRecord?
    /// The card fields that stand.
    var taken: Set<Field> = []
    /// Attempts used, by field.
    var attemptsUsed: [Field: Int] = [:]
    /// Attempts used in the whole call.
    var callAttemptsUsed = 0
    /// An amount that waits for its confirmation.
    var typedAmount: Money?
    /// What is paid with; nil while the caller has to choose.
    var method: PaymentMethod?
    /// What may be told of the fields in the vault.
    var findings: [Field: FieldFinding] = [:]
    /// The fields that were given with the call.
    var givenFields: [(field: Field, finding: FieldFinding)] = []
    /// A card that the gateway keeps already, as long as it is to be charged.
    var storedCard: StoredCard?
    /// The language of the call; nil while the caller has to choose.
    var language: Language?
    /// What went wrong with the last attempt, while its question is asked again.
    var lastError: String?
    /// Why the gateway declined last.
    var lastDecline: DeclineReason?
    /// How many transaction ids were used.
    var charges = 0
    /// Digits of harmless fields that were named, of entries that have not been taken.
    var digitsNamed = 0
    /// When the last key that counted was pressed.
    var lastKeyAt: MediaTime?
    /// The `#` of an entry that has ended without it.
    var latePound = LatePound()
    var segment: Segment?
    /// What the event in hand has brought about so far.
    var actions: [Action] = []

    /// A call that has not been answered.
    public init(rules: CallRules, setup: CallSetup) {
        self.rules = rules
        self.setup = setup
        ownLimits = rules.limits(in: (setup.balance ?? setup.account?.balance)?.currency ?? rules.currency)
        account = setup.account
        identified = setup.identified
        storedCard = setup.storedCard
        method = setup.storedCard != nil ? .card : setup.method ?? (rules.methods.count == 1 ? rules.methods[0] : nil)
        language = setup.language ?? (rules.languages.count == 1 ? rules.languages[0] : nil)
        if setup.tokenizes {
            setAmount(Money(minor: 0, currency: setup.account?.balance.currency ?? rules.currency))
        } else if let given = setup.amount {
            setAmount(given)
        }
        showStoredCard()
    }

    // MARK: What can be seen

    /// The state by name.
    public var stateName: StateName { state.name }

    /// The question being asked; nil while none is.
    public var question: Question? {
        if case .listening(let listening) = state { listening.subject } else { nil }
    }

    /// The brand of the card at hand; nil while none is known.
    public var brand: Brand? { findings[.cardNumber]?.brand ?? storedCard?.brand }

    /// The digits of the entry at hand, for the fields that judge it.
    var entry: SecretDigits {
        _read { yield vault.entry.digits }
    }

    /// Whether no keyed digit is kept any more.
    public var holdsNoCardData: Bool { vault.isEmpty }

    /// Whether what has been keyed for the question in hand may be all of its answer, which then only waits for its timer:
    /// nothing keyed, or an entry that needs no more digits. Of account numbers the directory knows more.
    public var mayEntryBeWhole: Bool {
        guard case .listening(let listening) = state, !vault.entry.isEmpty else { return true }
        switch listening.subject.field {
        case .cardNumber: return listening.timer?.kind == .termination
        case .account, .amount, .bankAccount: return true
        default: return false
        }
    }

    /// When `deadlineReached` is due; nil while no timer runs.
    public var nextDeadline: MediaTime? {
        switch state {
        case .listening(let listening): listening.timer?.deadline
        case .charging(let charging): charging.deadline
        case .checking(let deadline): deadline
        case .ready, .greeting, .lookingUp, .closing, .ended: nil
        }
    }

    /// Lends what is paid with to the gateway for one attempt.
    public borrowing func withDetails<Result>(_ body: (borrowing PaymentDetails) -> Result) -> Result {
        body(vault.details)
    }

    /// Lends the account number just keyed to the directory, or the card number to whoever checks it.
    public borrowing func withEntry<Result>(_ body: (borrowing SecretDigits) -> Result) -> Result {
        body(vault.entry.digits)
    }

    /// Keys that were pressed before the call came here wait for its questions.
    public mutating func takeWaitingKeys(from queue: inout KeyQueue) { vault.waiting.take(from: &queue) }

    // MARK: Events

    /// The call was answered.
    public mutating func answered(at now: MediaTime) -> [Action] {
        begin()
        guard case .ready = state else { return [] }
        report(.answered)
        if setup.mode == .assisted, !setup.goesOn { report(.agentCutOff) }
        enter(.greeting)
        state = .greeting
        for (field, finding) in givenFields { report(.given(field, shown: finding.shown)) }
        if rules.greetingBargeIn, !vault.waiting.isEmpty { proceed(now) } else { play([Prompt("greeting")]) }
        return finish(now)
    }

    /// A key was pressed; its instant is the begin of its tone.
    public mutating func keyPressed(_ key: Key, at now: MediaTime) -> [Action] {
        begin()
        switch state {
        case .ready, .ended: return []
        case .greeting:
            wait(key, pressedAt: now)
            if rules.greetingBargeIn {
                actions.append(.stopPrompt)
                proceed(now)
            }
        case .listening(let listening): hear(key, listening, now)
        case .lookingUp, .checking: wait(key, pressedAt: now)
        case .charging:
            latePound.forget()
            report(.keyDropped(.gatewayAsked))
        case .closing: report(.keyDropped(.closing))
        }
        return finish(now)
    }

    /// The announcement was heard to its end.
    public mutating func promptFinished(at now: MediaTime) -> [Action] {
        begin()
        switch state {
        case .greeting: proceed(now)
        case .listening(var listening):
            guard case .playing = listening.prompt else { return [] }
            listening.prompt = .over
            startTimer(.firstDigit, in: &listening, now)
            state = .listening(listening)
        case .closing(let ending): end(ending, callerGone: false)
        case .ready, .lookingUp, .checking, .charging, .ended: return []
        }
        return finish(now)
    }

    /// The instant of `nextDeadline` has come, and no key that began before it is left to tell.
    public mutating func deadlineReached(at now: MediaTime) -> [Action] {
        begin()
        guard let deadline = nextDeadline, deadline <= now else { return [] }
        switch state {
        case .listening(let listening): timeOut(listening, now)
        case .charging(let charging): gatewayDeadlineReached(charging, now)
        case .checking:
            report(.timerExpired(.cardCheck))
            settleCheck(.unreachable, now)
        case .ready, .greeting, .lookingUp, .closing, .ended: break
        }
        return finish(now)
    }

    /// The directory has answered; nil for no such account.
    public mutating func accountLookedUp(_ found: Account?, at now: MediaTime) -> [Action] {
        begin()
        guard case .lookingUp = state else { return [] }
        vault.entry.wipe()
        if let found {
            account = found
            digitsNamed = 0
            lastError = nil
            report(.accepted(.account, shown: found.number))
            proceed(now)
        } else {
            fail(.enter(.account), .wrong(AccountFault.unknown), prompt: Prompt("unknown-account"), now)
        }
        return finish(now)
    }

    /// The integration has answered for the card number in the entry.
    public mutating func cardChecked(_ reply: CardCheckReply, at now: MediaTime) -> [Action] {
        begin()
        guard case .checking = state else { return [] }
        settleCheck(reply, now)
        return finish(now)
    }

    /// A second payment was asked for while this one runs: it is refused, and changes nothing.
    public mutating func secondPaymentAsked(at now: MediaTime) -> [Action] {
        begin()
        if case .ended = state { return [] }
        report(.paymentRefused)
        return finish(now)
    }

    /// The gateway has answered for a transaction; answers for another one than that in hand are ignored.
    public mutating func gatewayReplied(_ reply: GatewayReply, transactionID: String, at now: MediaTime) -> [Action] {
        begin()
        guard case .charging(let charging) = state, charging.transactionID == transactionID else { return [] }
        report(.gatewayAnswered(transactionID: transactionID, reply))
        settle(charging, reply, now)
        return finish(now)
    }

    /// The caller hung up.
    public mutating func callerHungUp(at now: MediaTime) -> [Action] {
        begin()
        switch state {
        case .ended: return []
        case .ready, .greeting, .listening, .lookingUp, .checking:
            report(.callerHungUp)
            end(.hungUp, callerGone: true)
        case .charging(var charging):
            guard !charging.callerGone else { return [] }
            report(.callerHungUp)
            charging.callerGone = true
            state = .charging(charging)
        case .closing(let ending):
            report(.callerHungUp)
            end(ending, callerGone: true)
        }
        return finish(now)
    }

    /// The agent of an assisted call cancelled the payment. Once the gateway is asked it is too late.
    public mutating func agentCancelled(at now: MediaTime) -> [Action] {
        begin()
        guard setup.mode == .assisted else { return [] }
        switch state {
        case .greeting, .listening, .lookingUp, .checking:
            report(.agentCancelled)
            close(.agentCancelled, now)
        case .ready, .charging, .closing, .ended: return []
        }
        return finish(now)
    }

    // MARK: Helpers of every part

    mutating func report(_ event: CallEvent) { actions.append(.report(event)) }

    /// A new event: what the last one brought about has been handed out. Its memory is used again.
    private mutating func begin() { actions.removeAll(keepingCapacity: true) }

    /// Plays prompts of the question in hand, or of no question.
    mutating func play(_ prompts: [Prompt], step: Question? = nil) {
        actions.append(.play(announcement(prompts, step: step)))
    }

    /// Prompts that know when they are said.
    func announcement(_ prompts: [Prompt], step: Question?) -> Announcement {
        var occasion = PromptOccasion()
        occasion.step = step
        occasion.error = lastError
        occasion.attempt = step.map { attemptsUsed[$0.field, default: 0] + 1 } ?? 0
        occasion.brand = brand
        occasion.language = language ?? rules.languages.first ?? .english
        var prompts = prompts
        for index in prompts.indices where prompts[index].id != "choose-language" {
            prompts[index].occasion = occasion
        }
        return Announcement(prompts: prompts)
    }

    /// Marks the begin of a part of the call.
    mutating func enter(_ next: Segment) {
        guard segment != next else { return }
        segment = next
        report(.segment(next))
    }

    /// Lets the keys that wait answer, then hands out what the event has brought about.
    private mutating func finish(_ now: MediaTime) -> [Action] {
        answerFromWaitingKeys(now)
        return actions
    }
}
