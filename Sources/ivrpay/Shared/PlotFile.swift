import Pictures

/// The picture of `--plot`: opened before the work, written whole at its end.
struct PlotFile {
    private enum Kind { case svg, png }

    private let path: String
    private let kind: Kind
    private let file: WholeFile

    /// Opens `path`, whose ending says what it is to be.
    init(_ path: String) throws(Failure) {
        let name = path.lowercased()
        guard name.hasSuffix(".svg") || name.hasSuffix(".png") else {
            throw .usage("--plot: \(path) ends neither in .svg nor in .png")
        }
        (self.path, kind) = (path, name.hasSuffix(".svg") ? .svg : .png)
        file = try WholeFile(path)
    }

    /// Writes `picture`.
    func finish(_ picture: Picture) throws(Failure) {
        let bytes: [UInt8]
        do throws(PictureError) {
            bytes = kind == .svg ? Array(try picture.svg().utf8) : try picture.png()
        } catch { throw .world("\(path): the picture can't be drawn (\(error))") }
        try file.finish(bytes)
    }
}
