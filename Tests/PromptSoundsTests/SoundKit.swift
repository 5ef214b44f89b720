import AudioFiles
import Foundation
import Prompts
import Telephony
import TelephoneLine

@testable import PromptSounds

/// A folder that is gone when nobody holds it.
final class Folder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/sounds-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes text at `name`.
    func write(_ text: String, at name: String) throws {
        try write(Array(text.utf8), at: name)
    }

    /// Writes bytes at `name`.
    func write(_ bytes: [UInt8], at name: String) throws {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
    }

    /// Writes a sound at `name`, which says its encoding.
    func write(_ samples: [Float], at rate: SampleRate, to name: String, channelCount: Int = 1) throws {
        try write([], at: name)
        var writer = try AudioFileWriter(
            path: path + "/" + name, encoding: AudioEncoding(forPath: name) ?? .wavPCM16, sampleRate: rate,
            channelCount: channelCount)
        try writer.write(samples)
        try writer.finish()
    }
}

/// Sound that is like speech to a level meter and no tone to a receiver: noise in syllables of 120 ms with 40 ms between.
enum Babble {
    static func samples(seconds: Double, at rate: SampleRate, amplitude: Float = 0.2, seed: UInt64 = 1) -> [Float] {
        var random = SeededRandom(seed: seed)
        var low: Float = 0
        return (0..<Int(seconds * Double(rate.hertz))).map { index in
            let place = (Double(index) / Double(rate.hertz)).truncatingRemainder(dividingBy: 0.16)
            low += (Float(random.gaussian()) - low) * 0.3
            return place < 0.12 ? amplitude * max(-2.5, min(2.5, low)) : 0
        }
    }

    static func silence(seconds: Double, at rate: SampleRate) -> [Float] {
        [Float](repeating: 0, count: Int(seconds * Double(rate.hertz)))
    }
}
