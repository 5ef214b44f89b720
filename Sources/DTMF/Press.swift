import Telephony

/// A key press that counts, while its tone stands or may still come back.
struct Press {
    let key: Key
    let row: Int
    let column: Int
    /// Sample numbers at the analysis rate.
    let begin: Int
    let decided: MediaTime
    /// The amplitudes at the two tones, followed slowly: what "the tone is still there" is measured against.
    private(set) var low: Float = 0
    private(set) var high: Float = 0
    /// The last pair fitted and where its window starts.
    private(set) var edges: ToneEdges
    /// The end of the last hop in which the tone stood.
    var lastHeard: Int
    /// Where the tone stopped, while it may still come back.
    var silentFrom: Int?
    var evidence = Evidence()

    /// A tone that has lost 8 dB has stopped.
    private static let stillThere: Float = 0.4
    /// Another tone of the same group that stands 6 dB above means another key.
    private static let drowned: Float = 0.5

    init(key: Key, row: Int, column: Int, begin: Int, decided: MediaTime, now: Int, edges: ToneEdges) {
        (self.key, self.row, self.column, self.begin, self.decided) = (key, row, column, begin, decided)
        (self.edges, lastHeard) = (edges, now)
    }

    /// Whether the last four hops still hold the tone.
    func stands(in look: ToneBank.Look) -> Bool {
        let (rowNow, columnNow) = (look.amplitudes[row], look.amplitudes[4 + column])
        return rowNow > Press.stillThere * low && columnNow > Press.stillThere * high
            && rowNow > Press.drowned * look.low && columnNow > Press.drowned * look.high
    }

    /// Lets the expected amplitudes follow the tone: up quickly, down slowly.
    mutating func follow(_ look: ToneBank.Look) {
        func step(_ value: Float, to target: Float) -> Float { value + (target - value) * (target > value ? 0.5 : 0.1) }
        low = step(low, to: look.amplitudes[row])
        high = step(high, to: look.amplitudes[4 + column])
    }

    /// Starts over from the amplitudes of now: a tone that came back weaker.
    mutating func accept(_ look: ToneBank.Look) {
        low = look.amplitudes[row]
        high = look.amplitudes[4 + column]
    }

    /// Takes in another fitted window of the tone.
    mutating func add(_ edges: ToneEdges, rate: Double) {
        self.edges = edges
        evidence.add(edges.pair, row: row, column: column, rate: rate)
    }
}

/// The running means of what was measured on a tone.
struct Evidence {
    private(set) var count = 0
    private var lowPower = 0.0
    private var highPower = 0.0
    private var lowError = 0.0
    private var highError = 0.0
    private var snr = 0.0

    mutating func add(_ pair: PairFit, row: Int, column: Int, rate: Double) {
        count += 1
        lowPower += pair.low.amplitude * pair.low.amplitude
        highPower += pair.high.amplitude * pair.high.amplitude
        lowError += pair.low.errorPercent(against: ToneBank.frequencies[row], rate: rate)
        highError += pair.high.errorPercent(against: ToneBank.frequencies[4 + column], rate: rate)
        snr += Level.dB(ratio: pair.signalToRest.squareRoot())
    }

    func tone(_ press: Press, begin: MediaTime, duration: MediaDuration) -> DetectedTone {
        let share = 1 / Double(max(count, 1))
        return DetectedTone(
            key: press.key, begin: begin, duration: duration, decided: press.decided,
            lowLevelDBm0: Level.dBm0(amplitude: (lowPower * share).squareRoot()),
            highLevelDBm0: Level.dBm0(amplitude: (highPower * share).squareRoot()),
            lowFrequencyErrorPercent: lowError * share, highFrequencyErrorPercent: highError * share,
            snrDB: snr * share)
    }
}

extension Sinusoid {
    /// How far this tone lies from `hertz`, in percent of it.
    func errorPercent(against hertz: Double, rate: Double) -> Double {
        (frequency * rate / (2 * Double.pi) / hertz - 1) * 100
    }
}
