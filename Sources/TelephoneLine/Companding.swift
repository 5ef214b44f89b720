/// The codecs of ITU-T G.711, there and back: each sample becomes the nearest of 255 or 256 values.
///
/// The laws count in 14 (mu) and 13 (A) bits; here both are scaled to 16, whose full scale is 1. A-law's full scale is
/// then that of `Level`; mu-law's largest value, 32124, stands a little lower, as it does in common gateways.
struct Companding: SampleStage {
    enum Law { case muLaw, aLaw }

    let law: Law

    mutating func next(_ sample: Float) -> Float {
        switch law {
        case .muLaw: Companding.muLaw(sample)
        case .aLaw: Companding.aLaw(sample)
        }
    }

    /// Eight segments of 16 steps on each side, each segment's step twice that of the one before it, all moved by the
    /// bias of 33 (132 in 16 bits) so that segments begin at powers of two.
    private static func muLaw(_ sample: Float) -> Float {
        let value = integer(sample, from: -32635, to: 32635, rounding: .toNearestOrAwayFromZero)
        let biased = abs(value) + 132
        let segment = highestBit(biased) - 7
        let step = (biased >> (segment + 3)) & 15
        let level = (((step << 3) + 132) << segment) - 132
        return Float(value < 0 ? -level : level) / 32768
    }

    /// Like mu-law without a bias: the first two segments have the same step, and there is no zero.
    private static func aLaw(_ sample: Float) -> Float {
        let value = integer(sample, from: -32768, to: 32767, rounding: .down)
        let magnitude = (value < 0 ? -value - 1 : value) >> 4
        let shift = max(0, highestBit(magnitude) - 4)
        let level = (((magnitude >> shift) << 1) + 1) << (shift + 3)
        return Float(value < 0 ? -level : level) / 32768
    }

    /// The place of the highest bit that is set; -1 for 0.
    private static func highestBit(_ number: Int) -> Int { Int.bitWidth - 1 - number.leadingZeroBitCount }

    private static func integer(
        _ sample: Float, from lowest: Float, to highest: Float, rounding: FloatingPointRoundingRule
    ) -> Int {
        Int(max(lowest, min(highest, (sample * 32768).rounded(rounding))))
    }
}
