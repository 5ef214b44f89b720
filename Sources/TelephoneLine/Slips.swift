/// Pieces of sound dropped or said twice.
struct Slips: LineStage {
    private let chance: Double
    private var random: SeededRandom
    /// The last samples that were not dropped, as many as a piece has, as a ring; silence before the first.
    private var past: [Float]
    private var place = 0
    /// How many of the next samples are dropped.
    private var dropping = 0

    init(chance: Double, length: Int, random: SeededRandom) {
        self.chance = chance
        past = [Float](repeating: 0, count: max(0, length))
        self.random = random
    }

    mutating func process(_ samples: inout [Float]) {
        guard !past.isEmpty else { return }
        var result: [Float] = []
        result.reserveCapacity(samples.count + past.count)
        for sample in samples {
            if dropping > 0 {
                dropping -= 1
                continue
            }
            remember(sample)
            result.append(sample)
            guard random.uniform() < chance else { continue }
            if random.next() % 2 == 0 {
                dropping = past.count
            } else {
                result += past[place...] + past[..<place]
            }
        }
        samples = result
    }

    private mutating func remember(_ sample: Float) {
        past[place] = sample
        place = (place + 1) % past.count
    }
}
