import CallEngine
import Telephony

/// Plays a caller's recording to a call, and changes its silences where it is told to.
///
/// The keys of a recording come in groups, each an answer: within a group the gaps are short, and stay as they are. Before
/// a group that would come while the call still speaks, or while it waits whether the answer before was all, the silence is
/// stretched until it is the caller's turn; one that is longer than the call waits for a caller is cut. Nothing but silence
/// is changed, so speech keeps its time.
///
///     file    ...4 8 2 1.......1......   →   ...4 8 2 1...............1......
///     call    "PIN"      "your balance is ... to pay it in full, press 1"
struct CallerFeed {
    /// How much is to be passed at a time: what is decided, is decided for this much.
    let portion: Int
    /// How many samples the call has got.
    private(set) var passed = 0

    private let rate: SampleRate
    /// The groups that are still to come, the next one first.
    private var groups: ArraySlice<Range<Int>>
    /// How many samples of the recording have been read.
    private var read = 0
    /// By how many samples the silence at hand was changed.
    private var change = 0
    private var quiet: Quiet

    /// A gap as long as this may part two answers: faster than anyone who has listened to a question.
    private static let shortestPause = MediaDuration.milliseconds(1200)
    /// A gap parts two answers where it is so much longer than the middle one of all: most are within answers.
    private static let pauseRatio = 1.5
    /// The sound before a group that goes with it: the detector's noise floor, a breath.
    private static let lead = MediaDuration.milliseconds(60)
    /// How long a caller takes to answer once it is their turn.
    private static let reaction = MediaDuration.milliseconds(300)
    /// How long before a timer of the call runs out a key comes at the latest.
    private static let margin = MediaDuration.milliseconds(500)
    /// A silence grows by no more than this: longer than any prompt, with a gateway that is asked three times.
    private static let longestStretch = MediaDuration.milliseconds(300_000)

    /// Feeds sound at `rate`. `tones` are those of its keys; with none its time is as recorded.
    init(tones: [CallerTone], rate: SampleRate) {
        self.rate = rate
        portion = tones.isEmpty ? 4096 : rate.samples(in: .milliseconds(20))
        groups = CallerFeed.groups(of: tones, rate)[...]
        quiet = Quiet(rate: rate)
    }

    /// The tones as answers, from the begin of the first to the end of the last of each. A `#` ends an answer, however long
    /// it takes to come.
    private static func groups(of tones: [CallerTone], _ rate: SampleRate) -> [Range<Int>] {
        let spans = tones.map {
            rate.samples(in: $0.span.lowerBound.sinceStart)..<rate.samples(in: $0.span.upperBound.sinceStart)
        }
        let gaps = zip(spans, spans.dropFirst()).map { $1.lowerBound - $0.upperBound }.sorted()
        let usual = gaps.isEmpty ? 0 : gaps[gaps.count / 2]
        let pause = max(rate.samples(in: shortestPause), Int(Double(usual) * pauseRatio))
        var groups: [Range<Int>] = []
        for (tone, span) in zip(tones, spans) {
            if let last = groups.last, tone.endsAnswer || span.lowerBound - last.upperBound < pause {
                groups[groups.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                groups.append(span)
            }
        }
        return groups
    }

    /// Passes the next samples of the recording on, at most `portion`.
    mutating func pass(_ samples: [Float], to sound: CallSound, in engine: inout CallEngine) {
        let start = read
        read += samples.count
        quiet.hear(samples)
        if let group = groups.first, start < group.upperBound {
            let approach = group.lowerBound - rate.samples(in: CallerFeed.lead)
            if start < approach, read >= approach { stretch(in: &engine, with: sound) }
            if read < approach, isTooLong(group.lowerBound - start, in: engine), quiet.isNow {
                return change -= samples.count
            }
            if start < group.lowerBound, read >= group.lowerBound { report(in: &engine) }
        } else {
            groups = groups.dropFirst()
        }
        sound.hear(samples.span, in: &engine)
        passed += samples.count
    }

    /// The silence before a group lasts until the call waits for an answer.
    private mutating func stretch(in engine: inout CallEngine, with sound: CallSound) {
        var added = 0
        var ready = 0
        let reaction = rate.samples(in: CallerFeed.reaction)
        let isEarly = !CallerFeed.waitsForAnswer(engine)
        while isEarly, ready < reaction, added < rate.samples(in: CallerFeed.longestStretch), !engine.isOver {
            let filler = quiet.filler(count: portion)
            sound.hear(filler.span, in: &engine)
            added += filler.count
            ready = CallerFeed.waitsForAnswer(engine) ? ready + filler.count : 0
        }
        passed += added
        change += added
    }

    /// Whether it is the caller's turn, and nothing has been keyed that might be all.
    private static func waitsForAnswer(_ engine: borrowing CallEngine) -> Bool {
        engine.callerDeadline != nil && !(engine.hasEntry && engine.mayEntryBeWhole)
    }

    /// Whether a key that comes after so many samples more would find that the call has not waited.
    private func isTooLong(_ rest: Int, in engine: borrowing CallEngine) -> Bool {
        guard let deadline = engine.callerDeadline, CallerFeed.waitsForAnswer(engine) else { return false }
        return rate.time(ofSample: passed + rest) + CallerFeed.margin > deadline
    }

    private mutating func report(in engine: inout CallEngine) {
        defer { change = 0 }
        if change != 0 { engine.callerSilenceChanged(by: rate.duration(ofSamples: abs(change)) * change.signum()) }
    }
}

/// Tells silence from speech, and has some of it ready.
private struct Quiet {
    /// Whether the sound last heard is silence.
    private(set) var isNow = true
    /// The silence last heard, oldest first.
    private var kept: [Float] = []
    private let keptLimit: Int
    /// The power of the quietest sound lately, which the line's noise has.
    private var floor: Float = 1
    /// Where in it the filler is, where it goes, and how many samples on it turns.
    private var place = 0
    private var direction = -1
    private var untilTurn = 0
    /// A linear congruential generator (Knuth's constants): the same recording gets the same filler.
    private var turns: UInt64 = 1

    /// Sound within so many dB of the line's noise is silence.
    private static let aboveFloor = Float(4)  // 6 dB in power
    /// Sound below -55 dBFS is silence on any line.
    private static let alwaysQuiet: Float = 3.2e-6
    /// The noise floor rises by so much a portion, as a line may grow noisier.
    private static let rise: Float = 1.002

    init(rate: SampleRate) { keptLimit = rate.samples(in: .milliseconds(400)) }

    mutating func hear(_ samples: [Float]) {
        guard !samples.isEmpty else { return }
        let power = samples.reduce(0) { $0 + $1 * $1 } / Float(samples.count)
        floor = min(max(power, 1e-10), floor * Quiet.rise)
        isNow = power <= max(Quiet.alwaysQuiet, Quiet.aboveFloor * floor)
        guard isNow else { return }
        kept += samples
        if kept.count > keptLimit { kept.removeFirst(kept.count - keptLimit) }
        (place, direction, untilTurn) = (kept.count - 1, -1, kept.count - 1)
    }

    /// So many samples of silence: what was kept, to and fro. It turns at places that follow no rule one could hear as a buzz,
    /// and nothing jumps where it turns.
    mutating func filler(count: Int) -> [Float] {
        guard kept.count > 1 else { return [Float](repeating: 0, count: count) }
        return (0..<count).map { _ in
            place = min(max(place, 0), kept.count - 1)
            defer { step() }
            return kept[place]
        }
    }

    /// To the next sample; back at the ends, and now and then before.
    private mutating func step() {
        if untilTurn == 0 {
            turns = turns &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            untilTurn = kept.count / 4 + Int(turns >> 33) % max(1, kept.count / 2)
            direction = -direction
        }
        untilTurn -= 1
        if !kept.indices.contains(place + direction) { direction = -direction }
        place += direction
    }
}
