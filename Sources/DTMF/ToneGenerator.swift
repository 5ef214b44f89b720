import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes the sound of key presses, sample by sample, in constant memory.
///
/// Segments are queued with `add` and come out of `fill` in portions of any size. Segments begin at the sample that
/// the sum of all lengths before them falls on, so that no rounding adds up. A tone's phase is computed from its
/// sample number, not accumulated: it is as exact after hours as at the start.
public struct ToneGenerator {
    /// The rate of the samples made.
    public let sampleRate: SampleRate
    /// How the tones sound; a change counts from the next segment on.
    public var shape: ToneShape

    private var queue: [ToneSegment] = []
    private var next = 0
    private var current: Voice?
    /// The sum of the lengths of all segments begun, and the samples made.
    private var planned = MediaDuration.zero
    private var made = 0

    /// A generator of `shape` at `sampleRate`.
    public init(sampleRate: SampleRate, shape: ToneShape = .standard) {
        self.sampleRate = sampleRate
        self.shape = shape
    }

    /// Queues a segment; a negative length counts as none.
    public mutating func add(_ segment: ToneSegment) { queue.append(segment) }

    /// Queues the presses of `keys`, each with its pause, as `shape` has them.
    public mutating func add(keys: some Sequence<Key>) { queue += shape.segments(for: keys) }

    /// Whether everything queued has come out.
    public var isEmpty: Bool { current == nil && next == queue.count }

    /// Writes the next samples, full scale at 1, from the start of `buffer`; returns how many: fewer than fit only
    /// when the queue runs out.
    public mutating func fill(_ buffer: inout MutableSpan<Float>) -> Int {
        var written = 0
        while written < buffer.count, let sample = nextSample() {
            buffer[written] = sample
            written += 1
        }
        return written
    }

    /// Makes everything queued.
    public mutating func drain() -> [Float] {
        var samples: [Float] = []
        while let sample = nextSample() { samples.append(sample) }
        return samples
    }

    private mutating func nextSample() -> Float? {
        while true {
            if let value = current?.next() {
                made += 1
                return Float(value)
            }
            guard next < queue.count else {
                current = nil
                queue.removeAll(keepingCapacity: true)
                next = 0
                return nil
            }
            start(queue[next])
            next += 1
        }
    }

    private mutating func start(_ segment: ToneSegment) {
        planned = planned + max(.zero, segment.duration)
        let count = sampleRate.samples(in: planned) - made
        switch segment {
        case .silence: current = Voice(silence: count)
        case .tone(let key, _): current = Voice(key: key, count: count, shape: shape, sampleRate: sampleRate)
        }
    }
}

/// One segment while it is made.
private struct Voice {
    private var position = 0
    private let count: Int
    /// The two tones of a key, none in silence.
    private var low: SineWave?
    private var high: SineWave?
    private var slope = 0
    private var interruption = 0..<0

    init(silence count: Int) { self.count = count }

    init(key: Key, count: Int, shape: ToneShape, sampleRate: SampleRate) {
        self.count = count
        low = SineWave(
            hertz: key.frequencies.low * (1 + shape.lowFrequencyErrorPercent / 100),
            amplitude: Level.amplitude(dBm0: shape.lowLevelDBm0), sampleRate: sampleRate)
        high = SineWave(
            hertz: key.frequencies.high * (1 + shape.highFrequencyErrorPercent / 100),
            amplitude: Level.amplitude(dBm0: shape.highLevelDBm0), sampleRate: sampleRate)
        slope = min(sampleRate.samples(in: shape.rise), count / 2)
        let gap = min(max(0, sampleRate.samples(in: shape.interruption)), count)
        interruption = (count - gap) / 2..<(count + gap) / 2
    }

    mutating func next() -> Double? {
        guard position < count else { return nil }
        defer { position += 1 }
        guard let low, let high, !interruption.contains(position) else { return 0 }
        return envelope * (low.sample(at: position) + high.sample(at: position))
    }

    private var envelope: Double {
        let fromEdge = min(position, count - 1 - position)
        return fromEdge < slope ? 0.5 - 0.5 * cos(Double.pi * (Double(fromEdge) + 0.5) / Double(slope)) : 1
    }
}
