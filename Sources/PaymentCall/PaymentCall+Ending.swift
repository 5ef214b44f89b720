import Amounts
import CardData
import Telephony

// The last words, the result, and the way out.
extension PaymentCall {
    /// The result stands: card data goes, the last words are said, then the call ends.
    mutating func close(_ ending: Ending, _ now: MediaTime) {
        vault.wipe()
        enter(.closing)
        var prompts = ending.words
        if let payment, let reference = payment.reference {
            if ending == .paid { prompts = [.paid(payment.amount, reference: reference)] }
            if ending == .tokenized { prompts = [.cardStored(reference: reference)] }
        }
        switch ending.route(mode: setup.mode, rules: rules) {
        case .hangUp: prompts.append(.goodbye)
        case .agent: prompts.append(.transferringToAgent)
        case .queue, .number: prompts.append(.transferring)
        }
        state = .closing(ending)
        actions.append(.play(Announcement(prompts: prompts)))
    }

    /// The call is over.
    mutating func end(_ ending: Ending, callerGone: Bool) {
        vault.wipe()
        let transfer = callerGone ? nil : transfer(after: ending)
        state = .ended
        if let transfer {
            report(.transferred(transfer))
        } else if callerGone {
            if setup.mode == .assisted { report(.agentTold) }
        } else {
            report(.hungUp)
        }
        actions.append(
            .end(
                CallResult(
                    outcome: ending.outcome, reason: ending.reason, transfer: transfer,
                    payment: payment, account: account?.number)))
    }

    private func transfer(after ending: Ending) -> Transfer? {
        let route = ending.route(mode: setup.mode, rules: rules)
        guard route != .hangUp else { return nil }
        var context = [ContextItem(name: "callId", value: .text(setup.callID))]
        func add(_ name: String, _ value: String?) {
            if let value { context.append(ContextItem(name: name, value: .text(value))) }
        }
        add("caller", setup.caller)
        add("account", account?.number)
        add("result", ending.outcome.rawValue)
        if let payment {
            context.append(ContextItem(name: "amountMinor", value: .number(payment.amount.minor)))
            add("currency", payment.amount.currency.code)
            add("reference", payment.reference)
            add("transactionId", payment.transactionID)
            add("declines", payment.declines.isEmpty ? nil : payment.declines.map(\.rawValue).joined(separator: ","))
        }
        return Transfer(route: route, reason: ending.reason ?? ending.outcome.rawValue, context: context)
    }
}
