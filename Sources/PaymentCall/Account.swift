import Amounts
import CardData

/// A customer's account, as the directory holds it.
public struct Account: Sendable, Equatable {
    /// The account number: digits.
    public let number: String
    /// The customer's name; empty where the directory has none.
    public let name: String
    /// The PIN that proves who calls.
    public let pin: StoredPIN
    /// What is due.
    public let balance: Money
    /// Blocked accounts can't be paid by phone.
    public let isBlocked: Bool

    /// An account of the directory.
    public init(number: String, name: String = "", pin: StoredPIN, balance: Money, isBlocked: Bool) {
        self.number = number
        self.name = name
        self.pin = pin
        self.balance = balance
        self.isBlocked = isBlocked
    }
}

/// A PIN of the directory: compared with what is keyed, never described.
public struct StoredPIN: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let digits: String

    /// A PIN of ASCII digits.
    public init(_ digits: String) { self.digits = digits }

    /// Says that it is a PIN, not which.
    public var description: String { "PIN" }
    /// Hides the digits from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// How many digits it has.
    public var length: Int { digits.utf8.count }

    func matches(_ entry: borrowing SecretDigits) -> Bool { entry.equal(digits) }
}
