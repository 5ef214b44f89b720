import AudioFiles
import CSndfile
import Foundation
import Testing

/// Formats that are read and not written: made here by the library itself.
@Suite struct RareFormatTests {
    private static let formats: [(name: String, format: Int)] = [
        ("CAF", SF_FORMAT_CAF | SF_FORMAT_PCM_16), ("CAF", SF_FORMAT_CAF | SF_FORMAT_ULAW),
        ("Wave64", SF_FORMAT_W64 | SF_FORMAT_PCM_16), ("VOC", SF_FORMAT_VOC | SF_FORMAT_PCM_16),
        ("SPHERE", SF_FORMAT_NIST | SF_FORMAT_ULAW), ("SPHERE", SF_FORMAT_NIST | SF_FORMAT_PCM_16),
    ]

    /// Writes `sound`, mono at 8 kHz, by the library alone.
    private func make(_ path: String, _ format: Int, _ sound: [Float]) throws {
        var info = SF_INFO()
        (info.samplerate, info.channels, info.format) = (8000, 1, Int32(format))
        let file = try #require(sf_open(path, Int32(SFM_WRITE), &info))
        #expect(sf_writef_float(file, sound, sf_count_t(sound.count)) == sf_count_t(sound.count))
        #expect(sf_close(file) == 0)
    }

    @Test(arguments: formats.indices) func isReadWhole(_ index: Int) throws {
        let (name, format) = Self.formats[index]
        let scratch = Scratch()
        let sound = testSound(frames: 3000)
        try make(scratch["whole"], format, sound)
        let recording = try Recording(scratch["whole"])
        #expect(recording.formatName == name)
        #expect(recording.hertz == 8000)
        #expect(!recording.truncated)
        #expect(recording.frameCount == sound.count)
        let worst = zip(recording.samples, sound).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 0.02)
    }

    @Test(arguments: formats.indices) func everyMutationIsReadOrRefused(_ index: Int) throws {
        let scratch = Scratch()
        try make(scratch["whole"], Self.formats[index].format, testSound(frames: 800))
        let whole = bytes(of: scratch["whole"])
        for seed in UInt64(900)..<1200 {
            var random = MutationTests.Random(state: seed)
            let path = scratch.file("mutation", MutationTests.mutate(whole, &random))
            let error = MutationTests.readOrRefuse(path)
            if let error { #expect(error.description.hasPrefix(path + ": "), "seed \(seed)") }
        }
    }
}
