import CCairo

/// A picture that could not be made.
public struct PictureError: Error, CustomStringConvertible {
    /// What is wrong, in a sentence's middle.
    public let description: String

    init(_ status: cairo_status_t) { description = String(cString: cairo_status_to_string(status)) }
}

extension Picture {
    /// The picture as a PNG file.
    public func png() throws(PictureError) -> [UInt8] {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        set(Palette.paper, context)
        cairo_paint(context)
        for shape in shapes { Picture.paint(shape, context) }
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw PictureError(status) }
        return try encoded(surface)
    }

    private static func paint(_ shape: Shape, _ context: OpaquePointer?) {
        switch shape {
        case .image(let raster, let box): paint(raster, box, context)
        case .box(let box, let fill, let outline, let dashed, _):
            cairo_rectangle(context, box.x, box.y, box.width, box.height)
            if let fill {
                set(fill, context)
                cairo_fill_preserve(context)
            }
            if let outline {
                set(outline, context)
                cairo_set_line_width(context, 1.2)
                cairo_set_dash(context, [3, 2], dashed ? 2 : 0, 0)
                cairo_stroke_preserve(context)
            }
            cairo_new_path(context)
        case .line(let x1, let y1, let x2, let y2, let colour, let opacity):
            set(colour, context, opacity)
            cairo_set_line_width(context, 1)
            cairo_set_dash(context, nil, 0, 0)
            cairo_move_to(context, x1, y1)
            cairo_line_to(context, x2, y2)
            cairo_stroke(context)
        case .area(let points, let colour):
            set(colour, context)
            for point in points { cairo_line_to(context, point.x, point.y) }
            cairo_fill(context)
        case .text(let words, let x, let y, let size, let colour, let anchor, let bold):
            set(colour, context)
            cairo_select_font_face(
                context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
            cairo_set_font_size(context, size)
            var extents = cairo_text_extents_t()
            let words = Picture.printable(words)
            cairo_text_extents(context, words, &extents)
            let shift = anchor == .start ? 0 : anchor == .middle ? extents.x_advance / 2 : extents.x_advance
            cairo_move_to(context, x - shift, y)
            cairo_show_text(context, words)
        }
    }

    private static func paint(_ raster: Raster, _ box: Box, _ context: OpaquePointer?) {
        raster.withSurface { surface in
            cairo_save(context)
            cairo_rectangle(context, box.x, box.y, box.width, box.height)
            cairo_clip(context)
            cairo_translate(context, box.x, box.y)
            cairo_scale(context, box.width / Double(raster.width), box.height / Double(raster.height))
            cairo_set_source_surface(context, surface, 0, 0)
            cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_BILINEAR)
            // Beyond the last row the row goes on, or the edge would fade.
            cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
            cairo_paint(context)
            cairo_restore(context)
        }
    }
}

extension Raster {
    /// The points alone as a PNG file.
    func png() throws(PictureError) -> [UInt8] {
        var result = Result<[UInt8], PictureError>.success([])
        withSurface { surface in
            do throws(PictureError) { result = .success(try encoded(surface)) } catch { result = .failure(error) }
        }
        return try result.get()
    }

    /// Lends the points as Cairo sees them: a row of 32-bit numbers is always aligned.
    fileprivate func withSurface(_ body: (OpaquePointer?) -> Void) {
        var points = points
        points.withUnsafeMutableBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let surface = cairo_image_surface_create_for_data(
                start, CAIRO_FORMAT_RGB24, Int32(width), Int32(height), Int32(width * 4))
            body(surface)
            cairo_surface_finish(surface)
            cairo_surface_destroy(surface)
        }
    }
}

private func set(_ colour: Picture.Colour, _ context: OpaquePointer?, _ opacity: Double = 1) {
    func share(_ shift: UInt32) -> Double { Double(colour >> shift & 255) / 255 }
    cairo_set_source_rgba(context, share(16), share(8), share(0), opacity)
}

/// Collects what Cairo writes.
private final class Bytes { var all: [UInt8] = [] }

private func encoded(_ surface: OpaquePointer?) throws(PictureError) -> [UInt8] {
    let bytes = Bytes()
    let status = cairo_surface_write_to_png_stream(
        surface,
        { target, data, count in
            guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
            let bytes = Unmanaged<Bytes>.fromOpaque(target).takeUnretainedValue()
            bytes.all.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
            return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(bytes).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw PictureError(status) }
    return bytes.all
}
