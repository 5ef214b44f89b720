import CToneKernel

/// The sound at half the analysis rate, which holds all of the keys' band; made only where it is asked for.
///
/// Half-rate sample `m` stands at analysis sample `2 * m`, or half a sample later.
struct HalfRateSound {
    /// How it is made.
    enum Kind {
        /// Neighbours averaged: quick, but everything beside the band comes along.
        case averaged
        /// By a linear-phase band-pass, which takes away offset, hum, dial tone below the rows, and noise and clipping
        /// products above the columns; the edges of a tone stay where they were.
        case filtered

        /// How much later than at `2 * m` sample `m` stands, in half-rate samples.
        var lag: Float { self == .averaged ? 0.25 : 0 }
    }

    /// The band in Hz: half amplitude here, about 35 dB down 100 Hz further out.
    private static let band = (low: 590.0, high: 1850.0)
    /// The length of the band-pass in seconds: what a slope of 200 Hz takes.
    private static let length = 0.0076
    /// Taps in 13 bits and a sign: sums of 16-bit samples then fit 32 bits.
    private static let tapScale = 8192.0
    /// Room before the first sample asked for.
    private static let headroom = 256

    /// How many analysis samples before and after it a sample is made of.
    let reach: Int
    private let instructions: ToneInstructions
    /// None for averages.
    private let taps: [Int16]
    private var samples: [Float]
    /// The samples there are, and the number of the one that stands first in `samples`.
    private var made = 0..<0
    private var base = 0

    init(_ kind: Kind, rate: Double, instructions: ToneInstructions = tone_best_instructions()) {
        self.instructions = instructions
        reach = kind == .averaged ? 0 : Int(rate * HalfRateSound.length / 2)
        taps =
            kind == .averaged
            ? []
            : FilterDesign.bandPass(
                low: HalfRateSound.band.low / rate, high: HalfRateSound.band.high / rate, count: 2 * reach + 1,
                beta: 2.8
            ).map { Int16((Double($0) * HalfRateSound.tapScale).rounded()) } + [0]
        samples = [Float](repeating: 0, count: Int(rate))
    }

    /// The first sample that can't be made yet when `count` analysis samples have been heard.
    func end(heard count: Int) -> Int { taps.isEmpty ? count >> 1 : (count - reach - 2) >> 1 }

    /// Makes the samples of `range` where they are not there yet; then `use` reads them.
    mutating func withSamples<Result>(
        _ range: Range<Int>, of history: SampleHistory, _ use: (UnsafePointer<Float>) -> Result
    ) -> Result {
        prepare(range, of: history)
        return samples.withUnsafeBufferPointer { use($0.start + (range.lowerBound - base)) }
    }

    private mutating func prepare(_ range: Range<Int>, of history: SampleHistory) {
        let (first, last) = (range.lowerBound, range.upperBound)
        if first >= made.lowerBound, last <= made.upperBound { return }
        if first < base || first > made.upperBound || last < made.lowerBound
            || last - base > samples.count - Int(TONE_BAND_STEP)
        {
            // Afresh, with room before it for who looks further back.
            base = first - HalfRateSound.headroom
            made = first..<first
            precondition(
                last - base <= samples.count - Int(TONE_BAND_STEP), "no look at sound is as long as this one")
        }
        if first < made.lowerBound {
            make(first..<made.lowerBound, of: history)
            made = first..<made.upperBound
        }
        if last > made.upperBound {
            make(made.upperBound..<last, of: history)
            made = made.lowerBound..<last
        }
    }

    private mutating func make(_ range: Range<Int>, of history: SampleHistory) {
        let place = range.lowerBound - base
        let scale: Float = 1 / 32768
        history.withSamples(from: 2 * range.lowerBound - reach) { sound in
            samples.withUnsafeMutableBufferPointer { samples in
                let out = samples.start + place
                if taps.isEmpty {
                    tone_halve(sound, range.count, scale / 2, out)
                } else {
                    taps.withUnsafeBufferPointer {
                        tone_band(
                            instructions, sound, range.count, $0.start, $0.count / 2,
                            scale / Float(HalfRateSound.tapScale), out)
                    }
                }
            }
        }
    }
}
