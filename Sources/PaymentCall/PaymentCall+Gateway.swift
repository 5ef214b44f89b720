import CardData
import Telephony

// Asking the gateway: tries under one transaction id, one inquiry, one void, and what each answer leads to.
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
        charging.step = .trying
        charging.triedAt = now
        charging.deadline = now + rules.gatewayTimeout
        state = .charging(charging)
        report(.gatewayAsked(transactionID: charging.transactionID, attempt: charging.attempt))
        report(.timerStarted(.gateway, rules.gatewayTimeout))
        actions.append(
            .charge(
                ChargeRequest(
                    callID: setup.callID, transactionID: charging.transactionID, attempt: charging.attempt,
                    amount: payment.amount, reference: setup.reference, method: method ?? .card,
                    token: storedCard?.token, storesOnly: setup.tokenizes, parameters: setup.parameters,
                    account: account?.number, brand: payment.brand,
                    maskedNumber: payment.maskedPAN?.description ?? payment.maskedAccount)))
    }

    /// The record has what is known of a stored card.
    mutating func showStoredCard() {
        guard let storedCard else { return }
        payment?.brand = storedCard.brand
        payment?.token = storedCard.token
    }

    /// The gateway's deadline has come: it stayed silent, or has been left alone for long enough.
    mutating func gatewayDeadlineReached(_ charging: Charging, _ now: MediaTime) {
        if charging.step == .waiting { return sendTry(charging, now) }
        report(.timerExpired(.gateway))
        goOn(charging, RetryAdvice(), now)
    }

    /// No outcome from what was asked last: the next try under the same id; after the last one an inquiry, after that a
    /// void where the rules have it; then the outcome is unknown until someone says otherwise.
    private mutating func goOn(_ charging: Charging, _ advice: RetryAdvice, _ now: MediaTime) {
        var charging = charging
        if advice.mayHaveCharged { charging.maybeSent = true }
        switch charging.step {
        case .trying, .waiting:
            if advice.isWorthwhile, charging.attempt <= rules.gatewayRetries, waits(advice, &charging, now) { return }
            guard charging.maybeSent else { return conclude(.gatewayUnavailable, charging, now) }
            ask(.inquiring, charging, now)
        case .inquiring where rules.voidsUnknown: ask(.voiding, charging, now)
        case .inquiring, .voiding: conclude(.outcomeUnknown, charging, now)
        }
    }

    /// Makes the next try as soon as it may be made; false when the caller would have to wait for too long.
    private mutating func waits(_ advice: RetryAdvice, _ charging: inout Charging, _ now: MediaTime) -> Bool {
        let backoff = rules.gatewayBackoff * (1 << min(charging.attempt - 1, 10))
        let next = max(charging.triedAt + backoff, now + advice.wait)
        let wait = next > now ? next - now : .zero
        guard charging.waited + wait <= rules.gatewayPatience || wait == .zero else { return false }
        charging.attempt += 1
        charging.waited = charging.waited + wait
        guard wait > .zero else {
            sendTry(charging, now)
            return true
        }
        charging.step = .waiting
        charging.deadline = next
        state = .charging(charging)
        return true
    }

    private mutating func ask(_ step: Charging.Step, _ charging: Charging, _ now: MediaTime) {
        var charging = charging
        charging.step = step
        charging.deadline = now + rules.gatewayTimeout
        state = .charging(charging)
        let id = charging.transactionID
        report(step == .voiding ? .gatewayVoidAsked(transactionID: id) : .gatewayInquired(transactionID: id))
        report(.timerStarted(.gateway, rules.gatewayTimeout))
        actions.append(step == .voiding ? .void(transactionID: id) : .inquire(transactionID: id))
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
        case .heldBack(.paid(let amount)) where !charging.maybeSent: conclude(.alreadyPaid(amount), charging, now)
        case .heldBack(.unknown) where !charging.maybeSent: conclude(.earlierPaymentUnknown, charging, now)
        case .voided: conclude(.gatewayUnavailable, charging, now)
        case .notSent where !charging.maybeSent: conclude(.gatewayUnavailable, charging, now)
        // A late word about an earlier try: the next one comes by itself.
        case .notSent where charging.step == .waiting, .unknown where charging.step == .waiting,
            .later where charging.step == .waiting, .heldBack where charging.step == .waiting:
            break
        case .notSent, .heldBack: goOn(charging, RetryAdvice(mayHaveCharged: false), now)
        case .unknown: goOn(charging, RetryAdvice(), now)
        case .later(let advice): goOn(charging, advice, now)
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
