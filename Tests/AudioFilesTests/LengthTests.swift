import AudioFiles
import Foundation
import Testing

/// Recordings of hours.
@Suite(.serialized) struct LengthTests {
    /// Bytes of this process in memory.
    static func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
    }

    @Test func tenHoursInConstantMemory() throws {
        let scratch = Scratch()
        #if DEBUG
            // Unoptimised code looks at every sample too slowly for the whole of it.
            let frames = 1_000 * 8000
        #else
            let frames = 36_000 * 8000
        #endif
        // The hole behind the header reads as silence and takes no space on the disk.
        let path = scratch.file(
            "a.wav", WAVBytes(dataSize: UInt32(frames * 2), riffSize: UInt32(frames * 2 + 36), sound: []).bytes)
        try #require(truncate(path, frames * 2 + 44) == 0)
        var reader = try AudioFileReader(path: path)
        var buffer: [Float] = []
        var total = try reader.read(into: &buffer, maxFrames: 65_536)
        let before = Self.residentBytes()
        var most = before
        while true {
            let count = try reader.read(into: &buffer, maxFrames: 65_536)
            if count == 0 { break }
            total += count
            most = max(most, Self.residentBytes())
        }
        let truncated = reader.truncated
        #expect(total == frames)
        #expect(!truncated)
        // Other tests run beside this one and take memory of their own, those of prompts tens of MB; 10 hours of Floats would
        // be 1,150 MB, of 16-bit numbers 576. `DetectTests` holds the program to 60.
        #expect(most - before < 300 << 20)
    }

    @Test func aFileOfMoreThanFourGiB() throws {
        let scratch = Scratch()
        let bytes = 5 << 30
        // RF64: the sizes of 64 bits are in the chunk ds64.
        let wide = WAVBytes.chunk(
            "ds64", little(UInt64(bytes + 80)) + little(UInt64(bytes)) + little(UInt64(bytes / 2)) + little(UInt32(0)))
        let wav = WAVBytes(dataSize: .max, riffSize: .max, before: wide, sound: [])
        let header = Array("RF64".utf8) + wav.bytes.dropFirst(4)
        let path = scratch.file("a.wav", header)
        try #require(truncate(path, bytes + header.count) == 0)
        let reader = try AudioFileReader(path: path)
        let (declared, truncated) = (reader.declaredFrameCount, reader.truncated)
        #expect(declared == bytes / 2)
        #expect(!truncated)
        try #require(truncate(path, bytes / 2) == 0)
        let short = try AudioFileReader(path: path)
        let cut = short.truncated
        #expect(cut)
    }
}
