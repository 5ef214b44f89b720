import AudioFiles
import Foundation
import Telephony
import Testing

/// Headers that can't be, and what the user is told of them.
@Suite struct HeaderTests {
    struct Bad: CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let code: AudioFileError.Code
        let says: String
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], _ code: AudioFileError.Code, _ says: String) {
            (self.name, self.bytes, self.code, self.says) = (name, bytes, code, says)
        }
    }

    static func float(_ values: [UInt32], channels: UInt16 = 1) -> [UInt8] {
        WAVBytes(tag: 3, channels: channels, bits: 32, sound: values.flatMap { little($0) }).bytes
    }

    static let bad: [Bad] = [
        Bad("empty file", [], .empty, "empty"),
        Bad("text", Array("RIFFs are nice, said the guitar.\n".utf8), .unsupportedEncoding, "not WAVE"),
        Bad("text named .wav", Array("Dear customer,\nplease call us.\n".utf8), .notSound, "holds text"),
        Bad("zip", [0x50, 0x4B, 3, 4, 0, 1, 2, 0, 0xFF, 9, 9, 9, 9], .notSound, "no known sound format"),
        Bad("12 bytes of WAV", Array(WAVBytes().bytes.prefix(12)), .headerCutShort, "ends inside its header"),
        Bad("cut in fmt", Array(WAVBytes().bytes.prefix(30)), .headerCutShort, "ends inside its header"),
        Bad("cut before data", Array(WAVBytes().bytes.prefix(38)), .headerCutShort, "ends inside its header"),
        Bad("no sound", WAVBytes(sound: []).bytes, .noSound, "no sound"),
        Bad(
            "no sound, other chunks", WAVBytes(after: WAVBytes.chunk("LIST", Array("INFO".utf8)), sound: []).bytes,
            .noSound, "no sound"),
        Bad("half a frame", WAVBytes(channels: 2, sound: [1, 2, 3]).bytes, .noSound, "no sound"),
        Bad("zero channels", WAVBytes(channels: 0).bytes, .noChannels, "zero channels"),
        Bad("1025 channels", WAVBytes(channels: 1025).bytes, .tooManyChannels, "1025 channels"),
        Bad("0 Hz", WAVBytes(hertz: 0).bytes, .sampleRate, "0 Hz"),
        Bad("1 Hz", WAVBytes(hertz: 1).bytes, .sampleRate, "1 Hz"),
        Bad("7999 Hz", WAVBytes(hertz: 7999).bytes, .sampleRate, "7999 Hz"),
        Bad("192001 Hz", WAVBytes(hertz: 192_001).bytes, .sampleRate, "192001 Hz"),
        Bad("4 MHz", WAVBytes(hertz: 4_000_000).bytes, .sampleRate, "4000000 Hz"),
        Bad("G.729", WAVBytes(tag: 0x83, bits: 0, blockAlign: 10).bytes, .unsupportedEncoding, "G.729 in WAV"),
        Bad("64-bit PCM", WAVBytes(bits: 64).bytes, .unsupportedEncoding, "64-bit PCM in WAV"),
        Bad("GSM blocks of nothing", WAVBytes(tag: 0x31, bits: 0, blockAlign: 0).bytes, .badHeader, "blocks"),
        Bad("AU, zero channels", auBytes(size: 4, channels: 0, sound: [1, 2, 3, 4]), .noChannels, "zero channels"),
        Bad("AU, 0 Hz", auBytes(size: 4, hertz: 0, sound: [1, 2, 3, 4]), .sampleRate, "0 Hz"),
        Bad("AU, no sound", auBytes(size: 0, sound: []), .noSound, "no sound"),
        Bad(
            "AU, unknown encoding", auBytes(size: 4, encoding: 99, sound: [1, 2, 3, 4]), .unsupportedEncoding,
            "number 99"),
        Bad("AU cut", Array(auBytes(size: 4, sound: []).prefix(20)), .headerCutShort, "ends inside its header"),
        Bad(
            "AIFF, zero channels", aiffBytes(frames: 2, soundSize: 12, formSize: 58, channels: 0, sound: [1, 2, 3, 4]),
            .noChannels, "zero"),
        Bad(
            "AIFF, 0 Hz",
            aiffBytes(
                frames: 2, soundSize: 12, formSize: 58, rate: [UInt8](repeating: 0, count: 10), sound: [1, 2, 3, 4]),
            .sampleRate, "rate of 0 Hz"),
        Bad("NaN", float([0, 0, 0x7FC0_0000], channels: 1), .notFinite, "channel 0 at 0.00025 s is not a number"),
        Bad("infinite", float([0, 0, 0, 0xFF80_0000], channels: 2), .notFinite, "channel 1 at 0.000125 s is infinite"),
    ]

    @Test(arguments: bad) func isRefused(_ test: Bad) throws {
        let scratch = Scratch()
        let path = scratch.file("x.wav", test.bytes)
        let error = try #require(failure(reading: path))
        #expect(error.code == test.code, "\(error)")
        #expect(error.file == path)
        #expect(error.description.hasPrefix(path + ": "))
        #expect(error.description.contains(test.says), "\(error)")
        #expect(error.description.contains("; "), "what to do: \(error)")
    }

    @Test func namesThatDoNotOpen() throws {
        let scratch = Scratch()
        #expect(failure(reading: scratch["none.wav"])?.code == .missing)
        #expect(failure(reading: scratch.file("a", [1]) + "/b.wav")?.code == .missing)
        #expect(failure(reading: scratch.path)?.code == .directory)
        #expect(failure(reading: "")?.code == .missing)
        #expect(failure(reading: "/dev/null")?.code == .empty)
        #expect(failure(reading: "/dev/zero")?.code == .notSound)
        // /dev/tty without a terminal, and a descriptor that is not open.
        #expect(failure(reading: "/dev/fd/987")?.code == .missing)
        #expect(failure(reading: "/proc/self/mem")?.code == .readFailed)
    }

    @Test(arguments: [
        ("Speex   1.2", "Speex in Ogg"), ("\u{7F}FLAC", "FLAC in Ogg"), ("fishead", "neither Vorbis nor Opus"),
    ])
    func otherCodecsInOgg(_ start: String, _ says: String) throws {
        let scratch = Scratch()
        let page = Array("OggS".utf8) + [0, 2] + [UInt8](repeating: 0, count: 20) + [1, 64]
        let packet = Array(start.utf8) + [UInt8](repeating: 0, count: 64 - start.utf8.count)
        let error = try #require(failure(reading: scratch.file("a.ogg", page + packet)))
        #expect(error.code == .unsupportedEncoding)
        #expect(error.description.contains(says), "\(error)")
    }

    @Test func aFileThatMayNotBeRead() throws {
        let scratch = Scratch()
        let path = scratch.file("x.wav", WAVBytes().bytes)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        guard geteuid() != 0 else {
            print("skipped: root may read every file")
            return
        }
        #expect(failure(reading: path)?.code == .permissionDenied)
    }

    @Test(arguments: [8_000, 11_025, 192_000]) func ratesUpToTheEndsAreRead(_ hertz: Int) throws {
        let scratch = Scratch()
        let read = try Recording(scratch.file("a.wav", WAVBytes(hertz: UInt32(hertz)).bytes))
        #expect(read.hertz == hertz)
        #expect(read.frameCount == 400)
    }

    @Test func aThousandAndTwentyFourChannels() throws {
        let scratch = Scratch()
        let wav = WAVBytes(channels: 1024, sound: WAVBytes.pcm16(frames: 3 * 1024))
        let read = try Recording(scratch.file("a.wav", wav.bytes))
        #expect(read.channelCount == 1024)
        #expect(read.frameCount == 3)
        #expect(read.samples[1024 + 5] == Float(Int16(truncatingIfNeeded: 1029 * 17 + 1)) / 32768)
    }

    @Test func extensibleWideAndNamed() throws {
        let scratch = Scratch()
        // 24 bits in 4 bytes, WAVE_FORMAT_EXTENSIBLE.
        let guid: [UInt8] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let format =
            little(UInt16(0xFFFE)) + little(UInt16(1)) + little(UInt32(16_000)) + little(UInt32(64_000))
            + little(UInt16(4)) + little(UInt16(24)) + little(UInt16(22)) + little(UInt16(24)) + little(UInt32(4))
            + guid
        let data = WAVBytes.chunk("data", little(Int32(0x4000_0000)) + little(Int32(-0x2000_0000)))
        let body = Array("WAVE".utf8) + WAVBytes.chunk("fmt ", format) + data
        let read = try Recording(scratch.file("a.wav", Array("RIFF".utf8) + little(UInt32(body.count)) + body))
        #expect(read.samples == [0.5, -0.25])
        #expect(read.formatName == "WAV, 24-bit PCM")
    }

    @Test func chunksAroundTheSoundAreNotSound() throws {
        let scratch = Scratch()
        let list = WAVBytes.chunk("LIST", Array("INFOabc".utf8))
        let wav = WAVBytes(before: list + WAVBytes.chunk("JUNK", [UInt8](repeating: 7, count: 99)), after: list)
        let read = try Recording(scratch.file("a.wav", wav.bytes))
        #expect(read.frameCount == 400)
        #expect(!read.truncated)
        #expect(read.samples == (0..<400).map { Float(Int16(truncatingIfNeeded: $0 * 17 + 1)) / 32768 })
    }
}
