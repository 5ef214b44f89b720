import AudioFiles
import DTMF
import JSONText
import TelephoneLine
import Telephony

/// A sound file while tones are recorded into it over a line; the other channels stay silent.
struct ToneRecording: ~Copyable {
    /// A JSON line for each key, with begin and length as they are in the file, slips and all.
    private(set) var labels = ""

    private var generator: ToneGenerator
    private var line: TelephoneLine
    private var writer: AudioFileWriter
    private let channel: Int

    init(
        of shape: ToneShape, over line: TelephoneLine, channel: Int, writer: consuming AudioFileWriter
    ) {
        generator = ToneGenerator(sampleRate: writer.sampleRate, shape: shape)
        self.line = line
        self.channel = channel
        self.writer = writer
    }

    mutating func record(_ segment: ToneSegment) throws(AudioFileError) {
        let begin = writer.framesWritten
        generator.add(segment)
        while !generator.isEmpty {
            var portion = [Float](repeating: 0, count: 4096)
            var span = portion.mutableSpan
            let count = generator.fill(&span)
            portion.removeLast(portion.count - count)
            line.process(&portion)
            try writer.write(frames(portion))
        }
        if case .tone(let key, _) = segment { labels += label(key, begin..<writer.framesWritten) }
    }

    consuming func finish() throws(AudioFileError) { try writer.finish() }

    private func label(_ key: Key, _ frames: Range<Int>) -> String {
        func seconds(_ count: Int) -> JSON { .decimal(writer.sampleRate.duration(ofSamples: count).seconds, places: 6) }
        let label = JSON.members([
            "digit": .string(String(key.character)), "startSeconds": seconds(frames.lowerBound),
            "durationSeconds": seconds(frames.count),
        ])
        return label.text + "\n"
    }

    private func frames(_ mono: [Float]) -> [Float] {
        let channels = writer.channelCount
        if channels == 1 { return mono }
        var frames = [Float](repeating: 0, count: mono.count * channels)
        for (index, sample) in mono.enumerated() { frames[index * channels + channel] = sample }
        return frames
    }
}
