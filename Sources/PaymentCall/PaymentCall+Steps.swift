import Amounts
import CardData
import Telephony

// What is asked next, and what menus, confirmations and failed attempts lead to.
extension PaymentCall {
    /// What is due, by the caller's application or the account.
    var due: Money? { setup.balance ?? account?.balance }

    /// The limits of a typed amount, in the currency of what is due.
    var amountLimits: (minimum: Money, maximum: Money) {
        rules.limits(in: due?.currency ?? rules.currency)
    }

    /// Asks for the first thing that is missing; the summary when nothing is.
    mutating func proceed(_ now: MediaTime) {
        if !identified {
            ask(.enter(account == nil ? .account : .pin), now)
        } else if account?.isBlocked == true {
            close(.accountBlocked, now)
        } else if amount == nil {
            askForAmount(now)
        } else if let missing = Field.ofCard.first(where: { !taken.contains($0) }) {
            ask(.enter(missing), now)
        } else {
            ask(.choose(.summary), now)
        }
    }

    private mutating func askForAmount(_ now: MediaTime) {
        guard let due else { return ask(.enter(.amount), now) }
        if due.minor == 0 { return close(.notPayable, now) }
        ask(due.minor <= amountLimits.maximum.minor ? .choose(.amountChoice) : .enter(.amount), now)
    }

    /// Whether an amount other than the whole balance is possible at all.
    private var maySmallerAmountBePaid: Bool { due.map { amountLimits.minimum.minor < $0.minor } ?? true }

    /// The prompt that asks a question.
    func prompt(for question: Question) -> Prompt {
        let limits = amountLimits
        let zero = Money(minor: 0, currency: limits.minimum.currency)
        let lastFour = payment?.maskedPAN?.lastFour ?? ""
        return switch question {
        case .enter(.account): .askAccount
        case .enter(.pin): .askPIN
        case .enter(.amount):
            .askAmount(
                minimum: limits.minimum,
                maximum: due.map { $0.minor < limits.maximum.minor ? $0 : limits.maximum } ?? limits.maximum)
        case .enter(.cardNumber): .askCardNumber
        case .enter(.expiry): .askExpiry
        case .enter: .askSecurityCode(length: brand?.securityCodeLength ?? 3)
        case .confirm(.amount): .confirmAmount(typedAmount ?? zero)
        case .confirm(.cardNumber): .confirmCardNumber(brand ?? .visa, lastFour: lastFour)
        case .confirm(.expiry): .confirmExpiry
        case .confirm: .confirmSecurityCode
        case .choose(.amountChoice):
            maySmallerAmountBePaid ? .offerBalance(due ?? zero) : .offerBalanceOnly(due ?? zero)
        case .choose(.change): !setup.amountIsGiven ? .askChange : .askChangeCardOnly
        case .choose where setup.tokenizes: .summaryOfStoring(brand ?? .visa, lastFour: lastFour)
        case .choose: .summary(amount ?? zero, brand ?? .visa, lastFour: lastFour)
        }
    }

    /// A key in a menu or at a confirmation.
    mutating func choose(_ key: Key, _ question: Question, _ now: MediaTime) {
        if key == .star { return close(.callerCancelled, now) }
        entryEndedWithoutPound()
        switch (question, key) {
        case (_, .zero): made(question, key, then: { $0.close(.askedForAgent, now) })
        case (.confirm(let field), .one): made(question, key, then: { $0.confirm(field, now) })
        case (.confirm, .two), (.choose(.summary), .two):
            made(question, key, then: { $0.fail(question, .refused, prompt: nil, now) })
        case (.choose(.amountChoice), .one): made(question, key, then: { $0.payInFull(now) })
        case (.choose(.amountChoice), .two) where maySmallerAmountBePaid:
            made(question, key, then: { $0.ask(.enter(.amount), now) })
        case (.choose(.summary), .one): made(question, key, then: { $0.startCharge(afterProcessingError: false, now) })
        case (.choose(.change), .one) where !setup.amountIsGiven:
            made(question, key, then: { $0.change([.amountChoice, .amount], now) })
        case (.choose(.change), .two): made(question, key, then: { $0.change(Field.ofCard, now) })
        default: fail(question, .noMatch, prompt: .noMatch, now)
        }
    }

    private mutating func made(_ question: Question, _ key: Key, then next: (inout PaymentCall) -> Void) {
        report(.choice(question, key: key))
        next(&self)
    }

    private mutating func payInFull(_ now: MediaTime) {
        guard let due else { return }
        setAmount(due)
        proceed(now)
    }

    /// The caller has confirmed a field with 1.
    private mutating func confirm(_ field: Field, _ now: MediaTime) {
        if field == .amount, let typedAmount {
            setAmount(typedAmount)
            self.typedAmount = nil
        } else {
            taken.insert(field)
        }
        report(.confirmed(field))
        proceed(now)
    }

    mutating func setAmount(_ amount: Money) {
        self.amount = amount
        var record = payment ?? PaymentRecord(amount: amount, reference: setup.reference)
        record.amount = amount
        payment = record
    }

    /// The caller changes what the summary named; those fields have all their attempts again.
    private mutating func change(_ fields: [Field], _ now: MediaTime) {
        askAgain(fields)
        if fields.contains(.amount) { amount = nil }
        proceed(now)
    }

    /// Forgets fields, so that they are asked again with all their attempts.
    mutating func askAgain(_ fields: [Field]) {
        for field in fields {
            taken.remove(field)
            attemptsUsed[field] = nil
            switch field {
            case .cardNumber: vault.card.number.wipe()
            case .expiry: vault.card.expiry.wipe()
            case .securityCode: vault.card.securityCode.wipe()
            default: break
            }
        }
    }

    /// An attempt at a question has failed: it costs one of the field's, and the last one ends the payment.
    mutating func fail(_ question: Question, _ fault: AttemptFault, prompt: Prompt?, _ now: MediaTime) {
        let field = question.field
        let used = attemptsUsed[field, default: 0] + 1
        attemptsUsed[field] = used
        report(.attemptFailed(question, fault, attempt: used, of: rules.attempts))
        let wrong = fault.isWrongEntry
        if wrong { throwWaitingKeysAway(.wrongEntry) }
        if used >= rules.attempts { return close(field.identifies ? .identificationFailed : .tooManyAttempts, now) }
        switch (fault, question) {
        case (.refused, .choose(.summary)): ask(.choose(.change), now)
        case (.refused, _): ask(.enter(field), after: [.enterAgain], now)
        default: ask(question, after: prompt.map { [$0] } ?? [], guarded: wrong, now)
        }
    }
}

extension Field {
    /// The fields of a card, in the order they are asked.
    static let ofCard: [Field] = [.cardNumber, .expiry, .securityCode]
}

extension AttemptFault {
    /// Whether something wrong was keyed: silence and the caller's own `2` are not.
    var isWrongEntry: Bool {
        switch self {
        case .noMatch, .invalid: true
        case .noInput, .refused: false
        }
    }
}
