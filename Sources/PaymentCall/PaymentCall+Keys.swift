import CardData
import Telephony

// How a key finds its question: barge-in, type-ahead, the guard of error prompts, and the `#` that comes too late.
extension PaymentCall {
    /// A key while a question is in hand.
    mutating func hear(_ key: Key, _ listening: Listening, _ now: MediaTime) {
        if isSwallowed(key, pressedAt: now) { return report(.keyDropped(.afterEntry)) }
        if now < listening.guardUntil { return report(.keyDropped(.errorGuard)) }
        switch listening.prompt {
        case .over where vault.waiting.isEmpty: take(key, pressedAt: now, listening, now)
        case .playing where !rules.withoutBargeIn.contains(listening.question):
            actions.append(.stopPrompt)
            var interrupted = listening
            interrupted.prompt = .over
            take(key, pressedAt: now, interrupted, now)
        default:
            if rules.withoutTypeAhead.contains(listening.question) { return report(.keyDropped(.notYet)) }
            wait(key, pressedAt: now)
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
                question: question,
                prompt: .pending(Announcement(prompts: errors + [prompt(for: question)])),
                guardUntil: guarded ? now + rules.errorGuard : now))
    }

    /// Feeds keys that wait to the question in hand, as far as it takes them; plays its prompt when none does.
    mutating func answerFromWaitingKeys(_ now: MediaTime) {
        while case .listening(var listening) = state {
            let mayAnswer: Bool
            switch listening.prompt {
            case .pending: mayAnswer = !rules.withoutBargeIn.contains(listening.question)
            case .playing: return
            case .over: mayAnswer = true
            }
            if mayAnswer, let waiting = vault.waiting.popFirst() {
                if isSwallowed(waiting.key, pressedAt: waiting.pressedAt) {
                    report(.keyDropped(.afterEntry))
                } else {
                    listening.prompt = .over
                    take(waiting.key, pressedAt: waiting.pressedAt, listening, now)
                }
            } else if case .pending(let announcement) = listening.prompt {
                listening.prompt = .playing
                state = .listening(listening)
                return actions.append(.play(announcement))
            } else {
                return
            }
        }
    }

    /// An answer has turned out wrong: what was keyed behind it was meant for what would have followed.
    mutating func throwWaitingKeysAway(_ why: KeyDrop) {
        guard !vault.waiting.isEmpty else { return }
        for _ in 0..<vault.waiting.count { report(.keyDropped(why)) }
        vault.waiting.wipe()
        swallowPoundUntil = nil
    }

    /// Whether `key` is the `#` of an entry that ended without it; any key uses that chance up.
    private mutating func isSwallowed(_ key: Key, pressedAt instant: MediaTime) -> Bool {
        defer { swallowPoundUntil = nil }
        guard key == .pound, let until = swallowPoundUntil else { return false }
        return instant < until
    }

    /// Starts a timer of the question in hand.
    mutating func startTimer(_ kind: CallTimer, in listening: inout Listening, _ now: MediaTime) {
        let length =
            switch kind {
            case .firstDigit: rules.firstDigitTimeout
            case .interDigit: rules.interDigitTimeout
            case .termination: rules.terminationTimeout
            case .gateway: rules.gatewayTimeout
            }
        listening.timer = RunningTimer(kind: kind, deadline: now + length)
        report(.timerStarted(kind, length))
    }
}
