import Amounts
import CardData
import Telephony

// What is asked next, and what menus, confirmations and failed attempts lead to.
extension PaymentCall {
    /// Asks for the first thing that is missing; the summary when nothing is.
    mutating func proceed(_ now: MediaTime) {
        if language == nil {
            ask(.choose(.language), now)
        } else if !identified {
            ask(.enter(account == nil ? .account : .pin), now)
        } else if account?.isBlocked == true {
            close(.accountBlocked, now)
        } else if amount == nil {
            askForAmount(now)
        } else if method == nil {
            ask(.choose(.method), now)
        } else if let missing = requiredFields.first {
            ask(.enter(missing), now)
        } else {
            ask(.choose(.summary), now)
        }
    }

    /// The fields of what is paid with that are still to be keyed, in order.
    var requiredFields: [Field] {
        guard let method, storedCard == nil else { return [] }
        return PaymentFields.of(method).filter { !taken.contains($0) && isAsked($0) }
    }

    private func isAsked(_ field: Field) -> Bool {
        switch rules.rule(of: field).asked {
        case .always: true
        case .never: false
        // What names the brand, and what has none, is asked always.
        case .brands(let brands): field == .cardNumber || brand.map { brands.contains($0) } ?? true
        }
    }

    // MARK: Prompts

    /// The prompts that ask a question; mostly one.
    func prompts(for question: Question) -> [Prompt] {
        switch question {
        case .choose(.language): languagePrompts
        case .choose(.change): changePrompts
        default: [prompt(for: question)]
        }
    }

    private func prompt(for question: Question) -> Prompt {
        switch question {
        case .enter(.amount): amountPrompt
        case .enterAgain(.amount): Prompt("repeat-amount")
        case .confirm(.amount):
            Prompt("confirm-amount", typedAmount.map { [PromptValue(.amount, .money($0))] } ?? [])
        case .choose(.amountChoice): .offer(due ?? amountLimits.minimum, only: !maySmallerAmountBePaid)
        case .choose(.summary): summaryPrompt
        case .choose(let field): Prompt("ask-" + field.rawValue)
        case .enter(let field):
            PaymentFields.of(field)?.ask(self) ?? Prompt("ask-" + field.rawValue)
        case .enterAgain(let field): PaymentFields.of(field)?.askAgain(self) ?? Prompt("repeat-" + field.rawValue)
        case .confirm(let field): PaymentFields.of(field)?.readBack(self) ?? Prompt("confirm-" + field.rawValue)
        }
    }

    /// Each language offers itself, in its own words.
    private var languagePrompts: [Prompt] {
        rules.languages.enumerated().map { index, language in
            var prompt = Prompt("choose-language", [PromptValue(.key, .number(index + 1))])
            prompt.occasion.step = .choose(.language)
            prompt.occasion.language = language
            return prompt
        }
    }

    /// What is paid with, by its last digits.
    private var lastFour: String {
        let keyed = method == .bankAccount ? findings[.bankAccount] : findings[.cardNumber]
        return storedCard?.lastFour ?? keyed?.lastFour ?? ""
    }

    private var summaryPrompt: Prompt {
        var values = [PromptValue(.lastFour, .spelled(lastFour))]
        if !setup.tokenizes, let amount { values.append(PromptValue(.amount, .money(amount))) }
        let id = setup.tokenizes ? "summary-of-storing" : "summary"
        if method == .bankAccount {
            return Prompt(setup.tokenizes ? id + "-bank-account" : id + "-of-bank-account", values)
        }
        return Prompt(id, values + [PromptValue(.brand, .brand(brand ?? .visa))])
    }

    private var changePrompts: [Prompt] {
        let what = method == .bankAccount ? "ask-change-bank-account" : "ask-change"
        let only = method == .bankAccount ? "ask-change-bank-account-only" : "ask-change-card-only"
        let first = Prompt(setup.amountIsGiven ? only : what)
        return mayMethodBeChanged ? [first, Prompt("ask-change-method")] : [first]
    }

    private var mayMethodBeChanged: Bool { setup.method == nil && rules.methods.count > 1 }

    // MARK: Choices

    /// A key in a menu or at a confirmation.
    mutating func choose(_ key: Key, _ question: Question, _ now: MediaTime) {
        if key == .star { return close(.callerCancelled, now) }
        entryEndedWithoutPound()
        switch (question, key) {
        case (_, .zero): made(question, key, then: { $0.close(.askedForAgent, now) })
        case (.confirm(let field), .one): made(question, key, then: { $0.stand(field, now) })
        case (.confirm, .two), (.choose(.summary), .two):
            made(question, key, then: { $0.fail(question, .refused, prompt: nil, now) })
        case (.choose(.amountChoice), .one): made(question, key, then: { $0.payInFull(now) })
        case (.choose(.amountChoice), .two) where maySmallerAmountBePaid:
            made(question, key, then: { $0.ask(.enter(.amount), now) })
        case (.choose(.summary), .one): made(question, key, then: { $0.startCharge(afterProcessingError: false, now) })
        case (.choose(.change), _): chooseChange(key, now)
        case (.choose(.afterDecline), .one): made(question, key, then: { $0.change($0.refusedFields, now) })
        case (.choose(.afterDecline), .two):
            made(question, key) {
                $0.change([.amountChoice, .amount] + $0.fieldsNotKept, thenAsk: false, now)
                $0.ask(.enter(.amount), now)
            }
        case (.choose(.language), _): chooseLanguage(key, now)
        case (.choose(.method), _): chooseMethod(key, now)
        default: fail(question, .noMatch, prompt: .noMatch, now)
        }
    }

    private mutating func chooseChange(_ key: Key, _ now: MediaTime) {
        let question = Question.choose(.change)
        switch key {
        case .one where !setup.amountIsGiven:
            made(question, key, then: { $0.change([.amountChoice, .amount], now) })
        case .two: made(question, key, then: { $0.change($0.fieldsOfMethod, now) })
        case .three where mayMethodBeChanged:
            made(question, key) {
                $0.change($0.fieldsOfMethod, thenAsk: false, now)
                $0.forgetMethod()
                $0.proceed(now)
            }
        default: fail(question, .noMatch, prompt: .noMatch, now)
        }
    }

    private mutating func chooseLanguage(_ key: Key, _ now: MediaTime) {
        guard let digit = key.digit, (1...rules.languages.count).contains(Int(digit)) else {
            return fail(.choose(.language), .noMatch, prompt: .noMatch, now)
        }
        let chosen = rules.languages[Int(digit) - 1]
        made(.choose(.language), key) {
            $0.language = chosen
            $0.report(.language(chosen))
            $0.proceed(now)
        }
    }

    private mutating func chooseMethod(_ key: Key, _ now: MediaTime) {
        guard let digit = key.digit, (1...rules.methods.count).contains(Int(digit)) else {
            return fail(.choose(.method), .noMatch, prompt: .noMatch, now)
        }
        let chosen = rules.methods[Int(digit) - 1]
        made(.choose(.method), key) {
            $0.method = chosen
            $0.payment?.method = chosen
            $0.showMethodOnly()
            $0.proceed(now)
        }
    }

    private mutating func made(_ question: Question, _ key: Key, then next: (inout PaymentCall) -> Void) {
        report(.choice(question, key: key))
        lastError = nil
        next(&self)
    }

    /// A field stands: the caller has confirmed it, or need not.
    mutating func stand(_ field: Field, _ now: MediaTime) {
        if field == .amount, let typedAmount {
            setAmount(typedAmount)
            self.typedAmount = nil
        } else {
            taken.insert(field)
        }
        lastError = nil
        report(.confirmed(field))
        if field != .amount { report(.required(requiredFields)) }
        proceed(now)
    }

    // MARK: Changes

    /// The fields of what is paid with now.
    var fieldsOfMethod: [Field] { method.map { PaymentFields.of($0) } ?? [] }

    /// The caller changes what the summary named; those fields have all their attempts again.
    private mutating func change(_ fields: [Field], thenAsk: Bool = true, _ now: MediaTime) {
        askAgain(fields)
        if fields.contains(.amount) { amount = nil }
        if thenAsk { proceed(now) }
    }

    /// Of fields that were given for several methods, the record has those of the one that is paid with.
    mutating func showMethodOnly() {
        if method == .bankAccount {
            payment?.brand = nil
            payment?.maskedPAN = nil
            payment?.maskedAccount = findings[.bankAccount]?.shown
        } else {
            let known = brand
            payment?.brand = known
            payment?.maskedPAN = findings[.cardNumber]?.maskedPAN
            payment?.maskedAccount = nil
        }
    }

    /// The caller pays in another way: what was keyed for this one is gone, what was given with the call stands.
    private mutating func forgetMethod() {
        method = nil
        findings = findings.filter { taken.contains($0.key) }
        payment?.brand = nil
        payment?.maskedPAN = nil
        payment?.maskedAccount = nil
    }

    private mutating func forgetStoredCard() {
        storedCard = nil
        payment?.token = nil
        payment?.brand = nil
    }

    /// Forgets fields, so that they are asked again with all their attempts.
    mutating func askAgain(_ fields: [Field]) {
        for field in fields {
            taken.remove(field)
            attemptsUsed[field] = nil
            guard let paymentField = PaymentFields.of(field) else { continue }
            // A stored card is no use when anything of it has to be keyed.
            if storedCard != nil { forgetStoredCard() }
            vault.details[paymentField.detail].wipe()
            findings[field] = nil
        }
    }

    // MARK: Failures

    /// An attempt at a question has failed: it costs one of the field's and of the call's, and the last one ends the
    /// payment.
    mutating func fail(_ question: Question, _ fault: AttemptFault, prompt: Prompt?, _ now: MediaTime) {
        let field = question.field
        let limit = rules.fields[field]?.attempts ?? rules.attempts
        let used = attemptsUsed[field, default: 0] + 1
        attemptsUsed[field] = used
        callAttemptsUsed += 1
        lastError = fault.code
        report(.attemptFailed(question, fault, attempt: used, of: limit))
        let wrong = fault.isWrongEntry
        if wrong { throwWaitingKeysAway(.wrongEntry) }
        if used >= limit { return close(field.identifies ? .identificationFailed : .tooManyAttempts(field), now) }
        if callAttemptsUsed >= rules.callAttempts ?? .max { return close(.tooManyAttempts(nil), now) }
        switch (fault, question) {
        case (.refused, .choose(.summary)): ask(.choose(.change), now)
        case (.refused, _): ask(.enter(field), after: [Prompt("enter-again")], now)
        default: ask(question, after: prompt.map { [$0] } ?? [], guarded: wrong, now)
        }
    }
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
