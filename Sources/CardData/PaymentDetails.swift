/// One thing that a caller keys to pay with, by the name the gateway knows it by.
public enum Detail: Int, Hashable, Sendable, CaseIterable {
    /// The card number (PAN).
    case cardNumber
    /// The card's expiry, MMYY.
    case expiry
    /// The security code (CVV, CVC, CID).
    case securityCode
    /// The postal code of the card holder's address, digits alone.
    case postalCode
    /// The bank's routing number (ABA), nine digits.
    case routingNumber
    /// The bank account's number.
    case bankAccount
}

/// What is paid with, as far as the caller keyed it: lent to the gateway for each attempt.
public struct PaymentDetails: ~Copyable {
    private var kept: InlineArray<6, SecretDigits>

    /// Nothing keyed yet.
    public init() { self.init(in: SecretBytes(capacity: PaymentDetails.bytes), at: 0) }

    /// The same in memory that is shared with others.
    init(in bytes: SecretBytes, at offset: Int) {
        kept = InlineArray { SecretDigits(bytes: bytes, at: offset + $0 * SecretDigits.capacity) }
    }

    /// Bytes of memory for all details.
    static let bytes = Detail.allCases.count * SecretDigits.capacity

    /// The digits of one detail; empty while it was not keyed.
    public subscript(_ detail: Detail) -> SecretDigits {
        _read { yield kept[detail.rawValue] }
        _modify { yield &kept[detail.rawValue] }
    }

    /// Whether nothing is kept.
    public var isEmpty: Bool {
        for index in kept.indices where !kept[index].isEmpty { return false }
        return true
    }

    /// Zeroes everything.
    public mutating func wipe() {
        for index in kept.indices where !kept[index].isEmpty { kept[index].wipe() }
    }
}
