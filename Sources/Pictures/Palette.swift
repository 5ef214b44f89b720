/// The colours that pictures have in common, and levels as colours of evenly growing lightness: matplotlib's "inferno"
/// (CC0), in eleven steps.
public enum Palette {
    private static let stops: [UInt32] = [
        0x000004, 0x160B39, 0x420A68, 0x6A176E, 0x932667, 0xBC3754, 0xDD513A, 0xF37819, 0xFCA50A, 0xF6D746, 0xFCFFA4,
    ]
    /// From black to the brightest colour, in dB.
    public static let range = 60.0

    /// How many colours are used: steps of little more than a decibel, which the eye takes for none, make a file of
    /// noise a good deal smaller.
    private static let steps = 50.0

    /// The colour of a level that is `share` of the way up, 0 to 1.
    public static func colour(_ share: Double) -> UInt32 {
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

    /// Behind everything.
    public static let paper: Picture.Colour = 0xFFFFFF
    /// Texts and outlines.
    public static let ink: Picture.Colour = 0x22252A
    /// What stands back: scales, axes, names beside what they name.
    public static let faint: Picture.Colour = 0x7A808A
    /// In the place of what is not shown.
    public static let masked: Picture.Colour = 0xB4B8BF
}
