import AudioFiles
import Foundation
import Telephony
import TelephoneLine

/// What a receiver has to make of a sound.
enum Class: String, Codable, CaseIterable {
    /// The standards say that it must be decoded.
    case accept
    /// The standards say that it must give no digit.
    case reject
    /// The standards do not ask for it; a good receiver decodes it.
    case beyond
}

/// One file of the corpus as it is to be made.
struct Row {
    var condition: String
    var parameter: String
    var group: Class
    var presses = Presses()
    var line: [Impairment] = []
    /// A codec that the sound goes through, so many times.
    var codec: (encoding: AudioEncoding, times: Int)?
    /// How far a talker stands below the digits, in dB.
    var talker: Double?
    /// Makes sound without a digit in place of the presses.
    var other: ((inout SeededRandom) -> [Float])?
}

/// A line of the manifest: a file and what is in it.
struct Label: Codable {
    var file: String
    var condition: String
    var parameter: String
    var group: Class
    var digits: String
}

extension Row {
    /// Makes the sound and its label; the same row, seed and speech give the same samples.
    func make(seed: UInt64, speech: Speech?, scratch: String) throws -> (sound: [Float], digits: String) {
        // A row's numbers hang on its name, so that another row in the corpus does not change it.
        let name = (condition + parameter).utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var random = SeededRandom(seed: name)
        let keys = other == nil ? presses.keys(&random) : []
        var sound = other?(&random) ?? presses.sound(keys, &random)
        if let talker, let speech { speech.add(to: &sound, dBm0: presses.level + 3 - talker, &random) }
        var line = TelephoneLine(line, sampleRate: .telephone, seed: name)
        line.process(&sound)
        if let codec {
            for _ in 0..<codec.times { sound = try Wave.through(codec.encoding, sound, scratch: scratch) }
        }
        return (sound, String(keys.map(\.character)))
    }
}

/// Somebody who talks, at a known level.
struct Speech {
    private let sound: [Float]
    /// The dBm0 of a sine with the power of the speech while it is not silent.
    private let level: Double

    init(path: String) throws {
        sound = try Wave.read(path)
        let loud = sound.filter { abs($0) > 200 / 32768 }
        let power = loud.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, loud.count))
        level = Level.dBm0(amplitude: (2 * power).squareRoot())
    }

    func add(to digits: inout [Float], dBm0: Double, _ random: inout SeededRandom) {
        guard sound.count > digits.count else { return }
        let start = Int.random(in: 0..<sound.count - digits.count, using: &random)
        let gain = Float(Level.ratio(dB: dBm0 - level))
        for index in digits.indices { digits[index] += gain * sound[start + index] }
    }
}

/// Sound files at 8 kHz, one channel.
enum Wave {
    static func read(_ path: String) throws -> [Float] {
        var reader = try AudioFileReader(path: path)
        var sound: [Float] = []
        var (chunk, frames): ([Float], [Float]) = ([], [])
        while try reader.read(.channel(0), into: &chunk, through: &frames) > 0 { sound += chunk }
        return sound
    }

    static func write(_ sound: [Float], to path: String, encoding: AudioEncoding = .wavPCM16) throws {
        var writer = try AudioFileWriter(path: path, encoding: encoding, sampleRate: .telephone, channelCount: 1)
        try writer.write(sound)
        try writer.finish()
    }

    /// The sound after the codec of `encoding`.
    static func through(_ encoding: AudioEncoding, _ sound: [Float], scratch: String) throws -> [Float] {
        try write(sound, to: scratch, encoding: encoding)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        return try read(scratch)
    }
}
