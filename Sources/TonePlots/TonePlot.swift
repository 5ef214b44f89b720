import DTMF
import Pictures
import Telephony

/// A recording's tones over the spectrogram of its sound: the digits found and the near misses where they are.
public struct TonePlot: Sendable {
    /// One channel.
    public struct Channel: Sendable {
        /// How the channel is called; nil where there is no other.
        public var name: String?
        /// Its sound, to the end.
        public var spectrogram: Spectrogram
        /// The tones found, each with the digit that may be shown for it. Where that is another than the tone's, the
        /// frequencies are not marked.
        public var tones: [(tone: DetectedTone, shown: Character)] = []
        /// The near misses that may be shown.
        public var misses: [NearMiss] = []

        /// A channel with nothing found in it yet.
        public init(name: String? = nil, spectrogram: Spectrogram) {
            (self.name, self.spectrogram) = (name, spectrogram)
        }
    }

    /// What stands above the picture.
    public var title: String
    /// How long the sound is.
    public var duration: MediaDuration
    /// The channels, from the top.
    public var channels: [Channel]
    /// When no sound is shown, on any channel.
    public var hidden: [Range<MediaTime>] = []

    /// The most channels that a picture has room for.
    public static let channelLimit = 8

    /// A plot of `channels`, at most `channelLimit`, of a sound of `duration`.
    public init(title: String, duration: MediaDuration, channels: [Channel]) {
        (self.title, self.duration, self.channels) = (title, duration, channels)
    }

    /// The plot as it is drawn. Up to 40 s stand in one row, longer sounds in rows of 30 s or more, so that the picture
    /// does not grow without end.
    public func picture() -> Picture {
        let layout = PlotLayout(self)
        var picture = Picture(width: PlotLayout.width, height: layout.height)
        drawHead(layout, &picture)
        for row in 0..<layout.rowCount {
            for index in channels.indices {
                let panel = PlotPanel(plot: self, channel: channels[index], layout: layout, row: row, index: index)
                panel.draw(&picture)
            }
            drawTimes(layout, row, &picture)
        }
        return picture
    }

    private func drawHead(_ layout: PlotLayout, _ picture: inout Picture) {
        let left = PlotLayout.left
        picture.add(.text(title, x: left, y: 24, size: 15, Palette.ink, .start, bold: true))
        let counts = [
            (channels.reduce(0) { $0 + $1.tones.count }, "digit", "digits"),
            (channels.reduce(0) { $0 + $1.misses.count }, "near miss", "near misses"),
        ]
        let found = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        let words = (["\(layout.scale.clock(duration.seconds, fine: true))"] + found).joined(separator: ", ")
        picture.add(.text(words, x: left, y: 42, size: 12, Palette.faint, .start, bold: false))

        // The scale of the colours.
        let (width, right) = (160.0, PlotLayout.width - PlotLayout.right - 40)
        var scale = Raster(width: 128, height: 1, colour: 0)
        for x in 0..<128 { scale.points[x] = Palette.colour(Double(x) / 127) }
        let bar = Picture.Box(x: right - width, y: 16, width: width, height: 10)
        picture.add(.image(scale, bar))
        picture.add(.text("dBm0", x: right + 8, y: 25, size: 10, Palette.faint, .start, bold: false))
        for step in 0...3 {
            let level = layout.top - Palette.range * (1 - Double(step) / 3)
            let x = bar.x + width * Double(step) / 3
            picture.add(.text("\(Int(level))", x: x, y: 38, size: 10, Palette.faint, .middle, bold: false))
        }
        var x = bar.x - 24
        for (words, outline, isUsed) in [
            ("sound not shown", nil, !hidden.isEmpty), ("near miss", Palette.miss, counts[1].0 > 0),
            ("digit", Palette.digit, true),
        ] as [(String, Picture.Colour?, Bool)] where isUsed {
            picture.add(.text(words, x: x, y: 25, size: 11, Palette.faint, .end, bold: false))
            x -= Picture.textWidth(words, 11) + 20
            let frame = Picture.Box(x: x, y: 12, width: 16, height: 18)
            let mark = Picture.Box(x: x + 5, y: 15, width: 6, height: 12)
            let paint = outline == nil ? Palette.masked : Palette.colour(0.2)
            picture.add(.box(frame, fill: paint, outline: nil, dashed: false, about: ""))
            picture.add(.box(mark, fill: nil, outline: outline, dashed: outline == Palette.miss, about: ""))
            x -= 16
        }
    }

    private func drawTimes(_ layout: PlotLayout, _ row: Int, _ picture: inout Picture) {
        let y = layout.bottom(ofRow: row)
        let span = layout.span(ofRow: row)
        for seconds in layout.scale.times(from: span.lowerBound, to: min(span.upperBound, layout.seconds)) {
            let x = layout.x(seconds, row)
            picture.add(.line(x1: x, y1: y, x2: x, y2: y + 4, Palette.faint, opacity: 1))
            let words = layout.scale.clock(seconds, fine: false)
            picture.add(.text(words, x: x, y: y + 15, size: 10.5, Palette.ink, .middle, bold: false))
        }
    }
}
