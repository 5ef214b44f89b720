import CSndfile
import Telephony

/// What a user has to say of sound that comes without a header.
public struct RawFormat: Hashable, Sendable {
    /// How the samples are coded; signed, unsigned and float numbers are named by kind, bits and byte order.
    public enum Encoding: String, Hashable, Sendable, CaseIterable {
        case muLaw = "mu-law"
        case aLaw = "a-law"
        case u8, s8, s16le, s16be, s24le, s24be, s32le, s32be, f32le, f32be, f64le, f64be
    }

    /// How the samples are coded.
    public var encoding: Encoding
    /// Samples a second.
    public var sampleRate: SampleRate
    /// Channels in a frame, at least 1.
    public var channelCount: Int

    /// Sound of `channelCount` interleaved channels.
    public init(_ encoding: Encoding, _ sampleRate: SampleRate, channelCount: Int = 1) {
        (self.encoding, self.sampleRate, self.channelCount) = (encoding, sampleRate, channelCount)
    }

    /// The most channels that are read.
    public static let channelLimit = SoundHeader.channelLimit
}

extension SoundHeader {
    /// What a header would have said.
    init(_ raw: RawFormat) {
        self.init(container: .raw, formatName: "raw, \(raw.encoding.rawValue)")
        layout = raw.encoding.layout
        channelCount = raw.channelCount
        hertz = Double(raw.sampleRate.hertz)
    }
}

extension RawFormat.Encoding {
    fileprivate var layout: SoundHeader.Layout {
        switch self {
        case .muLaw: SoundHeader.plain(SF_FORMAT_ULAW, 1)
        case .aLaw: SoundHeader.plain(SF_FORMAT_ALAW, 1)
        case .u8: SoundHeader.plain(SF_FORMAT_PCM_U8, 1)
        case .s8: SoundHeader.plain(SF_FORMAT_PCM_S8, 1)
        case .s16le, .s16be: SoundHeader.plain(SF_FORMAT_PCM_16, 2, big: self == .s16be)
        case .s24le, .s24be: SoundHeader.plain(SF_FORMAT_PCM_24, 3, big: self == .s24be)
        case .s32le, .s32be: SoundHeader.plain(SF_FORMAT_PCM_32, 4, big: self == .s32be)
        case .f32le, .f32be: SoundHeader.plain(SF_FORMAT_FLOAT, 4, big: self == .f32be)
        case .f64le, .f64be: SoundHeader.plain(SF_FORMAT_DOUBLE, 8, big: self == .f64be)
        }
    }
}
