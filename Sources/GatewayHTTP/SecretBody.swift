import CardData
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The bytes of a request in memory that is zeroed before it is given back, also where it grows. Card digits go into it from
/// where they lie, without a text between.
///
/// A class, as a non-copyable value with a `deinit` inside another one crashes the optimiser of Swift 6.3.
public final class SecretBody {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes there are.
    public private(set) var count = 0

    /// An empty body.
    init() { bytes = .allocate(capacity: 1_024) }

    deinit {
        wipe()
        bytes.deallocate()
    }

    /// Zeroes everything, in a way that the optimiser may not leave out.
    func wipe() {
        if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
        count = 0
    }

    /// Lends the bytes for the length of the call; they must not be kept.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
    }

    /// Adds one byte.
    func append(_ byte: UInt8) {
        if count == bytes.count { grow() }
        bytes[count] = byte
        count += 1
    }

    /// Adds a text as it stands.
    func append(_ text: String) { for byte in text.utf8 { append(byte) } }

    /// Adds digits, from the one at `start` on and at most `length` of them.
    func append(_ digits: borrowing SecretDigits, from start: Int = 0, length: Int = SecretDigits.capacity) {
        digits.withDigits { digits in
            for index in min(start, digits.count)..<min(start + length, digits.count) { append(0x30 + digits[index]) }
        }
    }

    private func grow() {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count * 2)
        for index in 0..<count { larger[index] = bytes[index] }
        let length = count
        wipe()
        bytes.deallocate()
        bytes = larger
        count = length
    }
}
