import CSndfile

/// What a sound file says of itself before its sound, as far as it is needed to judge and decode it.
///
/// Headers are read here and not left to the library, which repairs in silence what a user should hear of (a length
/// that is not there, zero channels, a placeholder) and which would have to seek in a pipe.
struct SoundHeader {
    /// The kinds of file that are read.
    enum Container { case wav, aiff, au, flac, ogg, mpeg, rare, raw }

    /// How the samples lie in the file.
    enum Layout {
        /// Plain samples that need no header to decode: libsndfile's raw subtype and byte order, bytes of one sample.
        case plain(format: Int32, sampleBytes: Int)
        /// Blocks of so many bytes and frames, decoded by the library with the container's header.
        case blocks(bytes: Int, frames: Int)
        /// A stream that the library takes apart on its own.
        case stream
    }

    var container: Container
    var layout = Layout.stream
    /// The format in words.
    var formatName: String
    /// Nil where only the decoder knows.
    var channelCount: Int?
    /// Sample rate in Hz as the header has it, sound or not; nil where only the decoder knows.
    var hertz: Double?
    /// The first byte of the sound.
    var dataOffset = 0
    /// How many bytes of sound are promised; nil for no promise.
    var promisedBytes: Int?
    /// How many frames are promised, where the header says so itself; nil for no promise.
    var promisedFrames: Int?
    /// The number of frames that the decoder states is a guess, so it must not end the reading.
    var lengthIsGuess = false

    /// Reads the header of `source`, which is a pipe or a file.
    static func read(_ source: ByteSource) throws(AudioFileError) -> SoundHeader {
        let tagged = try skipID3(source)
        let start = try source.bytes(at: tagged, count: 12)
        var header: SoundHeader
        if start.says("RIFF") || start.says("RIFX") || start.says("RF64") {
            header = try readWAVE(source, start)
        } else if start.says("FORM") {
            header = try readAIFF(source, start)
        } else if start.says(".snd") || start.says("dns.") {
            header = try readAU(source, littleEndian: start.says("dns."))
        } else if start.says("fLaC") {
            header = try readFLAC(source, at: tagged)
        } else if start.says("OggS") {
            header = try readOgg(source)
        } else if let rare = recogniseRare(try source.bytes(at: 0, count: 32)) {
            header = rare
        } else if let mpeg = try readMPEG(source, at: tagged) {
            header = mpeg
        } else {
            throw notSound(source.name, try source.bytes(at: 0, count: 512))
        }
        if tagged > 0, header.dataOffset < tagged { header.dataOffset = tagged }
        try header.check(source.name)
        return header
    }

    /// Refuses channels and rates that can't be; rates between the range's ends must be whole.
    private func check(_ name: String) throws(AudioFileError) {
        if let channelCount { try Self.check(channelCount: channelCount, name) }
        if let hertz { try Self.check(hertz: hertz, name) }
    }

    /// The most channels that the library takes: its `SF_MAX_CHANNELS`.
    static let channelLimit = 1024

    /// Refuses zero channels and more than the library takes.
    static func check(channelCount: Int, _ name: String) throws(AudioFileError) {
        if channelCount < 1 {
            throw AudioFileError(
                .noChannels, name, wrong: "its header says zero channels", remedy: AudioFileError.exportAgain)
        }
        if channelCount > channelLimit {
            throw AudioFileError(
                .tooManyChannels, name, wrong: "its header says \(channelCount) channels, more than \(channelLimit)",
                remedy: "export it with fewer channels")
        }
    }

    /// Refuses rates outside of 8,000 to 192,000 Hz.
    static func check(hertz: Double, _ name: String) throws(AudioFileError) {
        guard hertz >= 8_000, hertz <= 192_000 else {
            let rate = hertz == hertz.rounded() && abs(hertz) < 1e15 ? "\(Int(hertz))" : "\(hertz)"
            throw AudioFileError(
                .sampleRate, name, wrong: "its sample rate of \(rate) Hz is not between 8000 and 192000 Hz",
                remedy: "convert it to a rate in that range, 8000 Hz for a telephone call")
        }
    }

    /// The refusal of bytes that are no sound; text gets a word of its own, being a common mistake.
    private static func notSound(_ name: String, _ start: [UInt8]) -> AudioFileError {
        let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }
        let reason = isText ? "it holds text" : "its first bytes are those of no known sound format"
        return AudioFileError(
            .notSound, name, wrong: "this is not a sound file that can be read (\(reason))",
            remedy: AudioFileError.giveSound)
    }

    /// The refusal of a file that ends before its sound begins.
    static func cutShort(_ name: String) -> AudioFileError {
        AudioFileError(
            .headerCutShort, name, wrong: "the file ends inside its header",
            remedy: "copy or \(AudioFileError.exportAgain)")
    }

    /// The refusal of an encoding that `encoding` names.
    static func unsupported(_ name: String, _ encoding: String) -> AudioFileError {
        AudioFileError(
            .unsupportedEncoding, name, wrong: "its encoding, \(encoding), can't be read",
            remedy: "convert it to 16-bit PCM WAV")
    }

    /// The refusal of a header that contradicts itself.
    static func bad(_ name: String, _ what: String) -> AudioFileError {
        AudioFileError(.badHeader, name, wrong: "its header is damaged (\(what))", remedy: AudioFileError.exportAgain)
    }

    /// Where the sound file begins behind the ID3 tags, which some programs put before more than MP3.
    private static func skipID3(_ source: ByteSource) throws(AudioFileError) -> Int {
        var offset = 0
        for _ in 0..<8 {
            let tag = try source.bytes(at: offset, count: 10)
            guard tag.says("ID3"), tag.count == 10, tag[6...9].allSatisfy({ $0 < 0x80 }) else { break }
            let size = tag[6...9].reduce(0) { $0 << 7 | Int($1) }
            offset += 10 + size + (tag[5] & 0x10 != 0 ? 10 : 0)
        }
        return offset
    }
}
