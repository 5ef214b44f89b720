import AudioFiles
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A sound file of a set: found by its name without the ending, read whole.
struct SoundFile {
    /// Where it is.
    let path: String
    /// What has to be said of a file without a header.
    let raw: RawFormat?

    /// Endings that a set's files may have, the first that is there counts: with a header, and Asterisk's without one.
    private static let endings: [(ending: String, raw: RawFormat?)] = [
        ("wav", nil), ("flac", nil), ("WAV", nil), ("aiff", nil), ("au", nil), ("ogg", nil), ("opus", nil),
        ("mp3", nil),
        ("sln", RawFormat(.s16le, .telephone)), ("sln16", RawFormat(.s16le, .wideband)),
        ("ulaw", RawFormat(.muLaw, .telephone)), ("ul", RawFormat(.muLaw, .telephone)),
        ("alaw", RawFormat(.aLaw, .telephone)), ("al", RawFormat(.aLaw, .telephone)),
    ]

    /// The longest recording that is read, in samples: ten minutes at 48 kHz.
    private static let sampleLimit = 600 * 48_000

    /// The file at `path`, with its ending.
    init?(path: String) {
        guard let dot = path.lastIndex(of: "."),
            let kind = SoundFile.endings.first(where: { $0.ending == path[path.index(after: dot)...] })
        else { return nil }
        (self.path, raw) = (path, kind.raw)
    }

    /// The file whose path without its ending is `stem`; nil where there is none.
    init?(stem: String) {
        guard let kind = SoundFile.endings.first(where: { access(stem + "." + $0.ending, F_OK) == 0 }) else {
            return nil
        }
        (path, raw) = (stem + "." + kind.ending, kind.raw)
    }

    /// A whole sound of one channel.
    struct Sound {
        var samples: [Int16]
        var rate: SampleRate
        var channelCount: Int
    }

    /// Reads it; of several channels the mean. Samples beyond 16 bits are rounded.
    func read() throws(AudioFileError) -> Sound {
        var reader = try AudioFileReader(path: path, raw: raw)
        var samples: [Int16] = []
        var chunk: [Int16] = []
        let channels = reader.channelCount
        while samples.count < SoundFile.sampleLimit, try reader.read(into: &chunk, maxFrames: 65_536) > 0 {
            if channels == 1 {
                samples += chunk
            } else {
                for start in stride(from: 0, to: chunk.count, by: channels) {
                    samples.append(Int16(chunk[start..<start + channels].reduce(0) { $0 + Int($1) } / channels))
                }
            }
        }
        return Sound(samples: samples, rate: reader.sampleRate, channelCount: channels)
    }

    /// How long it is, by its header where that says so.
    func duration() throws(AudioFileError) -> MediaDuration {
        let reader = try AudioFileReader(path: path, raw: raw)
        if let count = reader.declaredFrameCount { return reader.sampleRate.duration(ofSamples: count) }
        let sound = try read()
        return sound.rate.duration(ofSamples: sound.samples.count)
    }
}
