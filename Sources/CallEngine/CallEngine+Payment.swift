import CallPlan
import CardData
import PaymentCall
import PaymentDesk
import PaymentGateway
import Telephony

// What the payment call wants done.
extension CallEngine {
    mutating func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .report(let event): note(event)
            case .play(let announcement): play(announcement)
            case .stopPrompt: stopPrompt()
            case .lookUpAccount:
                reach(.accountLookedUp)
                let found =
                    payment?.call.withEntry { [directory = parts.directory] in directory.account(keyed: $0) } ?? nil
                if let actions = payment?.call.accountLookedUp(found, at: now) { perform(actions) }
            case .checkCard:
                let scheduled = payment?.call.withEntry { parts.cardChecker.check(number: $0) } ?? nil
                if let scheduled { expect(.cardCheck(scheduled.reply), after: scheduled.delay) }
            case .charge(let request):
                let scheduled = charge(request)
                expect(scheduled, for: request.transactionID)
            case .inquire(let transactionID):
                expect(parts.gateway.inquire(transactionID: transactionID), for: transactionID)
            case .void(let transactionID):
                expect(parts.gateway.void(transactionID: transactionID), for: transactionID)
            case .end(let result): paymentEnded(result)
            }
        }
    }

    /// Asks the gateway, which gets the details only where there is no token in their place.
    private mutating func charge(_ request: ChargeRequest) -> ScheduledReply? {
        guard request.token == nil else { return parts.gateway.charge(request, details: PaymentDetails()) }
        return payment?.call.withDetails { parts.gateway.charge(request, details: $0) } ?? nil
    }

    private mutating func expect(_ scheduled: ScheduledReply?, for transactionID: String) {
        guard let scheduled else { return }
        expect(.gateway(scheduled.reply, transactionID: transactionID), after: scheduled.delay)
    }

    mutating func expect(_ reply: PendingReply.Reply, after delay: MediaDuration) {
        pending.append(PendingReply(reply: reply, due: now + delay))
    }

    private mutating func note(_ event: CallEvent) {
        switch event {
        case .agentCutOff: agent.cutOff(at: now)
        case .agentReturned: agent.hasCaller(at: now)
        default: break
        }
        note(.call(event))
    }

    // MARK: The agent

    mutating func perform(_ move: AgentMove) {
        switch move {
        case .pay(let amount, let reference):
            reach(.secondPayment)
            if let actions = payment?.call.secondPaymentAsked(at: now) { return perform(actions) }
            let value = amount.map { DataValue.amount($0) }
            if let actions = plan?.call.agentStartedPayment(amount: value, reference: reference, at: now) {
                perform(actions)
            }
        case .cancel:
            reach(.agentCancelled)
            if let actions = payment?.call.agentCancelled(at: now) { perform(actions) }
        case .finish:
            guard let actions = plan?.call.agentFinished(at: now) else { return }
            agent.leave(at: now)
            perform(actions)
        case .wait, .waitForCaller: break
        }
    }

    // MARK: The end

    /// The payment call is over; so is the call, unless a plan goes on.
    private mutating func paymentEnded(_ result: CallResult) {
        if let id = result.payment?.transactionID {
            parts.gateway.paymentEnded(transactionID: id, callerHeard: !callerIsGone && result.saysPaid)
        }
        reached.noteEnd()
        stopPrompt()
        pending.removeAll()
        if plan == nil { return end(result) }
        finishedPayments.append(result)
        payment = nil
        if let transfer { parts.services.desk.record(PaymentOutcome(result), clid: transfer.clid) }
        let actions =
            callerIsGone
            ? plan?.call.callerHungUp(at: now) : plan?.call.paymentEnded(PaymentOutcome(result), at: now)
        if let actions { perform(actions) }
    }

    /// The call is over.
    mutating func end(_ result: CallResult) {
        stopPrompt()
        silence()
        pending.removeAll()
        parts.agentCancelsAt = nil
        recorder.close(at: now)
        let isAttached = agent.wasThere
        agent.leave(at: now)
        note(.ended(result))
        var planRecord: PlanRecord?
        if let plan {
            recorder.dropEmptySegments()
            planRecord = PlanRecord(
                name: plan.call.name, steps: path,
                data: plan.call.shownData.map { DataRecord(name: $0.name, value: $0.value) },
                payments: finishedPayments)
        }
        isOver = true
        record = CallRecord(
            callID: setup.callID, mode: setup.mode, result: result, duration: now - .zero,
            segments: recorder.segments, agentHeard: isAttached ? agent.heard : nil, plan: planRecord)
    }
}

extension CallResult {
    /// Whether its last words say that a payment was made: this one, or an earlier one.
    fileprivate var saysPaid: Bool { outcome == .paid || outcome == .tokenized || reason == "already-paid" }
}
