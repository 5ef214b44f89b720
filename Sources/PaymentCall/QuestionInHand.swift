import Telephony

/// A question in hand, whoever asks it: how far its prompt has come, and which keys count.
package struct QuestionInHand<Subject: Equatable & Sendable>: Equatable, Sendable {
    /// How far the prompt has come.
    package enum PromptPhase: Equatable, Sendable {
        /// Not begun: keys that wait may make it needless.
        case pending(Announcement)
        case playing
        case over
    }

    /// What is asked.
    package let subject: Subject
    /// How far the prompt has come.
    package var prompt: PromptPhase
    /// Keys before this instant are thrown away.
    package var guardUntil: MediaTime
    /// Whether a key stops the prompt.
    package let allowsBargeIn: Bool
    /// Whether keys pressed earlier answer it.
    package let allowsTypeAhead: Bool
    /// The timer that runs; nil for none.
    package var timer: RunningTimer?
    /// When a `*` of an amount was pressed, while it is the last key.
    package var lastStarAt: MediaTime?

    /// A question whose prompt has not begun.
    package init(
        _ subject: Subject, prompt: Announcement, guardUntil: MediaTime, allowsBargeIn: Bool, allowsTypeAhead: Bool
    ) {
        self.subject = subject
        self.prompt = .pending(prompt)
        self.guardUntil = guardUntil
        self.allowsBargeIn = allowsBargeIn
        self.allowsTypeAhead = allowsTypeAhead
    }

    /// What becomes of a key.
    package enum Reception: Equatable, Sendable {
        /// It counts now.
        case counts
        /// It stops the prompt and counts.
        case stopsPrompt
        /// It waits behind the others.
        case waits
        /// It is thrown away.
        case dropped(KeyDrop)
    }

    /// What becomes of a key pressed now, while keys wait or none does.
    package func reception(at now: MediaTime, keysWait: Bool) -> Reception {
        if now < guardUntil { return .dropped(.errorGuard) }
        switch prompt {
        case .over where !keysWait: return .counts
        case .playing where allowsBargeIn: return .stopsPrompt
        default: return allowsTypeAhead ? .waits : .dropped(.notYet)
        }
    }

    /// What is to be done first, while keys wait or none does.
    package enum Move: Equatable, Sendable {
        /// The key that has waited longest is heard.
        case hearWaitingKey
        /// The prompt is played.
        case play(Announcement)
        /// The caller's next key is waited for.
        case waitForCaller
    }

    /// What is to be done first, while keys wait or none does.
    package func move(keysWait: Bool) -> Move {
        switch prompt {
        case .pending(let announcement): keysWait && allowsBargeIn ? .hearWaitingKey : .play(announcement)
        case .playing: .waitForCaller
        case .over: keysWait ? .hearWaitingKey : .waitForCaller
        }
    }
}

/// A timer and when it runs out: a key that begins at that very instant is late.
package struct RunningTimer: Equatable, Sendable {
    /// Which one.
    package let kind: CallTimer
    /// When it runs out.
    package let deadline: MediaTime

    /// `kind` runs out at `deadline`.
    package init(kind: CallTimer, deadline: MediaTime) {
        self.kind = kind
        self.deadline = deadline
    }
}

/// Remembers that an entry ended by itself: the very next key is swallowed if it is the `#` that belongs to it.
package struct LatePound: Equatable, Sendable {
    private var until: MediaTime?

    /// Nothing to swallow.
    package init() {}

    /// An entry has ended without `#`; one that is pressed before `instant` still belongs to it.
    package mutating func await(until instant: MediaTime?) { until = instant }

    /// Nothing is to be swallowed any more.
    package mutating func forget() { until = nil }

    /// Whether `key` is that `#`; any key uses the chance up.
    package mutating func swallows(_ key: Key, pressedAt instant: MediaTime) -> Bool {
        guard let until else { return false }
        self.until = nil
        return key == .pound && instant < until
    }
}
