import AudioFiles
import Foundation
import Telephony
import Testing

/// Sound without a header, sound read as 16-bit numbers, and pipes that are not waited for.
@Suite(.serialized) struct RawFormatTests {
    /// The bytes of samples -1...1 in every encoding but the two laws.
    static func coded(_ sound: [Float], _ encoding: RawFormat.Encoding) -> [UInt8] {
        func number<Number: FixedWidthInteger>(_ value: Number, big: Bool) -> [UInt8] {
            withUnsafeBytes(of: big ? value.bigEndian : value.littleEndian, Array.init)
        }
        return sound.flatMap { sample -> [UInt8] in
            switch encoding {
            case .u8: [UInt8(128 + Int(sample * 127))]
            case .s8: [UInt8(bitPattern: Int8(sample * 127))]
            case .s16le, .s16be: number(Int16(sample * 32_767), big: encoding == .s16be)
            case .s24le: number(Int32(sample * 8_388_607), big: false).dropLast()
            case .s24be: Array(number(Int32(sample * 8_388_607), big: true).dropFirst())
            case .s32le, .s32be: number(Int32(Double(sample) * 2_147_483_647), big: encoding == .s32be)
            case .f32le, .f32be: number(sample.bitPattern, big: encoding == .f32be)
            case .f64le, .f64be: number(Double(sample).bitPattern, big: encoding == .f64be)
            case .muLaw, .aLaw: []
            }
        }
    }

    private func read(_ path: String, _ raw: RawFormat) throws -> [Float] {
        var reader = try AudioFileReader(path: path, raw: raw)
        let (channels, rate, format) = (reader.channelCount, reader.sampleRate, reader.formatName)
        #expect(channels == raw.channelCount && rate == raw.sampleRate)
        #expect(format == "raw, \(raw.encoding.rawValue)")
        var (samples, buffer): ([Float], [Float]) = ([], [])
        while try reader.read(into: &buffer) > 0 { samples += buffer }
        let truncated = reader.truncated
        #expect(!truncated)
        return samples
    }

    @Test(arguments: RawFormat.Encoding.allCases) func everyEncoding(_ encoding: RawFormat.Encoding) throws {
        let scratch = Scratch()
        let rate = try #require(SampleRate(hertz: 16_000))
        let sound = testSound(frames: 3000, channels: 2, hertz: 16_000)
        var raw = Self.coded(sound, encoding)
        if raw.isEmpty {
            try write(sound, to: scratch["law"], encoding == .muLaw ? .wavMuLaw : .wavALaw, hertz: 16_000, channels: 2)
            let file = Data(bytes(of: scratch["law"]))
            let data = try #require(file.range(of: Data("data".utf8)))
            raw = Array(file[(data.upperBound + 4)...].prefix(6000))
        }
        let samples = try read(scratch.file("a", raw), RawFormat(encoding, rate, channelCount: 2))
        try #require(samples.count == sound.count)
        let worst = zip(samples, sound).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(worst < (raw.count == sound.count ? 0.03 : 0.0001))
        let piped = try withPipe(raw) { path throws(AudioFileError) in
            var reader = try AudioFileReader(path: path, raw: RawFormat(encoding, rate, channelCount: 2))
            var (samples, buffer): ([Float], [Float]) = ([], [])
            while try reader.read(into: &buffer) > 0 { samples += buffer }
            return samples
        }
        #expect(piped == samples, "a pipe, in pieces that end anywhere")
    }

    @Test(arguments: [AudioEncoding.wavPCM16, .wavMuLaw, .wavALaw, .wavGSM, .wavIMA, .flac, .aiff, .auMuLaw])
    func sixteenBits(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write(testSound(frames: 5000), to: scratch["a"], encoding)
        var reader = try AudioFileReader(path: scratch["a"])
        let fits = reader.fitsInt16
        #expect(fits)
        var (samples, buffer): ([Int16], [Int16]) = ([], [])
        while try reader.read(into: &buffer, maxFrames: 777) > 0 { samples += buffer }
        #expect(samples.map { Float($0) / 32_768 } == (try Recording(scratch["a"]).samples), "the very same numbers")
    }

    @Test(arguments: [AudioEncoding.wavPCM24, .wavFloat, .oggVorbis]) func moreThanSixteenBits(
        _ encoding: AudioEncoding
    ) throws {
        let scratch = Scratch()
        try write(testSound(frames: 5000), to: scratch["a"], encoding)
        let fits = try AudioFileReader(path: scratch["a"]).fitsInt16
        #expect(!fits)
    }

    @Test func aPipeGivesWhatHasCome() throws {
        let pipe = Pipe()
        let rate = SampleRate.telephone
        // Seven bytes: a whole frame of two 16-bit channels, and a part of the next.
        try pipe.fileHandleForWriting.write(contentsOf: Data([1, 0, 2, 0, 3, 0, 4]))
        var reader = try AudioFileReader(
            path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)", raw: RawFormat(.s16le, rate, channelCount: 2))
        let isLive = reader.isLive
        #expect(isLive)
        var buffer: [Int16] = []
        let writer = Thread {
            Thread.sleep(forTimeInterval: 0.05)
            try? pipe.fileHandleForWriting.write(contentsOf: Data([0]))
        }
        writer.start()
        var samples: [Int16] = []
        while samples.count < 4 {
            let frames = try reader.read(into: &buffer, maxFrames: 65_536)
            try #require(frames > 0)
            samples += buffer
        }
        #expect(samples == [1, 2, 3, 4])
        try pipe.fileHandleForWriting.close()
        let rest = try reader.read(into: &buffer)
        #expect(rest == 0)
    }

    @Test func nothingButAPartOfAFrame() throws {
        let scratch = Scratch()
        do throws(AudioFileError) {
            _ = try AudioFileReader(path: scratch.file("a", [1]), raw: RawFormat(.s16le, .telephone))
            Issue.record("half a sample was sound")
        } catch { #expect(error.code == .noSound) }
    }
}
