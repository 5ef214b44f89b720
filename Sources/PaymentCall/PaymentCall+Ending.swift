import Amounts
import CardData
import Telephony

// The last words, the result, and the way out.
extension PaymentCall {
    /// The result stands: card data goes, the last words are said, then the call ends.
    mutating func close(_ ending: Ending, _ now: MediaTime) {
        vault.wipe()
        enter(.closing)
        var prompts = ending.words.map { [$0] } ?? []
        if let success = wordsOfSuccess(ending) { prompts = [success] }
        if let wayOut = wayOut(after: ending) { prompts.append(wayOut) }
        state = .closing(ending)
        lastError = ending.reason
        guard !prompts.isEmpty else { return end(ending, callerGone: false) }
        play(prompts)
    }

    private func wordsOfSuccess(_ ending: Ending) -> Prompt? {
        guard let payment, let reference = payment.reference else { return nil }
        let said = PromptValue(.reference, .spelled(reference))
        switch ending {
        case .paid: return Prompt("paid", [PromptValue(.amount, .money(payment.amount)), said])
        case .tokenized: return Prompt(method == .bankAccount ? "bank-account-stored" : "card-stored", [said])
        default: return nil
        }
    }

    /// What is said of where the caller goes; nothing where the call plan goes on.
    private func wayOut(after ending: Ending) -> Prompt? {
        if setup.goesOn { return nil }
        switch ending.route(mode: setup.mode, rules: rules) {
        case .hangUp: return Prompt("goodbye")
        case .agent: return Prompt("transferring-to-agent")
        case .queue, .number: return Prompt("transferring")
        case .paymentLink: return Prompt("payment-link")
        case .callbackOffer: return Prompt("callback-offer")
        }
    }

    /// The call is over.
    mutating func end(_ ending: Ending, callerGone: Bool) {
        vault.wipe()
        let transfer = callerGone ? nil : transfer(after: ending)
        state = .ended
        if let transfer {
            report(.transferred(transfer))
            if setup.mode == .assisted { report(.agentReturned) }
        } else if setup.goesOn, !callerGone {
            // The plan has the caller back, and says who takes them.
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
        guard route != .hangUp, !setup.goesOn else { return nil }
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
