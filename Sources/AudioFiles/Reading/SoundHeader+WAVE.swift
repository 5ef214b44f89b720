import CSndfile

extension SoundHeader {
    /// How many chunks are looked at; a file of nothing but empty chunks is no sound.
    static let chunkLimit = 4096

    /// Reads the header of a WAVE file: RIFF, its big-endian sister RIFX, or RF64 for more than 4 GiB.
    static func readWAVE(_ source: ByteSource, _ start: [UInt8]) throws(AudioFileError) -> SoundHeader {
        guard start.count == 12 else { throw cutShort(source.name) }
        guard start.says("WAVE", at: 8) else { throw unsupported(source.name, "a RIFF file that is not WAVE") }
        let big = start.says("RIFX")
        var header: SoundHeader?
        var wideSize: Int?
        var wideRIFF: Int?
        var factFrames: Int?
        var data: (offset: Int, size: Int)?
        var offset = 12
        for _ in 0..<chunkLimit where header == nil || data == nil {
            let chunk = try source.bytes(at: offset, count: 8)
            guard chunk.count == 8, let size = big ? chunk.big(4, at: 4) : chunk.little(4, at: 4) else {
                throw cutShort(source.name)
            }
            if chunk.says("fmt ") {
                header = try readFormat(source, try source.bytes(at: offset + 8, count: min(size, 64)), big: big)
            } else if chunk.says("ds64") {
                let sizes = try source.bytes(at: offset + 8, count: 16)
                (wideRIFF, wideSize) = (sizes.little(8, at: 0), sizes.little(8, at: 8))
            } else if chunk.says("fact") {
                let fact = try source.bytes(at: offset + 8, count: 4)
                factFrames = big ? fact.big(4, at: 0) : fact.little(4, at: 0)
            } else if chunk.says("data") {
                data = (offset + 8, size)
            }
            offset += 8 + size + size % 2
        }
        guard var header, let data else { throw bad(source.name, "it has no fmt and data chunk") }
        header.dataOffset = data.offset
        if case .blocks(_, let frames) = header.layout, let factFrames, let whole = header.blockFrames(data.size),
            factFrames > whole - frames, factFrames <= whole
        {
            // The last block is often filled up; `fact` says how many of its frames are sound.
            header.promisedFrames = factFrames
        }
        let isWide = start.says("RF64") && data.size >= 0xFFFF_F000
        let riffSize = wideRIFF ?? (big ? start.big(4, at: 4) : start.little(4, at: 4)) ?? 0
        // Empty in earnest only where the whole is said to go on behind the sound: a recorder that was switched off
        // leaves a size of 0 as well, with a whole that ends at the sound's first byte.
        let isEmpty = data.size == 0 && !isPlaceholder(riffSize) && riffSize + 8 > data.offset
        header.promise(bytes: isWide ? wideSize ?? data.size : data.size, in: source, isEmpty: isEmpty)
        return header
    }

    /// How many frames the blocks of `bytes` bytes hold, the last one counted whole.
    private func blockFrames(_ bytes: Int) -> Int? {
        guard case .blocks(let block, let frames) = layout else { return nil }
        return (bytes + block - 1) / block * frames
    }

    /// Reads the `fmt ` chunk.
    private static func readFormat(
        _ source: ByteSource, _ bytes: [UInt8], big: Bool
    ) throws(AudioFileError) -> SoundHeader {
        func field(_ count: Int, _ offset: Int) -> Int? {
            big ? bytes.big(count, at: offset) : bytes.little(count, at: offset)
        }
        guard var tag = field(2, 0), let channels = field(2, 2), let rate = field(4, 4), let blockBytes = field(2, 12),
            let bits = field(2, 14)
        else { throw cutShort(source.name) }
        // WAVE_FORMAT_EXTENSIBLE: the first two bytes of its GUID are the old number.
        if tag == 0xFFFE, let inner = field(2, 24) { tag = inner }
        var header = SoundHeader(container: .wav, formatName: "WAV")
        header.channelCount = channels
        header.hertz = Double(rate)
        try check(channelCount: channels, source.name)
        // A sample may stand in a wider container: 24 bits in 4 bytes.
        let stated = blockBytes / channels
        let width = (bits + 7) / 8
        let sampleBytes = stated > width && stated <= 4 && blockBytes.isMultiple(of: channels) ? stated : width
        switch (tag, bits) {
        case (1, 1...8) where sampleBytes == 1:
            (header.layout, header.formatName) = (plain(SF_FORMAT_PCM_U8, 1), "WAV, 8-bit PCM")
        case (1, 1...32):
            guard let layout = integers(sampleBytes, big: big) else { break }
            (header.layout, header.formatName) = (layout, "WAV, \(bits)-bit PCM")
        case (3, 32): (header.layout, header.formatName) = (plain(SF_FORMAT_FLOAT, 4, big: big), "WAV, 32-bit float")
        case (3, 64): (header.layout, header.formatName) = (plain(SF_FORMAT_DOUBLE, 8, big: big), "WAV, 64-bit float")
        case (6, _): (header.layout, header.formatName) = (plain(SF_FORMAT_ALAW, 1), "WAV, A-law")
        case (7, _): (header.layout, header.formatName) = (plain(SF_FORMAT_ULAW, 1), "WAV, mu-law")
        case (0x02, _), (0x11, _), (0x31, _):
            let names = [0x02: "MS ADPCM", 0x11: "IMA ADPCM", 0x31: "GSM 6.10"]
            let name = names[tag] ?? ""
            guard blockBytes > 0, !big else { throw bad(source.name, "its \(name) blocks have no size") }
            guard let frames = field(2, 18), frames > 0 else { throw bad(source.name, "its \(name) blocks are empty") }
            (header.layout, header.formatName) = (.blocks(bytes: blockBytes, frames: frames), "WAV, \(name)")
        default: throw unsupported(source.name, encodingName(tag: tag, bits: bits))
        }
        return header
    }

    /// What users call the WAVE encodings that are not read.
    private static func encodingName(tag: Int, bits: Int) -> String {
        switch tag {
        case 1: "\(bits)-bit PCM in WAV"
        case 3: "\(bits)-bit float in WAV"
        case 0x22: "TrueSpeech in WAV"
        case 0x42: "G.723.1 in WAV"
        case 0x45, 0x64, 0x14: "G.726 in WAV"
        case 0x50, 0x55: "MPEG in WAV"
        case 0x83: "G.729 in WAV"
        case 0x160...0x163: "Windows Media in WAV"
        default: "number \(tag) in WAV"
        }
    }
}
