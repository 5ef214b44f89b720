#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Telephony

/// How loud one channel is over time, at frequencies of the telephone band, in bounded memory.
///
/// Bring samples in portions of any size. A column is at first a millisecond wide; whenever there are too many, each
/// two become one that keeps the louder of both, so that a short tone stays visible in a sound of hours.
public struct Spectrogram: Sendable {
    /// The frequencies of the rows in Hz, low to high, evenly spaced in pitch.
    public static let frequencies: [Double] = (0..<rowCount).map {
        lowest * pow(highest / lowest, Double($0) / Double(rowCount - 1))
    }
    /// The frequency of the lowest and the highest row, in Hz.
    public static let lowest = 300.0, highest = 2200.0
    /// How many rows there are.
    public static let rowCount = 128

    /// How far around an instant the sound counts for it, in seconds.
    static let reach = 0.016
    /// The most columns that are kept.
    static let columnLimit = 1 << 16
    /// Beyond this hop, in seconds, the windows would no longer overlap by half.
    private static let longestHop = reach
    /// Levels are kept in half decibels over this one, in dBm0.
    private static let floor = -100.0

    private var band: TelephoneBand
    private let analysis: WindowAnalysis
    /// Samples of the band from the next column's window on.
    private var waiting: [Float]
    private var hop: Int
    private var hopsPerColumn = 1
    /// The hops that have gone into the last column.
    private var hopsInColumn = 0
    /// Column after column: its rows, and the level of the whole.
    private var levels: [UInt8] = []
    private static let stride = rowCount + 1

    /// For sound at `sampleRate`; `expected` is how long it will be, where that is known, which saves work.
    public init(sampleRate: SampleRate, expected: MediaDuration? = nil) {
        band = TelephoneBand(sampleRate: sampleRate)
        analysis = WindowAnalysis(rate: band.rate, frequencies: Spectrogram.frequencies, reach: Spectrogram.reach)
        hop = max(1, Int((band.rate * 0.001).rounded()))
        // The first window stands around the middle of the first column.
        waiting = [Float](repeating: 0, count: analysis.count / 2 - hop / 2)
        let seconds = expected?.seconds ?? 0
        while seconds / columnSeconds > Double(Spectrogram.columnLimit) { widen() }
    }

    /// How many columns there are.
    var columnCount: Int { levels.count / Spectrogram.stride }
    /// How long a column is, in seconds.
    var columnSeconds: Double { Double(hop * hopsPerColumn) / band.rate }

    /// Takes the channel's next samples, full scale at 1.
    public mutating func take(_ samples: Span<Float>) {
        band.take(samples, into: &waiting)
        advance()
    }

    /// Takes the channel's next 16-bit samples, full scale at 32,768.
    public mutating func take(_ samples: Span<Int16>) {
        var floats: [Float] = []
        floats.reserveCapacity(samples.count)
        for index in samples.indices { floats.append(Float(samples[index]) / 32_768) }
        take(floats.span)
    }

    /// The sound is over: silence follows, so that its end is looked at too.
    public mutating func finish() {
        take([Float](repeating: 0, count: band.flush + analysis.count / 2 * band.decimation).span)
    }

    private mutating func advance() {
        var start = 0
        while start + analysis.count <= waiting.count {
            let loudness = waiting.withUnsafeBufferPointer { analysis.levels($0, from: start) }
            if hopsInColumn == 0 {
                if columnCount == Spectrogram.columnLimit { coarsen() }
                levels.append(contentsOf: repeatElement(0, count: Spectrogram.stride))
            }
            let column = levels.count - Spectrogram.stride
            for row in 0..<Spectrogram.stride {
                levels[column + row] = max(levels[column + row], Spectrogram.coded(loudness[row]))
            }
            hopsInColumn = (hopsInColumn + 1) % hopsPerColumn
            start += hop
        }
        waiting.removeFirst(min(start, waiting.count))
    }

    /// Makes one column of each two.
    private mutating func coarsen() {
        let stride = Spectrogram.stride
        for column in 0..<columnCount / 2 {
            for row in 0..<stride {
                let place = 2 * column * stride + row
                levels[column * stride + row] = max(levels[place], levels[place + stride])
            }
        }
        levels.removeLast(levels.count - columnCount / 2 * stride)
        widen()
    }

    private mutating func widen() {
        if Double(hop * 2) / band.rate <= Spectrogram.longestHop { hop *= 2 } else { hopsPerColumn *= 2 }
    }

    private static func coded(_ amplitude: Float) -> UInt8 {
        let steps = (Level.dBm0(amplitude: Double(amplitude)) - floor) * 2
        return steps > 0 ? UInt8(min(steps.rounded(), 255)) : 0
    }

    /// The level in dBm0 that a kept number stands for.
    private static func level(_ code: UInt8) -> Double { floor + Double(code) / 2 }

    /// The level of what is too quiet to be kept, in dBm0.
    static let silence = floor

    /// The greatest levels of the rows from second `from` to `to`, in dBm0, and behind them that of the whole; nil
    /// outside of the sound.
    func levels(from: Double, to: Double) -> [Double]? {
        let first = Int(from / columnSeconds)
        let end = min(max(first + 1, Int((to / columnSeconds).rounded(.up))), columnCount)
        guard first >= 0, first < end else { return nil }
        var loudest = [UInt8](repeating: 0, count: Spectrogram.stride)
        for column in first..<end {
            for row in loudest.indices { loudest[row] = max(loudest[row], levels[column * Spectrogram.stride + row]) }
        }
        return loudest.map(Spectrogram.level)
    }
}
