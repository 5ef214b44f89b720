import Telephony

/// Puts the frames that a network brings back into media time: early ones wait, late ones go, missing ones are silence.
///
/// A phone pushes each frame with its time stamp as it comes, and takes one frame each time its own clock has come that
/// much further:
///
///     queue.push(frame.span, at: timestamp)                      // whenever one comes
///     queue.take(&frame); legs.exchange(frame.span, for: &answer, in: &engine)   // every 20 ms
///
/// What is taken runs `depth` behind what came first, so that jitter up to it loses nothing.
public struct FrameQueue: Sendable {
    /// Samples that had not come when their time was up, and were taken as silence.
    public private(set) var missingSamples = 0
    /// Frames of which nothing was of use: too late, or there already.
    public private(set) var uselessFrames = 0
    /// How often the time stamps jumped, and the queue began anew.
    public private(set) var restarts = 0

    private let depth: Int
    /// Samples by their time stamp, as a ring; none for what has not come.
    private var samples: [Float?]
    /// The time stamp of the next sample that is taken; nil before the first frame.
    private var next: Int?
    /// The time stamp of the first frame since the last start: before it nothing is missing.
    private var first = 0

    /// What jitter and order of packets in telephone networks ask for; ITU-T G.1020 counts jitter up to some 60 ms.
    public static let standardDepth = MediaDuration.milliseconds(60)
    /// How far ahead a frame may be, and how far behind before it counts as a jump of the time stamps.
    private static let span = MediaDuration.milliseconds(2000)

    /// A queue at `rate` that evens out jitter up to `depth`, at most a second.
    public init(rate: SampleRate, depth: MediaDuration = FrameQueue.standardDepth) {
        self.depth = rate.samples(in: min(max(depth, .zero), .milliseconds(1000)))
        samples = [Float?](repeating: nil, count: rate.samples(in: FrameQueue.span))
    }

    /// A frame has come; `timestamp` counts samples, from anywhere.
    public mutating func push(_ frame: Span<Float>, at timestamp: Int) {
        if let next, abs(timestamp - next) > samples.count - depth - frame.count { restart() }
        let next = start(at: timestamp)
        var isOfUse = false
        for index in frame.indices {
            let place = timestamp + index
            guard place >= next, place < next + samples.count, samples[slot(place)] == nil else { continue }
            samples[slot(place)] = frame[index]
            isOfUse = true
        }
        if !isOfUse { uselessFrames += 1 }
    }

    /// Fills `frame` with the samples whose time has come.
    public mutating func take(_ frame: inout MutableSpan<Float>) {
        guard let next else {
            for index in frame.indices { frame[index] = 0 }
            return
        }
        for index in frame.indices {
            let place = next + index
            let slot = slot(place)
            if samples[slot] == nil, place >= first { missingSamples += 1 }
            frame[index] = samples[slot] ?? 0
            samples[slot] = nil
        }
        self.next = next + frame.count
    }

    private func slot(_ place: Int) -> Int {
        let rest = place % samples.count
        return rest < 0 ? rest + samples.count : rest
    }

    private mutating func start(at timestamp: Int) -> Int {
        if let next { return next }
        first = timestamp
        next = timestamp - depth
        return timestamp - depth
    }

    private mutating func restart() {
        for index in samples.indices { samples[index] = nil }
        next = nil
        restarts += 1
    }
}
