import Pictures
import Telephony

/// The time that one row of the picture shows.
struct RowWindow: Sendable {
    /// The whole picture, and what stands beside the lanes, in pixels.
    static let width = 1720.0, left = 96.0, right = 24.0
    /// A whole row's time takes so many pixels.
    static let laneWidth = width - left - right

    /// The first second, how many seconds a whole row shows, and the second at which this one ends.
    let start: Double, length: Double, end: Double
    /// Whether the call ends in it.
    let isLast: Bool

    /// A call of up to 40 s stands in one row, so that keys in quick succession stay apart; up to 3 minutes in rows of 30 s;
    /// longer ones in rows of a minute, and in longer rows where there would be more than 16.
    static func windows(of duration: MediaDuration) -> [RowWindow] {
        // A call that ends as it begins has a picture too.
        let total = max(duration.seconds, 0.01)
        let length = rowLength(total)
        let count = max(1, Int((total / length - 1e-9).rounded(.up)))
        return (0..<count).map { row in
            RowWindow(
                start: Double(row) * length, length: length, end: min(Double(row + 1) * length, total),
                isLast: row == count - 1)
        }
    }

    private static func rowLength(_ total: Double) -> Double {
        if total <= 40 { return total }
        if total <= 180 { return 30 }
        let lengths = [60.0, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400]
        return lengths.first { total <= $0 * 16 } ?? total / 16
    }

    /// Where an instant stands, from the left of the picture; what is before or behind the row stands at its edge.
    func x(_ time: MediaTime) -> Double { x(seconds: time.seconds) }

    /// Where a second stands.
    func x(seconds: Double) -> Double {
        RowWindow.left + (max(start, min(seconds, end)) - start) / length * RowWindow.laneWidth
    }

    /// The right edge of what is shown.
    var rightEdge: Double { x(seconds: end) }

    /// Whether something that happens at an instant is in this row.
    func holds(_ time: MediaTime) -> Bool { time.seconds >= start && (time.seconds < end || isLast) }

    /// Whether any of a span is in this row.
    func shows(_ span: Span) -> Bool {
        span.from == span.to ? holds(span.from) : span.from.seconds < end && span.to.seconds > start
    }
}
