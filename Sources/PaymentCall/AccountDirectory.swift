import Amounts
import CardData

/// The accounts a call may ask for: a data dip in the process.
public struct AccountDirectory: Sendable {
    /// The accounts, in the order of their source.
    public let accounts: [Account]

    /// A directory of these accounts; account numbers are unique.
    public init(_ accounts: [Account]) { self.accounts = accounts }

    /// The account of that number; nil for none.
    public func account(numbered number: String) -> Account? { accounts.first { $0.number == number } }

    /// The account whose number was keyed; nil for none.
    public func account(keyed entry: borrowing SecretDigits) -> Account? {
        for account in accounts where entry.equal(account.number) { return account }
        return nil
    }

    /// The shipped accounts.
    public static let standard = AccountDirectory([
        row("10023", "Ada Morgan", pin: "4821", minor: 120_00),
        row("10024", "Ben Olsen", pin: "1357", minor: 0),
        row("10025", "Carla Diaz", pin: "2468", minor: 1987_65),
        row("10026", "Daniel Weber", pin: "9999", minor: 45_50, currency: .eur),
        row("10027", "Eve Rossi", pin: "7410", minor: 60_00, isBlocked: true),
    ])

    private static func row(
        _ number: String, _ name: String, pin: String, minor: Int64, currency: Currency = .usd, isBlocked: Bool = false
    ) -> Account {
        Account(
            number: number, name: name, pin: StoredPIN(pin), balance: Money(minor: minor, currency: currency),
            isBlocked: isBlocked)
    }
}
