#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory for secrets: zeroed on demand and before it is given back. The only place where keyed digits lie.
///
/// A class, shared by the non-copyable values that have their parts of it, since a non-copyable value with a `deinit` of its own inside another
/// crashes the optimiser of Swift 6.3.
final class SecretBytes {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let released: (@Sendable (Bool) -> Void)?

    /// Zeroed memory; `released` hears, as it is given back, whether every byte was zero.
    init(capacity: Int, released: (@Sendable (Bool) -> Void)? = nil) {
        bytes = .allocate(capacity: capacity)
        bytes.initialize(repeating: 0)
        self.released = released
    }

    deinit {
        wipe()
        released?(bytes.allSatisfy { $0 == 0 })
        bytes.deallocate()
    }

    subscript(index: Int) -> UInt8 {
        get { bytes[index] }
        set { bytes[index] = newValue }
    }

    /// Zeroes everything, in a way that the optimiser may not leave out.
    func wipe() { wipe(0..<bytes.count) }

    /// Zeroes a part, in the same way.
    func wipe(_ part: Range<Int>) {
        guard let base = bytes.baseAddress else { return }
        explicit_bzero(base + part.lowerBound, part.count)
    }

    /// Lends a part to `body`.
    func lend<Result, Failure: Error>(
        _ part: Range<Int>, to body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: bytes[part])))
    }
}
