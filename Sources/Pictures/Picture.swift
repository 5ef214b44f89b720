/// A picture as a list of shapes, later ones over earlier ones: what it shows, apart from how that is written.
public struct Picture: Sendable {
    /// Width and height in pixels.
    public let width: Double, height: Double
    /// The shapes, in the order they are painted.
    public private(set) var shapes: [Shape] = []

    /// An empty picture of that size, in pixels.
    public init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

    /// A colour, 0xRRGGBB.
    public typealias Colour = UInt32

    /// A rectangle, in pixels from the top left.
    public struct Box: Equatable, Sendable {
        /// The left and the upper edge.
        public var x: Double, y: Double
        /// The size.
        public var width: Double, height: Double

        /// A rectangle of that place and size.
        public init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    /// Where a text stands to its point.
    public enum Anchor: Sendable { case start, middle, end }

    /// One thing to paint, in pixels from the top left.
    public enum Shape: Sendable {
        /// Coloured points, stretched over a box.
        case image(Raster, Box)
        /// `about` is what a viewer may tell of it.
        case box(Box, fill: Colour?, outline: Colour?, dashed: Bool, about: String)
        /// A line one pixel wide; `opacity` is 0 to 1.
        case line(x1: Double, y1: Double, x2: Double, y2: Double, Colour, opacity: Double)
        /// A filled shape from point to point.
        case area([(x: Double, y: Double)], Colour)
        /// A line of text, `size` pixels high.
        case text(String, x: Double, y: Double, size: Double, Colour, Anchor, bold: Bool)
    }

    /// Paints `shape` over all that is there.
    public mutating func add(_ shape: Shape) { shapes.append(shape) }

    /// About how wide a text of that size is, in pixels: the mean of the font's letters, bold ones a sixth wider.
    public static func textWidth(_ text: String, _ size: Double, bold: Bool = false) -> Double {
        Double(text.count) * size * (bold ? 0.7 : 0.6)
    }

    /// `text` as both kinds of file can have it: XML has no control characters, not even written as numbers.
    static func printable(_ text: String) -> String {
        String(
            text.unicodeScalars.map { scalar in
                switch scalar {
                case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": "?"
                default: Character(scalar)
                }
            })
    }
}

/// Points of colour, row after row from the top.
public struct Raster: Sendable {
    /// The size in points.
    public let width: Int, height: Int
    /// 0xRRGGBB each.
    public var points: [UInt32]

    /// Points of one colour.
    public init(width: Int, height: Int, colour: UInt32) {
        (self.width, self.height) = (width, height)
        points = [UInt32](repeating: colour, count: width * height)
    }
}
