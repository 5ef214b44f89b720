import AudioFiles
import Foundation
import Telephony
import Testing

/// A folder of a test's own, removed with it.
final class Scratch {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "audiofiles-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    subscript(_ name: String) -> String { path + "/" + name }

    /// Makes a file of `bytes` and returns its path.
    func file(_ name: String, _ bytes: [UInt8]) -> String {
        if let file = fopen(self[name], "w") {
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }
        return self[name]
    }

    /// What is in the folder, hidden files too.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// All of a recording, and what the reader said of it.
struct Recording {
    var samples: [Float] = []
    var channelCount = 0
    var hertz = 0
    var truncated = false
    var declared: Int?
    var formatName = ""

    var frameCount: Int { samples.count / max(1, channelCount) }

    /// Reads everything at `path`, in chunks of `chunk` frames.
    init(_ path: String, chunk: Int = 1000) throws(AudioFileError) {
        var reader = try AudioFileReader(path: path)
        var buffer: [Float] = []
        while try reader.read(into: &buffer, maxFrames: chunk) > 0 { samples += buffer }
        (channelCount, hertz) = (reader.channelCount, reader.sampleRate.hertz)
        (truncated, declared, formatName) = (reader.truncated, reader.declaredFrameCount, reader.formatName)
    }

    /// One channel alone.
    func channel(_ index: Int) -> [Float] {
        stride(from: index, to: samples.count, by: channelCount).map { samples[$0] }
    }
}

/// A sound that differs in each channel: sines of 440, 660, 880 ... Hz at half of full scale, less at the ends.
func testSound(frames: Int, channels: Int = 1, hertz: Int = 8000) -> [Float] {
    var result: [Float] = []
    for frame in 0..<frames {
        for channel in 0..<channels {
            let phase = 2 * Double.pi * 220 * Double(channel + 2) * Double(frame) / Double(hertz)
            result.append(Float(0.5 * sin(phase)))
        }
    }
    return result
}

/// Writes `sound` with the writer of the module.
func write(
    _ sound: [Float], to path: String, _ encoding: AudioEncoding, hertz: Int = 8000, channels: Int = 1
) throws {
    let rate = try #require(SampleRate(hertz: hertz))
    var writer = try AudioFileWriter(path: path, encoding: encoding, sampleRate: rate, channelCount: channels)
    try writer.write(sound)
    try writer.finish()
}

/// The bytes of a file.
func bytes(of path: String) -> [UInt8] { [UInt8](FileManager.default.contents(atPath: path) ?? Data()) }

/// The error of reading all of `path`; nil, and an issue, where there is none.
func failure(reading path: String) -> AudioFileError? {
    do throws(AudioFileError) {
        _ = try Recording(path)
        return nil
    } catch { return error }
}

/// The best correlation, -1 to 1, of `sound` with `reference` when it is moved by up to `lag` samples.
func correlation(_ sound: [Float], _ reference: [Float], lag: Int = 0) -> Double {
    func at(_ shift: Int) -> Double {
        var (product, energy1, energy2) = (0.0, 0.0, 0.0)
        for index in reference.indices where sound.indices.contains(index + shift) {
            let (x, y) = (Double(sound[index + shift]), Double(reference[index]))
            product += x * y
            energy1 += x * x
            energy2 += y * y
        }
        return product / max(1e-12, (energy1 * energy2).squareRoot())
    }
    return (-lag...lag).map(at).max() ?? 0
}

/// Runs `body` with the path of a pipe that brings `bytes`, in pieces, and then ends.
func withPipe<Result>(
    _ bytes: [UInt8], _ body: (String) throws(AudioFileError) -> Result
) throws(AudioFileError) -> Result {
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting
    let writer = Thread {
        for start in stride(from: 0, to: bytes.count, by: 10_007) {
            try? writing.write(contentsOf: bytes[start..<min(bytes.count, start + 10_007)])
        }
        try? writing.close()
    }
    signal(SIGPIPE, SIG_IGN)
    writer.start()
    return try body("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
}
