/// A picture as a list of shapes, later ones over earlier ones: what it shows, apart from how that is written.
public struct Picture: Sendable {
    /// Width and height in pixels.
    public let width: Double, height: Double
    var shapes: [Shape] = []

    init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

    /// A colour, 0xRRGGBB.
    typealias Colour = UInt32

    /// A rectangle, in pixels from the top left.
    struct Box: Equatable {
        var x: Double, y: Double, width: Double, height: Double
    }

    /// Where a text stands to its point.
    enum Anchor { case start, middle, end }

    enum Shape: Sendable {
        /// Coloured points, stretched over a box.
        case image(Raster, Box)
        /// `about` is what a viewer may tell of it.
        case box(Box, fill: Colour?, outline: Colour?, dashed: Bool, about: String)
        case line(x1: Double, y1: Double, x2: Double, y2: Double, Colour, opacity: Double)
        /// A filled shape from point to point.
        case area([(x: Double, y: Double)], Colour)
        case text(String, x: Double, y: Double, size: Double, Colour, Anchor, bold: Bool)
    }

    mutating func add(_ shape: Shape) { shapes.append(shape) }
}

extension Picture.Box: Sendable {}

/// Points of colour, row after row from the top.
struct Raster: Sendable {
    let width: Int, height: Int
    /// 0xRRGGBB each.
    var points: [UInt32]

    init(width: Int, height: Int, colour: UInt32) {
        (self.width, self.height) = (width, height)
        points = [UInt32](repeating: colour, count: width * height)
    }
}
