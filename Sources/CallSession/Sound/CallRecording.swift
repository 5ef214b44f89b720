import AudioFiles
import CallEngine
import Telephony

/// A recording of a call, written as the call goes on: at any moment the file is a whole one of what has been said so far.
///
/// A disk that is full, or a file that can't be written any more, ends the recording and not the call.
public final class CallRecording: LegListener {
    /// What is recorded.
    public enum Content: Sendable {
        /// Both legs, the caller's left and the IVR's right; silent while the platform suspends its recording, as it does
        /// while the payment side of a call plan has the caller.
        case legs
        /// What the agent hears, in one channel: silent while they are cut off, or not on the call.
        case agent
    }

    /// Why the recording ended before the call; nil while it has not.
    public private(set) var failure: AudioFileError?

    private let content: Content
    private let rate: SampleRate
    /// Held in a box: a value that can't be copied is let go by its end.
    private var file: RecordingFile?
    private var waiting: [Float] = []
    private let waitingLimit: Int

    /// How much is written at once: what a program that is killed loses at most, beside the mask's look-ahead.
    private static let writeInterval = MediaDuration.milliseconds(200)

    /// Begins a recording at `path`. A recording in which keypad tones stay says so in its header.
    ///
    /// Throws as `AudioFileWriter` does.
    public init(
        _ content: Content, path: String, encoding: AudioEncoding, rate: SampleRate, keepsTones: Bool = false
    ) throws(AudioFileError) {
        (self.content, self.rate) = (content, rate)
        let channels = content == .legs ? 2 : 1
        waitingLimit = channels * rate.samples(in: CallRecording.writeInterval)
        file = RecordingFile(
            try AudioFileWriter(
                path: path, encoding: encoding, sampleRate: rate, channelCount: channels, growing: true,
                comment: keepsTones ? CallRecording.unmaskedComment : nil))
    }

    /// What stands in the header of a recording whose tones were kept.
    public static let unmaskedComment = "NOT MASKED: this test recording holds the keypad tones of its caller"

    /// Writes the next frames, or keeps them until there are enough.
    public func take(caller: [Float], ivr: [Float], from first: Int, of engine: borrowing CallEngine) {
        guard file != nil else { return }
        switch content {
        case .legs:
            let start = waiting.count
            for index in caller.indices {
                waiting.append(caller[index])
                waiting.append(ivr[index])
            }
            engine.recordingTimes.silence(&waiting, startingAt: start, channels: 2, from: first, at: rate)
        case .agent:
            let start = waiting.count
            for index in caller.indices { waiting.append(caller[index] + ivr[index]) }
            engine.agentTimes.silence(&waiting, startingAt: start, channels: 1, from: first, at: rate)
        }
        if waiting.count >= waitingLimit { write() }
    }

    /// Writes what is left, and closes the file.
    public func finish() {
        write()
        guard let file else { return }
        self.file = nil
        do { try file.finish() } catch { failure = error }
    }

    private func write() {
        guard let file else { return }
        do { try file.write(waiting) } catch {
            failure = error
            self.file = nil
        }
        waiting.removeAll(keepingCapacity: true)
    }
}

/// Holds a writer, which can't be copied, in a class.
private final class RecordingFile {
    private var writer: AudioFileWriter?

    init(_ writer: consuming AudioFileWriter) { self.writer = consume writer }

    func write(_ samples: [Float]) throws(AudioFileError) { try writer?.write(samples) }

    func finish() throws(AudioFileError) {
        guard let writer = writer.take() else { return }
        try writer.finish()
    }
}
