import CardData
import Connectors
import PaymentCall
import Telephony

/// A call plan being walked: a state machine that knows no clock, file, task or socket, as the payment call is one.
///
/// Events go in as methods named in the past tense, each with its instant; actions come out, to be carried out in order,
/// and one `nextDeadline`. Every event is legal in every state. The plan must have passed its check.
public struct PlanCall: ~Copyable {
    let plan: Plan
    let setup: PlanSetup
    var state = PlanState.ready
    /// Where keyed digits lie until a data source takes them: any of them may belong to a card.
    var vault = CardVault()
    /// The data sources' values, by their index; nil for none yet.
    var values: [DataValue?]
    /// The step in hand, by its index.
    var step = 0
    /// Attempts used at the step in hand.
    var attemptsUsed = 0
    /// How often each `repeat` has gone back.
    var repeats: [Int: Int] = [:]
    /// How many requests were made, payments begun and steps entered.
    var (requests, payments, entered) = (0, 0, 0)
    /// Digits that were named, of entries that no look-up has found.
    var digitsNamed = 0
    /// Those of the entry in hand.
    var namedOfEntry = 0
    /// Data sources that hold keyed digits of which no more than their number is shown, by index: a card keyed in the
    /// wrong place, also in parts, is not spelled out. A look-up that finds an account clears its number.
    var hidden: Set<Int> = []
    /// The ways that were taken out of steps, in order.
    public internal(set) var ways: [PlanWay] = []
    var lastKeyAt: MediaTime?
    var latePound = LatePound()
    /// What the event in hand has brought about so far.
    var actions: [PlanAction] = []

    /// A call that has not been answered.
    public init(plan: Plan, setup: PlanSetup) {
        self.plan = plan
        self.setup = setup
        values = plan.data.map { source in
            switch source.origin {
            case .steps, .environment: nil
            case .value(let value): value
            case .given(let standard): standard
            }
        }
        for (index, source) in plan.data.enumerated() {
            if let given = setup.given[source.name] { values[index] = given }
        }
    }

    // MARK: What can be seen

    /// The step in hand, by its name.
    public var stepName: String { plan.steps[step].name }

    /// The plan's name.
    public var name: String { plan.name }

    /// Whether a payment runs.
    public var isPaying: Bool { if case .paying = state { true } else { false } }

    /// Whether an agent has the caller.
    public var isTalking: Bool { if case .talking = state { true } else { false } }

    /// Whether an answer of a service is waited for.
    public var isConnecting: Bool { if case .connecting = state { true } else { false } }

    /// Whether the caller has keyed a part of an answer.
    public var hasEntry: Bool { !vault.entry.isEmpty }

    /// Whether no keyed digit is kept any more.
    public var holdsNoCardData: Bool { vault.isEmpty }

    /// When `deadlineReached` is due; nil while no timer runs.
    public var nextDeadline: MediaTime? {
        if case .listening(let listening) = state { listening.timer?.deadline } else { nil }
    }

    /// Lends the keys that wait to the payment call that they are for.
    public mutating func lendWaitingKeys(_ body: (inout KeyQueue) -> Void) { body(&vault.waiting) }

    /// The data sources that have a value, as they may be shown, in the plan's order.
    public var shownData: [(name: String, value: String)] {
        plan.data.indices.compactMap { index in
            values[index].map { (plan.data[index].name, shown($0, index)) }
        }
    }

    // MARK: Events

    /// The call was answered.
    public mutating func answered(at now: MediaTime) -> [PlanAction] {
        guard case .ready = state else { return [] }
        enter(plan.start, now)
        return finish(now)
    }

    /// A key was pressed; its instant is the begin of its tone.
    public mutating func keyPressed(_ key: Key, at now: MediaTime) -> [PlanAction] {
        switch state {
        case .ready, .paying, .ended: return []
        case .listening(let listening): hear(key, listening, now)
        case .saying(let saying) where saying.endsCall: report(.keyDropped(.closing))
        case .saying(let saying):
            wait(key, pressedAt: now)
            actions.append(.stopPrompt)
            goOn(after: saying, now)
        case .connecting: wait(key, pressedAt: now)
        case .talking: report(.keyDropped(.closing))
        }
        return finish(now)
    }

    /// The announcement was heard to its end.
    public mutating func promptFinished(at now: MediaTime) -> [PlanAction] {
        switch state {
        case .listening(var listening):
            guard case .playing = listening.prompt else { return [] }
            listening.prompt = .over
            start(.firstDigit, in: &listening, now)
            state = .listening(listening)
        case .saying(let saying): goOn(after: saying, now)
        case .ready, .connecting, .paying, .talking, .ended: return []
        }
        return finish(now)
    }

    /// The instant of `nextDeadline` has come, and no key that began before it is left to tell.
    public mutating func deadlineReached(at now: MediaTime) -> [PlanAction] {
        guard case .listening(let listening) = state, let timer = listening.timer, timer.deadline <= now else {
            return []
        }
        report(.timerExpired(timer.kind))
        timeOut(listening, now)
        return finish(now)
    }

    /// A service has answered the request of that number; answers to others are ignored.
    public mutating func connectorReplied(_ reply: ConnectorReply, id: Int, at now: MediaTime) -> [PlanAction] {
        guard case .connecting(id) = state else { return [] }
        settle(reply, now)
        return finish(now)
    }

    /// The payment side has ended its call, and the caller is back; nil when nobody answered the transfer.
    public mutating func paymentEnded(_ outcome: PaymentOutcome?, at now: MediaTime) -> [PlanAction] {
        guard case .paying = state else { return [] }
        takeBack(outcome, now)
        return finish(now)
    }

    /// The agent who has the caller starts a payment. Refused while one runs, and where the step knows no payment.
    public mutating func agentStartedPayment(
        amount: DataValue?, reference: String?, at now: MediaTime
    ) -> [PlanAction] {
        guard case .talking = state, case .agent(let agent) = plan.steps[step].kind, let payment = agent.payment else {
            if case .ended = state { return [] }
            report(.paymentRefused)
            return finish(now)
        }
        if let source = payment.amount, let amount { set(source, amount) }
        if let source = payment.reference { set(source, .text(reference ?? "")) }
        report(.agentStartedPayment)
        enter(payment.next, now)
        return finish(now)
    }

    /// The agent is done with the caller.
    public mutating func agentFinished(at now: MediaTime) -> [PlanAction] {
        guard case .talking = state, case .agent(let agent) = plan.steps[step].kind else { return [] }
        if let done = agent.done {
            enter(done, now)
        } else {
            end(now, transfer: transfer(to: .agent(agent.name), agent.context))
        }
        return finish(now)
    }

    /// The caller hung up.
    public mutating func callerHungUp(at now: MediaTime) -> [PlanAction] {
        if case .ended = state { return [] }
        if !isPaying { report(.callerHungUp) }
        end(now, callerGone: true)
        return finish(now)
    }

    // MARK: Helpers of every part

    mutating func report(_ event: PlanEvent) { actions.append(.report(event)) }

    /// Lets the keys that wait answer, then hands out what the event has brought about.
    private mutating func finish(_ now: MediaTime) -> [PlanAction] {
        answerFromWaitingKeys(now)
        defer { actions.removeAll() }
        return actions
    }

    /// The value of a data source; a plan that passed its check reads none that has no value.
    func value(of reference: DataReference) -> DataValue { values[reference.index] ?? .text("") }

    mutating func set(_ reference: DataReference, _ value: DataValue) {
        let source = plan[reference]
        let kept = source.isSecret ? .secret(SecretText(value.sentText)) : value
        values[reference.index] = kept
        report(.dataSet(source.name, shown: shown(kept, reference.index)))
    }

    /// What of a value may be shown.
    func shown(_ value: DataValue, _ index: Int) -> String {
        hidden.contains(index)
            ? "(\(value.text.count(where: \.isNumber)) digits)" : CardMask.masking(value.text)
    }

    /// What of a data source may be shown.
    func shown(_ reference: DataReference) -> String { shown(value(of: reference), reference.index) }
}
