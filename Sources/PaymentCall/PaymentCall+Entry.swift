import Amounts
import CardData
import Telephony

// How keys become an entry: digits, `#`, `*`, and when an entry is whole.
extension PaymentCall {
    /// How many digits of harmless fields are named, over the whole call, before the entry they belong to is taken: a
    /// card keyed in the wrong place, also in parts, must not be spelled out, and six digits are a BIN (PCI DSS 3.4.1).
    private static let digitsNamedAtMost = 6

    /// A key that counts, for the question in hand.
    mutating func take(_ key: Key, pressedAt instant: MediaTime, _ listening: Listening, _ now: MediaTime) {
        var listening = listening
        listening.timer = nil
        listening.guardUntil = now
        lastKeyAt = instant
        let question = listening.subject
        guard question.isEntry else { return choose(key, question, now) }
        switch key {
        case .pound where vault.entry.isEmpty: fail(question, .noInput, prompt: .noInput, now)
        case .pound: judgeEntry(of: question, now)
        case .star: takeStar(pressedAt: instant, listening, now)
        case .a, .b, .c, .d:
            entryEndedWithoutPound()
            fail(question, .noMatch, prompt: .noMatch, now)
        default: takeDigit(key, listening, now)
        }
    }

    private mutating func takeDigit(_ key: Key, _ listening: Listening, _ now: MediaTime) {
        guard let digit = key.digit else { return }
        let field = listening.subject.field
        let paymentField = PaymentFields.of(field)
        vault.entry.digits.append(digit)
        let count = vault.entry.digits.count
        report(.digits(field, count: count, key: nameable(key, of: field, paymentField)))
        if count >= greatestLength(of: field, paymentField) {
            entryEndedWithoutPound()
            return judgeEntry(of: listening.subject, now)
        }
        var listening = listening
        listening.lastStarAt = nil
        let mayBeWhole = paymentField?.mayBeWhole(self) == true
        let timer: CallTimer =
            mayBeWhole && rules.terminationTimeout < rules.interDigitTimeout ? .termination : .interDigit
        startTimer(timer, in: &listening, now)
        state = .listening(listening)
    }

    /// The key, where it may be named as it comes.
    private mutating func nameable(_ key: Key, of field: Field, _ paymentField: (any PaymentField)?) -> Key? {
        let isSensitive = paymentField?.isSensitive ?? (field == .pin)
        guard !isSensitive, digitsNamed < PaymentCall.digitsNamedAtMost else { return nil }
        digitsNamed += 1
        return key
    }

    /// `*` cancels; in an amount with a decimal point the first is that, and a second one at once cancels.
    private mutating func takeStar(pressedAt instant: MediaTime, _ listening: Listening, _ now: MediaTime) {
        guard listening.subject.field == .amount, !rules.impliesCents else { return close(.callerCancelled, now) }
        if let last = listening.lastStarAt, instant < last + rules.doubleStarTimeout {
            return close(.callerCancelled, now)
        }
        guard vault.entry.digitsBeforePoint == nil else {
            entryEndedWithoutPound()
            return fail(listening.subject, .noMatch, prompt: .noMatch, now)
        }
        vault.entry.digitsBeforePoint = vault.entry.digits.count
        report(.digits(.amount, count: vault.entry.digits.count, key: .star))
        var listening = listening
        listening.lastStarAt = instant
        startTimer(.interDigit, in: &listening, now)
        state = .listening(listening)
    }

    /// The timer of a question has run out: no answer, or the answer is what was keyed so far.
    mutating func timeOut(_ listening: Listening, _ now: MediaTime) {
        if let timer = listening.timer { report(.timerExpired(timer.kind)) }
        guard listening.subject.isEntry, !vault.entry.isEmpty else {
            return fail(listening.subject, .noInput, prompt: .noInput, now)
        }
        entryEndedWithoutPound()
        judgeEntry(of: listening.subject, now)
    }

    /// The very next key belongs to the entry that has ended, if it is `#` and comes within the inter-digit timeout of
    /// the entry's last key.
    mutating func entryEndedWithoutPound() { latePound.await(until: lastKeyAt.map { $0 + rules.interDigitTimeout }) }

    /// The length at which an entry is whole by itself; `Int.max` where only `#` or the timer ends it.
    private func greatestLength(of field: Field, _ paymentField: (any PaymentField)?) -> Int {
        if let paymentField { return paymentField.greatestLength(self) }
        return field == .pin ? account?.pin.length ?? .max : .max
    }

    /// The entry is whole: is it right?
    private mutating func judgeEntry(of question: Question, _ now: MediaTime) {
        switch question.field {
        case .account:
            state = .lookingUp
            actions.append(.lookUpAccount)
        case .pin: judgePIN(now)
        case .amount: judgeAmount(again: question == .enterAgain(.amount), now)
        case let field:
            if case .enterAgain = question { compareEntry(of: field, now) } else { judgePaymentField(field, now) }
        }
    }

    private mutating func judgePIN(_ now: MediaTime) {
        guard account?.pin.matches(vault.entry.digits) == true else {
            return fail(.enter(.pin), .wrong(PINFault.wrong), prompt: Prompt("wrong-pin"), now)
        }
        vault.entry.wipe()
        identified = true
        lastError = nil
        report(.accepted(.pin, shown: nil))
        proceed(now)
    }

    // MARK: Fields of what is paid with

    private mutating func judgePaymentField(_ field: Field, _ now: MediaTime) {
        guard let paymentField = PaymentFields.of(field) else { return }
        switch paymentField.verdict(self) {
        case .wrong(let reason, let prompt): fail(.enter(field), .invalid(reason), prompt: prompt, now)
        case .taken(let finding):
            findings[field] = finding
            lastError = nil
            if field == .cardNumber, rules.cardCheck.isAsked { return checkCard(now) }
            accept(paymentField, now)
        }
    }

    private mutating func accept(_ paymentField: any PaymentField, _ now: MediaTime) {
        let field = paymentField.field
        keepEntry(of: paymentField)
        report(.accepted(field, shown: findings[field]?.shown))
        if field == .cardNumber { forgetForeignCode() }
        askToConfirm(field, now)
    }

    /// A security code that was given before the brand was known is asked when it is not as long as the brand has it.
    private mutating func forgetForeignCode() {
        let length = vault.details[.securityCode].count
        if length > 0, length != brand?.securityCodeLength { askAgain([.securityCode]) }
    }

    /// Takes the entry into the vault's details, and what may be told of it into the payment's record.
    private mutating func keepEntry(of paymentField: any PaymentField) {
        vault.keepEntry(as: paymentField.detail)
        digitsNamed = paymentField.isSensitive ? digitsNamed : 0
        guard let finding = findings[paymentField.field] else { return }
        if let masked = finding.maskedPAN {
            payment?.brand = finding.brand
            payment?.maskedPAN = masked
        }
        if paymentField.field == .bankAccount { payment?.maskedAccount = finding.shown }
    }

    /// Asks for a field to be confirmed, in the way that its rule says.
    mutating func askToConfirm(_ field: Field, _ now: MediaTime) {
        switch rules.rule(of: field).confirmation {
        case .readBack: ask(.confirm(field), now)
        case .twice: ask(.enterAgain(field), now)
        case .none: stand(field, now)
        }
    }

    private mutating func compareEntry(of field: Field, _ now: MediaTime) {
        guard let paymentField = PaymentFields.of(field) else { return }
        guard vault.entryEquals(paymentField.detail) else {
            vault.details[paymentField.detail].wipe()
            return fail(.enter(field), .wrong(RepetitionFault.differs), prompt: Prompt("entries-differ"), now)
        }
        vault.entry.wipe()
        stand(field, now)
    }

    /// The integration is asked about the card number in the entry.
    private mutating func checkCard(_ now: MediaTime) {
        state = .checking(deadline: now + rules.cardCheck.timeout)
        report(.cardCheckAsked)
        report(.timerStarted(.cardCheck, rules.cardCheck.timeout))
        play([Prompt("checking-card")])
        actions.append(.checkCard)
    }

    /// The integration has answered, or has not.
    mutating func settleCheck(_ reply: CardCheckReply, _ now: MediaTime) {
        report(.cardChecked(reply))
        let refusal = { (call: inout PaymentCall, fault: CardCheckFault) in
            call.findings[.cardNumber] = nil
            call.fail(.enter(.cardNumber), .wrong(fault), prompt: Prompt("card-refused"), now)
        }
        switch (reply, rules.cardCheck.whenUnreachable) {
        case (.refused, _): refusal(&self, .refused)
        case (.unreachable, .refuse): refusal(&self, .unavailable)
        case (.unreachable, .end): close(.cardCheckUnavailable, now)
        case (.accepted, _), (.unreachable, .accept):
            if let field = PaymentFields.of(.cardNumber) { accept(field, now) }
        }
    }

    // MARK: Fields given with the call

    /// A field of what is paid with is given with the call, before it is answered: it is not asked. Throws the reason's
    /// name where the digits are no such field.
    public mutating func give(_ field: Field, digits: borrowing SecretDigits) throws(GivenFieldFault) {
        guard let paymentField = PaymentFields.of(field) else { throw GivenFieldFault(reason: "no-such-field") }
        vault.entry.digits.copy(digits)
        defer { vault.entry.wipe() }
        switch paymentField.verdict(self) {
        case .wrong(let reason, _): throw GivenFieldFault(reason: reason)
        case .taken(let finding):
            findings[field] = finding
            keepEntry(of: paymentField)
            taken.insert(field)
            givenFields.append((field, finding))
        }
    }
}

/// Why a field that is given with a call is not taken.
public struct GivenFieldFault: Error, Hashable, Sendable {
    /// The reason's name, as in events: `luhn`, `card-expired`.
    public let reason: String
}
