import CallEngine
import CardData
import Connectors
import PaymentCall
import Telephony

/// What happens on a live line.
public enum LiveInput: Hashable, Sendable {
    /// Presses a key.
    case key(Key)
    /// Hangs up.
    case hangUp
    /// Nothing; a service outside has answered.
    case answer(ConnectorAnswer)
    /// Nothing; a gateway outside has answered.
    case gatewayAnswer(LiveGateway.Answer)
    /// Will do nothing more.
    case end
}

/// A line with a person at its other end, and a clock.
public protocol LiveLine {
    /// Media time since the answer, by the line's clock.
    var now: MediaTime { get }
    /// Waits for the person, or a service's answer, at most until `deadline`; nil when that has come first.
    mutating func wait(until deadline: MediaTime) -> LiveInput?
    /// Tells the person, or whoever watches, what has happened.
    mutating func show(_ events: [TimedEvent], question: Question?)
}

/// A caller in real time: the clock paces media time, and keys count when they are pressed.
public struct LiveCaller: Sendable {
    private let hangsUpAtEnd: Bool

    /// A caller who, when the line says that nothing more comes, stays on it silent, or hangs up.
    public init(hangsUpAtEnd: Bool = false) { self.hangsUpAtEnd = hangsUpAtEnd }

    /// How often the sound of a call is made, where nothing else happens: a recording is behind by no more.
    private static let soundInterval = MediaDuration.milliseconds(200)

    /// Answers the call and drives it to its end; every event, in order. `sound` makes it heard, and the keys are written
    /// down in `diary`.
    public func drive(
        _ engine: inout CallEngine, on line: inout some LiveLine, sound: CallSound? = nil, diary: KeyDiary? = nil
    ) -> [TimedEvent] {
        var all: [TimedEvent] = []
        func pass(_ engine: inout CallEngine) {
            sound?.catchUp(with: &engine)
            let events = engine.takeEvents()
            all += events
            line.show(events, question: engine.question)
        }
        if let sound { sound.answer(&engine) } else { engine.answer() }
        pass(&engine)
        while !engine.isOver {
            var deadline = engine.nextDue ?? .distantFuture
            if sound != nil { deadline = min(deadline, line.now + LiveCaller.soundInterval) }
            let input = line.wait(until: deadline)
            switch input {
            case .key(let key):
                diary?.note(key)
                if let sound {
                    sound.press(key, at: line.now, in: &engine)
                } else {
                    engine.press(key, at: line.now)
                }
            case .hangUp: engine.hangUp(at: line.now)
            case .answer(let answer): engine.serviceReplied(answer.reply, id: answer.id, at: line.now)
            case .gatewayAnswer(let answer):
                engine.gatewayReplied(answer.reply, transactionID: answer.transactionID, at: line.now)
            case .end where hangsUpAtEnd: engine.hangUp(at: line.now)
            case .end, nil: engine.advance(to: line.now)
            }
            pass(&engine)
        }
        sound?.finish(&engine)
        return all
    }
}
