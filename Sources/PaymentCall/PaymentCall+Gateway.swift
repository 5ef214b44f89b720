import CardData
import Telephony

// Asking the gateway: tries under one transaction id, one inquiry, and what each answer leads to.
extension PaymentCall {
    /// Asks the gateway to charge, under a new transaction id.
    mutating func startCharge(afterProcessingError: Bool, callerGone: Bool = false, _ now: MediaTime) {
        charges += 1
        let id = "\(setup.transactionPrefix)-\(charges)"
        payment?.transactionID = id
        throwWaitingKeysAway(.gatewayAsked)
        enter(.authorization)
        var charging = Charging(
            transactionID: id, afterProcessingError: afterProcessingError, deadline: now + rules.gatewayTimeout)
        charging.callerGone = callerGone
        if !afterProcessingError {
            play([Prompt("processing")])
        }
        sendTry(charging, now)
    }

    private mutating func sendTry(_ charging: Charging, _ now: MediaTime) {
        guard let payment else { return }
        var charging = charging
        charging.deadline = now + rules.gatewayTimeout
        state = .charging(charging)
        report(.gatewayAsked(transactionID: charging.transactionID, attempt: charging.attempt))
        report(.timerStarted(.gateway, rules.gatewayTimeout))
        actions.append(
            .charge(
                ChargeRequest(
                    transactionID: charging.transactionID, attempt: charging.attempt, amount: payment.amount,
                    reference: setup.reference, method: method ?? .card, token: storedCard?.token,
                    storesOnly: setup.tokenizes, parameters: setup.parameters)))
    }

    /// The record has what is known of a stored card.
    mutating func showStoredCard() {
        guard let storedCard else { return }
        payment?.brand = storedCard.brand
        payment?.token = storedCard.token
    }

    /// A try got no answer in its time.
    mutating func gatewayStayedSilent(_ charging: Charging, _ now: MediaTime) {
        var charging = charging
        charging.maybeSent = true
        tryAgain(charging, now)
    }

    /// The next try under the same id; after the last one an inquiry; after that the outcome is unknown.
    private mutating func tryAgain(_ charging: Charging, _ now: MediaTime) {
        var charging = charging
        if charging.inquiring {
            conclude(.outcomeUnknown, charging, now)
        } else if charging.attempt <= rules.gatewayRetries {
            charging.attempt += 1
            sendTry(charging, now)
        } else {
            charging.inquiring = true
            charging.deadline = now + rules.gatewayTimeout
            state = .charging(charging)
            report(.gatewayInquired(transactionID: charging.transactionID))
            report(.timerStarted(.gateway, rules.gatewayTimeout))
            actions.append(.inquire(transactionID: charging.transactionID))
        }
    }

    /// The gateway has answered for the transaction in hand.
    mutating func settle(_ charging: Charging, _ reply: GatewayReply, _ now: MediaTime) {
        switch reply {
        case .approved(let approval):
            if payment?.reference == nil { payment?.reference = approval.reference }
            if let token = approval.token { payment?.token = token }
            payment?.values = approval.values
            conclude(setup.tokenizes ? .tokenized : .paid, charging, now)
        case .declined(let reason):
            refused(charging, reason, now)
        case .notSent where !charging.maybeSent:
            conclude(.gatewayUnavailable, charging, now)
        case .notSent:
            tryAgain(charging, now)
        case .unknown:
            gatewayStayedSilent(charging, now)
        }
    }

    private mutating func refused(_ charging: Charging, _ reason: DeclineReason, _ now: MediaTime) {
        let rule = rules.declineRules[reason] ?? DeclineRule()
        if rule.triesOnceMore, !charging.afterProcessingError {
            return startCharge(afterProcessingError: true, callerGone: charging.callerGone, now)
        }
        // A definite answer: the security code is not kept beyond it (PCI DSS 3.3.1).
        vault.details[.securityCode].wipe()
        taken.remove(.securityCode)
        payment?.declines.append(reason)
        if charging.callerGone { return end(.declinedAfterHangUp(reason), callerGone: true) }
        if rule.ends { return close(.mustNotBeTriedAgain(reason), now) }
        if (payment?.declines.count ?? 0) >= rules.declines { return close(.tooManyDeclines, now) }
        lastError = reason.rawValue
        lastDecline = reason
        attemptsUsed[.summary] = nil
        attemptsUsed[.change] = nil
        if rule.offersAnotherAmount, !setup.amountIsGiven, maySmallerAmountBePaid {
            attemptsUsed[.afterDecline] = nil
            return ask(.choose(.afterDecline), after: [.declined(reason)], now)
        }
        askAgain(refusedFields)
        askMissing(after: [.declined(reason)], now)
    }

    /// The fields that the last decline asks again: with another card or account, all of them.
    var refusedFields: [Field] {
        let all = fieldsOfMethod
        guard let lastDecline, storedCard == nil else { return all }
        let asked = (rules.declineRules[lastDecline]?.asksAgain ?? []).filter { all.contains($0) }
        return asked.isEmpty || asked.first == all.first ? all : asked
    }

    /// The fields that are not kept beyond an answer of the gateway.
    var fieldsNotKept: [Field] {
        fieldsOfMethod.contains(.securityCode) && storedCard == nil ? [.securityCode] : []
    }

    /// Asks for the first field that is missing, behind other prompts; where a decline asks again what is never asked,
    /// the summary.
    private mutating func askMissing(after prompts: [Prompt], _ now: MediaTime) {
        ask(requiredFields.first.map { .enter($0) } ?? .choose(.summary), after: prompts, now)
    }

    private mutating func conclude(_ ending: Ending, _ charging: Charging, _ now: MediaTime) {
        charging.callerGone ? end(ending, callerGone: true) : close(ending, now)
    }
}
