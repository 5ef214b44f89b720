import AudioFiles
import Foundation
import Testing

/// What is particular to MP3: tags, lengths that are estimates, and a decoder that talks.
@Suite struct MPEGTests {
    /// A minute of MP3, its first frame being the Info tag.
    static func mp3(_ scratch: Scratch, frames: Int = 480_000) throws -> [UInt8] {
        try write(testSound(frames: frames), to: scratch["a.mp3"], .mp3)
        return bytes(of: scratch["a.mp3"])
    }

    /// The bytes without their first frame.
    static func withoutInfo(_ bytes: [UInt8]) throws -> [UInt8] {
        // The next header: the same first two bytes.
        let next = try #require((4..<2000).first { bytes[$0] == bytes[0] && bytes[$0 + 1] == bytes[1] })
        #expect(
            bytes[0..<next].contains(subsequence: Array("Info".utf8))
                || bytes[0..<next].contains(subsequence: Array("Xing".utf8)))
        return Array(bytes[next...])
    }

    @Test func tagsAreNoSound() throws {
        let scratch = Scratch()
        let sound = try Self.mp3(scratch, frames: 80_000)
        let plain = try Recording(scratch["a.mp3"])
        // An ID3v2 tag with a comment that the decoder complains of, and an ID3v1 tag at the end.
        let frame = Array("COMM".utf8) + big(UInt32(3)) + [0, 0, 3, 0x41, 0x42]
        let head = Array("ID3".utf8) + [3, 0, 0, 0, 0, 1, 0] + frame + [UInt8](repeating: 0, count: 128 - frame.count)
        let tail = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
        let tagged = try Recording(scratch.file("b.mp3", head + sound + tail))
        #expect(tagged.samples == plain.samples)
        #expect(!tagged.truncated)
        try write(testSound(frames: 8000), to: scratch["a.flac"], .flac)
        #expect(try Recording(scratch.file("b.flac", head + bytes(of: scratch["a.flac"]))).frameCount == 8000)
    }

    @Test func withoutAStatedLengthAllIsRead() throws {
        let scratch = Scratch()
        let sound = try Self.withoutInfo(Self.mp3(scratch))
        let read = try Recording(scratch.file("b.mp3", sound))
        #expect((480_000...483_500).contains(read.frameCount))
        #expect(read.declared == nil)
        #expect(!read.truncated)
        let cut = try Recording(scratch.file("c.mp3", sound.dropLast(50)))
        #expect(cut.truncated)
        #expect(cut.frameCount > 470_000)
    }

    @Test func damageIsPassedOverInSilence() throws {
        let scratch = Scratch()
        var sound = try Self.withoutInfo(Self.mp3(scratch))
        for index in stride(from: 3000, to: sound.count - 3000, by: 401) { sound[index] ^= 0xFF }
        let path = scratch.file("b.mp3", sound)
        let said = try StandardError.capture { _ = try Recording(path) }
        #expect(!said.contains("mpg123"), "\(said)")
    }

    @Test func whatOthersSayStillGetsThrough() throws {
        let scratch = Scratch()
        _ = try Self.mp3(scratch, frames: 8000)
        let path = scratch["a.mp3"]
        let said = try StandardError.capture {
            _ = try Recording(path)
            perror("heard")
        }
        #expect(said.contains("heard: "), "\(said)")
    }
}

extension Collection where Element: Equatable {
    /// Whether the elements of `other` stand in it side by side.
    func contains(subsequence other: [Element]) -> Bool {
        indices.contains { starts(with: other, from: $0) }
    }

    private func starts(with other: [Element], from index: Index) -> Bool { self[index...].starts(with: other) }
}

/// What is written to descriptor 2.
enum StandardError {
    private static let lock = NSLock()

    /// Runs `body` and returns what came, from this and any other thread.
    static func capture(_ body: () throws -> Void) throws -> String {
        lock.lock()
        defer { lock.unlock() }
        let scratch = Scratch()
        let file = try #require(FileHandle(forWritingAtPath: scratch.file("stderr", [])))
        let saved = dup(2)
        dup2(file.fileDescriptor, 2)
        defer { close(saved) }
        do {
            defer { dup2(saved, 2) }
            try body()
        }
        let said = String(decoding: bytes(of: scratch["stderr"]), as: UTF8.self)
        // Other tests may have said something meanwhile, such as that they failed.
        try FileHandle.standardError.write(contentsOf: Data(said.utf8))
        return said
    }
}
