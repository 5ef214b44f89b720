#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One of the lengths of sound that the marker looks through, with what must be seen there.
///
/// A short one catches a fragment of 10 ms and tells little else; a long one finds a tone under speech.
struct MarkWindow {
    /// How many ticks of 2.5 ms it spans, and how many it is moved on.
    let ticks: Int
    let hop: Int
    /// So many ticks at both ends are not marked: the window hardly sees them.
    let rim: Int
    /// What marks, within 1.9 % of the key's frequencies and further off.
    let strong: Needed
    let offFrequency: Needed
    /// What marks while somebody keys.
    let likely: Needed
    /// What marks beside a mark of the same pair.
    let weak: Needed
    /// The share of the energy at all frequencies that the pair must have.
    let shareOfAll: Float
    /// Hann's window.
    let weights: [Float]
    /// From a squared correlation to the energy that it explains.
    let scale: SIMD8<Float>
    /// The weighted energy below which a group is silent.
    let leastEnergy: Float
    /// Whether it is long enough to tell a busy tone from the lowest row.
    let knowsBusyTone: Bool
    /// For each tick, its weight turned for the busy tone to where the window starts.
    let busyTurns: [(cosine: Float, sine: Float)]
    /// For each tick and offset, its weight turned to where the window starts.
    private let turns: [(cosine: SIMD8<Float>, sine: SIMD8<Float>)]

    /// The shares of energy that the weaker and the clearer tone must have of their groups.
    struct Needed {
        let weaker: Float
        let clearer: Float

        func isMet(by seen: PairSeen, twist: ClosedRange<Float>) -> Bool {
            min(seen.rowShare, seen.columnShare) >= weaker && max(seen.rowShare, seen.columnShare) >= clearer
                && twist.contains(seen.twist)
        }
    }

    init(
        ticks: Int, hop: Int, rim: Int, ofAll: Float, strong: Needed, offFrequency: Needed, likely: Needed,
        weak: Needed,
        rate: Double, tickLength: Int
    ) {
        (self.ticks, self.hop, self.rim, shareOfAll) = (ticks, hop, rim, ofAll)
        (self.strong, self.offFrequency, self.likely, self.weak) = (strong, offFrequency, likely, weak)
        let weights = (0..<ticks).map { Float(pow(sin(Double.pi * (Double($0) + 0.5) / Double(ticks)), 2)) }
        self.weights = weights
        let whole = weights.reduce(0, +) * Float(tickLength)
        scale = SIMD8(repeating: 2 / whole)
        // 140 dB below full scale.
        leastEnergy = whole * 1e-14
        knowsBusyTone = ticks >= 16
        let busyStep = 2 * Double.pi * TickSums.busyHertz / rate * Double(tickLength)
        busyTurns = (0..<ticks).map { tick in
            let (weight, angle) = (Double(weights[tick]), busyStep * Double(tick))
            return (Float(weight * cos(angle)), Float(-weight * sin(angle)))
        }
        turns = (0..<ticks * TickSums.offsets.count).map { index in
            let (tick, offset) = (index / TickSums.offsets.count, index % TickSums.offsets.count)
            func angle(_ tone: Int) -> Double {
                TickSums.step(tone, offset: offset, rate) * Double(tick * tickLength)
            }
            let weight = Double(weights[tick])
            return (TickSums.lanes { weight * cos(angle($0)) }, TickSums.lanes { -weight * sin(angle($0)) })
        }
    }

    func turn(_ tick: Int, _ offset: Int) -> (SIMD8<Float>, SIMD8<Float>) {
        turns[tick * TickSums.offsets.count + offset]
    }
}

/// What the marker goes by.
struct MarkerLimits {
    /// The windows, shortest first.
    let windows: [MarkWindow]
    /// How far the column may stand above or below the row, as a ratio of powers: 20 dB.
    let twist: ClosedRange<Float> = 0.01...100
    /// For how long before and after a mark weak signs of the same pair count, in ticks: a tone that speech drowns
    /// for a while, and its echo.
    let reachBack = 80
    let reachOn = 160

    init(rate: Double, tickLength: Int) {
        typealias Shares = (weaker: Float, clearer: Float)
        func window(
            _ ticks: Int, hop: Int, rim: Int, ofAll: Float = 0, _ strong: Shares, off: Shares, likely: Shares,
            weak: Shares
        ) -> MarkWindow {
            func needed(_ shares: Shares) -> MarkWindow.Needed {
                MarkWindow.Needed(weaker: shares.weaker, clearer: shares.clearer)
            }
            return MarkWindow(
                ticks: ticks, hop: hop, rim: rim, ofAll: ofAll, strong: needed(strong), offFrequency: needed(off),
                likely: needed(likely), weak: needed(weak), rate: rate, tickLength: tickLength)
        }
        windows = [
            window(
                4, hop: 1, rim: 0, ofAll: 0.8, (0.89, 0.93), off: (0.89, 0.93), likely: (0.89, 0.93),
                weak: (0.82, 0.88)),
            window(8, hop: 2, rim: 0, (0.82, 0.88), off: (0.86, 0.92), likely: (0.74, 0.82), weak: (0.70, 0.75)),
            window(16, hop: 4, rim: 2, (0.72, 0.82), off: (0.84, 0.90), likely: (0.60, 0.72), weak: (0.58, 0.66)),
            window(32, hop: 8, rim: 4, (0.60, 0.72), off: (0.80, 0.85), likely: (0.48, 0.60), weak: (0.46, 0.50)),
        ]
    }
}
