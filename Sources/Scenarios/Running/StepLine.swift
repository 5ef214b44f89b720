import AudioFiles
import CallEngine
import CallSession
import Telephony

/// How a caller who goes step by step reaches the call: by keys that come as they are, or by sound.
protocol StepLine {
    /// The call is answered.
    mutating func answer(_ engine: inout CallEngine)
    /// How far the caller's side has come.
    func now(_ engine: borrowing CallEngine) -> MediaTime
    /// Time passes, at most to `limit`, until something may have happened; false where nothing more can.
    mutating func moveOn(to limit: MediaTime, in engine: inout CallEngine) -> Bool
    /// The caller is silent up to an instant.
    mutating func wait(until instant: MediaTime, in engine: inout CallEngine)
    /// The caller presses keys, from now on.
    mutating func press(_ script: KeyScript, _ rhythm: StepAction.Rhythm, in engine: inout CallEngine)
    /// The caller sends sound.
    mutating func play(_ sound: StepSound, in engine: inout CallEngine) throws
    /// The caller hangs up.
    mutating func hangUp(in engine: inout CallEngine)
    /// The steps are over: the caller stays silent until the call ends.
    mutating func finish(_ engine: inout CallEngine)
}

/// A keypad whose keys reach the call without sound; a recording of the call has their tones.
struct KeypadLine: StepLine {
    /// The sound of the call, for whoever listens.
    private let sound: CallSound?
    /// When the next key may begin: the one before it lasts, and fingers take a pause.
    private var free = MediaTime.zero + KeyScript.lead

    init(sound: CallSound?) { self.sound = sound }

    mutating func answer(_ engine: inout CallEngine) {
        if let sound { sound.answer(&engine) } else { engine.answer() }
    }

    func now(_ engine: borrowing CallEngine) -> MediaTime { engine.now }

    mutating func moveOn(to limit: MediaTime, in engine: inout CallEngine) -> Bool {
        guard let due = engine.nextDue, due <= limit else {
            // Nothing falls due before the limit; where nothing ever does, nothing more can happen.
            let canHappen = engine.nextDue != nil || limit > engine.now
            engine.advance(to: limit)
            sound?.catchUp(with: &engine)
            return canHappen
        }
        engine.advance(to: due)
        sound?.catchUp(with: &engine)
        return true
    }

    mutating func wait(until instant: MediaTime, in engine: inout CallEngine) {
        engine.advance(to: instant)
        sound?.catchUp(with: &engine)
    }

    mutating func press(_ script: KeyScript, _ rhythm: StepAction.Rhythm, in engine: inout CallEngine) {
        free = max(free, engine.now)
        for step in script.steps where !engine.isOver {
            switch step {
            case .press(let key):
                if let sound { sound.press(key, at: free, in: &engine) } else { engine.press(key, at: free) }
                free = free + rhythm.on + rhythm.off
            case .wait(let length): free = free + length
            case .listen:
                engine.advance(to: free)
                let heard = engine.utterance
                while heard != nil, engine.utterance == heard, let due = engine.nextDue { engine.advance(to: due) }
                free = max(free, engine.now)
            case .hangUp:
                engine.advance(to: free)
                hangUp(in: &engine)
            }
        }
    }

    mutating func play(_ sound: StepSound, in engine: inout CallEngine) throws {
        preconditionFailure("a scenario with sound has a line for it")
    }

    mutating func hangUp(in engine: inout CallEngine) {
        engine.hangUp(at: max(engine.now, free))
        sound?.catchUp(with: &engine)
    }

    mutating func finish(_ engine: inout CallEngine) {
        sound?.runToEnd(&engine)
        engine.runToEnd()
        sound?.finish(&engine)
    }
}
