import CallEngine
import CardData
import DTMF
import Prompts
import Telephony

/// Somebody who gets the legs of a call as they may be kept: a recording, a picture.
public protocol LegListener: AnyObject {
    /// The next frames of both legs, as many of each, full scale ±1; the first is sample `first` since the answer. `engine`
    /// has come at least as far.
    func take(caller: [Float], ivr: [Float], from first: Int, of engine: borrowing CallEngine)
    /// The call is over, and no more comes.
    func finish()
}

/// The sound of a call: it drives the engine as the legs of the call do, and lets listeners have what may be kept of them.
///
/// Every keypad tone of the caller is masked, whatever it was for, since a key may come before its question; digits that
/// are read back are silent on the IVR's leg.
public final class CallSound {
    /// Samples a second, of both legs.
    public let rate: SampleRate
    /// Whether keypad tones stay: for tests, which play a call back.
    @_spi(TestKit) public var keepsTones = false

    /// Words of prompts that were played in silence, as no recording says them; known when the call is over.
    public private(set) var unsaidWords: [String] = []

    private let clips: (any ClipSource)?
    private let listeners: [any LegListener]
    private var legs: CallLegs
    private var mask: LegMask
    private var caller: [Float] = []
    private var ivr: [Float] = []

    /// The sound of a call whose caller's keys come as `caller` says, with prompts from `clips`; nil for a silent IVR.
    public init(
        caller: CallLegs.Caller, rate: SampleRate, clips: (any ClipSource)? = nil, echo: EchoPath? = nil,
        listeners: [any LegListener] = []
    ) {
        (self.rate, self.clips, self.listeners) = (rate, clips, listeners)
        legs = CallLegs(caller: caller, sampleRate: rate, echo: echo, isTaken: !listeners.isEmpty)
        mask = LegMask(rate: rate)
    }

    /// Writes down the keys that are heard in the caller's sound.
    func note(in diary: KeyDiary) { legs.note(in: diary) }

    /// The call is answered.
    public func answer(_ engine: inout CallEngine) {
        engine.playPrompts(at: rate, from: clips)
        engine.answer()
        catchUp(with: &engine)
    }

    /// The next samples of the caller's leg, full scale ±1.
    public func hear(_ samples: Span<Float>, in engine: inout CallEngine) {
        legs.hear(samples, in: &engine)
        deliver(engine)
    }

    /// The caller's sound has ended; they are silent from here on.
    public func end(in engine: inout CallEngine) {
        legs.end(in: &engine)
        deliver(engine)
    }

    /// The caller presses a key that comes without sound.
    public func press(_ key: Key, at instant: MediaTime, in engine: inout CallEngine) {
        engine.advance(to: instant)
        if !keepsTones, !engine.isOver { mask.cover(key: instant) }
        legs.press(key, at: instant, in: &engine)
        deliver(engine)
    }

    /// The engine has come further by itself.
    public func catchUp(with engine: inout CallEngine) {
        legs.catchUp(with: &engine)
        deliver(engine)
    }

    /// The caller does nothing more: the call runs to its end.
    public func runToEnd(_ engine: inout CallEngine) {
        while !engine.isOver, let due = engine.nextDue {
            engine.advance(to: due)
            catchUp(with: &engine)
        }
    }

    /// The call is over: listeners get what is left.
    public func finish(_ engine: inout CallEngine) {
        legs.catchUp(with: &engine)
        deliver(engine)
        let first = mask.delivered
        caller.removeAll(keepingCapacity: true)
        ivr.removeAll(keepingCapacity: true)
        mask.finish(caller: &caller, ivr: &ivr)
        pass(from: first, of: engine)
        unsaidWords = engine.unsaidWords
        for listener in listeners { listener.finish() }
    }

    private func deliver(_ engine: borrowing CallEngine) {
        guard !listeners.isEmpty else { return }
        caller.removeAll(keepingCapacity: true)
        ivr.removeAll(keepingCapacity: true)
        let first = mask.delivered
        legs.take(caller: &caller, ivr: &ivr)
        mask.isOff = keepsTones
        mask.process(caller: &caller, ivr: &ivr)
        pass(from: first, of: engine)
    }

    private func pass(from first: Int, of engine: borrowing CallEngine) {
        guard !caller.isEmpty else { return }
        for listener in listeners { listener.take(caller: caller, ivr: ivr, from: first, of: engine) }
    }
}
