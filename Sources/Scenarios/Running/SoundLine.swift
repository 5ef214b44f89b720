import AudioFiles
import CallEngine
import CallSession
import DTMF
import TelephoneLine
import Telephony

/// A line on which all that the caller does is sound: keys are tones, silence is what the line makes of it.
struct SoundLine: StepLine {
    /// A portion of silence: as packets of telephone networks are long.
    private static let portion = MediaDuration.milliseconds(20)

    private let rate: SampleRate
    private let sound: CallSound
    private var line: TelephoneLine
    private let isClean: Bool
    private let seed: UInt64
    private let silence: [Float]
    /// How many samples the caller's leg has had.
    private var sent = 0
    /// How many pieces of sound there were: each has random numbers of its own.
    private var pieces: UInt64 = 0
    /// What was sent, for whoever wants to know why keys were not heard; nil where nobody does.
    private var kept: [Float]?
    /// When which keys were sent.
    private var pieceSpans: [SentPiece] = []

    /// A line whose sound goes to `sound`; what is random on it comes from `seed`.
    init(_ line: CallerLine, sound: CallSound, seed: UInt64, keepsSound: Bool = false) {
        (rate, self.sound, self.seed) = (line.rate, sound, seed)
        self.line = TelephoneLine(line.impairments, sampleRate: line.rate, seed: seed)
        isClean = line.impairments.isEmpty
        silence = [Float](repeating: 0, count: line.rate.samples(in: SoundLine.portion))
        kept = keepsSound ? [] : nil
    }

    /// What was sent so far; nil where nobody asked for it to be kept.
    var sentSound: SentSound? { kept.map { SentSound(samples: $0, rate: rate, pieces: pieceSpans) } }

    mutating func answer(_ engine: inout CallEngine) { sound.answer(&engine) }

    func now(_ engine: borrowing CallEngine) -> MediaTime { rate.time(ofSample: sent) }

    mutating func moveOn(to limit: MediaTime, in engine: inout CallEngine) -> Bool {
        guard !engine.isOver, engine.now < limit else { return false }
        send(silence, in: &engine)
        return true
    }

    mutating func wait(until instant: MediaTime, in engine: inout CallEngine) {
        while !engine.isOver, rate.time(ofSample: sent) < instant {
            let left = rate.samples(in: instant - rate.time(ofSample: sent))
            guard left > 0 else { return }
            send(left < silence.count ? Array(silence[..<left]) : silence, in: &engine)
        }
    }

    mutating func press(_ script: KeyScript, _ rhythm: StepAction.Rhythm, in engine: inout CallEngine) {
        var shape = ToneShape.standard
        (shape.on, shape.off) = (rhythm.on, rhythm.off)
        sendKeys(script, shape, doubled: [], dropped: [], impairments: [], in: &engine)
    }

    mutating func play(_ piece: StepSound, in engine: inout CallEngine) throws {
        switch piece.source {
        case .keys(let script, let shape, let doubled, let dropped):
            sendKeys(
                script, shape, doubled: doubled, dropped: dropped, impairments: piece.impairments, in: &engine)
        case .file(let path, let channel):
            let samples = try SoundLine.samples(of: path, channel: channel, at: rate, gainDB: piece.gainDB)
            let start = sent
            send(piece: samples, piece.impairments, in: &engine)
            pieceSpans.append(SentPiece(samples: start..<sent))
        case .noise(let length, let level):
            let nothing = [Float](repeating: 0, count: rate.samples(in: length))
            send(piece: nothing, [.whiteNoise(levelDBm0: level)] + piece.impairments, in: &engine)
        }
    }

    mutating func hangUp(in engine: inout CallEngine) {
        sound.end(in: &engine)
        engine.hangUp(at: rate.time(ofSample: sent))
        sound.catchUp(with: &engine)
    }

    mutating func finish(_ engine: inout CallEngine) {
        // The line goes on making its noise as long as the call lasts.
        if !isClean { while !engine.isOver, engine.nextDue != nil { send(silence, in: &engine) } }
        if !engine.isOver { sound.end(in: &engine) }
        sound.runToEnd(&engine)
        engine.runToEnd()
        sound.finish(&engine)
    }

    // MARK: Sound

    private mutating func sendKeys(
        _ script: KeyScript, _ shape: ToneShape, doubled: Set<Int>, dropped: Set<Int>, impairments: [Impairment],
        in engine: inout CallEngine
    ) {
        var tones = KeyTones(shape: shape, rate: rate, doubled: doubled, dropped: dropped)
        var keys: [SentPiece.SentKey] = []
        let start = sent
        for step in script.steps where !engine.isOver {
            switch step {
            case .press(let key):
                let span = tones.add(key)
                keys.append(
                    SentPiece.SentKey(key: key, samples: span.map { sent + $0.lowerBound..<sent + $0.upperBound }))
            case .wait(let length): tones.add(silence: length)
            case .listen:
                send(piece: tones.take(), impairments, in: &engine)
                let heard = engine.utterance
                while heard != nil, engine.utterance == heard, !engine.isOver { send(silence, in: &engine) }
            case .hangUp:
                send(piece: tones.take(), impairments, in: &engine)
                hangUp(in: &engine)
            }
        }
        send(piece: tones.take(), impairments, in: &engine)
        pieceSpans.append(SentPiece(keys: keys, samples: start..<sent))
    }

    /// Sends a piece of sound that something was done to before it came to the line.
    private mutating func send(piece: [Float], _ impairments: [Impairment], in engine: inout CallEngine) {
        guard !piece.isEmpty else { return }
        var samples = piece
        pieces += 1
        if !impairments.isEmpty {
            var way = TelephoneLine(impairments, sampleRate: rate, seed: seed &+ pieces &* 0x9E37_79B9)
            way.process(&samples)
        }
        send(samples, in: &engine)
    }

    private mutating func send(_ samples: [Float], in engine: inout CallEngine) {
        var samples = samples
        if !isClean { line.process(&samples) }
        kept? += samples
        sent += samples.count
        sound.hear(samples.span, in: &engine)
    }

    /// A channel of a file at the line's rate.
    static func samples(
        of path: String, channel: Int?, at rate: SampleRate, gainDB: Double = 0
    ) throws -> [Float] {
        var reader = try AudioFileReader(path: path)
        let index = channel ?? 0
        guard index < reader.channelCount else {
            throw RecordingError(
                code: .noSuchChannel,
                description: "\(path): there is no channel \(index); it has \(reader.channelCount), counted from 0")
        }
        var frames: [Float] = []
        var samples: [Float] = []
        var all: [Float] = []
        while try reader.read(into: &frames) > 0 {
            ChannelSelection.channel(index).take(from: frames, channelCount: reader.channelCount, into: &samples)
            all += samples
        }
        if gainDB != 0 {
            let gain = Float(Level.ratio(dB: gainDB))
            for index in all.indices { all[index] *= gain }
        }
        return Resampling(from: reader.sampleRate, to: rate)(all)
    }
}

/// Sound that the caller sent.
struct SentPiece: Sendable {
    /// A key that was in it.
    struct SentKey: Sendable {
        let key: Key
        /// Where its tone lies in the caller's leg; nil for one that was dropped.
        let samples: Range<Int>?
    }

    /// The keys that were in it; nil for a file's, which nobody knows.
    var keys: [SentKey]?
    /// Where it lies in the caller's leg.
    let samples: Range<Int>
}

/// Keys as tones, one piece after the other, some of them sounded twice or not at all.
private struct KeyTones {
    /// Between a tone and its double: a contact that bounces, or a key that is hit twice.
    private static let bounce = MediaDuration.milliseconds(40)

    private var generator: ToneGenerator
    private let shape: ToneShape
    private let doubled: Set<Int>
    private let dropped: Set<Int>
    private var count = 0
    /// How many samples were added since the sound was last taken.
    private var added = 0

    init(shape: ToneShape, rate: SampleRate, doubled: Set<Int>, dropped: Set<Int>) {
        (self.shape, self.doubled, self.dropped) = (shape, doubled, dropped)
        generator = ToneGenerator(sampleRate: rate, shape: shape)
    }

    /// Adds a key; returns where its tone lies in the sound that will be taken, nil for one that is dropped.
    mutating func add(_ key: Key) -> Range<Int>? {
        count += 1
        if dropped.contains(count) {
            add(silence: shape.on + shape.off)
            return nil
        }
        let start = added
        if doubled.contains(count) {
            add(.tone(key, shape.on))
            add(silence: KeyTones.bounce)
        }
        add(.tone(key, shape.on))
        defer { add(silence: shape.off) }
        return start..<added
    }

    mutating func add(silence length: MediaDuration) { add(.silence(length)) }

    private mutating func add(_ segment: ToneSegment) {
        generator.add(segment)
        added += generator.sampleRate.samples(in: segment.duration)
    }

    /// The sound of what was added.
    mutating func take() -> [Float] {
        added = 0
        return generator.drain()
    }
}
