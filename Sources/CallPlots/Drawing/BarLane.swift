import Pictures
import Telephony

/// Spans of time as bars, in as many lines as overlap. A name stands in its bar where that is wide enough, else below with
/// a line that leads to it; where there is no room either, the bar alone is left, and tells its name to who points at it.
struct BarLane: RowLane {
    let name: String
    private let window: RowWindow
    private let scale: TimeScale
    private var bars: [Bar] = []
    private var lineCount = 0
    private var labels: LabelLines

    private struct Bar {
        let span: Span
        let line: Int
        let left: Double, width: Double
        /// What stands in it.
        var inside: String?
        /// In which line of labels its name stands, and from where; nil for none.
        var beside: (line: Int, left: Double)?
    }

    /// The bars of the spans that `window` shows, with at most `labelLines` lines of names below them.
    init(_ name: String, _ spans: [Span], _ window: RowWindow, _ scale: TimeScale, labelLines: Int) {
        self.name = name
        self.window = window
        self.scale = scale
        labels = LabelLines(most: labelLines)
        var ends: [Double] = []
        for span in spans where window.shows(span) {
            let (left, right) = (window.x(span.from), window.x(span.to))
            let line = ends.firstIndex { $0 <= left + 0.01 } ?? ends.count
            if line == ends.count { ends.append(0) }
            ends[line] = right
            bars.append(
                Bar(
                    span: span, line: line, left: left, width: max(1, right - left),
                    inside: BarLane.words(span, right - left)))
        }
        lineCount = max(1, ends.count)
        placeLabels()
    }

    /// What of a span's words stands in a bar of that width.
    private static func words(_ span: Span, _ width: Double) -> String? {
        let room = width - 8
        let isBold = span.look.isTrouble
        guard Picture.textWidth(span.name, LaneSize.text, bold: isBold) <= room else { return nil }
        guard !span.detail.isEmpty else { return span.name }
        let rest = room - Picture.textWidth(span.name + "  ", LaneSize.text, bold: isBold)
        return span.detail.fitting(rest, size: LaneSize.text, bold: isBold).map { span.name + "  " + $0 } ?? span.name
    }

    /// What went wrong comes first, what took no time last; of equals the right one, so that the lines that lead to labels
    /// cross none.
    private mutating func placeLabels() {
        func rank(_ span: Span) -> Int { span.look.isTrouble ? 0 : span.from == span.to ? 2 : 1 }
        let open = bars.indices.filter { bars[$0].inside == nil && bars[$0].span.look != .timer }
        let order = open.sorted {
            let (first, second) = (rank(bars[$0].span), rank(bars[$1].span))
            return first == second ? $0 > $1 : first < second
        }
        for index in order {
            let bar = bars[index]
            let words = BarLane.besideWords(bar.span)
            let width = Picture.textWidth(words, LaneSize.text)
            let left = min(bar.left, RowWindow.width - 8 - width)
            if let line = labels.place(left: left, width: width, leader: bar.left + 0.5) {
                bars[index].beside = (line, left)
            } else {
                bars[index].inside = bar.span.name.fitting(
                    bar.width - 6, size: LaneSize.text, bold: bar.span.look.isTrouble)
            }
        }
    }

    /// What stands below a bar: of what went wrong the reason too. Steps of a plan may have any name.
    private static func besideWords(_ span: Span) -> String {
        let words = span.look.isTrouble && !span.detail.isEmpty ? span.name + ": " + span.detail : span.name
        return words.fitting(besideWidth, size: LaneSize.text, bold: false) ?? ""
    }

    /// As much of a name as stands below a bar, in pixels.
    private static let besideWidth = 360.0

    private var barsHeight: Double { Double(lineCount) * (LaneSize.bar + 1) }
    var height: Double { barsHeight + Double(labels.count) * LaneSize.label + (labels.count == 0 ? 0 : 3) }

    func draw(top: Double, in picture: inout Picture) {
        for bar in bars { drawLeader(bar, top, &picture) }
        for bar in bars { draw(bar, top, &picture) }
    }

    private func drawLeader(_ bar: Bar, _ top: Double, _ picture: inout Picture) {
        guard let beside = bar.beside else { return }
        let x = bar.left + 0.5
        let base = top + barsHeight + Double(beside.line + 1) * LaneSize.label
        let y = top + Double(bar.line) * (LaneSize.bar + 1) + LaneSize.bar
        picture.add(.line(x1: x, y1: y, x2: x, y2: base - 7, Palette.faint, opacity: 0.8))
        picture.add(
            .text(
                BarLane.besideWords(bar.span), x: beside.left + 2, y: base, size: LaneSize.text,
                bar.span.look.besideInk,
                .start, bold: false))
    }

    private func draw(_ bar: Bar, _ top: Double, _ picture: inout Picture) {
        let look = bar.span.look
        let y = top + Double(bar.line) * (LaneSize.bar + 1)
        let box = Picture.Box(x: bar.left, y: y, width: bar.width, height: LaneSize.bar)
        picture.add(.box(box, fill: look.fill, outline: look.outline, dashed: false, about: about(bar.span)))
        if look == .cutPrompt, window.holds(bar.span.to) {
            let width = min(3, bar.width)
            let end = Picture.Box(x: bar.left + bar.width - width, y: y, width: width, height: LaneSize.bar)
            picture.add(.box(end, fill: Palette.turn, outline: nil, dashed: false, about: ""))
        }
        guard let words = bar.inside else { return }
        picture.add(
            .text(words, x: bar.left + 4, y: y + 12, size: LaneSize.text, look.ink, .start, bold: look.isTrouble))
    }

    private func about(_ span: Span) -> String {
        let detail = span.detail.isEmpty ? "" : ": " + span.detail
        let note = span.look == .cutPrompt ? " [cut short]" : span.look == .secure ? " [secure]" : ""
        let times = scale.clock(span.from.seconds, fine: true) + " to " + scale.clock(span.to.seconds, fine: true)
        return span.name + detail + note + ", " + times
    }
}
