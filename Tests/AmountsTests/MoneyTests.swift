import Amounts
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        ("120", 12_000), ("120.5", 12_050), ("120.05", 12_005), ("0", 0), (".50", 50), ("5.", 500), ("007", 700),
    ])
    func decimalsBecomeCents(text: String, minor: Int64) {
        #expect(Money(decimal: text, currency: .usd)?.minor == minor)
    }

    @Test(arguments: [
        "", ".", "1.234", "-1", "1,5", "1.2.3", "1e3", "9999999999999", "99999999999", "٣", " 1",
        "99999999999999999999999999999", "0.0000000000000000000000000001",
    ])
    func whatIsNoAmountIsRefused(text: String) {
        #expect(Money(decimal: text, currency: .usd) == nil)
    }

    @Test func currenciesHaveTheirOwnDecimals() throws {
        let yen = try #require(Currency(code: "jpy"))
        let dinar = try #require(Currency(code: "KWD"))
        #expect(Money(decimal: "120", currency: yen)?.minor == 120)
        #expect(Money(decimal: "120.5", currency: yen) == nil)
        #expect(Money(decimal: "1.234", currency: dinar)?.minor == 1234)
        #expect(Money(minor: 1005, currency: dinar).decimalText == "1.005")
        #expect(Money(minor: 120, currency: yen).decimalText == "120")
        #expect(Money(minor: 5, currency: .usd).decimalText == "0.05")
        #expect(Currency(code: "XXX") == nil)
    }
}
