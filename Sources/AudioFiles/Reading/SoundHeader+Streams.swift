extension SoundHeader {
    /// Reads the STREAMINFO block of a FLAC file (RFC 9639, 8.2).
    static func readFLAC(_ source: ByteSource, at start: Int) throws(AudioFileError) -> SoundHeader {
        let bytes = try source.bytes(at: start, count: 42)
        guard let upper = bytes.big(4, at: 18), let lower = bytes.big(4, at: 22), bytes.count == 42 else {
            throw cutShort(source.name)
        }
        guard bytes[4] & 0x7F == 0 else { throw bad(source.name, "its first block is not STREAMINFO") }
        var header = SoundHeader(container: .flac, formatName: "FLAC")
        let wide = UInt64(upper) << 32 | UInt64(lower)
        header.hertz = Double(wide >> 44)
        header.channelCount = Int(wide >> 41 & 7) + 1
        let bits = Int(wide >> 36 & 31) + 1
        guard [8, 16, 24].contains(bits) else { throw unsupported(source.name, "\(bits)-bit FLAC") }
        header.formatName = "FLAC, \(bits)-bit"
        // 0 is "unknown", as it stays when FLAC is written into a pipe.
        let frames = Int(wide & 0xF_FFFF_FFFF)
        header.promisedFrames = frames == 0 ? nil : frames
        header.dataOffset = start
        return header
    }

    /// Reads the first page of an Ogg file, which names the codec of its first stream (RFC 3533, 6).
    static func readOgg(_ source: ByteSource) throws(AudioFileError) -> SoundHeader {
        let page = try source.bytes(at: 0, count: 27 + 255 + 64)
        guard page.count > 28 else { throw cutShort(source.name) }
        let packet = 27 + Int(page[26])
        var header = SoundHeader(container: .ogg, formatName: "Ogg")
        if page.says("vorbis", at: packet + 1) {
            header.formatName = "Ogg Vorbis"
            guard let channels = page.little(1, at: packet + 11), let rate = page.little(4, at: packet + 12) else {
                throw cutShort(source.name)
            }
            (header.channelCount, header.hertz) = (channels, Double(rate))
        } else if page.says("OpusHead", at: packet) {
            header.formatName = "Ogg Opus"
            guard let channels = page.little(1, at: packet + 9) else { throw cutShort(source.name) }
            header.channelCount = channels
        } else if page.says("FLAC", at: packet + 1) {
            throw unsupported(source.name, "FLAC in Ogg")
        } else if page.says("Speex", at: packet) {
            throw unsupported(source.name, "Speex in Ogg")
        } else {
            throw unsupported(source.name, "neither Vorbis nor Opus, in Ogg")
        }
        return header
    }

    /// Recognises formats of call recorders and speech corpora that the library reads whole on its own, by the marks they
    /// begin with; nil for none of them.
    static func recogniseRare(_ start: [UInt8]) -> SoundHeader? {
        // Wave64 begins with the identifier 66666972-912E-11CF-A5D6-28DB04C10000.
        let wave64: [UInt8] = [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11]
        let name: String? =
            if start.says("caff") {
                "CAF"
            } else if start.starts(with: wave64) {
                "Wave64"
            } else if start.says("Creative Voice File") {
                "VOC"
            } else if start.says("NIST_1A") {
                "SPHERE"
            } else {
                nil
            }
        return name.map { SoundHeader(container: .rare, formatName: $0) }
    }

    /// Reads the first frame header of an MPEG audio file, nil where there is none.
    static func readMPEG(_ source: ByteSource, at start: Int) throws(AudioFileError) -> SoundHeader? {
        let bytes = try source.bytes(at: start, count: 192)
        guard let frame = MPEGFrame(bytes, at: 0) else { return nil }
        // Eleven set bits are too little to tell sound from noise: the next frame must stand where this one ends.
        if let length = frame.byteCount {
            let next = try source.bytes(at: start + length, count: 4)
            if next.count == 4, MPEGFrame(next, at: 0)?.isSibling(of: frame) != true { return nil }
        }
        var header = SoundHeader(
            container: .mpeg, formatName: frame.layer == 3 ? "MP3" : "MPEG audio, layer \(frame.layer)")
        header.hertz = Double(frame.hertz)
        header.channelCount = frame.channelCount
        header.dataOffset = start
        let tag = 4 + frame.sideInfoBytes
        // Without one of these tags, the decoder estimates the length from the first frame's bit rate.
        header.lengthIsGuess =
            !(bytes.says("Xing", at: tag) || bytes.says("Info", at: tag) || bytes.says("VBRI", at: 36))
        return header
    }
}
