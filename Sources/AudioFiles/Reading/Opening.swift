import CSndfile
import Telephony

/// The step from a header to a running decoder: what the library is shown, and what is known of the end.
struct Opening {
    let decoder: Decoder
    let sampleRate: SampleRate
    /// The sound is known to be cut before any of it is decoded.
    let isCut: Bool
    /// How many frames the library found stated; nil where that is an estimate or the rest of a cut file.
    let statedFrames: Int?

    init(_ source: ByteSource, _ header: SoundHeader) throws(AudioFileError) {
        var info = SF_INFO()
        let shown: (window: ByteWindow, isCut: Bool)
        if case .plain(let format, _) = header.layout {
            info.format = format
            info.channels = Int32(clamping: header.channelCount ?? 0)
            info.samplerate = Int32(header.hertz ?? 0)
            shown = try Self.plainWindow(source, header)
        } else {
            try source.spool()
            shown = try Self.fileWindow(source, header)
        }
        do { decoder = try Decoder(shown.window, info: info) } catch {
            throw shown.isCut ? SoundHeader.cutShort(source.name) : Self.refused(source, header, error.words)
        }
        if source.failure != 0 { throw .input(source.name, errno: source.failure, reading: true) }
        try SoundHeader.check(channelCount: Int(decoder.info.channels), source.name)
        try SoundHeader.check(hertz: Double(decoder.info.samplerate), source.name)
        guard let rate = SampleRate(hertz: Int(decoder.info.samplerate)) else { throw Self.noSound(source.name) }
        if decoder.info.frames <= 0 { throw Self.noSound(source.name) }
        (sampleRate, isCut) = (rate, shown.isCut)
        switch header.container {
        case .ogg where !isCut, .mpeg where !header.lengthIsGuess, .rare:
            let frames = Int(decoder.info.frames)
            statedFrames = frames < 1 << 48 ? frames : nil
        default: statedFrames = nil
        }
    }

    /// The refusal of a proper header with nothing behind it.
    static func noSound(_ name: String) -> AudioFileError {
        AudioFileError(
            .noSound, name, wrong: "there is no sound behind its header", remedy: "record or export it again")
    }

    /// The samples alone, as far as they are promised and there.
    private static func plainWindow(
        _ source: ByteSource, _ header: SoundHeader
    ) throws(AudioFileError) -> (ByteWindow, isCut: Bool) {
        let promised = header.promisedBytes
        // A whole frame too many can't come from so large a number; the library multiplies it.
        let present = source.size.map { max(0, $0 - header.dataOffset) } ?? 1 << 60
        let count = min(present, promised ?? present)
        let isThere = try !source.bytes(at: header.dataOffset, count: 1).isEmpty
        guard count > 0, isThere else { throw noSound(source.name) }
        let isCut = source.size != nil && (promised ?? 0) > present
        // Reading on may have copied the pipe to a file, whose size is then known.
        let known = source.size.map { min(count, max(0, $0 - header.dataOffset)) } ?? count
        var live: Int?
        if source.size == nil, case .plain(_, let sampleBytes) = header.layout {
            live = sampleBytes * max(1, header.channelCount ?? 1)
        }
        return (ByteWindow(source, start: header.dataOffset, count: known, liveFrameBytes: live), isCut)
    }

    /// The whole file, less a tag before it and a part of a block behind it.
    private static func fileWindow(
        _ source: ByteSource, _ header: SoundHeader
    ) throws(AudioFileError) -> (ByteWindow, isCut: Bool) {
        let size = source.size ?? 0
        switch (header.layout, header.container) {
        case (.blocks(let bytes, _), _):
            let present = max(0, size - header.dataOffset)
            let isCut = (header.promisedBytes ?? 0) > present
            // Half a block would be decoded with what stood in memory before.
            let isWhole = header.promisedBytes != nil && !isCut
            let end = isWhole ? size : header.dataOffset + present / bytes * bytes
            guard end > header.dataOffset, header.promisedBytes != 0 else { throw noSound(source.name) }
            return (ByteWindow(source, start: 0, count: end), isCut)
        case (_, .ogg):
            return (ByteWindow(source, start: 0, count: size), isCut: try !Tail.oggEnds(source))
        case (_, .mpeg):
            let (isWhole, end) = try Tail.mpegEnd(source)
            let count = max(0, end - header.dataOffset)
            // The highest bit rate is 40 times the lowest: told of so much more, the decoder's estimate of the length
            // is never too short, and the reading ends where the bytes do.
            let stated = header.lengthIsGuess ? count * 64 + 4096 : nil
            let window = ByteWindow(source, start: header.dataOffset, count: count, statedCount: stated)
            return (window, isCut: !isWhole)
        default:
            return (ByteWindow(source, start: header.dataOffset, count: max(0, size - header.dataOffset)), isCut: false)
        }
    }

    /// The refusal of a file that looked well and that the library does not open.
    private static func refused(_ source: ByteSource, _ header: SoundHeader, _ words: String) -> AudioFileError {
        if source.failure != 0 { return .input(source.name, errno: source.failure, reading: true) }
        var words = words
        while words.last?.isWhitespace == true || words.last == "." { words.removeLast() }
        return AudioFileError(
            .badHeader, source.name, wrong: "its \(header.formatName) header can't be read (\(words))",
            remedy: "copy or \(AudioFileError.exportAgain)")
    }
}
