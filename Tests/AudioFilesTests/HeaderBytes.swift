import Foundation

/// The bytes of a number, the first the least.
func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// The bytes of a number, the first the greatest.
func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// A WAV file, each field of its header as a test wants it.
struct WAVBytes {
    var tag: UInt16 = 1
    var channels: UInt16 = 1
    var hertz: UInt32 = 8000
    var bits: UInt16 = 16
    var blockAlign: UInt16?
    /// What the data chunk's size says; nil for the truth.
    var dataSize: UInt32?
    /// What the RIFF chunk's size says; nil for the truth.
    var riffSize: UInt32?
    /// Chunks between `fmt ` and `data`.
    var before: [UInt8] = []
    /// Chunks behind the sound.
    var after: [UInt8] = []
    var sound: [UInt8] = WAVBytes.pcm16(frames: 400)

    /// A chunk of a name and content, filled up to an even length.
    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(UInt32(content.count)) + content + (content.count % 2 == 1 ? [0] : [])
    }

    /// A ramp of 16-bit samples that are all different.
    static func pcm16(frames: Int) -> [UInt8] {
        (0..<frames).flatMap { little(Int16(truncatingIfNeeded: $0 * 17 + 1)) }
    }

    var bytes: [UInt8] {
        let block = blockAlign ?? UInt16(truncatingIfNeeded: Int(channels) * Int(bits) / 8)
        let format =
            little(tag) + little(channels) + little(hertz) + little(UInt32(truncatingIfNeeded: Int(hertz) * Int(block)))
            + little(block) + little(bits)
        var body = Array("WAVE".utf8) + Self.chunk("fmt ", format) + before + Array("data".utf8)
        body += little(dataSize ?? UInt32(sound.count)) + sound + after
        return Array("RIFF".utf8) + little(riffSize ?? UInt32(body.count)) + body
    }
}

/// An AU file, each field of its header as a test wants it.
func auBytes(
    size: UInt32, encoding: UInt32 = 3, hertz: UInt32 = 8000, channels: UInt32 = 1, sound: [UInt8]
) -> [UInt8] {
    Array(".snd".utf8) + big(UInt32(24)) + big(size) + big(encoding) + big(hertz) + big(channels) + sound
}

/// An AIFF file; `rate` is the 80-bit float, 8,000 Hz if not given.
func aiffBytes(
    frames: UInt32, soundSize: UInt32, formSize: UInt32, channels: UInt16 = 1,
    rate: [UInt8] = [0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0], sound: [UInt8]
) -> [UInt8] {
    let common = Array("COMM".utf8) + big(UInt32(18)) + big(channels) + big(frames) + big(UInt16(16)) + rate
    let head = Array("FORM".utf8) + big(formSize) + Array("AIFF".utf8)
    return head + common + Array("SSND".utf8) + big(soundSize) + [UInt8](repeating: 0, count: 8) + sound
}
