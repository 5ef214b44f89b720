/// Lines of labels: no label stands over another, or over the line that leads to another.
struct LabelLines {
    private var taken: [[ClosedRange<Double>]]
    private let gap: Double

    /// At most so many lines, whose labels are `gap` pixels apart.
    init(most: Int, gap: Double = 4) {
        self.gap = gap
        taken = [[ClosedRange<Double>]](repeating: [], count: most)
    }

    /// How many lines are in use.
    var count: Int { (taken.lastIndex { !$0.isEmpty } ?? -1) + 1 }

    /// The line for a label from `left` on, `width` pixels wide, whose leader comes from line 0 at `leader`; nil where
    /// none has room.
    mutating func place(left: Double, width: Double, leader: Double) -> Int? {
        let label = left - gap / 2...left + width + gap / 2
        let path = leader - 1...leader + 1
        for line in taken.indices {
            if isFree(label, on: line) {
                taken[line].append(label)
                for above in 0..<line { taken[above].append(path) }
                return line
            }
            // Further lines are behind this one, and the leader can't pass.
            if !isFree(path, on: line) { return nil }
        }
        return nil
    }

    private func isFree(_ range: ClosedRange<Double>, on line: Int) -> Bool {
        !taken[line].contains { $0.overlaps(range) }
    }
}
