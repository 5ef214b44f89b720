import DTMF
import Pictures
import Telephony

/// One channel during one row's time.
struct PlotPanel {
    let plot: TonePlot
    let channel: TonePlot.Channel
    let layout: PlotLayout
    let row: Int
    let index: Int

    private var top: Double { layout.bandTop(row, index) }
    private var span: ClosedRange<Double> { layout.span(ofRow: row) }
    /// The last row may be shorter.
    private var end: Double { min(span.upperBound, layout.seconds) }
    private var right: Double { layout.x(end, row) }

    func draw(_ picture: inout Picture) {
        drawSound(&picture)
        drawFrequencies(&picture)
        drawMisses(&picture)
        drawTones(&picture)
        if let name = channel.name {
            picture.add(.text(name, x: 8, y: top - 15, size: 11, Palette.ink, .start, bold: true))
        }
    }

    /// The spectrogram, and the level below it.
    private func drawSound(_ picture: inout Picture) {
        let width = max(1, Int((right - PlotLayout.left).rounded()))
        var image = Raster(width: width, height: Spectrogram.rowCount, colour: Palette.masked)
        let base = top + layout.bandHeight + layout.missLane + layout.levelHeight
        var levels: [(x: Double, y: Double)] = [(PlotLayout.left, base)]
        for x in 0..<width {
            let from = span.lowerBound + Double(x) / PlotLayout.panelWidth * layout.rowSeconds
            let to = span.lowerBound + Double(x + 1) / PlotLayout.panelWidth * layout.rowSeconds
            var height = 0.0
            if !plot.isHidden(from, to, around: channel.spectrogram.columnSeconds) {
                let column = channel.spectrogram.levels(from: from, to: to)
                for y in 0..<Spectrogram.rowCount {
                    let share = column.map { ($0[y] - layout.top) / Palette.range + 1 } ?? 0
                    image.points[(Spectrogram.rowCount - 1 - y) * width + x] = Palette.colour(share)
                }
                // From -60 dBm0 to the loudest that a codec carries.
                let level = column?.last ?? Spectrogram.silence
                height = max(0, min((level + 60) / 63, 1)) * layout.levelHeight
            }
            levels.append((PlotLayout.left + Double(x) + 0.5, base - height))
        }
        levels.append((right, base))
        picture.add(
            .image(image, Picture.Box(x: PlotLayout.left, y: top, width: Double(width), height: layout.bandHeight)))
        picture.add(.area(levels, Palette.level))
        picture.add(.line(x1: PlotLayout.left, y1: base, x2: right, y2: base, Palette.faint, opacity: 1))
        for (words, y) in [("3", base - layout.levelHeight + 8), ("-60 dBm0", base)] {
            picture.add(.text(words, x: PlotLayout.left - 6, y: y, size: 8.5, Palette.faint, .end, bold: false))
        }
    }

    /// The eight lines of the keypad.
    private func drawFrequencies(_ picture: inout Picture) {
        for (place, hertz) in KeyTones.all.enumerated() {
            let y = top + layout.depth(hertz)
            picture.add(.line(x1: PlotLayout.left, y1: y, x2: right, y2: y, Palette.digit, opacity: 0.3))
            // Two columns of numbers: in a low panel one would be too narrow.
            let x = PlotLayout.left - (place.isMultiple(of: 2) ? 6 : 34)
            picture.add(.text("\(Int(hertz))", x: x, y: y + 3.5, size: 9.5, Palette.ink, .end, bold: false))
            picture.add(.line(x1: x + 2, y1: y, x2: PlotLayout.left, y2: y, Palette.faint, opacity: 0.5))
        }
        picture.add(.text("Hz", x: PlotLayout.left - 6, y: top - 2, size: 9.5, Palette.faint, .end, bold: false))
    }

    private func drawTones(_ picture: inout Picture) {
        var lanes = LabelLanes(count: 2)
        for (tone, shown) in channel.tones where overlaps(tone.begin, tone.duration) {
            let box = box(tone.begin, tone.duration, tone.key)
            if shown == tone.key.character {
                picture.add(.box(box, fill: nil, outline: Palette.digit, dashed: false, about: about(tone)))
            }
            // A tone that began in the row before has its digit there.
            guard span.contains(tone.begin.seconds) else { continue }
            let middle = box.x + box.width / 2
            if let (lane, x) = lanes.place(middle, width: layout.keySize * PlotLayout.keyWidth) {
                let y = top - 3 - Double(lane) * 13
                picture.add(.text(String(shown), x: x, y: y, size: layout.keySize, Palette.ink, .middle, bold: true))
            }
        }
    }

    private func drawMisses(_ picture: inout Picture) {
        var lanes = LabelLanes(count: 2)
        for miss in channel.misses where overlaps(miss.begin, miss.duration) {
            let box = box(miss.begin, miss.duration, miss.key)
            picture.add(.box(box, fill: nil, outline: Palette.miss, dashed: true, about: miss.words))
            guard span.contains(miss.begin.seconds) else { continue }
            let words = miss.refusal.reason
            let width = Picture.textWidth(words, 9) + 6
            let middle = min(max(box.x + box.width / 2, PlotLayout.left + width / 2), PlotLayout.width - width / 2)
            if let (lane, x) = lanes.place(middle, width: width, drift: 40) {
                let y = top + layout.bandHeight + 10 + Double(lane) * 11
                picture.add(.text(words, x: x, y: y, size: 9, Palette.missInk, .middle, bold: false))
            }
        }
    }

    private func overlaps(_ begin: MediaTime, _ duration: MediaDuration) -> Bool {
        begin.seconds < span.upperBound && (begin + duration).seconds > span.lowerBound
    }

    /// Around both tones of `key`, as far as this row goes.
    private func box(_ begin: MediaTime, _ duration: MediaDuration, _ key: Key) -> Picture.Box {
        let from = layout.x(max(begin.seconds, span.lowerBound), row)
        let to = layout.x(min((begin + duration).seconds, span.upperBound), row)
        let margin = 1.035
        let (high, low) = (layout.depth(key.frequencies.high * margin), layout.depth(key.frequencies.low / margin))
        return Picture.Box(x: from, y: top + high, width: max(1, to - from), height: low - high)
    }

    private func about(_ tone: DetectedTone) -> String {
        let (low, high) = tone.key.frequencies
        return
            "\(tone.key.character)  \(Int(low))+\(Int(high)) Hz  at \(layout.scale.clock(tone.begin.seconds, fine: true)) "
            + "for \(Int((tone.duration.seconds * 1000).rounded())) ms"
    }
}

/// The eight frequencies of ITU-T Q.23, in Hz.
enum KeyTones {
    static let all =
        [Key.one, .four, .seven, .star].map(\.frequencies.low) + [Key.one, .two, .three, .a].map(\.frequencies.high)
}

/// Puts labels beside each other: none over another, none far from its place.
private struct LabelLanes {
    private var ends: [Double]

    init(count: Int) { ends = [Double](repeating: -.infinity, count: count) }

    /// The lane and the middle for a label of `width` that belongs at `middle`; nil where it would stand more than
    /// `drift` pixels beside that.
    mutating func place(_ middle: Double, width: Double, drift: Double = 8) -> (lane: Int, middle: Double)? {
        // As good as in time: a hundredth of a pixel is what numbers lose.
        let starts = ends.map { $0 - 0.01 > middle - width / 2 ? $0 : middle - width / 2 }
        guard let lane = starts.indices.min(by: { starts[$0] < starts[$1] }),
            starts[lane] - (middle - width / 2) <= drift
        else { return nil }
        ends[lane] = starts[lane] + width
        return (lane, starts[lane] + width / 2)
    }
}

extension TonePlot {
    /// Whether something hidden sounds from second `from` to `to`, or in columns of `width` seconds around them.
    func isHidden(_ from: Double, _ to: Double, around width: Double) -> Bool {
        let reach = Spectrogram.reach + width
        return hidden.contains { $0.lowerBound.seconds < to + reach && $0.upperBound.seconds > from - reach }
    }
}
