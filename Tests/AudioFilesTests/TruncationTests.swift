import AudioFiles
import Foundation
import Testing

/// Recordings that end before their header says, and lengths that were never known.
@Suite struct TruncationTests {
    @Test(arguments: AudioEncoding.allCases) func aCutFileIsReadAsFarAsItGoes(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        // Long enough for many pages of Ogg, of which a cut one is lost.
        let sound = testSound(frames: 240_000)
        try write(sound, to: scratch["whole"], encoding)
        let whole = bytes(of: scratch["whole"])
        #expect(try !Recording(scratch["whole"]).truncated)
        for share in [0.5, 0.9] {
            let cut = scratch.file("cut", Array(whole.prefix(Int(Double(whole.count) * share))))
            let read = try Recording(cut)
            #expect(read.truncated, "\(encoding.rawValue) cut to \(share)")
            #expect(read.frameCount > Int(240_000 * (share - 0.2)), "\(encoding.rawValue) cut to \(share)")
            #expect(read.frameCount < 240_000, "\(encoding.rawValue) cut to \(share)")
            // What is decoded is the sound, and not what stood in memory.
            let count = min(read.frameCount, 8000)
            #expect(correlation(read.samples, Array(sound.prefix(count)), lag: 40) > 0.9, "\(encoding.rawValue)")
        }
    }

    @Test(arguments: [AudioEncoding.wavPCM16, .wavGSM, .wavIMA, .flac, .oggVorbis, .oggOpus, .auMuLaw])
    func twoBytesLessAreACut(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write(testSound(frames: 240_000), to: scratch["whole"], encoding)
        let read = try Recording(scratch.file("cut", bytes(of: scratch["whole"]).dropLast(2)))
        #expect(read.truncated)
        #expect(read.frameCount > 200_000)
    }

    @Test func damageInTheMiddleIsSaid() throws {
        let scratch = Scratch()
        try write(testSound(frames: 48_000), to: scratch["whole"], .flac)
        var damaged = bytes(of: scratch["whole"])
        for index in damaged.count / 2..<damaged.count / 2 + 300 {
            damaged[index] = UInt8(truncatingIfNeeded: index * 7)
        }
        let read = try Recording(scratch.file("damaged", damaged))
        #expect(read.truncated)
        #expect(read.frameCount > 20_000)
    }

    struct Length: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let truncated: Bool
        let declared: Int?
    }

    static let sound = WAVBytes.pcm16(frames: 400)

    /// 400 frames behind headers that say something else.
    static let lengths: [Length] = [
        Length(testDescription: "the truth", bytes: WAVBytes().bytes, truncated: false, declared: 400),
        Length(testDescription: "twice as long", bytes: WAVBytes(dataSize: 1600).bytes, truncated: true, declared: 800),
        Length(testDescription: "one frame more", bytes: WAVBytes(dataSize: 802).bytes, truncated: true, declared: 401),
        Length(
            testDescription: "0, never closed", bytes: WAVBytes(dataSize: 0, riffSize: 36).bytes, truncated: false,
            declared: nil),
        Length(
            testDescription: "0 and 0", bytes: WAVBytes(dataSize: 0, riffSize: 0).bytes, truncated: false, declared: nil
        ),
        Length(
            testDescription: "SoX in a pipe", bytes: WAVBytes(dataSize: 0x7FFF_F000, riffSize: 0x7FFF_F024).bytes,
            truncated: false, declared: nil),
        Length(
            testDescription: "2 GiB less 1", bytes: WAVBytes(dataSize: 0x7FFF_FFFF, riffSize: 0x7FFF_FFFF).bytes,
            truncated: false, declared: nil),
        Length(
            testDescription: "2 GiB less a header", bytes: WAVBytes(dataSize: 0x7FFF_FFDB, riffSize: 0x7FFF_FFFF).bytes,
            truncated: false, declared: nil),
        Length(
            testDescription: "FFmpeg in a pipe", bytes: WAVBytes(dataSize: .max, riffSize: .max).bytes,
            truncated: false, declared: nil),
        Length(
            testDescription: "4 GiB less a header", bytes: WAVBytes(dataSize: .max - 44, riffSize: .max).bytes,
            truncated: false, declared: nil),
        Length(
            testDescription: "1.9 GiB is no placeholder", bytes: WAVBytes(dataSize: 0x7A00_0000).bytes, truncated: true,
            declared: 0x3D00_0000),
        Length(testDescription: "AU", bytes: auBytes(size: 800, sound: sound), truncated: false, declared: 400),
        Length(testDescription: "AU, longer", bytes: auBytes(size: 900, sound: sound), truncated: true, declared: 450),
        Length(
            testDescription: "AU, unknown", bytes: auBytes(size: .max, sound: sound), truncated: false, declared: nil),
        Length(
            testDescription: "AIFF", bytes: aiffBytes(frames: 400, soundSize: 808, formSize: 846, sound: sound),
            truncated: false, declared: 400),
        Length(
            testDescription: "AIFF, longer",
            bytes: aiffBytes(frames: 500, soundSize: 1008, formSize: 1046, sound: sound), truncated: true, declared: 500
        ),
        Length(
            testDescription: "AIFF, SoX in a pipe",
            bytes: aiffBytes(frames: 0x3F7F_FFE8, soundSize: 0x7EFF_FFD8, formSize: 0x7F00_0006, sound: sound),
            truncated: false, declared: nil),
        Length(
            testDescription: "AIFF, FFmpeg in a pipe",
            bytes: aiffBytes(frames: 0, soundSize: 0, formSize: 0, sound: sound), truncated: false, declared: nil),
    ]

    @Test(arguments: lengths) func lengthsInAFile(_ length: Length) throws {
        let scratch = Scratch()
        let read = try Recording(scratch.file("a", length.bytes))
        #expect(read.frameCount == 400)
        #expect(read.truncated == length.truncated)
        #expect(read.declared == length.declared)
    }

    @Test(arguments: lengths) func lengthsInAPipe(_ length: Length) throws {
        let read = try withPipe(length.bytes) { path throws(AudioFileError) in try Recording(path) }
        #expect(read.frameCount == 400)
        #expect(read.truncated == length.truncated)
        #expect(read.declared == length.declared)
    }

    @Test(arguments: AudioEncoding.allCases) func everyFormatIsReadFromAPipe(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        // More than a pipe holds at once, and than the first read of a header asks for.
        try write(testSound(frames: 300_000), to: scratch["a"], encoding)
        let file = try Recording(scratch["a"])
        let pipe = try withPipe(bytes(of: scratch["a"])) { path throws(AudioFileError) in try Recording(path) }
        #expect(pipe.samples == file.samples)
        #expect(!pipe.truncated)
        #expect(pipe.formatName == file.formatName)
    }

    @Test func aPipeThatBreaksIsACut() throws {
        let scratch = Scratch()
        for encoding in [AudioEncoding.wavPCM16, .auMuLaw, .flac, .wavGSM] {
            try write(testSound(frames: 120_000), to: scratch["a"], encoding)
            let half = Array(bytes(of: scratch["a"]).prefix(12_000))
            let read = try withPipe(half) { path throws(AudioFileError) in try Recording(path) }
            #expect(read.truncated, "\(encoding.rawValue)")
            #expect(read.frameCount > 400, "\(encoding.rawValue)")
        }
    }

    @Test func aHeaderLongerThanIsKeptOfAPipe() throws {
        let wav = WAVBytes(before: WAVBytes.chunk("JUNK", [UInt8](repeating: 1, count: 3_000_000)))
        let read = try withPipe(wav.bytes) { path throws(AudioFileError) in try Recording(path) }
        #expect(read.frameCount == 400)
        #expect(!read.truncated)
    }

    @Test func soundInAPipeIsNotWaitedForAsAWhole() throws {
        // The writer keeps the pipe open until the first second has been read.
        let pipe = Pipe()
        let wav = WAVBytes(dataSize: .max, sound: WAVBytes.pcm16(frames: 8000))
        try pipe.fileHandleForWriting.write(contentsOf: wav.bytes)
        var reader = try AudioFileReader(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        var buffer: [Float] = []
        #expect(try reader.read(into: &buffer, maxFrames: 8000) == 8000)
        try pipe.fileHandleForWriting.close()
        #expect(try reader.read(into: &buffer, maxFrames: 8000) == 0)
        let truncated = reader.truncated
        #expect(!truncated)
    }
}
