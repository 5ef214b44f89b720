import CardData
import Telephony

// How a key finds its question: barge-in, type-ahead, the guard of error prompts, and the `#` that comes too late.
extension PaymentCall {
    /// A key while a question is in hand.
    mutating func hear(_ key: Key, _ listening: Listening, _ now: MediaTime) {
        if latePound.swallows(key, pressedAt: now) { return report(.keyDropped(.afterEntry)) }
        switch listening.reception(at: now, keysWait: !vault.waiting.isEmpty) {
        case .dropped(let why): report(.keyDropped(why))
        case .waits: wait(key, pressedAt: now)
        case .counts: take(key, pressedAt: now, listening, now)
        case .stopsPrompt:
            actions.append(.stopPrompt)
            var interrupted = listening
            interrupted.prompt = .over
            take(key, pressedAt: now, interrupted, now)
        }
    }

    /// Lets a key wait for its question.
    mutating func wait(_ key: Key, pressedAt instant: MediaTime) {
        guard vault.waiting.append(key, pressedAt: instant) else { return report(.keyDropped(.queueFull)) }
        report(.keyWaits(count: vault.waiting.count))
    }

    /// Begins a question: its prompt is played unless keys already wait for it.
    mutating func ask(_ question: Question, after errors: [Prompt] = [], guarded: Bool = false, _ now: MediaTime) {
        vault.entry.wipe()
        if rules.withoutTypeAhead.contains(question) { throwWaitingKeysAway(.notYet) }
        enter(question.segment)
        state = .listening(
            Listening(
                question, prompt: announcement(errors + prompts(for: question), step: question),
                guardUntil: guarded ? now + rules.errorGuard : now,
                allowsBargeIn: !rules.withoutBargeIn.contains(question),
                allowsTypeAhead: !rules.withoutTypeAhead.contains(question)))
    }

    /// Feeds keys that wait to the question in hand, as far as it takes them; plays its prompt when none does.
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
                    listening.prompt = .over
                    take(waiting.key, pressedAt: waiting.pressedAt, listening, now)
                }
            }
        }
    }

    /// An answer has turned out wrong: what was keyed behind it was meant for what would have followed.
    mutating func throwWaitingKeysAway(_ why: KeyDrop) {
        guard !vault.waiting.isEmpty else { return }
        for _ in 0..<vault.waiting.count { report(.keyDropped(why)) }
        vault.waiting.wipe()
        latePound.forget()
    }

    /// Starts a timer of the question in hand.
    mutating func startTimer(_ kind: CallTimer, in listening: inout Listening, _ now: MediaTime) {
        let length =
            switch kind {
            case .firstDigit: rules.firstDigitTimeout
            case .interDigit: rules.interDigitTimeout
            case .termination: rules.terminationTimeout
            case .gateway: rules.gatewayTimeout
            case .cardCheck: rules.cardCheck.timeout
            }
        listening.timer = RunningTimer(kind: kind, deadline: now + length)
        report(.timerStarted(kind, length))
    }
}
