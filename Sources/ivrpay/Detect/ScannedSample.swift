import AudioFiles
import DTMF
import TonePlots

/// A sample as it is read: of 16 bits where that loses nothing, else a float.
protocol ScannedSample: BitwiseCopyable {
    static func read(
        _ reader: inout AudioFileReader, into frames: inout [Self], maxFrames: Int
    ) throws(AudioFileError) -> Int
    static func take(
        _ selection: ChannelSelection, from frames: [Self], _ channelCount: Int, into samples: inout [Self])
    static func process(_ samples: Span<Self>, with detector: inout ToneDetector, report: (ToneEvent) -> Void)
    static func draw(_ samples: Span<Self>, in spectrogram: inout Spectrogram)
}

extension Int16: ScannedSample {
    static func read(
        _ reader: inout AudioFileReader, into frames: inout [Int16], maxFrames: Int
    ) throws(AudioFileError) -> Int { try reader.read(into: &frames, maxFrames: maxFrames) }

    static func take(
        _ selection: ChannelSelection, from frames: [Int16], _ channelCount: Int, into samples: inout [Int16]
    ) { selection.take(from: frames, channelCount: channelCount, into: &samples) }

    static func process(_ samples: Span<Int16>, with detector: inout ToneDetector, report: (ToneEvent) -> Void) {
        detector.process(samples, report: report)
    }

    static func draw(_ samples: Span<Int16>, in spectrogram: inout Spectrogram) { spectrogram.take(samples) }
}

extension Float: ScannedSample {
    static func read(
        _ reader: inout AudioFileReader, into frames: inout [Float], maxFrames: Int
    ) throws(AudioFileError) -> Int { try reader.read(into: &frames, maxFrames: maxFrames) }

    static func take(
        _ selection: ChannelSelection, from frames: [Float], _ channelCount: Int, into samples: inout [Float]
    ) { selection.take(from: frames, channelCount: channelCount, into: &samples) }

    static func process(_ samples: Span<Float>, with detector: inout ToneDetector, report: (ToneEvent) -> Void) {
        detector.process(samples, report: report)
    }

    static func draw(_ samples: Span<Float>, in spectrogram: inout Spectrogram) { spectrogram.take(samples) }
}
