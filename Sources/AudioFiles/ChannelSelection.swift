/// Which sound to take from a recording of several channels.
public enum ChannelSelection: Hashable, Sendable {
    /// One channel, counted from 0.
    case channel(Int)
    /// The mean of all channels.
    case mix

    /// Takes the selected sound from `interleaved` frames of `channelCount` samples each.
    ///
    /// `output` is replaced and has one sample a frame; it keeps its memory from chunk to chunk. Traps for a channel
    /// that is not there, or for a number of samples that is not a whole number of frames.
    public func take(from interleaved: [Float], channelCount: Int, into output: inout [Float]) {
        let share = 1 / Float(channelCount)
        ChannelSelection.walk(interleaved, channelCount, 0, &output, channel) { $0.reduce(0, +) * share }
    }

    /// Takes the selected sound of 16-bit samples; a mean is rounded.
    public func take(from interleaved: [Int16], channelCount: Int, into output: inout [Int16]) {
        ChannelSelection.walk(interleaved, channelCount, 0, &output, channel) { frame in
            let sum = frame.reduce(0) { $0 + Int($1) }
            return Int16((Double(sum) / Double(channelCount)).rounded())
        }
    }

    private var channel: Int? { if case .channel(let index) = self { index } else { nil } }

    /// One sample a frame: that of `channel`, or what `mean` makes of all.
    @inline(__always)
    private static func walk<Sample>(
        _ interleaved: [Sample], _ channelCount: Int, _ zero: Sample, _ output: inout [Sample], _ channel: Int?,
        _ mean: (Slice<UnsafeBufferPointer<Sample>>) -> Sample
    ) {
        precondition(channelCount > 0 && interleaved.count.isMultiple(of: channelCount), "whole frames")
        let frames = interleaved.count / channelCount
        if output.count > frames { output.removeLast(output.count - frames) }
        if output.count < frames { output.append(contentsOf: repeatElement(zero, count: frames - output.count)) }
        interleaved.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                if let channel {
                    precondition((0..<channelCount).contains(channel), "channel \(channel) of \(channelCount)")
                    for frame in 0..<frames { target[frame] = source[frame &* channelCount &+ channel] }
                } else {
                    for frame in 0..<frames {
                        target[frame] = mean(source[frame * channelCount..<(frame + 1) * channelCount])
                    }
                }
            }
        }
    }
}
