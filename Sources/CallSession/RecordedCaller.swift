import AudioFiles
import CallEngine
import CardData
import DTMF
import Foundation
import Telephony

/// A caller who is a recording: the keypad tones in a sound file, in the file's own time.
///
/// The file is read twice: first whole, to know that it can be read and which channel is the caller's, then for the
/// call. So a file that turns out unreadable in the middle makes no call at all.
public struct RecordedCaller: Sendable {
    /// The channel the caller is on, from 0.
    public let channel: Int
    /// When each key that was heard on it began.
    public var keyTimes: [MediaTime] { tones.map(\.span.lowerBound) }
    /// Whether the sound ended before the file's header says.
    public let truncated: Bool
    /// Frames a second.
    public let sampleRate: SampleRate
    /// Frames read.
    public let frameCount: Int

    /// When each key's tone sounds.
    public let tones: [CallerTone]
    private let path: String
    private let hangsUpAtEnd: Bool
    private let timing: CallerTiming

    /// Reads the file through. `channel` is the caller's, from 0; nil for the one with the most keys, the first of
    /// equals. Throws for a file that can't be read, or has no such channel.
    public init(
        path: String, channel: Int? = nil, hangsUpAtEnd: Bool = false, timing: CallerTiming = .asRecorded
    ) throws(RecordingError) {
        let scan: Scan
        guard RecordedCaller.isFile(path) else {
            throw RecordingError(
                code: .unreadable,
                description: "\(path): this is a pipe or a device, and a call reads its sound twice; save it to a file")
        }
        do { scan = try Scan(path: path) } catch { throw RecordingError(error) }
        let counts = scan.tones.map(\.count)
        if let channel, channel >= counts.count {
            throw RecordingError(
                code: .noSuchChannel,
                description: "\(path): there is no channel \(channel); its last channel is \(counts.count - 1)")
        }
        self.channel = channel ?? counts.firstIndex(of: counts.max() ?? 0) ?? 0
        tones = scan.tones[self.channel]
        self.timing = timing
        truncated = scan.truncated
        sampleRate = scan.sampleRate
        frameCount = scan.frameCount
        self.path = path
        self.hangsUpAtEnd = hangsUpAtEnd
    }

    /// What of the recording goes into the call's id: rate, length, and when each key was pressed, not which.
    public var door: [String] {
        let isElastic = timing == .elastic ? ["elastic"] : []
        return ["audio", String(sampleRate.hertz), String(frameCount)] + isElastic
            + keyTimes.map { String($0.sinceStart.flicks) }
    }

    /// Answers the call and drives it to its end; `sound` makes it heard, at the recording's rate, and the keys are written
    /// down in `diary`.
    public func drive(
        _ engine: inout CallEngine, sound given: CallSound? = nil, diary: KeyDiary? = nil
    ) throws(RecordingError) {
        let sound = given ?? CallSound(caller: .sound, rate: sampleRate)
        if let diary { sound.note(in: diary) }
        if given != nil { sound.answer(&engine) } else { engine.answer() }
        var feed = CallerFeed(tones: timing == .elastic ? tones : [], rate: sampleRate)
        do throws(AudioFileError) {
            var reader = try AudioFileReader(path: path)
            var frames: [Float] = []
            var samples: [Float] = []
            while try reader.read(into: &frames, maxFrames: feed.portion) > 0, !engine.isOver {
                ChannelSelection.channel(channel).take(from: frames, channelCount: reader.channelCount, into: &samples)
                feed.pass(samples, to: sound, in: &engine)
            }
        } catch {
            throw RecordingError(error)
        }
        sound.end(in: &engine)
        if hangsUpAtEnd { engine.hangUp(at: sampleRate.time(ofSample: feed.passed)) }
        sound.runToEnd(&engine)
        engine.runToEnd()
        sound.finish(&engine)
    }

    /// Whether `path` is no pipe and no device; a file that is not there may be one.
    private static func isFile(_ path: String) -> Bool {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
        return type.map { [.typeRegular, .typeDirectory].contains($0) } ?? true
    }
}

/// A key's tone in a caller's recording: when it sounds, and not which key it is.
public struct CallerTone: Hashable, Sendable {
    /// When it sounds.
    public let span: Range<MediaTime>
    /// Whether it is a `#`, which ends an answer.
    let endsAnswer: Bool

    init(_ tone: DetectedTone) {
        span = tone.begin..<tone.end
        endsAnswer = tone.key == .pound
    }
}

/// A recording read through: what is in it, channel by channel.
private struct Scan {
    let sampleRate: SampleRate
    let frameCount: Int
    let truncated: Bool
    /// When the tones of each channel sound.
    let tones: [[CallerTone]]

    init(path: String) throws(AudioFileError) {
        var reader = try AudioFileReader(path: path)
        var detectors = (0..<reader.channelCount).map { _ in ToneDetector(sampleRate: reader.sampleRate) }
        var tones = detectors.map { _ in [CallerTone]() }
        func hear(_ event: ToneEvent, on channel: Int) {
            if case .ended(let tone) = event { tones[channel].append(CallerTone(tone)) }
        }
        var frames: [Float] = []
        var samples: [Float] = []
        while try reader.read(into: &frames) > 0 {
            for index in detectors.indices {
                ChannelSelection.channel(index).take(from: frames, channelCount: reader.channelCount, into: &samples)
                detectors[index].process(samples.span) { hear($0, on: index) }
            }
        }
        for index in detectors.indices {
            detectors[index].finish { hear($0, on: index) }
        }
        sampleRate = reader.sampleRate
        frameCount = reader.framesRead
        truncated = reader.truncated
        self.tones = tones
    }
}

/// Why a recording can't be a caller: a whole sentence that names the file.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reasons.
    public enum Code: Hashable, Sendable {
        /// The file can't be read as sound.
        case unreadable
        /// The file has no channel of that number.
        case noSuchChannel
    }

    /// The kind of reason.
    public let code: Code
    /// The sentence.
    public let description: String

    /// An error with its sentence.
    public init(code: Code, description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: AudioFileError) { self.init(code: .unreadable, description: error.description) }
}
