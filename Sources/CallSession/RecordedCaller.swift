import AudioFiles
import CallEngine
import DTMF
import Telephony

/// A caller who is a recording: the keypad tones in a sound file, in the file's own time.
///
/// The file is read twice: first whole, to know that it can be read and which channel is the caller's, then for the
/// call. So a file that turns out unreadable in the middle makes no call at all.
public struct RecordedCaller: Sendable {
    /// The channel the caller is on, from 0.
    public let channel: Int
    /// How many keys were heard on it.
    public let keyCount: Int
    /// Whether the sound ended before the file's header says.
    public let truncated: Bool
    /// Frames a second.
    public let sampleRate: SampleRate
    /// Frames read.
    public let frameCount: Int

    private let path: String
    private let hangsUpAtEnd: Bool

    /// Reads the file through. `channel` is the caller's, from 0; nil for the one with the most keys, the first of
    /// equals. Throws for a file that can't be read, or has no such channel.
    public init(path: String, channel: Int? = nil, hangsUpAtEnd: Bool = false) throws(RecordingError) {
        let scan: Scan
        do { scan = try Scan(path: path) } catch { throw RecordingError(description: error.description) }
        if let channel, channel >= scan.keyCounts.count {
            throw RecordingError(
                description: "\(path): there is no channel \(channel); the last of its channels is "
                    + "\(scan.keyCounts.count - 1)")
        }
        self.channel = channel ?? scan.keyCounts.firstIndex(of: scan.keyCounts.max() ?? 0) ?? 0
        keyCount = scan.keyCounts[self.channel]
        truncated = scan.truncated
        sampleRate = scan.sampleRate
        frameCount = scan.frameCount
        self.path = path
        self.hangsUpAtEnd = hangsUpAtEnd
    }

    /// What of the recording goes into the call's id: name, rate and length.
    public var door: [String] {
        [
            "audio", path.split(separator: "/").last.map(String.init) ?? path, String(sampleRate.hertz),
            String(frameCount),
        ]
    }

    /// Answers the call and drives it to its end.
    public func drive(_ engine: inout CallEngine) throws(RecordingError) {
        engine.answer()
        var ear = CallerEar(sampleRate: sampleRate)
        do throws(AudioFileError) {
            var reader = try AudioFileReader(path: path)
            var frames: [Float] = []
            var samples: [Float] = []
            while try reader.read(into: &frames) > 0, !engine.isOver {
                ChannelSelection.channel(channel).take(from: frames, channelCount: reader.channelCount, into: &samples)
                ear.hear(samples.span, in: &engine)
            }
        } catch {
            throw RecordingError(description: error.description)
        }
        ear.end(in: &engine)
        if hangsUpAtEnd { engine.hangUp(at: sampleRate.time(ofSample: frameCount)) }
        engine.runToEnd()
    }
}

/// A recording read through: what is in it, channel by channel.
private struct Scan {
    let sampleRate: SampleRate
    let frameCount: Int
    let truncated: Bool
    let keyCounts: [Int]

    init(path: String) throws(AudioFileError) {
        var reader = try AudioFileReader(path: path)
        var detectors = (0..<reader.channelCount).map { _ in ToneDetector(sampleRate: reader.sampleRate) }
        var counts = detectors.map { _ in 0 }
        var frames: [Float] = []
        var samples: [Float] = []
        while try reader.read(into: &frames) > 0 {
            for index in detectors.indices {
                ChannelSelection.channel(index).take(from: frames, channelCount: reader.channelCount, into: &samples)
                detectors[index].process(samples.span) { if case .began = $0 { counts[index] += 1 } }
            }
        }
        for index in detectors.indices {
            detectors[index].finish { if case .began = $0 { counts[index] += 1 } }
        }
        sampleRate = reader.sampleRate
        frameCount = reader.framesRead
        truncated = reader.truncated
        keyCounts = counts
    }
}

/// Why a recording can't be a caller: a whole sentence that names the file.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
}
