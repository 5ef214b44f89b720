import AudioFiles
import Foundation
import Testing

/// Sound on standard input, by pipe and by redirect; no other suite may touch descriptor 0.
@Suite(.serialized) struct StandardInputTests {
    /// Runs `body` with standard input being `descriptor`.
    static func with<Result>(
        _ descriptor: Int32, _ body: () throws(AudioFileError) -> Result
    ) throws(AudioFileError) -> Result {
        let saved = dup(0)
        dup2(descriptor, 0)
        defer {
            dup2(saved, 0)
            close(saved)
        }
        return try body()
    }

    static func with<Result>(
        pipe bytes: [UInt8], _ body: () throws(AudioFileError) -> Result
    ) throws(AudioFileError) -> Result {
        try withPipe(bytes) { path throws(AudioFileError) in
            let descriptor = open(path, O_RDONLY)
            defer { close(descriptor) }
            return try with(descriptor, body)
        }
    }

    @Test(arguments: [AudioEncoding.wavPCM16, .auMuLaw, .wavGSM, .flac, .oggVorbis, .oggOpus, .mp3])
    func aPipe(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write(testSound(frames: 200_000), to: scratch["a"], encoding)
        let read = try Self.with(pipe: bytes(of: scratch["a"])) { () throws(AudioFileError) in try Recording("-") }
        #expect(read.samples == (try Recording(scratch["a"]).samples))
        #expect(!read.truncated)
    }

    @Test(arguments: [AudioEncoding.wavPCM16, .flac]) func aFileFromWhereItWasReadTo(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write(testSound(frames: 8000), to: scratch["a"], encoding)
        let behind = scratch.file("b", Array("a line before\n".utf8) + bytes(of: scratch["a"]))
        let descriptor = open(behind, O_RDONLY)
        defer { close(descriptor) }
        lseek(descriptor, 14, SEEK_SET)
        let read = try Self.with(descriptor) { () throws(AudioFileError) in try Recording("-") }
        #expect(read.frameCount == 8000)
        #expect(!read.truncated)
    }

    @Test func whatIsWrongIsSaidOfStandardInput() throws {
        for (bytes, code) in [
            ([], .empty), (Array("hello there\n".utf8), .notSound), (WAVBytes(sound: []).bytes, .noSound),
        ]
            as [([UInt8], AudioFileError.Code)]
        {
            do throws(AudioFileError) {
                _ = try Self.with(pipe: bytes) { () throws(AudioFileError) in try Recording("-") }
                Issue.record("\(bytes.count) bytes were read as sound")
            } catch {
                #expect(error.code == code)
                #expect(error.file == "-")
                #expect(error.description.hasPrefix("standard input: "))
            }
        }
    }

    @Test func aTerminalIsNoSound() throws {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard terminal >= 0 else {
            print("skipped: there are no pseudo-terminals here")
            return
        }
        defer { close(terminal) }
        do throws(AudioFileError) {
            _ = try Self.with(terminal) { () throws(AudioFileError) in try Recording("-") }
            Issue.record("a terminal was read as sound")
        } catch { #expect(error.code == .cannotOpen && error.description.contains("terminal"), "\(error)") }
    }
}
