/// The end of a file, where streams without a stated length show whether they were cut.
enum Tail {
    /// A whole number of the largest Ogg pages (65,307 bytes each) or of many MPEG frames.
    private static let size = 132_000

    /// Whether the last Ogg page is whole and says that the stream ends (RFC 3533, 6: header type flag 4).
    static func oggEnds(_ source: ByteSource) throws(AudioFileError) -> Bool {
        let (bytes, _) = try last(of: source)
        for offset in stride(from: bytes.count - 27, through: 0, by: -1) where bytes.says("OggS", at: offset) {
            let segments = offset + 27..<offset + 27 + Int(bytes[offset + 26])
            guard segments.upperBound <= bytes.count else { return false }
            let end = segments.upperBound + bytes[segments].reduce(0) { $0 + Int($1) }
            return end <= bytes.count && bytes[offset + 5] & 4 != 0
        }
        return false
    }

    /// Whether the MPEG file's last frame is whole, and where the frames end.
    ///
    /// A chain of frames is looked for near the end; where none is found, as in a damaged file, nothing is said to be
    /// cut.
    static func mpegEnd(_ source: ByteSource) throws(AudioFileError) -> (isWhole: Bool, end: Int) {
        var (bytes, start) = try last(of: source)
        if bytes.says("TAG", at: bytes.count - 128) { bytes.removeLast(128) }
        let end = start + bytes.count
        var offset = max(0, bytes.count - 16_384)
        while offset < bytes.count - 4 {
            if let reached = follow(bytes, from: offset) { return (reached == bytes.count, end) }
            offset += 1
        }
        return (true, end)
    }

    /// Follows frames from `offset` to the end; nil where fewer than three stand in a row, or none is met at the end.
    ///
    /// Otherwise how far the last frame goes, which is beyond the end when that one was cut.
    private static func follow(_ bytes: [UInt8], from offset: Int) -> Int? {
        guard let first = MPEGFrame(bytes, at: offset) else { return nil }
        var (position, count) = (offset, 0)
        while let frame = MPEGFrame(bytes, at: position), frame.isSibling(of: first), let length = frame.byteCount {
            position += length
            count += 1
            if position >= bytes.count { return count > 2 ? position : nil }
        }
        // A few bytes too short to be a header are the begin of a frame that was cut; other bytes are a tag.
        let rest = bytes.count - position
        guard count > 2 else { return nil }
        return rest < 4 ? bytes.count + 1 : bytes.count
    }

    private static func last(of source: ByteSource) throws(AudioFileError) -> (bytes: [UInt8], start: Int) {
        let start = max(0, (source.size ?? 0) - size)
        return (try source.bytes(at: start, count: size), start)
    }
}
