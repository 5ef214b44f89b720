import Pictures
import Telephony

/// The wave of one leg: how far it swings, pixel by pixel.
struct WaveLane: RowLane {
    let name: String
    let height = 40.0
    private let envelope: WaveEnvelope
    private let window: RowWindow
    private let colour: Picture.Colour
    /// What a swing over the whole lane stands for, full scale 1.
    private let peak: Double

    /// Below this, a leg is taken as silent: its hiss is not blown up to a wave.
    private static let leastPeak: Float = 0.05

    /// The wave of `envelope`; both legs are drawn to the greatest swing of either, `peak`.
    init(_ name: String, _ envelope: WaveEnvelope, _ window: RowWindow, _ colour: Picture.Colour, peak: Float) {
        self.name = name
        self.envelope = envelope
        self.window = window
        self.colour = colour
        self.peak = Double(max(peak, WaveLane.leastPeak))
    }

    func draw(top: Double, in picture: inout Picture) {
        let middle = top + height / 2
        let right = window.rightEdge
        picture.add(.line(x1: RowWindow.left, y1: middle, x2: right, y2: middle, colour, opacity: 0.5))
        var (upper, lower): ([(x: Double, y: Double)], [(x: Double, y: Double)]) = ([], [])
        func close() {
            if upper.count > 1 { picture.add(.area(upper + lower.reversed(), colour)) }
            (upper, lower) = ([], [])
        }
        for column in 0..<Int((right - RowWindow.left).rounded()) {
            let x = RowWindow.left + Double(column)
            let from = window.start + Double(column) / RowWindow.laneWidth * window.length
            let to = from + window.length / RowWindow.laneWidth
            guard let swing = envelope.swing(from: .seconds(from), to: .seconds(to)) else { close(); continue }
            // A line where nothing swings would be drawn as an area without height.
            let (high, low) = (Double(max(swing.high, 0)) / peak, Double(min(swing.low, 0)) / peak)
            if high * height < 0.5, -low * height < 0.5 { close(); continue }
            upper += [(x, middle - high * height / 2), (x + 1, middle - high * height / 2)]
            lower += [(x, middle - low * height / 2), (x + 1, middle - low * height / 2)]
        }
        close()
    }
}
