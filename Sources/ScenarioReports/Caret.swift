/// A line of a file with a caret below the place that is meant.
struct Caret {
    private let source: String
    private let column: Int

    /// Characters of a line that are shown.
    private static let width = 100

    /// A line and a column, from 1; one behind the line's end is its end.
    init(_ source: String, column: Int) {
        (self.source, self.column) = (ReportText.line(source), max(1, column))
    }

    /// Two lines. Of a long line the part around the caret is shown.
    var lines: [String] {
        let characters = Array(source)
        let place = min(column - 1, characters.count)
        let start = place < Caret.width ? 0 : place - Caret.width / 2
        let end = min(characters.count, start + Caret.width)
        let head = start > 0 ? "..." : ""
        let shown = head + String(characters[start..<end]) + (end < characters.count ? "..." : "")
        return [shown, String(repeating: " ", count: head.count + place - start) + "^"]
    }
}
