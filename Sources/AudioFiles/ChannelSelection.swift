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
        precondition(channelCount > 0 && interleaved.count.isMultiple(of: channelCount), "whole frames")
        output.removeAll(keepingCapacity: true)
        switch self {
        case .channel(let index):
            precondition((0..<channelCount).contains(index), "channel \(index) of \(channelCount)")
            guard channelCount > 1 else { return output.append(contentsOf: interleaved) }
            for sample in stride(from: index, to: interleaved.count, by: channelCount) {
                output.append(interleaved[sample])
            }
        case .mix:
            let share = 1 / Float(channelCount)
            for frame in stride(from: 0, to: interleaved.count, by: channelCount) {
                var sum: Float = 0
                for channel in 0..<channelCount { sum += interleaved[frame + channel] }
                output.append(sum * share)
            }
        }
    }
}
