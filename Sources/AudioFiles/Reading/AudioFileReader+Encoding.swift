import CSndfile

/// How what was read can be written again.
extension AudioFileReader {
    /// The container and encoding of the file itself; nil where those can't be written.
    public var encoding: AudioEncoding? {
        AudioEncoding.allCases.first { $0.container == container && $0.subtype == subtype }
    }

    /// The encoding of a `.wav` file that keeps every sample, for sound that fits 24 bits or a 32-bit float.
    public var wavEncoding: AudioEncoding {
        switch subtype {
        case SF_FORMAT_ULAW: .wavMuLaw
        case SF_FORMAT_ALAW: .wavALaw
        default: fitsInt16 ? .wavPCM16 : subtype == SF_FORMAT_PCM_24 ? .wavPCM24 : .wavFloat
        }
    }

    /// Whether a `Float` holds every sample as it is in the file: not of 32-bit integers and 64-bit floats.
    public var fitsFloat: Bool { ![SF_FORMAT_PCM_32, SF_FORMAT_DOUBLE].contains(subtype) }

    private var subtype: Int { Int(decoder.info.format) & SF_FORMAT_SUBMASK }
}

extension AudioEncoding {
    /// The encoding of a file called `path` that keeps the most of what `reader` reads: its own in its own container,
    /// else what the container has for its bits. Nil for an ending that none has.
    public init?(forPath path: String, keeping reader: borrowing AudioFileReader) {
        guard let usual = AudioEncoding(forPath: path) else { return nil }
        if let own = reader.encoding, own.container == usual.container {
            self = own
            return
        }
        switch usual {
        case .wavPCM16: self = reader.wavEncoding
        case .flac: self = reader.fitsInt16 ? .flac : .flac24
        case .aiff: self = reader.fitsInt16 ? .aiff : .aiff24
        case .auMuLaw:
            switch reader.wavEncoding {
            case .wavMuLaw: self = .auMuLaw
            case .wavALaw: self = .auALaw
            case .wavPCM24: self = .auPCM24
            case .wavFloat: self = .auFloat
            default: self = .auPCM16
            }
        default: self = usual
        }
    }

    fileprivate var container: SoundHeader.Container {
        switch Int(libraryFormat) & SF_FORMAT_TYPEMASK {
        case SF_FORMAT_WAV: .wav
        case SF_FORMAT_AIFF: .aiff
        case SF_FORMAT_AU: .au
        case SF_FORMAT_FLAC: .flac
        case SF_FORMAT_OGG: .ogg
        default: .mpeg
        }
    }

    fileprivate var subtype: Int { Int(libraryFormat) & SF_FORMAT_SUBMASK }
}
