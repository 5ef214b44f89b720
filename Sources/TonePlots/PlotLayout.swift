import DTMF
import Pictures
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where everything stands in the picture: rows of time, in each a panel a channel.
struct PlotLayout {
    /// The whole picture, and what stands beside the panels, in pixels.
    static let width = 1720.0, left = 84.0, right = 24.0
    /// The panels' width: so many pixels are a row's time.
    static let panelWidth = width - left - right
    private static let head = 60.0, foot = 12.0
    /// Above a spectrogram: two lines of digits.
    static let digitLane = 28.0
    /// Below it: two lines of near misses' reasons, where there are any.
    let missLane: Double
    /// Below that: the level.
    let levelHeight: Double
    /// Below a row's panels: the times.
    private static let timeLane = 24.0

    /// The length of the sound and of a row, in seconds.
    let seconds: Double, rowSeconds: Double
    /// The times that are written.
    let scale: TimeScale
    let rowCount: Int
    /// The height of one spectrogram.
    let bandHeight: Double
    /// The level of the brightest colour, in dBm0.
    let top: Double
    /// The size of the keys above the digits: all in one line where that leaves them readable, else alternating in two.
    let keySize: Double
    private let channelCount: Int

    /// Rows of panels beyond which rows grow longer and not more.
    private static let mostPanels = 48

    init(_ plot: TonePlot) {
        // A sound of a few samples has a picture too.
        seconds = max(plot.duration.seconds, 0.01)
        channelCount = plot.channels.count
        let lengths = [30.0, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400]
        let (total, count) = (seconds, Double(channelCount))
        let fitting = lengths.first { (total / $0).rounded(.up) * count <= Double(PlotLayout.mostPanels) }
        rowSeconds = total <= 40 ? total : fitting ?? total
        rowCount = max(1, Int((total / rowSeconds - 1e-9).rounded(.up)))
        let panels = rowCount * channelCount
        bandHeight = panels == 1 ? 360 : panels <= 3 ? 240 : 170
        levelHeight = panels == 1 ? 36 : 20
        missLane = plot.channels.contains { !$0.misses.isEmpty } ? 27 : 4
        scale = TimeScale(step: rowSeconds / 16)
        top = PlotLayout.brightest(plot)
        let spacing = PlotLayout.closest(plot) / rowSeconds * PlotLayout.panelWidth
        keySize = spacing < 6.5 ? 13 : min(13, spacing / PlotLayout.keyWidth)
    }

    /// How wide a bold key is, as a share of its size.
    static let keyWidth = 0.7

    /// The least time from the begin of a tone to that of the next, in seconds.
    private static func closest(_ plot: TonePlot) -> Double {
        let times = plot.channels.map { channel in channel.tones.map { $0.tone.begin.seconds } }
        return times.flatMap { zip($0.dropFirst(), $0).map { $0 - $1 } }.min() ?? .infinity
    }

    private var panelHeight: Double { PlotLayout.digitLane + bandHeight + missLane + levelHeight }
    private var rowHeight: Double { panelHeight * Double(channelCount) + PlotLayout.timeLane }
    var height: Double { PlotLayout.head + rowHeight * Double(rowCount) + PlotLayout.foot }

    /// The top of a channel's spectrogram.
    func bandTop(_ row: Int, _ channel: Int) -> Double {
        PlotLayout.head + rowHeight * Double(row) + panelHeight * Double(channel) + PlotLayout.digitLane
    }

    /// The lower end of a row's panels.
    func bottom(ofRow row: Int) -> Double {
        PlotLayout.head + rowHeight * Double(row) + panelHeight * Double(channelCount)
    }

    /// The seconds that a row shows.
    func span(ofRow row: Int) -> ClosedRange<Double> { Double(row) * rowSeconds...Double(row + 1) * rowSeconds }

    func x(_ second: Double, _ row: Int) -> Double {
        PlotLayout.left + (second - Double(row) * rowSeconds) / rowSeconds * PlotLayout.panelWidth
    }

    /// How far below the top of a spectrogram a frequency stands.
    func depth(_ hertz: Double) -> Double {
        let share = log(hertz / Spectrogram.lowest) / log(Spectrogram.highest / Spectrogram.lowest)
        return bandHeight * (1 - max(0, min(share, 1)))
    }

    /// The loudest that is shown, rounded up to 5 dB; quiet sound is no black picture.
    private static func brightest(_ plot: TonePlot) -> Double {
        var loudest = -40.0
        for channel in plot.channels {
            let width = channel.spectrogram.columnSeconds
            for column in 0..<channel.spectrogram.columnCount {
                let (from, to) = (Double(column) * width, Double(column + 1) * width)
                guard let levels = channel.spectrogram.levels(from: (from + to) / 2, to: (from + to) / 2),
                    !plot.isHidden(from, to, around: width)
                else { continue }
                loudest = max(loudest, levels.dropLast().max() ?? loudest)
            }
        }
        return (loudest / 5).rounded(.up) * 5
    }
}
