import Amounts
import CallPlan
import CardData
import Connectors
import PaymentCall
import PaymentDesk
import Prompts
import Telephony

// What a call plan wants done, and the payment side that it transfers to.
extension CallEngine {
    mutating func perform(_ actions: [PlanAction]) {
        for action in actions {
            switch action {
            case .report(let event): note(event)
            case .play(let announcement): play(announcement)
            case .stopPrompt: stopPrompt()
            case .connect(let request, let id):
                guard let scheduled = parts.services.send(request, id: id) else { continue }
                expect(.service(scheduled.reply, id: id), after: scheduled.delay)
            case .pay(let transfer): pay(transfer)
            case .talk: agent.hasCaller(at: now)
            case .end(let transfer, let callerGone): end(planResult(transfer, callerGone: callerGone))
            }
        }
    }

    private mutating func note(_ event: PlanEvent) {
        if case .step(let name, _) = event { path.append(name) }
        switch event {
        case .agentStartedPayment: agent.cutOff(at: now)
        // As the platform does it that hands a caller to the payment side (Vonage, V3).
        case .transferredToPCI: recordingTimes.set(open: false, at: now)
        case .returnedFromPCI: recordingTimes.set(open: true, at: now)
        default: break
        }
        note(.plan(event))
    }

    /// The payment side takes the call, if it keeps something under the identity that the call comes with.
    private mutating func pay(_ transfer: PCITransfer) {
        guard let session = parts.services.desk.session(clid: transfer.clid) else {
            if let actions = plan?.call.paymentEnded(nil, at: now) { perform(actions) }
            return
        }
        self.transfer = transfer
        let paymentSetup = paymentSetup(transfer, session)
        if let reason = refusal(of: paymentSetup) { return refusePayment(transfer, reason) }
        var call = PaymentCall(rules: rules, setup: paymentSetup)
        plan?.call.lendWaitingKeys { call.takeWaitingKeys(from: &$0) }
        reached.note(.answered, in: call.stateName)
        let actions = call.answered(at: now)
        payment = Held(call)
        perform(actions)
    }

    /// Why the payment side does not begin: the amount it was told is out of the limits; nil where it does. What is due
    /// may be paid in full though it is less than the least amount.
    private func refusal(of setup: CallSetup) -> String? {
        guard let amount = setup.amount else { return nil }
        let limits = rules.limits(in: amount.currency)
        if amount.minor > limits.maximum.minor { return "amount-above-maximum" }
        if amount.minor < limits.minimum.minor, amount != setup.account?.balance { return "amount-below-minimum" }
        return nil
    }

    private mutating func refusePayment(_ transfer: PCITransfer, _ reason: String) {
        let outcome = PaymentOutcome(.error, reason: reason)
        parts.services.desk.record(outcome, clid: transfer.clid)
        if let actions = plan?.call.paymentEnded(outcome, at: now) { perform(actions) }
    }

    /// What the payment side knows of a call: what it keeps under its identity. The caller counts as identified.
    private func paymentSetup(_ transfer: PCITransfer, _ session: PaymentSession) -> CallSetup {
        var payment = setup
        payment.goesOn = true
        payment.mode = transfer.mode
        payment.tokenizes = transfer.tokenizes
        payment.identified = true
        payment.account = session.account.flatMap { parts.directory.account(numbered: $0) }
        let currency = payment.account?.balance.currency
        payment.amount = transfer.tokenizes ? nil : session.amount(ofAccountIn: currency)
        payment.reference = session.reference ?? setup.reference
        payment.language = session.language.flatMap { language($0) } ?? setup.language
        payment.parameters += session.parameters.map { GatewayParameter(name: $0.name, value: $0.value) }
        if transfer.count > 1 { payment.transactionPrefix += "-\(transfer.count)" }
        return payment
    }

    private func language(_ text: String) -> Language? {
        parts.prompts.languages.map(\.language).first { $0.answers(to: text) }
    }

    /// The result of a call with a plan: that of its last payment, with the plan's own way out.
    private func planResult(_ transfer: Transfer?, callerGone: Bool) -> CallResult {
        guard let last = finishedPayments.last else {
            return CallResult(outcome: callerGone ? .hungUp : .noPayment, transfer: transfer)
        }
        return CallResult(
            outcome: last.outcome, reason: last.reason, transfer: transfer, payment: last.payment,
            account: last.account)
    }
}
