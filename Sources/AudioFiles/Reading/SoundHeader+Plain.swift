import CSndfile

extension SoundHeader {
    /// Sizes that programs write when they can't know the length: nothing, or about 2 or 4 GiB.
    ///
    /// SoX writes 0x7FFFF000 into a pipe, FFmpeg 0xFFFFFFFF, others 0x7FFFFFFF or 0x80000000 less a header; in 64 bits
    /// it is the largest number.
    static func isPlaceholder(_ size: Int) -> Bool {
        size == 0 || (0x7FFF_F000...0x8000_0000).contains(size) || (0xFFFF_F000...0xFFFF_FFFF).contains(size)
            || size == 1 << 60
    }

    /// How the library decodes plain samples of `bytes` bytes without a header.
    static func plain(_ subtype: Int, _ bytes: Int, big: Bool = false) -> Layout {
        .plain(format: Int32(SF_FORMAT_RAW | subtype | (big ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE)), sampleBytes: bytes)
    }

    /// Signed integers of `bytes` bytes, 1 to 4.
    static func integers(_ bytes: Int, big: Bool) -> Layout? {
        switch bytes {
        case 1: plain(SF_FORMAT_PCM_S8, 1)
        case 2: plain(SF_FORMAT_PCM_16, 2, big: big)
        case 3: plain(SF_FORMAT_PCM_24, 3, big: big)
        case 4: plain(SF_FORMAT_PCM_32, 4, big: big)
        default: nil
        }
    }

    /// Fixes what the sound's size field promises, knowing how many bytes there are.
    ///
    /// In a file that holds less than a placeholder says, the placeholder is one; in a file that holds it all, it is
    /// the truth. `isEmpty` says that a size of 0 means no sound, and not a length that was never filled in.
    mutating func promise(bytes: Int, in source: ByteSource, isEmpty: Bool = false) {
        let present = source.size.map { max(0, $0 - dataOffset) }
        if isEmpty {
            promisedBytes = 0
        } else if Self.isPlaceholder(bytes), bytes == 0 || bytes > present ?? 0 {
            promisedBytes = nil
            promisedFrames = nil
        } else {
            promisedBytes = bytes
        }
        guard let promised = promisedBytes else { return }
        switch layout {
        case .plain(_, let sampleBytes):
            promisedFrames = channelCount.flatMap { $0 > 0 ? promised / (sampleBytes * $0) : nil }
        case .blocks(let bytes, let frames):
            if promisedFrames == nil { promisedFrames = (promised + bytes - 1) / bytes * frames }
        case .stream: break
        }
    }

    /// Reads the header of an AU file (Sun/NeXT), big-endian as `.snd` or little-endian as `dns.`.
    static func readAU(_ source: ByteSource, littleEndian: Bool) throws(AudioFileError) -> SoundHeader {
        let bytes = try source.bytes(at: 0, count: 24)
        func field(_ index: Int) -> Int? {
            littleEndian ? bytes.little(4, at: index * 4) : bytes.big(4, at: index * 4)
        }
        guard let offset = field(1), let size = field(2), let encoding = field(3), let rate = field(4),
            let channels = field(5)
        else { throw cutShort(source.name) }
        guard offset >= 24 else { throw bad(source.name, "the sound is said to begin inside of it") }
        var header = SoundHeader(container: .au, formatName: "AU")
        header.channelCount = channels
        header.hertz = Double(rate)
        header.dataOffset = offset
        let big = !littleEndian
        switch encoding {
        case 1: (header.layout, header.formatName) = (plain(SF_FORMAT_ULAW, 1), "AU, mu-law")
        case 27: (header.layout, header.formatName) = (plain(SF_FORMAT_ALAW, 1), "AU, A-law")
        case 2...5:
            guard let layout = integers(encoding - 1, big: big) else { break }
            (header.layout, header.formatName) = (layout, "AU, \((encoding - 1) * 8)-bit PCM")
        case 6: (header.layout, header.formatName) = (plain(SF_FORMAT_FLOAT, 4, big: big), "AU, 32-bit float")
        case 7: (header.layout, header.formatName) = (plain(SF_FORMAT_DOUBLE, 8, big: big), "AU, 64-bit float")
        default: throw unsupported(source.name, "number \(encoding) in AU")
        }
        header.promise(bytes: size, in: source)
        return header
    }
}
