import CToneKernel
import Telephony

/// A key press that counts, while its tone stands or may still come back.
struct Press {
    let key: Key
    let row: Int
    let column: Int
    /// Sample numbers at the analysis rate.
    let begin: Int
    let decided: MediaTime
    /// The squared amplitudes at the two tones, followed slowly: what "the tone is still there" is measured against.
    private(set) var low: Float
    private(set) var high: Float
    /// The last pair fitted.
    private(set) var pair: PairFit
    /// The end of the last window in which the tone stood.
    private(set) var lastHeard: Int
    /// Where the tone stopped, while it may still come back.
    var silentFrom: Int?
    private(set) var evidence = Evidence()

    /// A tone that has lost 8 dB has stopped.
    private static let stillThere: Float = 0.16
    /// A tone that is back for a third of a window shows a tenth of its power.
    private static let cameBack: Float = 0.1
    /// Another tone of the same group that stands 6 dB above means another key.
    private static let drowned: Float = 0.25

    /// A press that never was.
    static let none = Press(
        key: .zero, row: 3, column: 1, begin: 0, decided: .zero, now: 0,
        pair: PairFit(
            kind: .averaged, start: 0, low: Sinusoid(), high: Sinusoid(), lowPower: 0, highPower: 0, signalToRest: 0))

    init(key: Key, row: Int, column: Int, begin: Int, decided: MediaTime, now: Int, pair: PairFit) {
        (self.key, self.row, self.column, self.begin, self.decided) = (key, row, column, begin, decided)
        (self.pair, lastHeard) = (pair, now)
        (low, high) = (pair.lowPower, pair.highPower)
        evidence.add(pair)
    }

    /// Takes in a look in which the tone stands.
    mutating func hear(_ strength: ToneScreen.Strength, until now: Int) {
        follow(strength)
        lastHeard = now
        silentFrom = nil
    }

    /// Whether the tone still stands, when the screen sees it as strong as `now`.
    func stands(_ now: ToneScreen.Strength) -> Bool {
        now.low > Press.stillThere * low && now.high > Press.stillThere * high
            && now.low > Press.drowned * now.lowGroup && now.high > Press.drowned * now.highGroup
    }

    /// Lets the expected strength follow the tone: up quickly, down slowly.
    private mutating func follow(_ now: ToneScreen.Strength) {
        func step(_ value: Float, to target: Float) -> Float {
            value + (target - value) * (target > value ? 0.75 : 0.2)
        }
        low = step(low, to: now.low)
        high = step(high, to: now.high)
    }

    /// Whether `pair`, fitted to a window that the tone fills in part, may be the tone come back.
    func isLike(_ pair: PairFit) -> Bool {
        pair.lowPower > Press.cameBack * low && pair.highPower > Press.cameBack * high
    }

    /// Takes in another fitted window of the tone.
    mutating func add(_ pair: PairFit) {
        self.pair = pair
        evidence.add(pair)
    }

    /// The tone goes on, as `pair` shows it: it came back, perhaps weaker.
    mutating func resume(_ pair: PairFit, now: Int) {
        (low, high) = (pair.lowPower, pair.highPower)
        self.pair = pair
        silentFrom = nil
        lastHeard = now
    }

    /// Whether the phases of `later` are those that the tone would have had, had it never stopped; `tolerance` in
    /// radians.
    func runsOn(in later: PairFit, tolerance: Float) -> Bool {
        // Averages stand a quarter of a half-rate sample later.
        let samples = Float(later.start - pair.start) + later.kind.lag - pair.kind.lag
        return Press.agree(pair.low, later.low, samples, evidence.lowFrequency, tolerance)
            && Press.agree(pair.high, later.high, samples, evidence.highFrequency, tolerance)
    }

    private static func agree(
        _ tone: Sinusoid, _ later: Sinusoid, _ samples: Float, _ frequency: Float, _ tolerance: Float
    ) -> Bool {
        var (cosine, sine): (Float, Float) = (0, 0)
        tone_phasor(frequency * samples, &cosine, &sine)
        let real = tone.real * cosine - tone.imaginary * sine
        let imaginary = tone.real * sine + tone.imaginary * cosine
        tone_phasor(tolerance, &cosine, &sine)
        let along = real * later.real + imaginary * later.imaginary
        let across = imaginary * later.real - real * later.imaginary
        return along > 0 && abs(across) * cosine < along * sine
    }
}

/// The running means of what was measured on a tone.
struct Evidence {
    private var count: Float = 0
    private var lowPower: Float = 0
    private var highPower: Float = 0
    private var lowTurn: Float = 0
    private var highTurn: Float = 0
    private var snr = 0.0

    mutating func add(_ pair: PairFit) {
        count += 1
        lowPower += pair.lowPower
        highPower += pair.highPower
        lowTurn += pair.low.frequency
        highTurn += pair.high.frequency
        snr += Decibels.of(pair.signalToRest)
    }

    /// The frequencies in radians a band sample.
    var lowFrequency: Float { lowTurn / count }
    var highFrequency: Float { highTurn / count }

    /// The mean power of the louder tone, as a squared amplitude.
    var louder: Float { max(lowPower, highPower) / count }

    func tone(_ press: Press, nominal: [Float], begin: MediaTime, duration: MediaDuration) -> DetectedTone {
        DetectedTone(
            key: press.key, begin: begin, duration: duration, decided: press.decided,
            lowLevelDBm0: Decibels.level(lowPower / count), highLevelDBm0: Decibels.level(highPower / count),
            lowFrequencyErrorPercent: Double(lowFrequency / nominal[press.row] - 1) * 100,
            highFrequencyErrorPercent: Double(highFrequency / nominal[4 + press.column] - 1) * 100,
            snrDB: snr / Double(count))
    }
}
