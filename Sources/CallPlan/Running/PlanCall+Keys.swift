import Amounts
import CardData
import PaymentCall
import Telephony

// How keys answer the menus and entries of a plan.
extension PlanCall {
    /// Digits of entries that are named before the entry is taken: no more than a BIN (PCI DSS 3.4.1).
    private static let digitsNamedAtMost = 6

    /// Begins a question: its words are said unless keys already wait for it.
    mutating func ask(
        _ question: PlanQuestion, _ words: Template, after errors: [Prompt] = [], guarded: Bool = false,
        _ now: MediaTime
    ) {
        vault.entry.wipe()
        namedOfEntry = 0
        let suffix = question == .confirm ? "-confirm" : ""
        state = .listening(
            QuestionInHand(
                question, prompt: Announcement(prompts: errors + [prompt(words, suffix)]),
                guardUntil: guarded ? now + setup.rules.errorGuard : now, allowsBargeIn: true, allowsTypeAhead: true))
    }

    /// A key while a question is in hand.
    mutating func hear(_ key: Key, _ listening: QuestionInHand<PlanQuestion>, _ now: MediaTime) {
        if latePound.swallows(key, pressedAt: now) { return report(.keyDropped(.afterEntry)) }
        switch listening.reception(at: now, keysWait: !vault.waiting.isEmpty) {
        case .dropped(let why): report(.keyDropped(why))
        case .waits: wait(key, pressedAt: now)
        case .counts: take(key, pressedAt: now, listening, now)
        case .stopsPrompt:
            actions.append(.stopPrompt)
            take(key, pressedAt: now, listening, now)
        }
    }

    /// Lets a key wait for its question.
    mutating func wait(_ key: Key, pressedAt instant: MediaTime) {
        guard vault.waiting.append(key, pressedAt: instant) else { return report(.keyDropped(.queueFull)) }
        report(.keyWaits(count: vault.waiting.count))
    }

    /// Feeds keys that wait to the question in hand, as far as it takes them; says its words when none does.
    mutating func answerFromWaitingKeys(_ now: MediaTime) {
        while case .listening(var listening) = state {
            switch listening.move(keysWait: !vault.waiting.isEmpty) {
            case .waitForCaller: return
            case .play(let announcement):
                listening.prompt = .playing
                state = .listening(listening)
                return actions.append(.play(announcement))
            case .hearWaitingKey:
                guard let waiting = vault.waiting.popFirst() else { return }
                if latePound.swallows(waiting.key, pressedAt: waiting.pressedAt) {
                    report(.keyDropped(.afterEntry))
                } else {
                    take(waiting.key, pressedAt: waiting.pressedAt, listening, now)
                }
            }
        }
    }

    /// A key that counts.
    private mutating func take(
        _ key: Key, pressedAt instant: MediaTime, _ listening: QuestionInHand<PlanQuestion>, _ now: MediaTime
    ) {
        var listening = listening
        listening.prompt = .over
        listening.timer = nil
        listening.guardUntil = now
        lastKeyAt = instant
        switch (listening.subject, plan.steps[step].kind) {
        case (.choose, .menu(let menu)): choose(key, menu, now)
        case (.enter, .collect(let collect)): enter(key, collect, listening, now)
        case (.confirm, .collect(let collect)): confirm(key, collect, now)
        default: break
        }
    }

    // MARK: Menus

    private mutating func choose(_ key: Key, _ menu: MenuStep, _ now: MediaTime) {
        entryEndedWithoutPound()
        guard let choice = menu.choices.first(where: { $0.key == key }) else { return fail(.noMatch, now) }
        report(.choice(step: stepName, key: key))
        enter(choice.next, now)
    }

    // MARK: Entries

    private mutating func enter(
        _ key: Key, _ collect: CollectStep, _ listening: QuestionInHand<PlanQuestion>, _ now: MediaTime
    ) {
        if key == collect.endKey { return vault.entry.isEmpty ? fail(.noInput, now) : judge(collect, now) }
        var listening = listening
        let isAmount = plan[collect.data].type == .amount || plan[collect.data].type == .number
        if let digit = key.digit {
            vault.entry.digits.append(digit)
        } else if key == .star, isAmount, vault.entry.digitsBeforePoint == nil {
            vault.entry.digitsBeforePoint = vault.entry.digits.count
        } else {
            entryEndedWithoutPound()
            return fail(.noMatch, now)
        }
        let count = vault.entry.digits.count
        report(.digits(plan[collect.data].name, count: count, key: nameable(key, collect)))
        if count >= collect.length.upperBound, !isAmount || vault.entry.digits.overflowed {
            entryEndedWithoutPound()
            return judge(collect, now)
        }
        start(.interDigit, in: &listening, now)
        state = .listening(listening)
    }

    /// The key, where it may be named as it comes.
    private mutating func nameable(_ key: Key, _ collect: CollectStep) -> Key? {
        guard !plan[collect.data].isSecret, digitsNamed < PlanCall.digitsNamedAtMost else { return nil }
        digitsNamed += 1
        if key.digit != nil { namedOfEntry += 1 }
        return key
    }

    /// The entry is whole: does it fit?
    private mutating func judge(_ collect: CollectStep, _ now: MediaTime) {
        let source = plan[collect.data]
        let digits = vault.entry.digits.count
        guard collect.length.contains(digits), !vault.entry.digits.overflowed, let text = vault.entry.harmlessText,
            let value = DataValue(text, for: source, currency: plan.currency)
        else { return fail(.noMatch, now) }
        vault.entry.wipe()
        if namedOfEntry < digits { hidden.insert(collect.data.index) } else { hidden.remove(collect.data.index) }
        namedOfEntry = 0
        if source.type == .amount { digitsNamed = 0 }
        set(collect.data, value)
        guard let words = collect.confirm else { return enter(collect.next, now) }
        ask(.confirm, words, now)
    }

    private mutating func confirm(_ key: Key, _ collect: CollectStep, _ now: MediaTime) {
        entryEndedWithoutPound()
        switch key {
        case .one:
            report(.choice(step: stepName, key: key))
            enter(collect.next, now)
        case .two:
            report(.choice(step: stepName, key: key))
            fail(.refused, now)
        default: fail(.noMatch, confirming: collect.confirm, now)
        }
    }

    // MARK: Timers and failures

    /// The timer of a question has run out: no answer, or the answer is what was keyed so far.
    mutating func timeOut(_ listening: QuestionInHand<PlanQuestion>, _ now: MediaTime) {
        guard case .collect(let collect) = plan.steps[step].kind else { return fail(.noInput, now) }
        if listening.subject == .confirm { return fail(.noInput, confirming: collect.confirm, now) }
        guard !vault.entry.isEmpty else { return fail(.noInput, now) }
        entryEndedWithoutPound()
        judge(collect, now)
    }

    private mutating func entryEndedWithoutPound() {
        latePound.await(until: lastKeyAt.map { $0 + interDigitTimeout })
    }

    private var interDigitTimeout: MediaDuration {
        if case .collect(let collect) = plan.steps[step].kind {
            collect.interDigitTimeout
        } else {
            PlanDefaults.interDigitTimeout
        }
    }

    mutating func start(_ kind: CallTimer, in listening: inout QuestionInHand<PlanQuestion>, _ now: MediaTime) {
        var length = PlanDefaults.menuTimeout
        if case .menu(let menu) = plan.steps[step].kind { length = menu.timeout }
        if case .collect(let collect) = plan.steps[step].kind {
            length = kind == .interDigit ? collect.interDigitTimeout : collect.firstDigitTimeout
        }
        listening.timer = RunningTimer(kind: kind, deadline: now + length)
        report(.timerStarted(kind, length))
    }

    /// An attempt has failed: it costs one of the step's, and the last one leaves it. At a confirmation, `confirming`
    /// asks that again.
    private mutating func fail(_ fault: AttemptFault, confirming: Template? = nil, _ now: MediaTime) {
        guard let asked = plan.steps[step].kind.asked else { return }
        attemptsUsed += 1
        vault.entry.wipe()
        report(.attemptFailed(step: stepName, fault, attempt: attemptsUsed, of: asked.attempts))
        if fault == .noMatch { throwWaitingKeysAway() }
        let setback = fault == .noInput ? asked.noInput : asked.noMatch
        let suffix = "-" + fault.code
        if let next = setback.next {
            guard let words = setback.words else { return enter(next, now) }
            return say(words, suffix, then: Saying(next: next))
        }
        if attemptsUsed >= asked.attempts, let failed = asked.failed { return enter(failed, now) }
        let errors = fault == .refused ? [] : setback.words.map { [prompt($0, suffix)] } ?? []
        if let confirming {
            ask(.confirm, confirming, after: errors, guarded: fault == .noMatch, now)
        } else {
            ask(asked.question, asked.words, after: errors, guarded: fault == .noMatch, now)
        }
    }

    private mutating func throwWaitingKeysAway() {
        for _ in 0..<vault.waiting.count { report(.keyDropped(.wrongEntry)) }
        vault.waiting.wipe()
        latePound.forget()
    }
}

/// What menus and entries have in common.
private struct Asked {
    let question: PlanQuestion
    let words: Template
    let attempts: Int
    let noInput: Setback
    let noMatch: Setback
    let failed: StepReference?
}

extension StepKind {
    fileprivate var asked: Asked? {
        switch self {
        case .menu(let menu):
            Asked(
                question: .choose, words: menu.words, attempts: menu.attempts, noInput: menu.noInput,
                noMatch: menu.noMatch, failed: menu.failed)
        case .collect(let collect):
            Asked(
                question: .enter, words: collect.words, attempts: collect.attempts, noInput: collect.noInput,
                noMatch: collect.noMatch, failed: collect.failed)
        default: nil
        }
    }
}

extension KeyEntry {
    /// What was keyed, as text; nil where it could be a card number, which never becomes text.
    fileprivate var harmlessText: String? {
        digits.withDigits { digits in
            var text = ""
            for index in 0...digits.count {
                if index == digitsBeforePoint { text += text.isEmpty ? "0." : "." }
                if index < digits.count { text += String(digits[index]) }
            }
            if text.hasSuffix(".") { text.removeLast() }
            return CardMask.masking(text) == text ? text : nil
        }
    }
}
