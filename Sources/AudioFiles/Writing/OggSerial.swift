/// Gives the streams of an Ogg file fixed serial numbers; the library draws them at random.
enum OggSerial {
    /// The number of every stream that is written: a file has one.
    private static let serial: [UInt8] = [0x69, 0x76, 0x72, 0x70]

    /// CRC-32 of RFC 3533, 6: polynomial 0x04C11DB7, not reflected, from 0.
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { value, _ in
            value & 0x8000_0000 == 0 ? value << 1 : value << 1 ^ 0x04C1_1DB7
        }
    }

    /// Rewrites every page of `file` with the fixed serial number and its new checksum.
    static func fix(_ file: OutputFile) {
        var offset = 0
        while offset < file.size {
            // 27 bytes, up to 255 lengths, and their sum: the largest page has 65,307 bytes.
            var page = file.bytes(at: offset, count: 65_307)
            guard page.says("OggS"), page.count >= 27, page.count >= 27 + Int(page[26]) else { return }
            let lengths = 27..<27 + Int(page[26])
            let count = lengths.upperBound + page[lengths].reduce(0) { $0 + Int($1) }
            guard page.count >= count else { return }
            page.removeLast(page.count - count)
            page.replaceSubrange(14..<18, with: serial)
            page.replaceSubrange(22..<26, with: [0, 0, 0, 0])
            let sum = page.reduce(UInt32(0)) { $0 << 8 ^ table[Int(UInt8(truncatingIfNeeded: $0 >> 24) ^ $1)] }
            page.replaceSubrange(22..<26, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) })
            file.position = offset
            guard page.withUnsafeBytes({ file.write($0) }) == count else { return }
            offset += count
        }
    }
}
