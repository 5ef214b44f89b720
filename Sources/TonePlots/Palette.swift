/// Levels as colours of evenly growing lightness: matplotlib's "inferno" (CC0), in eleven steps.
enum Palette {
    private static let stops: [UInt32] = [
        0x000004, 0x160B39, 0x420A68, 0x6A176E, 0x932667, 0xBC3754, 0xDD513A, 0xF37819, 0xFCA50A, 0xF6D746, 0xFCFFA4,
    ]
    /// From black to the brightest colour, in dB.
    static let range = 60.0

    /// How many colours are used: steps of little more than a decibel, which the eye takes for none, make a file of
    /// noise a good deal smaller.
    private static let steps = 50.0

    /// The colour of a level that is `share` of the way up, 0 to 1.
    static func colour(_ share: Double) -> UInt32 {
        let place = (max(0, min(share, 1)) * steps).rounded() / steps * Double(stops.count - 1)
        let index = min(Int(place), stops.count - 2)
        let part = place - Double(index)
        func channel(_ shift: UInt32) -> UInt32 {
            let from = Double(stops[index] >> shift & 255)
            let to = Double(stops[index + 1] >> shift & 255)
            return UInt32((from + (to - from) * part).rounded()) << shift
        }
        return channel(16) | channel(8) | channel(0)
    }

    static let paper: UInt32 = 0xFFFFFF
    static let ink: UInt32 = 0x22252A
    static let faint: UInt32 = 0x7A808A
    static let digit: UInt32 = 0xFFFFFF
    static let miss: UInt32 = 0x35E6FF
    /// Of near misses on paper.
    static let missInk: UInt32 = 0x00798C
    static let masked: UInt32 = 0xB4B8BF
    static let level: UInt32 = 0x8A6FB0
}
