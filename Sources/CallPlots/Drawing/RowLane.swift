import Pictures

/// One lane of a row: it knows how high it is before it is drawn.
protocol RowLane {
    /// What stands to the left of it.
    var name: String { get }
    /// In pixels.
    var height: Double { get }
    /// Draws the lane from `top` downwards.
    func draw(top: Double, in picture: inout Picture)
}

/// The sizes that lanes have in common, in pixels.
enum LaneSize {
    /// A bar, and a line of labels below it.
    static let bar = 17.0, label = 12.0
    /// Between two lanes.
    static let gap = 5.0
    /// Letters in and below bars.
    static let text = 10.0
}

extension String {
    /// As much of the text as is `width` pixels wide, with a mark where some is left out; nil where hardly anything is.
    func fitting(_ width: Double, size: Double, bold: Bool) -> String? {
        let room = Int(max(0, width) / Picture.textWidth("0", size, bold: bold))
        if count <= room { return self }
        return room < 5 ? nil : prefix(room - 1).trimmingTail + "…"
    }
}

extension Substring {
    /// Without the spaces at its end.
    fileprivate var trimmingTail: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? endIndex)])
    }
}
