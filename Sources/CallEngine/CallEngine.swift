import CallPlan
import CardData
import Connectors
import PaymentCall
import PaymentGateway
import Prompts
import Telephony

/// One call in media time: the payment call, or a call plan with payments in it, the prompts it plays, and all that it
/// asks.
///
/// The engine knows no clock. Its driver moves media time forward with `advance(to:)` and tells what the caller does;
/// whatever falls due on the way happens at its own instant. At one instant, in this order: a prompt ends, a deadline
/// passes, somebody who was asked answers, the agent acts, the caller acts; so a key that begins on a deadline is late.
public struct CallEngine: ~Copyable {
    let rules: CallRules
    let setup: CallSetup
    var parts: CallParts
    /// The payment in hand; nil while a plan does something else.
    var payment: Held<PaymentCall>?
    var plan: Held<PlanCall>?
    /// The transfer that has led to the payment in hand.
    var transfer: PCITransfer?
    var agent: AgentLeg

    /// How far the call has come.
    public internal(set) var now = MediaTime.zero
    var recorder = CallRecorder()
    private var playing: Playback?
    /// The IVR's leg as sound; nil while nobody listens.
    var player: PromptPlayer?
    /// When the prompt that plays is over; apart from it, since it is looked at for every key.
    private var promptEnds = MediaTime.distantFuture
    private var utterances = 0
    var pending: [PendingReply] = []
    /// The steps of the plan, in the order they were entered.
    var path: [String] = []
    var finishedPayments: [CallResult] = []
    var callerIsGone = false
    /// When a recording of the call runs; it is suspended while the payment side has the caller.
    public internal(set) var recordingTimes = OpenTimes(open: true)
    /// What has happened in which states of its payments.
    public internal(set) var reached = ReachedStates()
    /// The call, once it is over.
    public internal(set) var record: CallRecord?

    private struct Playback {
        let announcement: Announcement
        var index = 0
        var prompt: Prompt { announcement.prompts[index] }
    }

    /// An answer that is on its way.
    struct PendingReply {
        enum Reply {
            case gateway(GatewayReply, transactionID: String)
            case cardCheck(CardCheckReply)
            case service(ConnectorReply, id: Int)
        }
        let reply: Reply
        let due: MediaTime
    }

    /// A payment call that has not been answered.
    public init(rules: CallRules, setup: CallSetup, parts: CallParts) {
        self.rules = rules
        self.setup = setup
        self.parts = parts
        agent = AgentLeg(moves: parts.agent, isLed: parts.agentIsLed, talkTime: rules.agentTalkTime)
        payment = Held(PaymentCall(rules: rules, setup: setup))
    }

    /// A call plan whose call has not been answered; `setup` is what its payments have in common.
    public init(rules: CallRules, setup: CallSetup, planned: PlannedCall, parts: CallParts) {
        self.rules = rules
        self.setup = setup
        self.parts = parts
        agent = AgentLeg(moves: parts.agent, isLed: parts.agentIsLed, talkTime: rules.agentTalkTime)
        plan = Held(PlanCall(plan: planned.plan, setup: planned.setup))
    }

    /// A field is given with the call, before it is answered.
    public mutating func give(_ field: Field, digits: borrowing SecretDigits) throws(GivenFieldFault) {
        try payment?.call.give(field, digits: digits)
    }

    // MARK: What can be seen

    /// When the agent hears the call.
    public var agentTimes: OpenTimes { agent.hears }

    /// Whether the call is over.
    public internal(set) var isOver = false

    /// The number of what the caller is listening to; nil when it is their turn. The pause while somebody is asked, and
    /// the talk with an agent, belong to the announcement before them.
    public var utterance: Int? { playing != nil || isBusy ? utterances : nil }

    private var isBusy: Bool {
        if let state = payment?.call.stateName { return state == .charging || state == .checking }
        return plan?.call.isConnecting == true || plan?.call.isTalking == true
    }

    /// The question of the payment call that is being asked; nil while none is.
    public var question: Question? { payment?.call.question }

    /// Whether the caller has keyed a part of the answer in hand.
    public var hasEntry: Bool { payment?.call.withEntry { !$0.isEmpty } ?? plan?.call.hasEntry ?? false }

    /// Whether what the caller has keyed of an answer may be all of it: an account number is one of the directory's.
    public var mayEntryBeWhole: Bool {
        guard let isWhole = payment?.call.mayEntryBeWhole else { return true }
        guard isWhole, question == .enter(.account) else { return isWhole }
        return payment?.call.withEntry { [directory = parts.directory] in
            $0.isEmpty || directory.account(keyed: $0) != nil
        } ?? true
    }

    /// When a timer that waits for the caller runs out; nil while it is not their turn.
    public var callerDeadline: MediaTime? { utterance == nil ? deadline : nil }

    /// The step of the call plan in hand, by its name; nil without a plan, and while a payment runs.
    public var planStep: String? { payment == nil ? plan?.call.stepName : nil }

    /// The ways that the call plan has taken out of its steps, in order; none without a plan.
    public var ways: [PlanWay] { plan?.call.ways ?? [] }

    /// Whether no keyed digit is kept any more.
    public var holdsNoCardData: Bool {
        let isSilent = player?.saysDigits != true
        return isSilent && payment?.call.holdsNoCardData ?? true && plan?.call.holdsNoCardData ?? true
    }

    /// When something falls due next; nil when only the caller, or somebody outside, can move the call.
    public var nextDue: MediaTime? {
        var due = promptEnds
        if let deadline = deadline { due = min(due, deadline) }
        for reply in pending { due = min(due, reply.due) }
        if let cancel = parts.agentCancelsAt { due = min(due, cancel) }
        if let move = agent.due { due = min(due, move) }
        return due == .distantFuture ? nil : due
    }

    private var deadline: MediaTime? {
        if let deadline = payment?.call.nextDeadline { return deadline }
        return plan?.call.nextDeadline
    }

    /// How many events there are that nobody has taken.
    public var eventCount: Int { recorder.events.count }

    /// One of the events that nobody has taken, from 0.
    public func event(_ index: Int) -> TimedEvent { recorder.events[index] }

    /// Whether the agent of the call has the caller.
    public var agentHasCaller: Bool { agent.hasCaller }

    /// The events since the last call of this method, in order.
    public mutating func takeEvents() -> [TimedEvent] { recorder.takeEvents() }

    // MARK: What happens

    /// The call is answered, at media time zero.
    public mutating func answer() {
        reach(.answered)
        if let actions = payment?.call.answered(at: now) { return perform(actions) }
        if let actions = plan?.call.answered(at: now) { perform(actions) }
    }

    /// Everything that falls due up to and at `instant` happens. An instant in the past changes nothing.
    public mutating func advance(to instant: MediaTime) {
        while !isOver, let due = nextDue, due <= instant {
            now = max(now, due)
            happen(at: now)
        }
        if !isOver { now = max(now, instant) }
    }

    /// The caller presses a key whose tone begins at `instant`.
    public mutating func press(_ key: Key, at instant: MediaTime) {
        advance(to: instant)
        guard !isOver else { return }
        note(.key)
        reach(.key)
        if let actions = payment?.call.keyPressed(key, at: now) { return perform(actions) }
        if let actions = plan?.call.keyPressed(key, at: now) { perform(actions) }
    }

    /// The caller's recording was given another silence than it has: longer by `change`, or shorter where that is negative.
    public mutating func callerSilenceChanged(by change: MediaDuration) { note(.callerSilenceChanged(change)) }

    /// The caller hangs up.
    public mutating func hangUp(at instant: MediaTime) {
        advance(to: instant)
        guard !isOver else { return }
        callerIsGone = true
        reach(.callerHungUp)
        if let actions = payment?.call.callerHungUp(at: now) { return perform(actions) }
        if let actions = plan?.call.callerHungUp(at: now) { perform(actions) }
    }

    /// The agent cancels the payment.
    public mutating func cancelByAgent(at instant: MediaTime) {
        advance(to: instant)
        reach(.agentCancelled)
        if let actions = payment?.call.agentCancelled(at: now) { perform(actions) }
    }

    /// The agent does something.
    public mutating func agentActs(_ move: AgentMove, at instant: MediaTime) {
        advance(to: instant)
        if !isOver { perform(move) }
    }

    /// A gateway outside the process has answered.
    public mutating func gatewayReplied(_ reply: GatewayReply, transactionID: String, at instant: MediaTime) {
        advance(to: instant)
        settle(.gateway(reply, transactionID: transactionID))
    }

    /// A service outside the process has answered.
    public mutating func serviceReplied(_ reply: ConnectorReply, id: Int, at instant: MediaTime) {
        advance(to: instant)
        settle(.service(reply, id: id))
    }

    /// The caller does nothing more: the call runs to its end.
    public mutating func runToEnd() {
        while !isOver, let due = nextDue { advance(to: due) }
    }

    private mutating func happen(at instant: MediaTime) {
        if promptEnds <= instant, let playing { return endPrompt(playing) }
        if let deadline, deadline <= instant {
            reach(.deadline)
            if let actions = payment?.call.deadlineReached(at: instant) { return perform(actions) }
            if let actions = plan?.call.deadlineReached(at: instant) { perform(actions) }
            return
        }
        if let index = pending.indices.min(by: { pending[$0].due < pending[$1].due }), pending[index].due <= instant {
            return settle(pending.remove(at: index).reply)
        }
        if let cancel = parts.agentCancelsAt, cancel <= instant {
            parts.agentCancelsAt = nil
            return cancelByAgent(at: instant)
        }
        if let move = agent.takeMove(at: instant) { perform(move) }
    }

    /// Somebody who was asked has answered; an answer that nobody waits for any more is ignored.
    private mutating func settle(_ reply: PendingReply.Reply) {
        switch reply {
        case .gateway(let reply, let id):
            reach(Happening(reply))
            if let actions = payment?.call.gatewayReplied(reply, transactionID: id, at: now) { perform(actions) }
        case .cardCheck(let reply):
            reach(.cardChecked)
            if let actions = payment?.call.cardChecked(reply, at: now) { perform(actions) }
        case .service(let reply, let id):
            if let actions = plan?.call.connectorReplied(reply, id: id, at: now) { perform(actions) }
        }
    }

    // MARK: Prompts

    mutating func play(_ announcement: Announcement) {
        stopPrompt()
        utterances += 1
        let first = announcement.prompts[0]
        playing = Playback(announcement: announcement)
        begin(first)
    }

    mutating func stopPrompt() {
        guard let stopped = playing else { return }
        playing = nil
        promptEnds = .distantFuture
        player?.stop(at: now)
        note(.promptInterrupted(stopped.prompt))
    }

    private mutating func endPrompt(_ ended: Playback) {
        note(.promptFinished(ended.prompt))
        var next = ended
        next.index += 1
        guard next.index < ended.announcement.prompts.count else {
            playing = nil
            promptEnds = .distantFuture
            reach(.promptFinished)
            if let actions = payment?.call.promptFinished(at: now) { return perform(actions) }
            if let actions = plan?.call.promptFinished(at: now) { perform(actions) }
            return
        }
        playing = next
        begin(next.prompt)
    }

    private mutating func begin(_ prompt: Prompt) {
        promptEnds = now + parts.prompts.duration(of: prompt)
        if player != nil {
            let played = parts.prompts.parts(of: prompt)
            let digits = hiddenDigits(of: played)
            player?.begin(played, at: now, digits: digits)
        }
        note(.promptStarted(prompt))
    }

    mutating func note(_ event: EngineEvent) { recorder.note(event, at: now) }
}
