import Pictures
import Telephony

/// One row of the picture: the pins, the lanes under each other, and the times below.
struct PlotRow {
    private let window: RowWindow
    private let scale: TimeScale
    private let secure: [Span]
    private let pins: PinLane
    private let lanes: [any RowLane]

    /// Below the lanes: the times; and between two rows.
    private static let foot = 24.0, between = 16.0

    /// What `window` shows of a call. A lane of which the call has nothing at all is left out, in every row.
    init(_ timeline: CallTimeline, _ waves: CallWaves?, _ window: RowWindow, _ scale: TimeScale) {
        self.window = window
        self.scale = scale
        secure = timeline.secure.filter(window.shows)
        pins = PinLane(timeline.pins, window)
        var lanes: [any RowLane] = []
        func bars(_ name: String, _ spans: [Span], labelLines: Int) {
            guard !spans.isEmpty else { return }
            lanes.append(BarLane(name, spans, window, scale, labelLines: labelLines))
        }
        func wave(_ name: String, _ envelope: WaveEnvelope?, _ colour: Picture.Colour) {
            guard let envelope, let waves else { return }
            lanes.append(WaveLane(name, envelope, window, colour, peak: waves.peak))
        }
        bars("plan", timeline.steps, labelLines: 3)
        bars("part", timeline.segments, labelLines: 3)
        bars("question", timeline.questions, labelLines: 7)
        bars("prompts", timeline.prompts, labelLines: 7)
        wave("IVR", waves?.ivr, Palette.ivrWave)
        if !timeline.keys.presses.isEmpty { lanes.append(KeyLane(timeline.keys, window, scale)) }
        wave("caller", waves?.caller, Palette.callerWave)
        bars("timers", timeline.timers, labelLines: 2)
        bars("gateway", timeline.gateway, labelLines: 3)
        bars("services", timeline.services, labelLines: 3)
        bars("agent", timeline.agent, labelLines: 1)
        self.lanes = lanes
    }

    private var lanesHeight: Double { lanes.reduce(0) { $0 + $1.height + LaneSize.gap } }

    /// In pixels, with the space to the next row.
    var height: Double { pins.height + lanesHeight + PlotRow.foot + PlotRow.between }

    /// Draws the row from `top` downwards.
    func draw(top: Double, in picture: inout Picture) {
        let first = top + pins.height
        let bottom = first + lanesHeight
        for span in secure {
            let (left, right) = (window.x(span.from), window.x(span.to))
            let ground = Picture.Box(x: left, y: first, width: right - left, height: bottom - first)
            picture.add(.box(ground, fill: Palette.secureGround, outline: nil, dashed: false, about: ""))
        }
        drawTimes(from: first, to: bottom, &picture)
        pins.drawLines(top: top, bottom: bottom, in: &picture)
        pins.draw(top: top, in: &picture)
        var y = first + LaneSize.gap / 2
        for lane in lanes {
            picture.add(.text(lane.name, x: RowWindow.left - 8, y: y + 12, size: 11, Palette.ink, .end, bold: true))
            lane.draw(top: y, in: &picture)
            y += lane.height + LaneSize.gap
            let line = y - LaneSize.gap / 2
            picture.add(
                .line(x1: RowWindow.left, y1: line, x2: window.rightEdge, y2: line, Palette.faint, opacity: 0.2))
        }
    }

    private func drawTimes(from top: Double, to bottom: Double, _ picture: inout Picture) {
        let right = window.rightEdge
        picture.add(.line(x1: RowWindow.left, y1: bottom, x2: right, y2: bottom, Palette.faint, opacity: 1))
        for seconds in scale.times(from: window.start, to: window.end) {
            let x = window.x(seconds: seconds)
            picture.add(.line(x1: x, y1: top, x2: x, y2: bottom, Palette.faint, opacity: 0.18))
            picture.add(.line(x1: x, y1: bottom, x2: x, y2: bottom + 4, Palette.faint, opacity: 1))
            let words = scale.clock(seconds, fine: false)
            picture.add(.text(words, x: x, y: bottom + 15, size: 10.5, Palette.ink, .middle, bold: false))
        }
    }
}
