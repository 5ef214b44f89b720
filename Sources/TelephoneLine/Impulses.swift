import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Clicks at random instants; they may overlap.
struct Impulses: SampleStage {
    /// The lengths of clicks, in seconds.
    private static let lengths = 0.0005...0.004

    private let chance: Double
    private let peak: Double
    private let rate: Double
    private var random: SeededRandom
    /// What the clicks begun so far still add to the next samples, as a ring.
    private var pending: [Double]
    private var place = 0

    init(perSecond: Double, peakDBm0: Double, sampleRate: SampleRate, random: SeededRandom) {
        rate = Double(sampleRate.hertz)
        chance = perSecond / rate
        peak = Level.amplitude(dBm0: peakDBm0)
        pending = [Double](repeating: 0, count: Int(Impulses.lengths.upperBound * rate) + 1)
        self.random = random
    }

    mutating func next(_ sample: Float) -> Float {
        if random.uniform() < chance { begin() }
        defer {
            pending[place] = 0
            place = (place + 1) % pending.count
        }
        return Float(Double(sample) + pending[place])
    }

    private mutating func begin() {
        let range = Impulses.lengths
        let length = range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
        let count = Int(length * rate)
        // By the end of its length a click has died away to a twentieth.
        let click = (0..<count).map { random.gaussian() * exp(-3 * Double($0) / Double(count)) }
        let largest = click.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return }
        for (index, value) in click.enumerated() {
            pending[(place + index) % pending.count] += value / largest * peak
        }
    }
}
