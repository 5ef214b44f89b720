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

/// What is paid with, for whoever asks a gateway while the call goes on: a copy in memory of its own, spent once and zeroed.
public final class LentDetails: @unchecked Sendable {
    // Unchecked: the digits are only touched by `spend`, which its owner calls once, after `init` has filled them.
    private var details = PaymentDetails()

    /// A copy of what is lent.
    public init(_ lent: borrowing PaymentDetails) {
        for detail in Detail.allCases { details[detail].copy(lent[detail]) }
    }

    /// Lends it to `use`, and zeroes it.
    public func spend<Answer>(_ use: (borrowing PaymentDetails) throws -> Answer) rethrows -> Answer {
        defer { details.wipe() }
        return try use(details)
    }
}
