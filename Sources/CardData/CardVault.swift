/// What a caller keys for the question at hand: digits, and the `*` that is an amount's decimal point.
public struct KeyEntry: ~Copyable {
    /// The digits keyed.
    public var digits: SecretDigits
    /// How many digits stood before the decimal point; nil while there is none.
    public var digitsBeforePoint: Int?

    /// Nothing keyed yet.
    init(in bytes: SecretBytes, at offset: Int) { digits = SecretDigits(bytes: bytes, at: offset) }

    /// Whether nothing was keyed.
    public var isEmpty: Bool { digits.isEmpty && digitsBeforePoint == nil }

    /// Zeroes the entry.
    public mutating func wipe() {
        digits.wipe()
        digitsBeforePoint = nil
    }
}

/// The only place of a call where keyed digits are kept: the waiting keys, the entry at hand, and what is paid with.
public struct CardVault: ~Copyable {
    /// Keys that wait for their question.
    public var waiting: KeyQueue
    /// The answer being keyed.
    public var entry: KeyEntry
    /// Card or bank account, field by field as each was taken.
    public var details: PaymentDetails

    /// Nothing kept.
    public init() { self.init(bytes: SecretBytes(capacity: CardVault.bytes)) }

    /// Nothing kept, in one piece of memory whose end a test watches.
    init(bytes: SecretBytes) {
        waiting = KeyQueue(in: bytes, at: 0)
        entry = KeyEntry(in: bytes, at: KeyQueue.capacity)
        details = PaymentDetails(in: bytes, at: KeyQueue.capacity + SecretDigits.capacity)
    }

    /// Bytes of memory that a vault takes.
    static let bytes = KeyQueue.capacity + SecretDigits.capacity + PaymentDetails.bytes

    /// Whether nothing is kept: no waiting key, no entry, no detail.
    public var isEmpty: Bool { waiting.isEmpty && entry.isEmpty && details.isEmpty }

    /// The entry is taken as `detail`; it is empty afterwards.
    public mutating func keepEntry(as detail: Detail) { details[detail].take(from: &entry.digits) }

    /// Whether what was keyed now is what is kept as `detail`.
    public borrowing func entryEquals(_ detail: Detail) -> Bool { entry.digits.equal(details[detail]) }

    /// Zeroes everything: the payment has ended.
    public mutating func wipe() {
        waiting.wipe()
        entry.wipe()
        details.wipe()
    }
}
