/// Digits that may be card data: kept once, never described, zeroed before their memory is given back.
///
/// Not copyable, so that a second copy can't be forgotten anywhere; string interpolation of it does not compile.
/// The digits are values 0 to 9. At most `capacity` are kept; those beyond are counted, not kept.
public struct SecretDigits: ~Copyable {
    /// Digits kept at most: the longest card number has 19; an account number may be longer.
    public static let capacity = 32

    private let bytes: SecretBytes
    private let offset: Int
    /// How many digits came, also beyond `capacity`.
    public private(set) var count = 0

    /// No digits yet.
    public init() { self.init(bytes: SecretBytes(capacity: SecretDigits.capacity)) }

    /// No digits yet, in `capacity` bytes of that memory from `offset` on.
    init(bytes: SecretBytes, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Whether no digit came.
    public var isEmpty: Bool { count == 0 }

    /// Whether digits came beyond `capacity`, so that what is kept is not the whole.
    public var overflowed: Bool { count > SecretDigits.capacity }

    private var kept: Int { min(count, SecretDigits.capacity) }

    /// Appends a digit, 0 to 9.
    public mutating func append(_ digit: UInt8) {
        if count < SecretDigits.capacity { bytes[offset + count] = digit }
        count += 1
    }

    /// Zeroes every byte and forgets the count.
    public mutating func wipe() {
        bytes.wipe(offset..<(offset + SecretDigits.capacity))
        count = 0
    }

    /// Takes over the digits of `other`, which is left empty and zeroed.
    public mutating func take(from other: inout SecretDigits) {
        copy(other)
        other.wipe()
    }

    /// Holds the digits of `other` too.
    public mutating func copy(_ other: borrowing SecretDigits) {
        wipe()
        for index in 0..<other.kept { bytes[offset + index] = other.bytes[other.offset + index] }
        count = other.count
    }

    /// Lends the digits kept to `body` for the length of the call; they must not be kept.
    public borrowing func withDigits<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.lend(offset..<(offset + kept), to: body)
    }

    /// The digits as a card number that may be shown.
    public var masked: MaskedPAN { withDigits { MaskedPAN($0) } }

    /// Whether the digits are those of `text` (ASCII digits).
    public borrowing func equal(_ text: String) -> Bool {
        let other = text.utf8
        guard other.count == count, !overflowed else { return false }
        var different: UInt8 = 0
        for (index, character) in other.enumerated() { different |= bytes[offset + index] ^ (character &- 0x30) }
        return different == 0
    }

    /// Whether the digits are these, 0 to 9.
    public borrowing func equal(_ other: Span<UInt8>) -> Bool {
        guard other.count == count, !overflowed else { return false }
        var different: UInt8 = 0
        for index in 0..<count { different |= bytes[offset + index] ^ other[index] }
        return different == 0
    }

    /// Whether the digits are those of `other`.
    public borrowing func equal(_ other: borrowing SecretDigits) -> Bool {
        guard other.count == count, !overflowed else { return false }
        var different: UInt8 = 0
        for index in 0..<count { different |= bytes[offset + index] ^ other.bytes[other.offset + index] }
        return different == 0
    }
}
