import AudioFiles
import DTMF
import JSONText
import Telephony

/// What was masked in a recording. It names no key, nor what a key could be told by.
struct MaskReport {
    let file: String
    let output: String
    let encoding: AudioEncoding
    let sampleRate: SampleRate
    let channels: Int
    var frames = 0
    /// The recording ends before its header says.
    var truncated = false
    var stretches: [MaskedSpan] = []

    private var duration: MediaDuration { sampleRate.duration(ofSamples: frames) }
    /// All stretches together; those of unrelated channels may overlap.
    private var masked: Double { stretches.reduce(0) { $0 + $1.duration.seconds } }

    /// A line a stretch, and the sum.
    var lines: [String] {
        let each = stretches.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }.map { stretch in
            let name = channels > 1 ? stretch.channel.map { "  [\($0)]" } ?? "  [-]" : ""
            let count = stretch.toneCount
            let tones = count == 0 ? "traces of a tone" : count == 1 ? "1 tone" : "\(count) tones"
            let seconds = JSON.decimal(stretch.begin.seconds, places: 3).text
            let length = JSON.decimal(stretch.duration.seconds * 1000, places: 0).text
            return "  \(seconds) s  \(length) ms\(name)  \(tones)"
        }
        let name = Output.printable(output)
        guard !stretches.isEmpty else { return ["\(name): nothing was masked"] }
        let sum = JSON.decimal(masked, places: 2).text
        let all = JSON.decimal(duration.seconds, places: 2).text
        return each + ["\(name): \(sum) s of \(all) s masked"]
    }

    /// The report for a program.
    var json: JSON {
        var members = [
            JSON.Member(name: "schemaVersion", value: .int(1)), JSON.Member(name: "file", value: .string(file)),
            JSON.Member(name: "output", value: .string(output)),
            JSON.Member(name: "encoding", value: .string(encoding.rawValue)),
            JSON.Member(name: "sampleRate", value: .int(Int64(sampleRate.hertz))),
            JSON.Member(name: "channels", value: .int(Int64(channels))),
            JSON.Member(name: "durationSeconds", value: .decimal(duration.seconds, places: 6)),
        ]
        if truncated { members.append(JSON.Member(name: "truncated", value: .bool(true))) }
        members.append(JSON.Member(name: "maskedSeconds", value: .decimal(masked, places: 4)))
        let list = stretches.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }.map { stretch in
            JSON.members([
                "startSeconds": .decimal(stretch.begin.seconds, places: 4),
                "durationSeconds": .decimal(stretch.duration.seconds, places: 4),
                "channel": stretch.channel.map { .int(Int64($0)) } ?? .null,
                "tones": .int(Int64(stretch.toneCount)),
            ])
        }
        members.append(JSON.Member(name: "stretches", value: .array(list)))
        return .object(members)
    }
}
