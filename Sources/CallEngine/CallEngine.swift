import CardData
import PaymentCall
import PaymentGateway
import Prompts
import Telephony

/// One call in media time: the payment call, the prompts it plays, the directory and the gateway it asks.
///
/// The engine knows no clock. Its driver moves media time forward with `advance(to:)` and tells what the caller does;
/// whatever falls due on the way happens at its own instant. At one instant, in this order: a prompt ends, a deadline
/// passes, the gateway answers, the agent cancels, the caller acts; so a key that begins on a deadline is late.
public struct CallEngine: ~Copyable {
    private var call: PaymentCall
    private let setup: CallSetup
    private let prompts: PromptSet
    private let directory: AccountDirectory
    private var gateway: any PaymentGateway
    private var cardChecker: any CardChecker

    /// How far the call has come.
    public private(set) var now = MediaTime.zero
    /// What has happened since `takeEvents` was called last.
    private var events: [TimedEvent] = []
    private var playing: Playback?
    private var utterances = 0
    private var replies: [PendingReply] = []
    private var check: (reply: CardCheckReply, due: MediaTime)?
    /// When the agent of an assisted call cancels the payment; nil for never.
    private var agentCancelsAt: MediaTime?
    private var openSegment: (segment: Segment, start: MediaTime)?
    private var segments: [CallSegment] = []
    /// The call, once it is over.
    public private(set) var record: CallRecord?

    private struct Playback {
        let announcement: Announcement
        var index = 0
        var ends: MediaTime
        var prompt: Prompt { announcement.prompts[index] }
    }

    private struct PendingReply {
        let reply: GatewayReply
        let transactionID: String
        let due: MediaTime
    }

    /// A call that has not been answered.
    public init(
        rules: CallRules, setup: CallSetup, prompts: PromptSet, directory: AccountDirectory,
        gateway: any PaymentGateway, cardChecker: any CardChecker = SimulatedCardCheck(),
        agentCancelsAt: MediaTime? = nil
    ) {
        call = PaymentCall(rules: rules, setup: setup)
        self.setup = setup
        self.prompts = prompts
        self.directory = directory
        self.gateway = gateway
        self.cardChecker = cardChecker
        self.agentCancelsAt = agentCancelsAt
    }

    // MARK: What can be seen

    /// Whether the call is over.
    public var isOver: Bool { record != nil }

    /// The number of what the caller is listening to; nil when it is their turn. The pause while the gateway is asked
    /// belongs to the announcement before it.
    public var utterance: Int? { playing != nil || call.stateName == .charging || call.stateName == .checking ? utterances : nil }

    /// The question being asked; nil while none is.
    public var question: Question? { call.question }

    /// The state of the payment call, by name.
    public var stateName: StateName { call.stateName }

    /// Whether no keyed digit is kept any more.
    public var holdsNoCardData: Bool { call.holdsNoCardData }

    /// When something falls due next; nil when only the caller, or a gateway outside, can move the call.
    public var nextDue: MediaTime? {
        var due = playing?.ends
        if let deadline = call.nextDeadline { due = min(due ?? deadline, deadline) }
        for reply in replies { due = min(due ?? reply.due, reply.due) }
        if let check { due = min(due ?? check.due, check.due) }
        if let cancel = agentCancelsAt { due = min(due ?? cancel, cancel) }
        return due
    }

    /// The events since the last call of this method, in order.
    public mutating func takeEvents() -> [TimedEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    // MARK: What happens

    /// The call is answered, at media time zero.
    public mutating func answer() { perform(call.answered(at: now)) }

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
        perform(call.keyPressed(key, at: now))
    }

    /// The caller hangs up.
    public mutating func hangUp(at instant: MediaTime) {
        advance(to: instant)
        perform(call.callerHungUp(at: now))
    }

    /// The agent cancels the payment.
    public mutating func cancelByAgent(at instant: MediaTime) {
        advance(to: instant)
        perform(call.agentCancelled(at: now))
    }

    /// A gateway outside the process has answered.
    public mutating func gatewayReplied(_ reply: GatewayReply, transactionID: String, at instant: MediaTime) {
        advance(to: instant)
        perform(call.gatewayReplied(reply, transactionID: transactionID, at: now))
    }

    /// The caller does nothing more: the call runs to its end.
    public mutating func runToEnd() {
        while !isOver, let due = nextDue { advance(to: due) }
    }

    private mutating func happen(at instant: MediaTime) {
        if let playing, playing.ends <= instant { return endPrompt(playing) }
        if let deadline = call.nextDeadline, deadline <= instant {
            return perform(call.deadlineReached(at: instant))
        }
        if let index = replies.indices.min(by: { replies[$0].due < replies[$1].due }), replies[index].due <= instant {
            let pending = replies.remove(at: index)
            return perform(call.gatewayReplied(pending.reply, transactionID: pending.transactionID, at: instant))
        }
        if let check, check.due <= instant {
            self.check = nil
            return perform(call.cardChecked(check.reply, at: instant))
        }
        agentCancelsAt = nil
        perform(call.agentCancelled(at: instant))
    }

    // MARK: Actions

    private mutating func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .report(let event): note(event)
            case .play(let announcement): play(announcement)
            case .stopPrompt: stopPrompt()
            case .lookUpAccount:
                let found = call.withEntry { directory.account(keyed: $0) }
                perform(call.accountLookedUp(found, at: now))
            case .checkCard:
                let scheduled = call.withEntry { cardChecker.check(number: $0) }
                check = scheduled.map { ($0.reply, now + $0.delay) }
            case .charge(let request):
                let scheduled = call.withDetails { gateway.charge(request, details: $0) }
                expect(scheduled, for: request.transactionID)
            case .inquire(let transactionID):
                expect(gateway.inquire(transactionID: transactionID), for: transactionID)
            case .end(let result): end(result)
            }
        }
    }

    private mutating func expect(_ scheduled: ScheduledReply?, for transactionID: String) {
        guard let scheduled else { return }
        replies.append(
            PendingReply(reply: scheduled.reply, transactionID: transactionID, due: now + scheduled.delay))
    }

    /// A field is given with the call, before it is answered.
    public mutating func give(_ field: Field, digits: borrowing SecretDigits) throws(GivenFieldFault) {
        try call.give(field, digits: digits)
    }

    private mutating func play(_ announcement: Announcement) {
        stopPrompt()
        utterances += 1
        let first = announcement.prompts[0]
        playing = Playback(announcement: announcement, ends: now + prompts.duration(of: first))
        note(.promptStarted(first))
    }

    private mutating func stopPrompt() {
        guard let stopped = playing else { return }
        playing = nil
        note(.promptInterrupted(stopped.prompt))
    }

    private mutating func endPrompt(_ ended: Playback) {
        note(.promptFinished(ended.prompt))
        var next = ended
        next.index += 1
        guard next.index < ended.announcement.prompts.count else {
            playing = nil
            return perform(call.promptFinished(at: now))
        }
        next.ends = now + prompts.duration(of: next.prompt)
        playing = next
        note(.promptStarted(next.prompt))
    }

    // MARK: The record

    private mutating func note(_ event: EngineEvent) { events.append(TimedEvent(time: now, event: event)) }

    private mutating func note(_ event: CallEvent) {
        if case .segment(let segment) = event { begin(segment) }
        note(.call(event))
    }

    private mutating func begin(_ segment: Segment) {
        closeSegment()
        openSegment = (segment, now)
    }

    private mutating func closeSegment() {
        guard let open = openSegment else { return }
        segments.append(CallSegment(segment: open.segment, start: open.start, end: now))
        openSegment = nil
    }

    private mutating func end(_ result: CallResult) {
        stopPrompt()
        replies.removeAll()
        check = nil
        agentCancelsAt = nil
        closeSegment()
        note(.ended(result))
        record = CallRecord(
            callID: setup.callID, mode: setup.mode, result: result, duration: now - .zero, segments: segments)
    }
}
