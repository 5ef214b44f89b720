import PaymentCall
import Pictures
import Telephony

/// The keys of the caller: a tick a press, above it what a field took. Keys that wait for their question are faint, and are
/// named where it takes them; keys that are thrown away are crossed, the reason below.
struct KeyLane: RowLane {
    let name = "keys"
    private let window: RowWindow
    private let scale: TimeScale
    private let presses: [CallerKeys.Press]
    private var names = LabelLines(most: 3, gap: 0.5)
    private var reasons = LabelLines(most: 2)
    private var labels: [Label] = []
    private var dropped: [Label] = []
    private let entries: [CallerKeys.Entry]

    private struct Label {
        let words: String
        let middle: Double
        let line: Int
    }

    private static let size = 11.0
    private static let tick = 9.0

    init(_ keys: CallerKeys, _ window: RowWindow, _ scale: TimeScale) {
        self.window = window
        self.scale = scale
        presses = keys.presses.filter { window.holds($0.time) }
        entries = keys.entries.filter { entry in entry.keys.contains { window.holds($0.time) } }
        for entry in entries { place(entry.keys.filter { window.holds($0.time) }) }
        placeReasons(keys)
    }

    /// Each key over its tick where they are far enough apart, else all in one word.
    private mutating func place(_ keys: [CallerKeys.Taken]) {
        let places = keys.map { window.x($0.time) }
        let width = Picture.textWidth("0", KeyLane.size, bold: true)
        let spacing = zip(places.dropFirst(), places).map { $0 - $1 }.min() ?? .infinity
        let isApart = spacing >= width
        let words = String(keys.map(\.shown))
        let centre = (places[0] + places[places.count - 1]) / 2
        let whole =
            isApart ? places[places.count - 1] - places[0] + width : Picture.textWidth(words, KeyLane.size, bold: true)
        // A long word of keys at the edge of the row stays within it.
        let middle = isApart ? centre : min(max(centre, RowWindow.left + whole / 2), RowWindow.width - 4 - whole / 2)
        guard let line = names.place(left: middle - whole / 2, width: whole, leader: middle) else { return }
        if isApart {
            labels += zip(keys, places).map { Label(words: String($0.shown), middle: $1, line: line) }
        } else {
            labels.append(Label(words: words, middle: middle, line: line))
        }
    }

    private mutating func placeReasons(_ keys: CallerKeys) {
        for press in presses {
            if case .dropped(let why) = press.fate { placeReason(why.rawValue, window.x(press.time)) }
        }
        for loss in keys.losses where window.holds(loss.time) {
            placeReason("\(loss.count) × \(loss.why.rawValue)", window.x(loss.time))
        }
    }

    private mutating func placeReason(_ words: String, _ x: Double) {
        // One word for keys that were dropped together.
        if let last = dropped.last, last.words == words, x - last.middle < Picture.textWidth(words, LaneSize.text) {
            return
        }
        let width = Picture.textWidth(words, LaneSize.text)
        let middle = min(max(x, RowWindow.left + width / 2), RowWindow.width - 4 - width / 2)
        guard let line = reasons.place(left: middle - width / 2, width: width, leader: x) else { return }
        dropped.append(Label(words: words, middle: middle, line: line))
    }

    private var namesHeight: Double { Double(max(1, names.count)) * LaneSize.label }
    private var reasonsHeight: Double { Double(reasons.count) * LaneSize.label }
    var height: Double { namesHeight + KeyLane.tick + reasonsHeight + 2 }

    func draw(top: Double, in picture: inout Picture) {
        let base = top + namesHeight
        for press in presses { draw(press, base, &picture) }
        for label in labels {
            let y = base - 3 - Double(label.line) * LaneSize.label
            picture.add(.text(label.words, x: label.middle, y: y, size: KeyLane.size, Palette.ink, .middle, bold: true))
        }
        for label in dropped {
            let y = base + KeyLane.tick + Double(label.line + 1) * LaneSize.label - 2
            picture.add(
                .text(label.words, x: label.middle, y: y, size: LaneSize.text, Palette.wrong, .middle, bold: false))
        }
        for entry in entries { drawAbout(entry, top, &picture) }
    }

    private func draw(_ press: CallerKeys.Press, _ y: Double, _ picture: inout Picture) {
        let (x, end) = (window.x(press.time), y + KeyLane.tick)
        func line(
            _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: Picture.Colour, _ opacity: Double = 1
        ) {
            picture.add(.line(x1: x1, y1: y1, x2: x2, y2: y2, colour, opacity: opacity))
        }
        switch press.fate {
        case .used: line(x, y, x, end, Palette.ink)
        case .waits: line(x, y, x, end, Palette.faint, 0.5)
        case .dropped:
            line(x - 3, y + 1, x + 3, end - 1, Palette.wrong)
            line(x - 3, end - 1, x + 3, y + 1, Palette.wrong)
        }
    }

    /// Tells to who points at the keys what they were for.
    private func drawAbout(_ entry: CallerKeys.Entry, _ top: Double, _ picture: inout Picture) {
        let places = entry.keys.filter { window.holds($0.time) }.map { window.x($0.time) }
        guard let first = places.first, let last = places.last else { return }
        let box = Picture.Box(x: first - 4, y: top, width: last - first + 8, height: namesHeight + KeyLane.tick)
        let words = "\(entry.field): \(entry.keys.count == 1 ? "1 key" : "\(entry.keys.count) keys")"
        let at = scale.clock(entry.keys[0].time.seconds, fine: true)
        picture.add(.box(box, fill: nil, outline: nil, dashed: false, about: words + ", " + at))
    }
}
