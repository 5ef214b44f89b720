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
    private var noise: NoiseSource?

    /// A generator of `shape` at `sampleRate`, over noise if asked for.
    public init(sampleRate: SampleRate, shape: ToneShape = .standard, noise: NoiseFloor? = nil) {
        self.sampleRate = sampleRate
        self.shape = shape
        self.noise = noise.map(NoiseSource.init)
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
                return Float(value + (noise?.next() ?? 0))
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
    private var low = (amplitude: 0.0, cycles: 0.0)
    private var high = (amplitude: 0.0, cycles: 0.0)
    private var slope = 0

    init(silence count: Int) { self.count = count }

    init(key: Key, count: Int, shape: ToneShape, sampleRate: SampleRate) {
        self.count = count
        let rate = Double(sampleRate.hertz)
        low = (
            Level.amplitude(dBm0: shape.levelDBm0 - max(0, shape.twistDB)),
            key.frequencies.low * (1 + shape.lowFrequencyErrorPercent / 100) / rate
        )
        high = (
            Level.amplitude(dBm0: shape.levelDBm0 + min(0, shape.twistDB)),
            key.frequencies.high * (1 + shape.highFrequencyErrorPercent / 100) / rate
        )
        slope = min(sampleRate.samples(in: shape.rise), count / 2)
    }

    mutating func next() -> Double? {
        guard position < count else { return nil }
        defer { position += 1 }
        guard low.amplitude > 0 else { return 0 }
        return envelope
            * (low.amplitude * Voice.sine(low.cycles, position) + high.amplitude * Voice.sine(high.cycles, position))
    }

    private var envelope: Double {
        let fromEdge = min(position, count - 1 - position)
        return fromEdge < slope ? 0.5 - 0.5 * cos(Double.pi * (Double(fromEdge) + 0.5) / Double(slope)) : 1
    }

    private static func sine(_ cycles: Double, _ position: Int) -> Double {
        let turned = cycles * Double(position)
        return sin(2 * Double.pi * (turned - turned.rounded(.down)))
    }
}

/// Gaussian noise by Box and Muller's method from SplitMix64.
private struct NoiseSource {
    private var state: UInt64
    private let deviation: Double
    private var spare: Double?

    init(_ floor: NoiseFloor) {
        state = floor.seed
        deviation = Level.amplitude(dBm0: floor.levelDBm0) / 2.0.squareRoot()
    }

    mutating func next() -> Double {
        if let ready = spare {
            spare = nil
            return ready
        }
        let radius = deviation * (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    /// 0 to below 1, in 53 bits.
    private mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
