import AudioFiles
import DTMF
import JSONText
import Telephony

/// One channel of a sound file, and the tones in it.
struct ChannelScan {
    private let selection: ChannelSelection
    private let sampleRate: SampleRate
    private var detector: ToneDetector
    private var samples: [Float] = []
    private var tones: [DetectedTone] = []
    private var frames = 0
    private var truncated = false
    private(set) var isOnlyChannel = false

    init(_ selection: ChannelSelection, sampleRate: SampleRate) {
        self.selection = selection
        self.sampleRate = sampleRate
        detector = ToneDetector(sampleRate: sampleRate)
    }

    /// Takes the next frames of the file.
    mutating func take(_ frames: [Float], channelCount: Int) {
        isOnlyChannel = channelCount == 1
        selection.take(from: frames, channelCount: channelCount, into: &samples)
        ChannelScan.run(samples, through: &detector, into: &tones)
    }

    private static func run(_ samples: [Float], through detector: inout ToneDetector, into tones: inout [DetectedTone])
    {
        detector.process(samples.span) { if case .ended(let tone) = $0 { tones.append(tone) } }
    }

    /// The file has ended after so many frames.
    mutating func finish(frames: Int, truncated: Bool) {
        var found: [DetectedTone] = []
        detector.finish { if case .ended(let tone) = $0 { found.append(tone) } }
        tones += found
        self.frames = frames
        self.truncated = truncated
    }

    /// All digits, in order.
    var digits: String { String(tones.map(\.key.character)) }

    var channelName: String {
        switch selection {
        case .channel(let index): String(index)
        case .mix: "mix"
        }
    }

    /// The interface's object; `digits` are those to show, one a tone.
    func json(file: String, digits: String) -> JSON {
        let channel: JSON = if case .channel(let index) = selection { .int(Int64(index)) } else { .string("mix") }
        var members = [
            JSON.Member(name: "schemaVersion", value: .int(1)),
            JSON.Member(name: "file", value: .string(file)),
            JSON.Member(name: "channel", value: channel),
            JSON.Member(name: "sampleRate", value: .int(Int64(sampleRate.hertz))),
            JSON.Member(
                name: "durationSeconds", value: .decimal(sampleRate.duration(ofSamples: frames).seconds, places: 6)),
        ]
        if truncated { members.append(JSON.Member(name: "truncated", value: .bool(true))) }
        members.append(JSON.Member(name: "digits", value: .string(digits)))
        members.append(JSON.Member(name: "tones", value: .array(zip(tones, digits).map { $0.json(digit: $1) })))
        return .object(members)
    }

    /// A line a tone, for a person.
    func lines(digits: String) -> [String] {
        zip(tones, digits).map { tone, digit in
            func text(_ value: Double, _ places: Int) -> String { JSON.decimal(value, places: places).text }
            return "  \(text(tone.begin.seconds, 3)) s  \(digit)  \(text(tone.duration.seconds * 1000, 0)) ms  "
                + "\(text(tone.levelDBm0, 1)) dBm0  twist \(text(tone.twistDB, 1)) dB  "
                + "SNR \(tone.snrDB.isFinite ? text(tone.snrDB, 0) + " dB" : "-")"
        }
    }
}

extension DetectedTone {
    /// Of a masked digit neither name nor measure is told: level and twist can tell the keys of one sender apart.
    fileprivate func json(digit: Character) -> JSON {
        let isMasked = digit != key.character
        return .members([
            "digit": .string(String(digit)),
            "startSeconds": .decimal(begin.seconds, places: 4),
            "durationSeconds": .decimal(duration.seconds, places: 4),
            "decidedSeconds": .decimal(decided.seconds, places: 4),
            "levelDBm0": isMasked ? .null : .decimal(levelDBm0, places: 1),
            "twistDB": isMasked ? .null : .decimal(twistDB, places: 1),
            "frequencyErrorPercent": .array(
                isMasked
                    ? [.null, .null]
                    : [.decimal(lowFrequencyErrorPercent, places: 2), .decimal(highFrequencyErrorPercent, places: 2)]),
            "snrDB": isMasked ? .null : .decimal(snrDB, places: 1),
        ])
    }
}
