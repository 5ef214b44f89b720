@testable import AudioFiles
import Foundation
import Telephony
import Testing

/// Files that appear whole or not at all.
@Suite struct WriterTests {
    static func begin(_ path: String, _ encoding: AudioEncoding = .wavPCM16) throws(AudioFileError) -> AudioFileWriter {
        try AudioFileWriter(path: path, encoding: encoding, sampleRate: .telephone, channelCount: 1)
    }

    /// The error of writing a second of sound to `path`.
    static func failure(_ path: String, _ encoding: AudioEncoding = .wavPCM16, seconds: Int = 1) -> AudioFileError? {
        do throws(AudioFileError) {
            var writer = try begin(path, encoding)
            for _ in 0..<seconds { try writer.write(testSound(frames: 8000)) }
            try writer.finish()
            return nil
        } catch { return error }
    }

    @Test(arguments: AudioEncoding.allCases) func nothingIsLeftOfAFileThatWasNotFinished(_ encoding: AudioEncoding)
        throws
    {
        let scratch = Scratch()
        let path = scratch.file("a.wav", [1, 2, 3])
        do {
            var writer = try Self.begin(path, encoding)
            try writer.write(testSound(frames: 30_000))
            #expect(scratch.names.count == 2, "what is being written has another name")
        }
        #expect(scratch.names == ["a.wav"])
        #expect(bytes(of: path) == [1, 2, 3])
    }

    @Test func anUnfinishedFileIsRemovedAfterAnError() throws {
        let scratch = Scratch()
        do {
            var writer = try Self.begin(scratch["a.wav"])
            try writer.write([0, .nan])
            Issue.record("not a number was written")
        } catch { #expect(error.code == .notFinite && error.description.contains("sample 1 of channel 0"), "\(error)") }
        #expect(scratch.names == [])
    }

    @Test func aFileIsReplacedAndKeepsItsPermissions() throws {
        let scratch = Scratch()
        let path = scratch.file("a.wav", [1, 2, 3])
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try FileManager.default.createSymbolicLink(atPath: scratch["link.wav"], withDestinationPath: "a.wav")
        try write(testSound(frames: 8000), to: scratch["link.wav"], .wavPCM16)
        #expect(try Recording(path).frameCount == 8000)
        #expect(scratch.names == ["a.wav", "link.wav"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch["link.wav"]) == "a.wav")
    }

    @Test(arguments: AudioEncoding.allCases) func aFullDeviceIsSaid(_ encoding: AudioEncoding) throws {
        let error = try #require(Self.failure("/dev/full", encoding))
        #expect(error.code == .diskFull)
        #expect(error.description.contains("No space left on device"))
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
    }

    @Test(arguments: AudioEncoding.allCases) func aFullDiskLeavesNothing(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        var writer = try AudioFileWriter(
            path: scratch["a"], encoding: encoding, sampleRate: .telephone, channelCount: 1, sizeLimit: nil,
            spaceLeft: 4096)
        var failed: AudioFileError?
        do throws(AudioFileError) {
            for _ in 0..<20 { try writer.write(testSound(frames: 8000)) }
            try writer.finish()
        } catch { failed = error }
        #expect(failed?.code == .diskFull)
        #expect(scratch.names == [])
    }

    @Test func pathsThatCanNotBeWritten() throws {
        let scratch = Scratch()
        #expect(Self.failure(scratch["no/a.wav"])?.code == .missing)
        #expect(Self.failure(scratch.path)?.code == .directory)
        #expect(Self.failure("")?.code == .missing)
        #expect(Self.failure("/proc/a.wav")?.code == .missing)
        #expect(Self.failure("/dev/fd/987")?.code == .cannotWrite)
        #expect(Self.failure(scratch[String(repeating: "a", count: 300)])?.code == .cannotWrite)
        #expect(scratch.names == [])
    }

    @Test func aNamedPipeGetsAWholeFile() throws {
        let scratch = Scratch()
        try #require(mkfifo(scratch["fifo"], 0o600) == 0)
        let path = scratch["fifo"]
        let writer = Thread { try? write(testSound(frames: 60_000), to: path, .wavPCM16) }
        writer.start()
        let read = try Recording(path)
        #expect(read.frameCount == 60_000)
        #expect(read.declared == 60_000)
    }

    @Test func anOpenDescriptorGetsAWholeFile() throws {
        let scratch = Scratch()
        let path = scratch.file("a.wav", [])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try write(testSound(frames: 8000), to: "/dev/fd/\(handle.fileDescriptor)", .wavPCM16)
        try handle.close()
        #expect(try Recording(path).frameCount == 8000)
    }

    struct Refusal {
        let encoding: AudioEncoding
        let hertz: Int
        let channels: Int
        let says: String
    }

    @Test(arguments: [
        Refusal(encoding: .wavGSM, hertz: 8000, channels: 2, says: "wav-gsm carries one channel, not 2; write fewer"),
        Refusal(encoding: .wavIMA, hertz: 8000, channels: 3, says: "1 to 2 channels, not 3"),
        Refusal(encoding: .oggOpus, hertz: 44_100, channels: 1, says: "use one of 8000, 12000, 16000, 24000, 48000 Hz"),
        Refusal(encoding: .mp3, hertz: 96_000, channels: 1, says: "mp3 does not carry 96000 Hz"),
        Refusal(encoding: .mp3, hertz: 8000, channels: 3, says: "1 to 2 channels"),
        Refusal(encoding: .flac, hertz: 8000, channels: 9, says: "1 to 8 channels"),
        Refusal(encoding: .wavPCM16, hertz: 8000, channels: 0, says: "not 0"),
        Refusal(encoding: .wavPCM16, hertz: 8000, channels: 1025, says: "not 1025"),
    ])
    func whatAnEncodingDoesNotCarry(_ test: Refusal) throws {
        let scratch = Scratch()
        let rate = try #require(SampleRate(hertz: test.hertz))
        do {
            let writer = try AudioFileWriter(
                path: scratch["a"], encoding: test.encoding, sampleRate: rate, channelCount: test.channels)
            Issue.record("\(writer.name) was begun")
        } catch {
            #expect(error.code == .unsupportedOutput)
            #expect(error.description.contains(test.says), "\(error)")
        }
        #expect(scratch.names == [])
    }

    @Test func standardOutputHasItsName() {
        do throws(AudioFileError) {
            let writer = try AudioFileWriter(path: "-", encoding: .wavGSM, sampleRate: .telephone, channelCount: 2)
            Issue.record("\(writer.name) was begun")
        } catch { #expect(error.description.hasPrefix("standard output: "), "\(error)") }
    }

    @Test func aSoundThatTheContainerCanNotCount() throws {
        let scratch = Scratch()
        #expect(AudioEncoding.wavPCM16.sizeLimit == 4_294_963_199)
        var writer = try AudioFileWriter(
            path: scratch["a"], encoding: .wavPCM16, sampleRate: .telephone, channelCount: 1, sizeLimit: 100_000,
            spaceLeft: nil)
        try writer.write(testSound(frames: 40_000))
        #expect(throws: AudioFileError.self) { try writer.write(testSound(frames: 20_000)) }
    }
}
