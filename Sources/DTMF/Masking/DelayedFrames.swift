/// Interleaved frames on their way through a delay, addressed by their number since the start.
struct DelayedFrames {
    /// How many frames have come in, and how many have gone out.
    private(set) var end = 0
    private(set) var sent = 0
    /// The last frame that went out as it came in or was filled.
    private(set) var last: [Float]
    private let channelCount: Int
    private var samples: [Float]
    /// The number of the first frame in `samples`.
    private var origin = 0

    /// Room for `frames` frames on their way.
    init(frames: Int, channelCount: Int) {
        self.channelCount = channelCount
        samples = [Float](repeating: 0, count: 2 * frames * channelCount)
        last = [Float](repeating: 0, count: channelCount)
    }

    /// A sample of a frame that has not gone out.
    subscript(frame: Int, channel: Int) -> Float {
        get { samples[(frame - origin) * channelCount + channel] }
        set { samples[(frame - origin) * channelCount + channel] = newValue }
    }

    /// Takes the next frames.
    mutating func append(_ frames: Span<Float>) {
        let count = frames.count / channelCount
        if (end - origin + count) * channelCount > samples.count { moveBack() }
        let start = (end - origin) * channelCount
        for index in 0..<frames.count { samples[start + index] = frames[index] }
        end += count
    }

    /// Appends the frames before number `stop` to `out`.
    mutating func send(to stop: Int, into out: inout [Float]) {
        let from = (sent - origin) * channelCount
        let to = (stop - origin) * channelCount
        out.append(contentsOf: samples[from..<to])
        for channel in 0..<channelCount { last[channel] = samples[to - channelCount + channel] }
        sent = stop
    }

    private mutating func moveBack() {
        let first = (sent - origin) * channelCount
        for index in first..<(end - origin) * channelCount { samples[index - first] = samples[index] }
        origin = sent
    }
}
