import Amounts
import CallTestKit
import CardData
import Testing

@testable import Prompts

private let firstNumbers = SpokenRow.numbers(
    """
    zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen
    sixteen, seventeen, eighteen, nineteen
    twenty, twenty-one, twenty-two, twenty-three, twenty-four, twenty-five, twenty-six, twenty-seven, twenty-eight
    twenty-nine
    thirty, thirty-one, thirty-two, thirty-three, thirty-four, thirty-five, thirty-six, thirty-seven, thirty-eight
    thirty-nine
    forty, forty-one, forty-two, forty-three, forty-four, forty-five, forty-six, forty-seven, forty-eight, forty-nine
    fifty, fifty-one, fifty-two, fifty-three, fifty-four, fifty-five, fifty-six, fifty-seven, fifty-eight, fifty-nine
    sixty, sixty-one, sixty-two, sixty-three, sixty-four, sixty-five, sixty-six, sixty-seven, sixty-eight, sixty-nine
    seventy, seventy-one, seventy-two, seventy-three, seventy-four, seventy-five, seventy-six, seventy-seven
    seventy-eight, seventy-nine
    eighty, eighty-one, eighty-two, eighty-three, eighty-four, eighty-five, eighty-six, eighty-seven, eighty-eight
    eighty-nine
    ninety, ninety-one, ninety-two, ninety-three, ninety-four, ninety-five, ninety-six, ninety-seven, ninety-eight
    ninety-nine
    one hundred, one hundred and one, one hundred and two
    """)

private let largerNumbers = SpokenRow.rows(
    """
    110 = one hundred and ten
    121 = one hundred and twenty-one
    199 = one hundred and ninety-nine
    200 = two hundred
    300 = three hundred
    444 = four hundred and forty-four
    555 = five hundred and fifty-five
    700 = seven hundred
    999 = nine hundred and ninety-nine
    1000 = one thousand
    1001 = one thousand and one
    1100 = one thousand one hundred
    1987 = one thousand nine hundred and eighty-seven
    2000 = two thousand
    2026 = two thousand and twenty-six
    9999 = nine thousand nine hundred and ninety-nine
    10000 = ten thousand
    21021 = twenty-one thousand and twenty-one
    100100 = one hundred thousand one hundred
    101101 = one hundred and one thousand one hundred and one
    999999 = nine hundred and ninety-nine thousand nine hundred and ninety-nine
    1000000 = one million
    1000001 = one million and one
    1001000 = one million one thousand
    2500000 = two million five hundred thousand
    1000000000 = one billion
    1000000001 = one billion and one
    21000000000 = twenty-one billion
    """)

private let amounts = SpokenRow.rows(
    """
    USD 0 = zero dollars
    USD 0.01 = one cent
    USD 0.02 = two cents
    USD 0.03 = three cents
    USD 0.10 = ten cents
    USD 0.11 = eleven cents
    USD 0.12 = twelve cents
    USD 0.20 = twenty cents
    USD 0.21 = twenty-one cents
    USD 0.50 = fifty cents
    USD 0.99 = ninety-nine cents
    USD 1 = one dollar
    USD 1.01 = one dollar and one cent
    USD 1.10 = one dollar and ten cents
    USD 2 = two dollars
    USD 3.03 = three dollars and three cents
    USD 5.05 = five dollars and five cents
    USD 5.50 = five dollars and fifty cents
    USD 7.07 = seven dollars and seven cents
    USD 10 = ten dollars
    USD 11 = eleven dollars
    USD 12 = twelve dollars
    USD 13.13 = thirteen dollars and thirteen cents
    USD 14 = fourteen dollars
    USD 15 = fifteen dollars
    USD 16 = sixteen dollars
    USD 17 = seventeen dollars
    USD 18 = eighteen dollars
    USD 19.19 = nineteen dollars and nineteen cents
    USD 20 = twenty dollars
    USD 21.01 = twenty-one dollars and one cent
    USD 30 = thirty dollars
    USD 31.31 = thirty-one dollars and thirty-one cents
    USD 40.40 = forty dollars and forty cents
    USD 42 = forty-two dollars
    USD 50 = fifty dollars
    USD 60 = sixty dollars
    USD 70 = seventy dollars
    USD 80 = eighty dollars
    USD 90 = ninety dollars
    USD 99.99 = ninety-nine dollars and ninety-nine cents
    USD 100 = one hundred dollars
    USD 100.01 = one hundred dollars and one cent
    USD 101 = one hundred and one dollars
    USD 110 = one hundred and ten dollars
    USD 111 = one hundred and eleven dollars
    USD 120 = one hundred and twenty dollars
    USD 120.05 = one hundred and twenty dollars and five cents
    USD 199 = one hundred and ninety-nine dollars
    USD 200 = two hundred dollars
    USD 500 = five hundred dollars
    USD 505.05 = five hundred and five dollars and five cents
    USD 999 = nine hundred and ninety-nine dollars
    USD 1000 = one thousand dollars
    USD 1001 = one thousand and one dollars
    USD 1010 = one thousand and ten dollars
    USD 1099 = one thousand and ninety-nine dollars
    USD 1100 = one thousand one hundred dollars
    USD 1101 = one thousand one hundred and one dollars
    USD 1500 = one thousand five hundred dollars
    USD 1987.65 = one thousand nine hundred and eighty-seven dollars and sixty-five cents
    USD 2000 = two thousand dollars
    USD 5000 = five thousand dollars
    USD 10000 = ten thousand dollars
    USD 12345 = twelve thousand three hundred and forty-five dollars
    USD 20001 = twenty thousand and one dollars
    USD 100000 = one hundred thousand dollars
    USD 100001 = one hundred thousand and one dollars
    USD 101000 = one hundred and one thousand dollars
    USD 999999 = nine hundred and ninety-nine thousand nine hundred and ninety-nine dollars
    USD 999999.99 = nine hundred and ninety-nine thousand nine hundred and ninety-nine dollars and ninety-nine cents
    USD 1000000 = one million dollars
    USD 1000001 = one million and one dollars
    USD 1000100 = one million one hundred dollars
    USD 1001000 = one million one thousand dollars
    USD 2500000.50 = two million five hundred thousand dollars and fifty cents
    USD 100000000 = one hundred million dollars
    USD 1000000000 = one billion dollars
    USD 1000000001 = one billion and one dollars
    USD 9999999999.99 = nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine dollars and ninety-nine cents
    EUR 0 = zero euros
    EUR 0.01 = one cent
    EUR 0.50 = fifty cents
    EUR 1 = one euro
    EUR 2.20 = two euros and twenty cents
    EUR 21 = twenty-one euros
    EUR 45.50 = forty-five euros and fifty cents
    EUR 1000000 = one million euros
    GBP 0 = zero pounds
    GBP 0.01 = one penny
    GBP 0.02 = two pence
    GBP 0.21 = twenty-one pence
    GBP 1 = one pound
    GBP 1.01 = one pound and one penny
    GBP 2 = two pounds
    GBP 20.99 = twenty pounds and ninety-nine pence
    GBP 200 = two hundred pounds
    GBP 1000001 = one million and one pounds
    JPY 0 = zero yen
    JPY 1 = one yen
    JPY 2 = two yen
    JPY 5000 = five thousand yen
    JPY 123456 = one hundred and twenty-three thousand four hundred and fifty-six yen
    JPY 1000000 = one million yen
    JPY 999999999999 = nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine yen
    KWD 0 = zero Kuwaiti dinars
    KWD 0.001 = one fils
    KWD 0.005 = five fils
    KWD 0.100 = one hundred fils
    KWD 0.999 = nine hundred and ninety-nine fils
    KWD 1 = one Kuwaiti dinar
    KWD 1.005 = one Kuwaiti dinar and five fils
    KWD 2.500 = two Kuwaiti dinars and five hundred fils
    KWD 12.3 = twelve Kuwaiti dinars and three hundred fils
    KWD 21.021 = twenty-one Kuwaiti dinars and twenty-one fils
    CAD 1 = one Canadian dollar
    CAD 2.02 = two Canadian dollars and two cents
    CAD 101 = one hundred and one Canadian dollars
    AUD 2.02 = two Australian dollars and two cents
    CHF 0.05 = five centimes
    CHF 1.01 = one Swiss franc and one centime
    CHF 31.31 = thirty-one Swiss francs and thirty-one centimes
    MXN 0.01 = one centavo
    MXN 1 = one Mexican peso
    MXN 2.01 = two Mexican pesos and one centavo
    MXN 21.50 = twenty-one Mexican pesos and fifty centavos
    MXN 1000000 = one million Mexican pesos
    INR 0.01 = one paisa
    INR 1.02 = one rupee and two paise
    INR 500 = five hundred rupees
    SEK 0.05 = zero point zero five S E K
    SEK 1 = one S E K
    SEK 1.01 = one point zero one S E K
    SEK 5 = five S E K
    SEK 5.05 = five point zero five S E K
    SEK 5.50 = five point five zero S E K
    SEK 21 = twenty-one S E K
    SEK 21.21 = twenty-one point two one S E K
    BHD 5.005 = five point zero zero five B H D
    KRW 1000 = one thousand K R W
    """)

private let lists: [([String], String)] = [
    ([], ""), (["ten dollars"], "ten dollars"), (["one", "two"], "one or two"),
    (["one", "two", "three"], "one, two or three"),
    (["a", "b", "c", "d"], "a, b, c or d"),
]

@Suite struct SpokenEnglishTests {
    @Test(arguments: firstNumbers + largerNumbers) func aNumberIsSaid(_ row: SpokenRow) throws {
        #expect(SpokenEnglish.cardinal(try #require(Int64(row.value))) == row.words)
    }

    @Test(arguments: amounts) func anAmountIsSaid(_ row: SpokenRow) throws {
        #expect(SpokenEnglish.amount(try row.money()) == row.words)
    }

    @Test(arguments: lists) func aListIsSaid(_ texts: [String], _ words: String) {
        #expect(SpokenEnglish.choice(of: texts) == words)
    }

    @Test func theTablesAreWhole() {
        #expect(firstNumbers.count == 103 && largerNumbers.count > 25 && amounts.count > 120)
    }

    @Test(arguments: ["USD", "JPY", "KWD", "SEK", "BHD"]) func noTwoAmountsSoundAlike(_ code: String) throws {
        try expectNoTwoAmountsSoundAlike(SpokenEnglish.self, code)
    }

    @Test func whatIsHiddenIsNotShown() {
        #expect(SpokenEnglish.hidden(.expiry) == "(month and year, not shown)")
        for detail in Detail.allCases { #expect(!SpokenEnglish.hidden(detail).contains { $0.isNumber }) }
    }

    @Test func everyCurrencySaysEveryAmountItCanHave() throws {
        var generator = SeededGenerator(seed: 7)
        for code in ["USD", "EUR", "GBP", "JPY", "KWD", "CHF", "MXN", "INR", "SEK", "BHD", "KRW"] {
            let currency = try #require(Currency(code: code))
            for _ in 0..<500 {
                let money = Money(
                    minor: Int64.random(in: 0...Money.largestMinor, using: &generator), currency: currency)
                #expect(SpokenEnglish.amount(money).count > 5 && SpokenSpanish.amount(money).count > 5)
            }
        }
    }

    @Test func textIsSpelledWithoutItsMarks() {
        #expect(SpokenEnglish.spelled("INV-7") == "I N V 7")
        #expect(SpokenEnglish.spelled("4242") == "4 2 4 2")
        #expect(SpokenEnglish.spelled("{amount}. ") == "a m o u n t")
    }
}
