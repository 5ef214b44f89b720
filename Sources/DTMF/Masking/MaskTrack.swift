/// Which ticks are masked, of one channel or of a whole line.
struct MaskTrack {
    /// How many ticks around a marked one are masked too.
    let before: Int
    let after: Int
    /// How many ticks have been decided.
    private(set) var decided = 0
    private var lastMarked = Int.min / 2
    private var masked: [Bool]
    /// The first frame of the stretch under way.
    var begin: Int?

    init(before: Int, after: Int) {
        (self.before, self.after) = (before, after)
        masked = [Bool](repeating: false, count: 64)
    }

    /// Takes whether `tick` is marked; in order. It decides the tick `before` ticks earlier.
    mutating func mark(_ tick: Int, _ isMarked: Bool) {
        if isMarked { lastMarked = tick }
        guard tick >= before else { return }
        masked[decided % masked.count] = lastMarked >= decided - after
        decided += 1
    }

    /// Whether `tick`, one of the last that were decided, is masked.
    func isMasked(_ tick: Int) -> Bool { masked[tick % masked.count] }
}
