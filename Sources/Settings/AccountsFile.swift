import Amounts
import CardData
import PaymentCall
import YAMLText

extension AccountDirectory {
    /// Reads an accounts file: `accounts:` and a list of them.
    public init(contentsOf path: String) throws(YAMLError) {
        let file = try YAMLValue(contentsOf: path)
        let keys = try file.mapping(["accounts"])
        guard let list = keys["accounts"] else { throw file.error("the key 'accounts' is missing") }
        try self.init(list)
    }

    /// Reads a list of accounts, each with number, pin, balance, and perhaps currency and blocked.
    public init(_ list: YAMLValue) throws(YAMLError) {
        var accounts: [Account] = []
        var numbers: Set<String> = []
        for item in try list.items() {
            let account = try AccountDirectory.account(item)
            guard numbers.insert(account.number).inserted else {
                throw item.error("this account number stands twice; give each account once")
            }
            accounts.append(account)
        }
        self.init(accounts)
    }

    private static func account(_ item: YAMLValue) throws(YAMLError) -> Account {
        let keys = try item.mapping(["number", "name", "pin", "balance", "currency", "blocked"])
        guard let number = keys["number"], let pin = keys["pin"], let balance = keys["balance"] else {
            throw item.error("an account needs number, pin and balance")
        }
        let digits = try number.digits(1...24, "an account number")
        guard CardMask.masking(digits) == digits else {
            throw number.error("this account number could be a card number, and is never shown or looked up as one")
        }
        let currency = try keys["currency"]?.currency() ?? .usd
        return Account(
            number: digits, name: try keys["name"]?.name() ?? "", pin: StoredPIN(try pin.digits(1...12, "a PIN")),
            balance: try balance.money(currency),
            isBlocked: try keys["blocked"]?.bool() ?? false)
    }
}
