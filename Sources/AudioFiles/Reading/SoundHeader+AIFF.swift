import CSndfile

extension SoundHeader {
    /// Reads the header of an AIFF or AIFF-C file.
    static func readAIFF(_ source: ByteSource, _ start: [UInt8]) throws(AudioFileError) -> SoundHeader {
        guard start.count == 12 else { throw cutShort(source.name) }
        guard start.says("AIF", at: 8) else { throw unsupported(source.name, "a FORM file that is not AIFF") }
        var header: SoundHeader?
        var sound: (offset: Int, size: Int)?
        var offset = 12
        for _ in 0..<chunkLimit where header == nil || sound == nil {
            let chunk = try source.bytes(at: offset, count: 8)
            guard let size = chunk.big(4, at: 4) else { throw cutShort(source.name) }
            if chunk.says("COMM") {
                header = try readCommon(source, try source.bytes(at: offset + 8, count: min(size, 64)))
            } else if chunk.says("SSND") {
                guard let skipped = try source.bytes(at: offset + 8, count: 8).big(4, at: 0) else {
                    throw cutShort(source.name)
                }
                sound = (offset + 16 + skipped, size == 0 ? 0 : max(0, size - 8 - skipped))
            }
            offset += 8 + size + size % 2
        }
        guard var header, let sound else { throw bad(source.name, "it has no COMM and SSND chunk") }
        let frames = header.promisedFrames ?? 0
        header.dataOffset = sound.offset
        header.promisedFrames = nil
        // Both fields are placeholders together: SoX writes 0x7F000000 bytes into a pipe, FFmpeg nothing.
        let isOpenEnded = sound.size == 0 || (0x7EFF_F000...0x7F00_0000).contains(sound.size)
        let isEmpty = frames == 0 && sound.size == 0 && (start.big(4, at: 4) ?? 0) + 8 >= sound.offset
        let isShort = source.size.map { $0 - sound.offset < sound.size } ?? true
        header.promise(bytes: isOpenEnded && isShort ? 0 : sound.size, in: source, isEmpty: isEmpty)
        return header
    }

    /// Reads the `COMM` chunk; `promisedFrames` is what it says, 0 as well.
    private static func readCommon(_ source: ByteSource, _ bytes: [UInt8]) throws(AudioFileError) -> SoundHeader {
        guard let channels = bytes.big(2, at: 0), let frames = bytes.big(4, at: 2), let bits = bytes.big(2, at: 6),
            let exponent = bytes.big(2, at: 8), let mantissa = bytes.big(4, at: 10), bytes.count >= 18
        else { throw cutShort(source.name) }
        var header = SoundHeader(container: .aiff, formatName: "AIFF")
        header.channelCount = channels
        header.promisedFrames = frames
        // The rate is an 80-bit float; the upper half of its mantissa holds every whole rate.
        header.hertz = extended(exponent: exponent, mantissa: mantissa)
        let kind = bytes.count >= 22 ? Array(bytes[18..<22]) : Array("NONE".utf8)
        let width = (bits + 7) / 8
        switch String(decoding: kind, as: UTF8.self) {
        case "NONE", "twos", "in24", "in32":
            guard let layout = integers(width, big: true) else { throw unsupported(source.name, "\(bits)-bit AIFF") }
            (header.layout, header.formatName) = (layout, "AIFF, \(bits)-bit PCM")
        case "sowt":
            guard let layout = integers(width, big: false) else { throw unsupported(source.name, "\(bits)-bit AIFF") }
            (header.layout, header.formatName) = (layout, "AIFF, \(bits)-bit PCM")
        case "fl32", "FL32":
            (header.layout, header.formatName) = (plain(SF_FORMAT_FLOAT, 4, big: true), "AIFF, 32-bit float")
        case "fl64", "FL64":
            (header.layout, header.formatName) = (plain(SF_FORMAT_DOUBLE, 8, big: true), "AIFF, 64-bit float")
        case "ulaw", "ULAW": (header.layout, header.formatName) = (plain(SF_FORMAT_ULAW, 1), "AIFF, mu-law")
        case "alaw", "ALAW": (header.layout, header.formatName) = (plain(SF_FORMAT_ALAW, 1), "AIFF, A-law")
        case let other:
            let printable = other.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            throw unsupported(source.name, printable ? "\(other) in AIFF" : "an unknown one in AIFF")
        }
        return header
    }

    /// The value of an 80-bit extended float from its sign and exponent and the upper half of its mantissa.
    private static func extended(exponent: Int, mantissa: Int) -> Double {
        let power = (exponent & 0x7FFF) - 16_383 - 31
        let magnitude = Double(sign: .plus, exponent: power, significand: 1) * Double(mantissa)
        return exponent & 0x8000 == 0 ? magnitude : -magnitude
    }
}
