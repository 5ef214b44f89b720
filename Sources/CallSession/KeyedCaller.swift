import CallEngine
import CardData
import Telephony

/// A caller who types a key script, in media time.
public struct KeyedCaller: Sendable {
    private let script: KeyScript
    private let hangsUpAtEnd: Bool

    /// A caller who does what `script` says and then stays on the line, silent, or hangs up.
    public init(script: KeyScript, hangsUpAtEnd: Bool = false) {
        self.script = script
        self.hangsUpAtEnd = hangsUpAtEnd
    }

    /// What of the keys goes into the call's id: a card number as it may be shown, other runs of digits by their length.
    /// The first run is an account number where the call asks for one, and stands as it is.
    public func door(asksAccount: Bool) -> [String] {
        var shape = ["keys"]
        var run = ""
        var isFirst = asksAccount
        for step in script.steps + [.listen] {
            if case .press(let key) = step, key.digit != nil {
                run.append(key.character)
                continue
            }
            let masked = CardMask.masking(run)
            shape.append(masked != run || isFirst ? masked : String(run.count))
            shape.append("\(step)")
            (run, isFirst) = ("", false)
        }
        return shape
    }

    /// Answers the call and drives it to its end; `sound` makes it heard, and the keys are written down in `diary`.
    public func drive(_ engine: inout CallEngine, sound: CallSound? = nil, diary: KeyDiary? = nil) {
        if let sound { sound.answer(&engine) } else { engine.answer() }
        var cursor = MediaTime.zero + KeyScript.lead
        for step in script.steps where !engine.isOver {
            switch step {
            case .press(let key):
                diary?.note(key)
                if let sound { sound.press(key, at: cursor, in: &engine) } else { engine.press(key, at: cursor) }
                cursor = cursor + script.interval
            case .wait(let length): cursor = cursor + length
            case .listen:
                engine.advance(to: cursor)
                let heard = engine.utterance
                while heard != nil, engine.utterance == heard, let due = engine.nextDue { engine.advance(to: due) }
                cursor = max(cursor, engine.now)
            case .hangUp: engine.hangUp(at: cursor)
            }
        }
        if hangsUpAtEnd { engine.hangUp(at: cursor) }
        sound?.runToEnd(&engine)
        engine.runToEnd()
        sound?.finish(&engine)
    }
}
