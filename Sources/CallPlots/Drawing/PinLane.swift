import Pictures
import Telephony

/// Above the lanes: what went wrong and how the call ended, each with a line through all lanes.
struct PinLane {
    private let window: RowWindow
    private var pins: [Placed] = []
    private var lines = LabelLines(most: 6)

    private struct Placed {
        let pin: Pin
        let x: Double
        /// What stands beside it, from where, and in which line from below; nil where there was no room.
        var label: (words: String, left: Double, line: Int)?
    }

    private static let size = 11.0
    private static let pitch = 15.0

    init(_ pins: [Pin], _ window: RowWindow) {
        self.window = window
        self.pins = pins.filter { window.holds($0.time) }.map { Placed(pin: $0, x: window.x($0.time), label: nil) }
        // The result comes first; of the others the right one, so that no line crosses words.
        let order = self.pins.indices.reversed().sorted { first, second in
            let (isFirst, isSecond) = (self.pins[first].pin.look.isResult, self.pins[second].pin.look.isResult)
            return isFirst == isSecond ? first > second : isFirst
        }
        for index in order { place(index) }
    }

    private mutating func place(_ index: Int) {
        let placed = pins[index]
        for given in [placed.pin.words, placed.pin.brief] {
            // A plan's step, and a queue, may have any name.
            let words = given.fitting(600, size: PinLane.size, bold: placed.pin.look.isResult) ?? ""
            let width = PinLane.width(of: words, placed.pin.look)
            // To the right of its line, or to the left where the picture ends.
            let isLeft = placed.x + 4 + width > RowWindow.width - 6
            let left = isLeft ? placed.x - 4 - width : placed.x + 4
            guard let line = lines.place(left: left, width: width, leader: placed.x) else { continue }
            pins[index].label = (words, left, line)
            return
        }
    }

    /// A result stands in a box.
    private static func width(of words: String, _ look: Pin.Look) -> Double {
        Picture.textWidth(words, size, bold: look.isResult) + (look.isResult ? 8 : 0)
    }

    var height: Double { Double(max(1, lines.count)) * PinLane.pitch + 4 }

    /// Draws the lines, from the labels that begin at `top` to `bottom`.
    func drawLines(top: Double, bottom: Double, in picture: inout Picture) {
        for placed in pins {
            let y = placed.label.map { base(top, $0.line) - 9 } ?? top + height - 4
            let opacity = placed.pin.look.isResult ? 1 : 0.55
            picture.add(.line(x1: placed.x, y1: y, x2: placed.x, y2: bottom, placed.pin.look.ink, opacity: opacity))
        }
    }

    func draw(top: Double, in picture: inout Picture) {
        for placed in pins {
            guard let (words, left, line) = placed.label else { continue }
            let isResult = placed.pin.look.isResult
            let y = base(top, line)
            if isResult {
                let width = PinLane.width(of: words, placed.pin.look)
                let box = Picture.Box(x: left, y: y - 11, width: width, height: 14)
                picture.add(.box(box, fill: placed.pin.look.ink, outline: nil, dashed: false, about: placed.pin.words))
            }
            picture.add(
                .text(
                    words, x: left + (isResult ? 4 : 0), y: y, size: PinLane.size,
                    isResult ? Palette.paper : placed.pin.look.ink, .start, bold: isResult))
        }
    }

    private func base(_ top: Double, _ line: Int) -> Double { top + height - 7 - Double(line) * PinLane.pitch }
}
