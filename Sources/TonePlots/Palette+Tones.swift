import Pictures

extension Palette {
    /// A digit found, over the sound.
    static let digit: Picture.Colour = 0xFFFFFF
    /// A near miss, over the sound.
    static let miss: Picture.Colour = 0x35E6FF
    /// Near misses on paper.
    static let missInk: Picture.Colour = 0x00798C
    /// The level below a spectrogram.
    static let level: Picture.Colour = 0x8A6FB0
}
