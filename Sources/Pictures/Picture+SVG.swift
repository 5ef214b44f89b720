extension Picture {
    /// The picture as an SVG file that needs no other: images are inside of it, texts stay texts.
    public func svg() throws(PictureError) -> String {
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
            viewBox="0 0 \(number(width)) \(number(height))" font-family="DejaVu Sans, Verdana, sans-serif">
            <rect width="100%" height="100%" fill="\(colour(Palette.paper))"/>

            """
        for shape in shapes { text += try Picture.element(shape) + "\n" }
        return text + "</svg>\n"
    }

    private static func element(_ shape: Shape) throws(PictureError) -> String {
        switch shape {
        case .image(let raster, let box):
            let bytes = base64(try raster.png())
            return "<image \(place(box)) preserveAspectRatio=\"none\" href=\"data:image/png;base64,\(bytes)\"/>"
        case .box(let box, let fill, let outline, let dashed, let about):
            let paint = "fill=\"\(fill.map(colour) ?? "none")\""
            let line = outline.map { " stroke=\"\(colour($0))\" stroke-width=\"1.2\"" } ?? ""
            let title = about.isEmpty ? "/>" : " pointer-events=\"all\"><title>\(escaped(about))</title></rect>"
            return "<rect \(place(box)) \(paint)\(line)\(dashed ? " stroke-dasharray=\"3 2\"" : "")\(title)"
        case .line(let x1, let y1, let x2, let y2, let paint, let opacity):
            return "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" "
                + "stroke=\"\(colour(paint))\" stroke-opacity=\"\(number(opacity))\"/>"
        case .area(let points, let paint):
            let list = points.map { number($0.x) + "," + number($0.y) }.joined(separator: " ")
            return "<polygon points=\"\(list)\" fill=\"\(colour(paint))\"/>"
        case .text(let words, let x, let y, let size, let paint, let anchor, let bold):
            return "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" "
                + "fill=\"\(colour(paint))\" text-anchor=\"\(anchor)\"\(bold ? " font-weight=\"bold\"" : "")>"
                + escaped(words) + "</text>"
        }
    }

    private static func place(_ box: Box) -> String {
        "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" height=\"\(number(box.height))\""
    }
}

/// At most two decimals.
private func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return sign + String(whole) }
    return sign + String(whole) + (rest < 10 ? ".0" : ".") + String(rest.isMultiple(of: 10) ? rest / 10 : rest)
}

private func colour(_ value: Picture.Colour) -> String {
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
}

private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Picture.printable(text).unicodeScalars {
        switch scalar {
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "&": result += "&amp;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The bytes in letters (RFC 4648, 4).
private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in Swift.stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var word: UInt32 = 0
        for index in 0..<3 { word = word << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
        for index in 0..<4 {
            text.append(index <= count ? letters[Int(word >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
