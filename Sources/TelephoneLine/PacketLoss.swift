/// Frames lost on the way, and what is played instead.
struct PacketLoss: SampleStage {
    /// The chance that the first frame is lost, one after a frame that came, and one after a lost frame.
    private let chances: (first: Double, afterReceived: Double, afterLost: Double)
    private let fill: LossFill
    private var random: SeededRandom
    private var lastReceived: [Float]
    private var place = 0
    /// How many frames in a row are lost, this one with them; 0 when this one came, nil before the first.
    private var run: Int?

    init(share: Double, frame: Int, fill: LossFill, burst: Double, random: SeededRandom) {
        chances = PacketLoss.chances(share: min(1, max(0, share)), burst: burst)
        lastReceived = [Float](repeating: 0, count: max(1, frame))
        (self.fill, self.random) = (fill, random)
    }

    private static func chances(
        share: Double, burst: Double
    ) -> (first: Double, afterReceived: Double, afterLost: Double) {
        if burst <= 1 { return (share, share, share) }
        if share == 1 { return (1, 1, 1) }
        // As many runs end as begin: share / burst = (1 - share) * afterReceived.
        let odds = share / (1 - share)
        let length = max(burst, odds)
        return (share, odds / length, 1 - 1 / length)
    }

    mutating func next(_ sample: Float) -> Float {
        if place == 0 { beginFrame() }
        defer { place = (place + 1) % lastReceived.count }
        guard let run, run > 0 else {
            lastReceived[place] = sample
            return sample
        }
        return fill == .zeros ? 0 : lastReceived[place]
    }

    private mutating func beginFrame() {
        let chance = run.map { $0 > 0 ? chances.afterLost : chances.afterReceived } ?? chances.first
        let isLost = random.uniform() < chance
        run = isLost ? (run ?? 0) + 1 : 0
        // From the second loss in a row on, 6 dB lower each time.
        if isLost, run != 1 { for index in lastReceived.indices { lastReceived[index] /= 2 } }
    }
}
