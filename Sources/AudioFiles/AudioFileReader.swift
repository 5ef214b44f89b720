import CSndfile
import Telephony

/// Reads a sound file, or a sound piped in, as interleaved `Float` frames of full scale ±1, chunk by chunk.
///
/// WAV (PCM, float, mu-law, A-law, IMA and MS ADPCM, GSM 6.10), RF64, AIFF, AU, FLAC, Ogg (Vorbis, Opus) and MPEG audio
/// are read. The memory needed does not grow with the length. Plain samples (PCM, float, mu-law, A-law) in a pipe are
/// decoded as they come; other formats in a pipe go to an unnamed file in `TMPDIR` (`/tmp` if unset) first. A named
/// pipe waits for its writer, as with any program.
public struct AudioFileReader: ~Copyable {
    /// The file as it was given: a path, or `-` for standard input.
    public let name: String
    /// Samples a second, 8,000 to 192,000.
    public let sampleRate: SampleRate
    /// Channels in a frame, 1 to 1,024.
    public let channelCount: Int
    /// How many frames the header says there are; nil where it does not say, or has a placeholder or an estimate.
    public let declaredFrameCount: Int?
    /// Container and encoding in words, such as `WAV, 16-bit PCM`.
    public let formatName: String
    /// The sound ends before its header says, was cut, or is damaged; settled once `read` has returned 0.
    ///
    /// What could be decoded has been. A length that was never filled in, as programs leave it that write to a pipe, is
    /// not a cut; nor can a cut be seen in FLAC without a length that ends between two frames.
    public private(set) var truncated: Bool
    /// How many frames have been read.
    public private(set) var framesRead = 0

    let decoder: Decoder
    /// The kind of file.
    let container: SoundHeader.Container
    private let source: ByteSource
    private let promisedFrames: Int?
    /// Where the sound ends inside its last block; nil where the decoder knows.
    private let lastFrame: Int?

    /// Opens the file at `path`, or standard input for `-`; of sound without a header, `raw` says what it is.
    ///
    /// Throws where it can't be opened, is no sound of the formats above, has a header that can't be (channels, sample
    /// rate), or has no sound.
    public init(path: String, raw: RawFormat? = nil) throws(AudioFileError) {
        let source = try ByteSource(path)
        let header = if let raw { SoundHeader(raw) } else { try SoundHeader.read(source) }
        let opening = try Opening(source, header)
        (self.source, name, decoder) = (source, path, opening.decoder)
        formatName = header.formatName
        container = header.container
        channelCount = Int(opening.decoder.info.channels)
        sampleRate = opening.sampleRate
        truncated = opening.isCut
        promisedFrames = header.promisedFrames ?? opening.statedFrames
        declaredFrameCount = promisedFrames
        if case .blocks = header.layout { lastFrame = header.promisedFrames } else { lastFrame = nil }
    }

    /// The sound comes from a pipe as it is made: `read` returns what has arrived.
    public var isLive: Bool { decoder.isLive }

    /// Every sample is a number of 16 bits or less (PCM of 8 and 16 bits, mu-law, A-law, GSM 6.10, ADPCM): read as
    /// `Int16` it loses nothing, and costs less.
    public var fitsInt16: Bool { decoder.fitsInt16 }

    /// Reads the next frames, at most `maxFrames` (at least 1), and returns how many came; 0 at the end.
    ///
    /// `buffer` is replaced by `channelCount` interleaved samples a frame, and keeps its memory from chunk to chunk.
    /// Fewer than `maxFrames` come only at the end and from a pipe, which is not waited for once it has brought a
    /// frame. Throws `notFinite` for a sample that is infinite or no number, `noSound` where not one frame can be
    /// decoded, `readFailed` where the system fails.
    public mutating func read(into buffer: inout [Float], maxFrames: Int = 4096) throws(AudioFileError) -> Int {
        let decoder = decoder
        let frames = try fill(&buffer, 0, maxFrames) { decoder.read(into: $0, frames: $1) }
        try checkFinite(buffer)
        return try count(frames)
    }

    /// Reads the next frames as 16-bit samples, full scale at 32,768; else like `read(into:maxFrames:)` of floats.
    ///
    /// What does not fit 16 bits is rounded: see `fitsInt16`.
    public mutating func read(into buffer: inout [Int16], maxFrames: Int = 4096) throws(AudioFileError) -> Int {
        let decoder = decoder
        return try count(try fill(&buffer, 0, maxFrames) { decoder.read(into: $0, frames: $1) })
    }

    /// Fills `buffer` by `read`, which gets where to and how many frames, and returns how many came.
    private func fill<Sample>(
        _ buffer: inout [Sample], _ zero: Sample, _ maxFrames: Int, _ read: (UnsafeMutablePointer<Sample>, Int) -> Int
    ) throws(AudioFileError) -> Int {
        precondition(maxFrames > 0, "maxFrames is at least 1")
        let wanted = min(maxFrames, lastFrame.map { $0 - framesRead } ?? maxFrames)
        let count = wanted * channelCount
        if buffer.count < count { buffer.append(contentsOf: repeatElement(zero, count: count - buffer.count)) }
        let frames = buffer.withUnsafeMutableBufferPointer { target in
            target.baseAddress.map { read($0, wanted) } ?? 0
        }
        buffer.removeLast(buffer.count - frames * channelCount)
        if source.failure != 0 { throw .input(name, errno: source.failure, reading: true) }
        return frames
    }

    /// Counts `frames` that were read, and judges the end.
    private mutating func count(_ frames: Int) throws(AudioFileError) -> Int {
        framesRead += frames
        if decoder.metDamage { truncated = true }
        if frames == 0, let promisedFrames, framesRead < promisedFrames { truncated = true }
        if framesRead == 0 { throw Opening.noSound(name) }
        return frames
    }

    /// Reads the next frames as the one sound that `selection` takes from them; else like `read(into:maxFrames:)`.
    ///
    /// `frames` is the memory that the interleaved samples pass through. Traps for a channel that is not there.
    public mutating func read(
        _ selection: ChannelSelection, into buffer: inout [Float], through frames: inout [Float], maxFrames: Int = 4096
    ) throws(AudioFileError) -> Int {
        let count = try read(into: &frames, maxFrames: maxFrames)
        selection.take(from: frames, channelCount: channelCount, into: &buffer)
        return count
    }

    /// Throws for the first sample that is not finite; its exponent has all bits set.
    private func checkFinite(_ samples: [Float]) throws(AudioFileError) {
        let mask: UInt32 = 0x7F80_0000
        var found: UInt32 = 0
        for sample in samples { found |= sample.bitPattern & mask == mask ? 1 : 0 }
        guard found != 0, let index = samples.firstIndex(where: { !$0.isFinite }) else { return }
        let frame = framesRead + index / channelCount
        let kind = samples[index].isNaN ? "not a number" : "infinite"
        let seconds = sampleRate.time(ofSample: frame).seconds
        throw AudioFileError(
            .notFinite, name,
            wrong:
                "the sample of channel \(index % channelCount) at \(seconds) s is \(kind)",
            remedy: "\(AudioFileError.exportAgain), best as 16-bit PCM")
    }
}
