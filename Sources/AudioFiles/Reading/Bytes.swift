/// Numbers in the bytes of a header; nil where the bytes end.
///
/// A number beyond 2 to the power of 60 is taken for that: sums of such sizes don't overflow, and no file is so long.
extension [UInt8] {
    /// The unsigned number of `count` bytes at `offset`, the first byte the least.
    func little(_ count: Int, at offset: Int) -> Int? {
        guard offset >= 0, offset + count <= self.count else { return nil }
        var value: UInt64 = 0
        for index in (0..<count).reversed() { value = value << 8 | UInt64(self[offset + index]) }
        return Int(Swift.min(value, 1 << 60))
    }

    /// The unsigned number of `count` bytes at `offset`, the first byte the greatest.
    func big(_ count: Int, at offset: Int) -> Int? {
        guard offset >= 0, offset + count <= self.count else { return nil }
        var value: UInt64 = 0
        for index in 0..<count { value = value << 8 | UInt64(self[offset + index]) }
        return Int(Swift.min(value, 1 << 60))
    }

    /// Whether the ASCII characters of `text` stand at `offset`.
    func says(_ text: StaticString, at offset: Int = 0) -> Bool {
        guard offset >= 0, offset + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { letters in
            letters.indices.allSatisfy { self[offset + $0] == letters[$0] }
        }
    }
}
