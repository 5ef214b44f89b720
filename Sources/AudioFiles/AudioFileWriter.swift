import Telephony

/// Writes interleaved `Float` frames of full scale ±1 to a sound file, which appears whole in `finish` or not at all.
///
/// Let go without `finish`, or after an error, it leaves nothing behind, and a file that stood there before stays as it
/// was. Devices, named pipes and standard output (`-`, `/dev/stdout`) get their bytes in `finish`, with the right
/// lengths in the header. The same frames give the same bytes: there is no time stamp, and Ogg streams get a fixed
/// serial number. Samples beyond ±1 are clipped, but for floats.
///
/// A `growing` file is there from the start, as what it has so far: a reader finds whole frames and a header that says how
/// many, whenever the program that writes it is stopped, and how.
public struct AudioFileWriter: ~Copyable {
    /// The file as it was given.
    public let name: String
    /// Container and encoding.
    public let encoding: AudioEncoding
    /// Samples a second.
    public let sampleRate: SampleRate
    /// Channels in a frame.
    public let channelCount: Int
    /// How many frames have been written.
    public private(set) var framesWritten = 0

    private let output: OutputFile
    private let encoder: Encoder
    private let sizeLimit: Int?
    private var clipped: [Float] = []

    /// Begins a file at `path` with `channelCount` channels; `comment` stands in its header, where that has room for one.
    ///
    /// Throws `unsupportedOutput` where the encoding can't carry that rate or number of channels, and where no file can
    /// be made there.
    public init(
        path: String, encoding: AudioEncoding, sampleRate: SampleRate, channelCount: Int, growing: Bool = false,
        comment: String? = nil
    ) throws(AudioFileError) {
        try self.init(
            path: path, encoding: encoding, sampleRate: sampleRate, channelCount: channelCount, growing: growing,
            comment: comment, sizeLimit: encoding.sizeLimit, spaceLeft: nil)
    }

    /// As above, with the most bytes the container can count, and those after which the disk is to be taken for full.
    init(
        path: String, encoding: AudioEncoding, sampleRate: SampleRate, channelCount: Int, growing: Bool = false,
        comment: String? = nil, sizeLimit: Int?, spaceLeft: Int?
    ) throws(AudioFileError) {
        try encoding.check(sampleRate, channelCount: channelCount, file: AudioFileError.outputName(path))
        let output = try OutputFile(path, growing: growing, spaceLeft: spaceLeft)
        encoder = try Encoder(output, encoding, sampleRate, channelCount: channelCount)
        if let comment { encoder.set(comment: comment) }
        if growing, encoding.headerHasLength { encoder.keepHeaderRight() }
        (self.output, name, self.encoding) = (output, path, encoding)
        (self.sampleRate, self.channelCount, self.sizeLimit) = (sampleRate, channelCount, sizeLimit)
    }

    /// Appends interleaved frames; the number of samples must be a multiple of `channelCount`, or the call traps.
    ///
    /// Throws `notFinite` for a sample that is infinite or no number, `tooLong` where the container can't count so many
    /// bytes, `diskFull` and `cannotWrite`.
    public mutating func write(_ samples: [Float]) throws(AudioFileError) {
        precondition(samples.count.isMultiple(of: channelCount), "whole frames")
        if let bad = samples.firstIndex(where: { !$0.isFinite }) {
            throw AudioFileError(
                .notFinite, AudioFileError.outputName(name),
                wrong:
                    "sample \(framesWritten + bad / channelCount) of channel \(bad % channelCount) is no finite number",
                remedy: "check what makes the sound")
        }
        let isWritten: Bool
        if encoding.keepsOverload {
            isWritten = samples.withUnsafeBufferPointer { encoder.write($0) }
        } else {
            clipped.removeAll(keepingCapacity: true)
            clipped.append(contentsOf: samples.lazy.map { min(1, max(-1, $0)) })
            isWritten = clipped.withUnsafeBufferPointer { encoder.write($0) }
        }
        guard isWritten else { throw failure }
        framesWritten += samples.count / channelCount
        if let sizeLimit, output.size > sizeLimit {
            throw AudioFileError(
                .tooLong, AudioFileError.outputName(name),
                wrong: "the sound is longer than \(encoding.rawValue) can say (4 GiB)",
                remedy: "write a .flac file")
        }
    }

    /// Completes the file and gives it its name.
    ///
    /// Throws `diskFull` and the like; then nothing is left behind.
    public consuming func finish() throws(AudioFileError) {
        guard encoder.close() else { throw failure }
        if encoding == .oggVorbis || encoding == .oggOpus { OggSerial.fix(output) }
        try output.finish()
    }

    /// What the system said, or else that the encoder gave up.
    private var failure: AudioFileError {
        if output.failure != 0 { return .output(name, errno: output.failure) }
        return AudioFileError(
            .cannotWrite, AudioFileError.outputName(name), wrong: "the \(encoding.rawValue) encoder failed",
            remedy: "write a .wav file")
    }
}
