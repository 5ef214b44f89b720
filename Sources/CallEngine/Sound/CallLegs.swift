import CardData
import DTMF
import Prompts
import Telephony

/// The two legs of a call as sound, in media time: the caller's, with keys and with the echo of what the IVR plays, and the
/// IVR's.
///
/// A phone brings frames of the caller's leg and gets as many samples of the IVR's, both counted from the answer:
///
///     var legs = CallLegs(caller: .sound, sampleRate: rate)
///     engine.playPrompts(at: rate, from: clips)
///     engine.answer()
///     while !engine.isOver { legs.exchange(frame.span, for: &answer, in: &engine) }   // every 20 ms, say
///
/// The size of the frames changes nothing. What the call plays reaches the phone `playoutDelay` after the instant at which
/// the call began it: as long as the detector may take to settle what a caller did. So a key that is confirmed stops a
/// prompt at the very sample at which its tone began, however late that was known.
public struct CallLegs {
    /// How the caller's keys come.
    public enum Caller: Sendable {
        /// As tones in sound; others, in packets of their own (RFC 4733), may come beside it.
        case sound
        /// Without sound: typed. Their leg is made of the keys' tones.
        case keys
    }

    /// How far the phone's IVR leg runs behind the call: `ToneDetector.settled` trails the sound by less than 85 ms, and
    /// sound is taken in portions of `portion`.
    public static let playoutDelay = MediaDuration.milliseconds(100)
    /// The longest piece of sound that is heard at once.
    private static let portion = MediaDuration.milliseconds(10)

    /// Samples a second, of both legs.
    public let rate: SampleRate
    private let caller: Caller
    /// How many samples later the IVR's leg comes back, and how loud.
    private let echo: (delay: Int, gain: Float)?
    private var ear: CallerEar
    /// The IVR's leg as the caller hears it, by the call's time.
    private var played: RecentSound
    /// The same as it may be kept: what echoes in a leg that is kept must not say a digit either.
    private var playedToKeep: RecentSound
    private var pressed: PressedTones
    /// How many samples of the caller's leg there have been.
    private var heard = 0
    /// The legs as far as nobody has taken them: the caller's, and what may be kept of the IVR's.
    private var callerLeg: [Float] = []
    private var keptLeg: [Float] = []
    private var portionSound: [Float] = []
    private var playedSound: [Float] = []
    private let isTaken: Bool
    /// Whether the caller's leg is made here: of keys, or of nothing once their sound has ended.
    private var isMade: Bool

    /// Legs at `sampleRate`, with the echo that the line has; `isTaken` says that `take` will be called: else nothing is
    /// kept for it.
    public init(
        caller: Caller, sampleRate: SampleRate, echo: EchoPath? = nil, isTaken: Bool = false,
        configuration: DetectorConfiguration = .standard
    ) {
        (rate, self.caller, self.isTaken) = (sampleRate, caller, isTaken)
        isMade = caller == .keys
        self.echo = echo.map {
            (sampleRate.samples(in: $0.delay), Float(Level.ratio(dB: -$0.attenuationDB)))
        }
        ear = CallerEar(sampleRate: sampleRate, configuration: configuration)
        let longest = EchoPath.delays.upperBound + CallLegs.playoutDelay
        played = RecentSound(capacity: sampleRate.samples(in: longest))
        playedToKeep = played
        pressed = PressedTones(rate: sampleRate)
    }

    /// Writes down the keys that are heard in the caller's sound, or come beside it.
    public mutating func note(in diary: KeyDiary) { ear.diary = diary }

    // MARK: The caller's side

    /// Takes the next samples of the caller's leg, full scale ±1, any count, and moves the call on as far as they settle it.
    public mutating func hear(_ samples: Span<Float>, in engine: inout CallEngine) {
        let longest = max(1, rate.samples(in: CallLegs.portion))
        var start = 0
        while start < samples.count {
            let count = min(longest, samples.count - start)
            hearPortion(samples.extracting(start..<start + count), in: &engine)
            start += count
        }
    }

    private mutating func hearPortion(_ samples: Span<Float>, in engine: inout CallEngine) {
        if echo == nil, !isTaken {
            ear.hear(samples, in: &engine)
        } else {
            var sound: [Float] = []
            swap(&sound, &portionSound)
            sound.removeAll(keepingCapacity: true)
            for index in samples.indices { sound.append(samples[index]) }
            if isTaken {
                let before = callerLeg.count
                callerLeg += sound
                if let echo {
                    playedToKeep.add(to: &callerLeg, from: before, first: heard - echo.delay, gain: echo.gain)
                }
            }
            if let echo { played.add(to: &sound, from: 0, first: heard - echo.delay, gain: echo.gain) }
            ear.hear(sound.span, in: &engine)
            swap(&sound, &portionSound)
        }
        heard += samples.count
        catchUp(with: &engine)
    }

    /// The caller's sound has ended: what still stood in it is decided, and from here on they are silent.
    public mutating func end(in engine: inout CallEngine) {
        ear.end(in: &engine)
        isMade = true
        pressed.skip(to: heard)
        catchUp(with: &engine)
    }

    /// The caller presses a key that comes without sound. One whose tone is heard as well counts once.
    public mutating func press(_ key: Key, at instant: MediaTime, in engine: inout CallEngine) {
        if caller == .sound {
            ear.press(key, at: instant, in: &engine)
        } else {
            // What lies before the press is made before it, so that the tone before is not cut short in hindsight.
            engine.advance(to: instant)
            catchUp(with: &engine)
            if !engine.isOver { pressed.press(key, at: instant) }
            engine.press(key, at: instant)
        }
        catchUp(with: &engine)
    }

    // MARK: The IVR's side

    /// Takes a frame of the caller's leg and fills `answer` with the next samples of the IVR's, as many as it has room for.
    public mutating func exchange(
        _ samples: Span<Float>, for answer: inout MutableSpan<Float>, in engine: inout CallEngine
    ) {
        hear(samples, in: &engine)
        let first = heard - answer.count - rate.samples(in: CallLegs.playoutDelay)
        for index in answer.indices { answer[index] = played.sample(first + index) }
    }

    /// The call has come further: what it has played since is made sound, and the leg of typed keys with it.
    public mutating func catchUp(with engine: inout CallEngine) {
        playedSound.removeAll(keepingCapacity: true)
        let before = keptLeg.count
        engine.renderPrompts(heard: &playedSound, kept: &keptLeg)
        played.append(playedSound)
        guard isTaken else { return keptLeg.removeAll(keepingCapacity: true) }
        guard isMade else { return playedToKeep.append(keptLeg[before...]) }
        // A long stretch in portions: what echoes in one must have been played before.
        var start = before
        while start < keptLeg.count {
            let count = min(rate.samples(in: CallLegs.portion), keptLeg.count - start)
            playedToKeep.append(keptLeg[start..<start + count])
            start += count
            makeCallerLeg(upTo: playedToKeep.end)
        }
    }

    /// The caller's leg of keys, and of the echo, up to a sample of the call.
    private mutating func makeCallerLeg(upTo end: Int) {
        guard end > heard else { return }
        let before = callerLeg.count
        pressed.render(samples: end - heard, into: &callerLeg)
        if let echo { playedToKeep.add(to: &callerLeg, from: before, first: heard - echo.delay, gain: echo.gain) }
        heard = end
    }

    /// Moves the samples of both legs that are known to `caller` and `ivr`: as many of each, by the call's time.
    public mutating func take(caller: inout [Float], ivr: inout [Float]) {
        let count = min(callerLeg.count, keptLeg.count)
        caller += callerLeg[..<count]
        ivr += keptLeg[..<count]
        callerLeg.removeFirst(count)
        keptLeg.removeFirst(count)
    }
}
