import AudioFiles
import DTMF
import Foundation
import TelephoneLine
import Telephony

/// Sound files made in tests.
public enum SoundKit {
    /// A folder of its own that goes when `body` is over.
    public static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "ivrpay-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder + "/")
    }

    /// The sound of a key script, over a line: its keys and waits, behind half a second of silence.
    public static func sound(
        _ keys: String, rate: SampleRate, shape: ToneShape = .standard, line impairments: [Impairment] = []
    ) throws -> [Float] {
        var generator = ToneGenerator(sampleRate: rate, shape: shape)
        generator.add(.silence(KeyScript.lead))
        for step in try KeyScript(keys).steps {
            switch step {
            case .press(let key): generator.add(keys: [key])
            case .wait(let length): generator.add(.silence(length))
            case .listen, .hangUp: break
            }
        }
        generator.add(.silence(.milliseconds(300)))
        var sound = generator.drain()
        var line = TelephoneLine(impairments, sampleRate: rate, seed: 7)
        line.process(&sound)
        return sound
    }

    /// The bytes of a file.
    public static func bytes(of path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The samples of a sound file, channel by channel; throws where it ends before its header says.
    public static func channels(of path: String) throws -> [[Float]] {
        var reader = try AudioFileReader(path: path)
        var channels = (0..<reader.channelCount).map { _ in [Float]() }
        var frames: [Float] = []
        while try reader.read(into: &frames) > 0 {
            for (index, sample) in frames.enumerated() { channels[index % channels.count].append(sample) }
        }
        if reader.truncated { throw CutShort() }
        return channels
    }

    /// A file's sound ends before its header says.
    public struct CutShort: Error {}

    /// The keys that a detector finds in `samples`.
    public static func keys(
        in samples: [Float], at rate: SampleRate = .telephone, _ configuration: DetectorConfiguration = .standard
    ) -> String {
        var detector = ToneDetector(sampleRate: rate, configuration: configuration)
        var keys = ""
        func hear(_ event: ToneEvent) { if case .began(let onset) = event { keys.append(onset.key.character) } }
        detector.process(samples.span, report: hear)
        detector.finish(report: hear)
        return keys
    }

    /// Writes one channel of sound, the others silent.
    public static func write(
        _ sound: [Float], to path: String, _ encoding: AudioEncoding, rate: SampleRate, channel: Int = 0,
        of count: Int = 1
    ) throws {
        var writer = try AudioFileWriter(path: path, encoding: encoding, sampleRate: rate, channelCount: count)
        var frames = [Float](repeating: 0, count: sound.count * count)
        for (index, sample) in sound.enumerated() { frames[index * count + channel] = sample }
        try writer.write(frames)
        try writer.finish()
    }
}
