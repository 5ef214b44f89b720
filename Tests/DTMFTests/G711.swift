/// The two codecs of ITU-T G.711, there and back: what a telephone line does to each sample.
enum G711 {
    static func muLaw(_ sample: Float) -> Float {
        let clipped = min(max(Int((sample * 32768).rounded()), -32635), 32635)
        let biased = abs(clipped) + 132
        let segment = max(0, (Int.bitWidth - 1 - biased.leadingZeroBitCount) - 7)
        let step = (biased >> (segment + 3)) & 15
        let level = (((step << 3) + 132) << segment) - 132
        return Float(clipped < 0 ? -level : level) / 32768
    }

    static func aLaw(_ sample: Float) -> Float {
        let scaled = min(max(Int((sample * 32768).rounded(.down)), -32768), 32767)
        let magnitude = (scaled < 0 ? -scaled - 1 : scaled) >> 4
        let segment = magnitude < 32 ? 0 : Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 4
        let shift = max(0, segment - 1)
        let level = (((magnitude >> shift) << 1) + 1) << (shift + 3)
        return Float(scaled < 0 ? -level : level) / 32768
    }
}
