import Amounts
import CallTestKit
import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

/// Amounts and how they are said.
private let spokenAmounts: [(String, String, String)] = [
    ("USD", "0", "zero dollars"), ("USD", "0.01", "one cent"), ("USD", "0.02", "two cents"),
    ("USD", "0.10", "ten cents"), ("USD", "0.11", "eleven cents"), ("USD", "0.20", "twenty cents"),
    ("USD", "0.21", "twenty-one cents"), ("USD", "0.99", "ninety-nine cents"), ("USD", "1", "one dollar"),
    ("USD", "1.01", "one dollar and one cent"), ("USD", "1.10", "one dollar and ten cents"),
    ("USD", "2", "two dollars"), ("USD", "3.03", "three dollars and three cents"),
    ("USD", "5.05", "five dollars and five cents"), ("USD", "5.50", "five dollars and fifty cents"),
    ("USD", "10", "ten dollars"), ("USD", "11", "eleven dollars"), ("USD", "12", "twelve dollars"),
    ("USD", "13.13", "thirteen dollars and thirteen cents"), ("USD", "14", "fourteen dollars"),
    ("USD", "15", "fifteen dollars"), ("USD", "16", "sixteen dollars"), ("USD", "17", "seventeen dollars"),
    ("USD", "18", "eighteen dollars"), ("USD", "19.19", "nineteen dollars and nineteen cents"),
    ("USD", "20", "twenty dollars"), ("USD", "21.01", "twenty-one dollars and one cent"),
    ("USD", "30", "thirty dollars"), ("USD", "40.40", "forty dollars and forty cents"),
    ("USD", "42", "forty-two dollars"), ("USD", "50", "fifty dollars"), ("USD", "60", "sixty dollars"),
    ("USD", "70", "seventy dollars"), ("USD", "80", "eighty dollars"), ("USD", "90", "ninety dollars"),
    ("USD", "99.99", "ninety-nine dollars and ninety-nine cents"), ("USD", "100", "one hundred dollars"),
    ("USD", "100.01", "one hundred dollars and one cent"), ("USD", "101", "one hundred and one dollars"),
    ("USD", "110", "one hundred and ten dollars"), ("USD", "111", "one hundred and eleven dollars"),
    ("USD", "120", "one hundred and twenty dollars"),
    ("USD", "120.05", "one hundred and twenty dollars and five cents"),
    ("USD", "199", "one hundred and ninety-nine dollars"), ("USD", "200", "two hundred dollars"),
    ("USD", "999", "nine hundred and ninety-nine dollars"), ("USD", "1000", "one thousand dollars"),
    ("USD", "1001", "one thousand and one dollars"), ("USD", "1010", "one thousand and ten dollars"),
    ("USD", "1099", "one thousand and ninety-nine dollars"), ("USD", "1100", "one thousand one hundred dollars"),
    ("USD", "1101", "one thousand one hundred and one dollars"), ("USD", "1500", "one thousand five hundred dollars"),
    ("USD", "1987.65", "one thousand nine hundred and eighty-seven dollars and sixty-five cents"),
    ("USD", "2000", "two thousand dollars"), ("USD", "5000", "five thousand dollars"),
    ("USD", "10000", "ten thousand dollars"), ("USD", "12345", "twelve thousand three hundred and forty-five dollars"),
    ("USD", "20001", "twenty thousand and one dollars"), ("USD", "100000", "one hundred thousand dollars"),
    ("USD", "100001", "one hundred thousand and one dollars"),
    ("USD", "101000", "one hundred and one thousand dollars"),
    (
        "USD", "999999.99",
        "nine hundred and ninety-nine thousand nine hundred and ninety-nine dollars and ninety-nine cents"
    ),
    ("USD", "1000000", "one million dollars"), ("USD", "1000001", "one million and one dollars"),
    ("USD", "1000100", "one million one hundred dollars"), ("USD", "1001000", "one million one thousand dollars"),
    ("USD", "2500000.50", "two million five hundred thousand dollars and fifty cents"),
    ("USD", "1000000000", "one billion dollars"),
    (
        "USD", "9999999999.99",
        "nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand "
            + "nine hundred and ninety-nine dollars and ninety-nine cents"
    ),
    ("EUR", "0.01", "one cent"), ("EUR", "1", "one euro"), ("EUR", "2.20", "two euros and twenty cents"),
    ("EUR", "45.50", "forty-five euros and fifty cents"), ("GBP", "0.01", "one penny"), ("GBP", "0.02", "two pence"),
    ("GBP", "1", "one pound"), ("GBP", "1.01", "one pound and one penny"),
    ("GBP", "20.99", "twenty pounds and ninety-nine pence"), ("JPY", "0", "zero yen"), ("JPY", "1", "one yen"),
    ("JPY", "5000", "five thousand yen"),
    ("JPY", "123456", "one hundred and twenty-three thousand four hundred and fifty-six yen"),
    ("KWD", "0.001", "one fils"), ("KWD", "0.999", "nine hundred and ninety-nine fils"),
    ("KWD", "1.005", "one Kuwaiti dinar and five fils"), ("KWD", "2.500", "two Kuwaiti dinars and five hundred fils"),
    ("KWD", "12.3", "twelve Kuwaiti dinars and three hundred fils"), ("CAD", "1", "one Canadian dollar"),
    ("AUD", "2.02", "two Australian dollars and two cents"), ("CHF", "1.01", "one Swiss franc and one centime"),
    ("MXN", "2.01", "two Mexican pesos and one centavo"), ("INR", "1.02", "one rupee and two paise"),
    ("INR", "0.01", "one paisa"), ("SEK", "5", "five S E K"), ("SEK", "1", "one S E K"),
    ("SEK", "5.05", "five point zero five S E K"), ("SEK", "5.50", "five point five zero S E K"),
    ("SEK", "0.05", "zero point zero five S E K"), ("BHD", "5.005", "five point zero zero five B H D"),
    ("KRW", "1000", "one thousand K R W"),
]

@Suite struct SpokenAmountTests {
    @Test(arguments: spokenAmounts) func isSaid(_ code: String, _ decimal: String, _ words: String) throws {
        let currency = try #require(Currency(code: code))
        let money = try #require(Money(decimal: decimal, currency: currency))
        #expect(SpokenEnglish.amount(money) == words)
    }

    /// What is heard must tell one amount from every other.
    @Test(arguments: ["USD", "JPY", "KWD", "SEK", "BHD"]) func noTwoAmountsSoundAlike(_ code: String) throws {
        let currency = try #require(Currency(code: code))
        var heard: [String: Int64] = [:]
        for minor in 0..<Int64(25_000) {
            let words = SpokenEnglish.amount(Money(minor: minor, currency: currency))
            #expect(!words.contains("  ") && !words.hasSuffix(" ") && !words.contains { $0.isNumber })
            if let other = heard.updateValue(minor, forKey: words) { Issue.record("\(minor) and \(other): \(words)") }
        }
    }

    @Test func everyCurrencySaysEveryAmountItCanHave() throws {
        var generator = SeededGenerator(seed: 7)
        for code in ["USD", "EUR", "GBP", "JPY", "KWD", "CHF", "MXN", "INR", "SEK", "BHD", "KRW"] {
            let currency = try #require(Currency(code: code))
            for _ in 0..<500 {
                let money = Money(
                    minor: Int64.random(in: 0...Money.largestMinor, using: &generator), currency: currency)
                #expect(SpokenEnglish.amount(money).count > 5)
            }
        }
    }

    @Test func textIsSpelledWithoutItsMarks() {
        #expect(SpokenEnglish.spelled("INV-7") == "I N V 7")
        #expect(SpokenEnglish.spelled("4242") == "4 2 4 2")
        #expect(SpokenEnglish.spelled("{amount}. ") == "a m o u n t")
    }
}
