import CallEngine
import Telephony

/// A caller who types a key script, in media time.
public struct KeyedCaller: Sendable {
    private let script: KeyScript
    private let hangsUpAtEnd: Bool
    private let agentCancelsAt: MediaTime?

    /// A caller who does what `script` says and then stays on the line, silent, or hangs up. In an assisted call the
    /// agent may cancel at an instant.
    public init(script: KeyScript, hangsUpAtEnd: Bool = false, agentCancelsAt: MediaTime? = nil) {
        self.script = script
        self.hangsUpAtEnd = hangsUpAtEnd
        self.agentCancelsAt = agentCancelsAt
    }

    /// Answers the call and drives it to its end.
    public func drive(_ engine: inout CallEngine) {
        engine.answer()
        var cursor = MediaTime.zero + KeyScript.lead
        for step in script.steps where !engine.isOver {
            switch step {
            case .press(let key):
                pass(to: cursor, &engine)
                engine.press(key, at: cursor)
                cursor = cursor + KeyScript.keyLength + KeyScript.gap
            case .wait(let length): cursor = cursor + length
            case .listen:
                pass(to: cursor, &engine)
                let heard = engine.utterance
                while heard != nil, engine.utterance == heard, !engine.isOver, let due = engine.nextDue {
                    pass(to: due, &engine)
                }
                cursor = max(cursor, engine.now)
            case .hangUp:
                pass(to: cursor, &engine)
                engine.hangUp(at: cursor)
            }
        }
        pass(to: cursor, &engine)
        if hangsUpAtEnd { engine.hangUp(at: cursor) }
        if let agentCancelsAt { pass(to: agentCancelsAt, &engine) }
        engine.runToEnd()
    }

    /// Moves on; the agent acts when their instant lies on the way.
    private func pass(to instant: MediaTime, _ engine: inout CallEngine) {
        if let cancel = agentCancelsAt, engine.now < cancel, cancel <= instant { engine.cancelByAgent(at: cancel) }
        engine.advance(to: instant)
    }
}
