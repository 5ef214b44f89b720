import CSndfile
import Telephony

/// A container and the encoding of the samples in it, as sound files are written.
///
/// The raw value is the name users give.
public enum AudioEncoding: String, Hashable, Sendable, CaseIterable {
    /// WAV, 16-bit PCM: what every program reads.
    case wavPCM16 = "wav"
    /// WAV, 24-bit PCM.
    case wavPCM24 = "wav-pcm24"
    /// WAV, 8-bit PCM.
    case wavPCM8 = "wav-pcm8"
    /// WAV, 32-bit float; keeps samples beyond full scale.
    case wavFloat = "wav-float"
    /// WAV, ITU-T G.711 mu-law.
    case wavMuLaw = "wav-mulaw"
    /// WAV, ITU-T G.711 A-law.
    case wavALaw = "wav-alaw"
    /// WAV, GSM 6.10 full rate; one channel, and made for 8,000 Hz.
    case wavGSM = "wav-gsm"
    /// WAV, IMA ADPCM; one or two channels.
    case wavIMA = "wav-ima"
    /// FLAC, 16-bit; up to eight channels.
    case flac = "flac"
    /// FLAC, 24-bit; up to eight channels.
    case flac24 = "flac-pcm24"
    /// AU, ITU-T G.711 mu-law.
    case auMuLaw = "au"
    /// AU, ITU-T G.711 A-law.
    case auALaw = "au-alaw"
    /// AU, 16-bit PCM.
    case auPCM16 = "au-pcm16"
    /// AU, 24-bit PCM.
    case auPCM24 = "au-pcm24"
    /// AU, 32-bit float; keeps samples beyond full scale.
    case auFloat = "au-float"
    /// AIFF, 16-bit PCM.
    case aiff = "aiff"
    /// AIFF, 24-bit PCM.
    case aiff24 = "aiff-pcm24"
    /// Ogg Vorbis; lossy.
    case oggVorbis = "ogg"
    /// Ogg Opus; lossy; 8, 12, 16, 24 or 48 kHz.
    case oggOpus = "opus"
    /// MP3; lossy; one or two channels, 8 to 48 kHz.
    case mp3 = "mp3"

    /// The encoding that the ending of `path` stands for, in either case; nil for an ending that none has.
    public init?(forPath path: String) {
        let file = path.split(separator: "/").last ?? ""
        guard let dot = file.lastIndex(of: ".") else { return nil }
        switch file[file.index(after: dot)...].lowercased() {
        case "wav", "wave": self = .wavPCM16
        case "flac": self = .flac
        case "au", "snd": self = .auMuLaw
        case "aif", "aiff": self = .aiff
        case "ogg", "oga": self = .oggVorbis
        case "opus": self = .oggOpus
        case "mp3": self = .mp3
        default: return nil
        }
    }

    /// The library's number of the container, encoding and byte order.
    var libraryFormat: Int32 {
        let format =
            switch self {
            case .wavPCM16: SF_FORMAT_WAV | SF_FORMAT_PCM_16
            case .wavPCM24: SF_FORMAT_WAV | SF_FORMAT_PCM_24
            case .wavPCM8: SF_FORMAT_WAV | SF_FORMAT_PCM_U8
            case .wavFloat: SF_FORMAT_WAV | SF_FORMAT_FLOAT
            case .wavMuLaw: SF_FORMAT_WAV | SF_FORMAT_ULAW
            case .wavALaw: SF_FORMAT_WAV | SF_FORMAT_ALAW
            case .wavGSM: SF_FORMAT_WAV | SF_FORMAT_GSM610
            case .wavIMA: SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM
            case .flac: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
            case .flac24: SF_FORMAT_FLAC | SF_FORMAT_PCM_24
            case .auMuLaw: SF_FORMAT_AU | SF_FORMAT_ULAW
            case .auALaw: SF_FORMAT_AU | SF_FORMAT_ALAW
            case .auPCM16: SF_FORMAT_AU | SF_FORMAT_PCM_16
            case .auPCM24: SF_FORMAT_AU | SF_FORMAT_PCM_24
            case .auFloat: SF_FORMAT_AU | SF_FORMAT_FLOAT
            case .aiff: SF_FORMAT_AIFF | SF_FORMAT_PCM_16
            case .aiff24: SF_FORMAT_AIFF | SF_FORMAT_PCM_24
            case .oggVorbis: SF_FORMAT_OGG | SF_FORMAT_VORBIS
            case .oggOpus: SF_FORMAT_OGG | SF_FORMAT_OPUS
            case .mp3: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
            }
        return Int32(format)
    }

    /// The most bytes its container can count; nil for no limit that a sound meets.
    var sizeLimit: Int? {
        switch self {
        case .flac, .flac24, .oggVorbis, .oggOpus, .mp3: nil
        default: 0xFFFF_F000 - 1
        }
    }

    /// Whether its header says a length, which is to be put right while the file grows. Streams of packets have none.
    var headerHasLength: Bool {
        switch self {
        case .flac, .oggVorbis, .oggOpus, .mp3: false
        default: true
        }
    }

    /// Whether samples beyond full scale stay as they are.
    var keepsOverload: Bool { self == .wavFloat || self == .auFloat }

    /// The greatest number of channels it carries.
    public var channelLimit: Int {
        switch self {
        case .wavGSM: 1
        case .wavIMA, .mp3: 2
        case .flac, .flac24: 8
        case .oggVorbis, .oggOpus: 255
        default: SoundHeader.channelLimit
        }
    }

    /// The only sample rates it carries, in Hz; nil where every rate does.
    public var onlyRates: [Int]? {
        switch self {
        case .oggOpus: [8_000, 12_000, 16_000, 24_000, 48_000]
        case .mp3: [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
        default: nil
        }
    }

    /// Throws, saying what to do, where it can't carry `channelCount` channels at `sampleRate`.
    func check(_ sampleRate: SampleRate, channelCount: Int, file: String) throws(AudioFileError) {
        if channelCount < 1 || channelCount > channelLimit {
            let most = channelLimit == 1 ? "one channel" : "1 to \(channelLimit) channels"
            throw AudioFileError(
                .unsupportedOutput, file, wrong: "\(rawValue) carries \(most), not \(channelCount)",
                remedy: "write fewer channels, or a .wav file")
        }
        if let onlyRates, !onlyRates.contains(sampleRate.hertz) {
            let list = onlyRates.map { "\($0)" }.joined(separator: ", ")
            throw AudioFileError(
                .unsupportedOutput, file, wrong: "\(rawValue) does not carry \(sampleRate.hertz) Hz",
                remedy: "use one of \(list) Hz, or write a .wav file")
        }
        var info = SF_INFO()
        info.format = libraryFormat
        info.channels = Int32(channelCount)
        info.samplerate = Int32(sampleRate.hertz)
        if quietly({ sf_format_check(&info) }) == 0 {
            throw AudioFileError(
                .unsupportedOutput, file,
                wrong: "\(rawValue) does not carry \(channelCount) channels at \(sampleRate.hertz) Hz",
                remedy: "write a .wav file")
        }
    }
}
