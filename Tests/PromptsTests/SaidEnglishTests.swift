import PaymentCall
import Testing

@testable import Prompts

private let ordinals = SpokenRow.listed(
    "ordinal", from: 1,
    """
    first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, thirteenth
    fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth
    twenty-first, twenty-second, twenty-third, twenty-fourth, twenty-fifth, twenty-sixth, twenty-seventh
    twenty-eighth, twenty-ninth, thirtieth, thirty-first, thirty-second, thirty-third, thirty-fourth, thirty-fifth
    thirty-sixth, thirty-seventh, thirty-eighth, thirty-ninth, fortieth, forty-first, forty-second
    """)

private let largerOrdinals = SpokenRow.rows(
    """
    ordinal 50 = fiftieth
    ordinal 55 = fifty-fifth
    ordinal 60 = sixtieth
    ordinal 68 = sixty-eighth
    ordinal 70 = seventieth
    ordinal 79 = seventy-ninth
    ordinal 80 = eightieth
    ordinal 81 = eighty-first
    ordinal 90 = ninetieth
    ordinal 99 = ninety-ninth
    ordinal 100 = one hundredth
    ordinal 101 = one hundred and first
    ordinal 103 = one hundred and third
    ordinal 112 = one hundred and twelfth
    ordinal 120 = one hundred and twentieth
    ordinal 200 = two hundredth
    ordinal 365 = three hundred and sixty-fifth
    ordinal 1000 = one thousandth
    ordinal 1001 = one thousand and first
    ordinal 2002 = two thousand and second
    ordinal 10000 = ten thousandth
    ordinal 1000000 = one millionth
    ordinal 1000003 = one million and third
    ordinal 1000000000 = one billionth
    ordinal 3 feminine = third
    ordinal 1 before-noun = first
    ordinal 2 masculine = second
    """)

private let numbers = SpokenRow.rows(
    """
    number -1 = minus one
    number -21 = minus twenty-one
    number -100 = minus one hundred
    number -1987 = minus one thousand nine hundred and eighty-seven
    number -1000000 = minus one million
    number 007 = seven
    number 1000000000000 = one trillion
    number 2000000000002 = two trillion and two
    number 1000000000000000 = one quadrillion
    number 1000000000000000000 = one quintillion
    number 9223372036854775807 = nine quintillion two hundred and twenty-three quadrillion three hundred and seventy-two trillion thirty-six billion eight hundred and fifty-four million seven hundred and seventy-five thousand eight hundred and seven
    number -9223372036854775808 = minus nine quintillion two hundred and twenty-three quadrillion three hundred and seventy-two trillion thirty-six billion eight hundred and fifty-four million seven hundred and seventy-five thousand eight hundred and eight
    amount -5 USD = minus five dollars
    amount -0.01 USD = minus one cent
    amount -1.01 USD = minus one dollar and one cent
    amount -120.05 USD = minus one hundred and twenty dollars and five cents
    amount -1 JPY = minus one yen
    amount -0.005 KWD = minus five fils
    amount -5.05 SEK = minus five point zero five S E K
    amount -20.99 GBP = minus twenty pounds and ninety-nine pence
    amount 0 USD = zero dollars
    amount -0 USD = zero dollars
    amount 120.05 usd = one hundred and twenty dollars and five cents
    amount 1000 KRW = one thousand K R W
    """)

private let characters = SpokenRow.rows(
    """
    digits 7 = 7
    digits 4242 = 4 2 4 2
    digits 4242 4242 = 4 2 4 2, 4 2 4 2
    digits 05 = 0 5
    digits 800 555 0100 = 8 0 0, 5 5 5, 0 1 0 0
    digits 1 2 3 = 1, 2, 3
    digits 94107 = 9 4 1 0 7
    grouped 1 = 1
    grouped 12345 = 1 2 3 4 5
    grouped 123456 = 1 2 3, 4 5 6
    grouped 1234567 = 1 2 3, 4 5 6 7
    grouped 12345678 = 1 2 3 4, 5 6 7 8
    grouped 123456789 = 1 2 3, 4 5 6, 7 8 9
    grouped 1234567890 = 1 2 3, 4 5 6, 7 8 9 0
    grouped 12345678901 = 1 2 3, 4 5 6 7, 8 9 0 1
    grouped 123456789012 = 1 2 3 4, 5 6 7 8, 9 0 1 2
    grouped 1234567890123456 = 1 2 3 4, 5 6 7 8, 9 0 1 2, 3 4 5 6
    last-four 4242 = 4 2 4 2
    last-four 0505 = 0 5 0 5
    last-four 0000 = 0 0 0 0
    reference AU-666L = A U, 6 6 6 L
    reference au666l = A U 6 6 6 L
    reference INV-20260101-7 = I N V, 2 0 2 6 0 1 0 1, 7
    reference RX-7 = R X, 7
    reference K1A 0B1 = K 1 A, 0 B 1
    reference a = A
    reference i_o = I, O
    reference #X9/Z. = X 9, Z
    text Thank you. = Thank you.
    text You have 3 new messages. = You have 3 new messages.
    """)

private let dates = SpokenRow.rows(
    """
    date 2030-01-01 = January first, twenty thirty
    date 2030-02-02 = February second, twenty thirty
    date 2030-03-03 = March third, twenty thirty
    date 2030-04-04 = April fourth, twenty thirty
    date 2030-05-05 = May fifth, twenty thirty
    date 2030-06-06 = June sixth, twenty thirty
    date 2030-07-07 = July seventh, twenty thirty
    date 2030-08-08 = August eighth, twenty thirty
    date 2030-09-09 = September ninth, twenty thirty
    date 2030-10-10 = October tenth, twenty thirty
    date 2030-11-11 = November eleventh, twenty thirty
    date 2030-12-12 = December twelfth, twenty thirty
    date 2026-11-20 = November twentieth, twenty twenty-six
    date 2026-12-21 = December twenty-first, twenty twenty-six
    date 2026-12-31 = December thirty-first, twenty twenty-six
    date 2024-02-29 = February twenty-ninth, twenty twenty-four
    date 2000-02-29 = February twenty-ninth, two thousand
    date 2001-09-11 = September eleventh, two thousand and one
    date 2009-10-13 = October thirteenth, two thousand and nine
    date 2010-05-30 = May thirtieth, twenty ten
    date 2011-06-15 = June fifteenth, twenty eleven
    date 1999-12-31 = December thirty-first, nineteen ninety-nine
    date 1987-03-22 = March twenty-second, nineteen eighty-seven
    date 1905-04-23 = April twenty-third, nineteen oh five
    date 1900-01-14 = January fourteenth, nineteen hundred
    date 1776-07-04 = July fourth, seventeen seventy-six
    date 2100-08-18 = August eighteenth, twenty-one hundred
    date 2105-08-19 = August nineteenth, twenty-one oh five
    date 1066-10-14 = October fourteenth, ten sixty-six
    date 2026-11-22 weekday = Sunday, November twenty-second, twenty twenty-six
    date 2026-11-23 weekday = Monday, November twenty-third, twenty twenty-six
    date 2026-11-24 weekday = Tuesday, November twenty-fourth, twenty twenty-six
    date 2026-11-25 weekday = Wednesday, November twenty-fifth, twenty twenty-six
    date 2026-11-26 weekday = Thursday, November twenty-sixth, twenty twenty-six
    date 2026-11-27 weekday = Friday, November twenty-seventh, twenty twenty-six
    date 2026-11-28 weekday = Saturday, November twenty-eighth, twenty twenty-six
    date 2000-01-01 weekday = Saturday, January first, two thousand
    date 1969-07-20 weekday = Sunday, July twentieth, nineteen sixty-nine
    date 2024-02-29 weekday = Thursday, February twenty-ninth, twenty twenty-four
    """)

private let times = SpokenRow.rows(
    """
    time 00:00 = midnight
    time 00:01 = twelve oh one a.m.
    time 00:30 = twelve thirty a.m.
    time 01:00 = one a.m.
    time 01:05 = one oh five a.m.
    time 02:10 = two ten a.m.
    time 03:15 = three fifteen a.m.
    time 04:20 = four twenty a.m.
    time 05:25 = five twenty-five a.m.
    time 06:30 = six thirty a.m.
    time 7:00 = seven a.m.
    time 08:09 = eight oh nine a.m.
    time 09:45 = nine forty-five a.m.
    time 10:10 = ten ten a.m.
    time 11:59 = eleven fifty-nine a.m.
    time 12:00 = noon
    time 12:01 = twelve oh one p.m.
    time 12:45 = twelve forty-five p.m.
    time 13:00 = one p.m.
    time 15:05 = three oh five p.m.
    time 16:40 = four forty p.m.
    time 18:18 = six eighteen p.m.
    time 20:00 = eight p.m.
    time 21:12 = nine twelve p.m.
    time 23:59 = eleven fifty-nine p.m.
    time 00:00 24h = zero hundred
    time 00:05 24h = zero oh five
    time 00:30 24h = zero thirty
    time 01:00 24h = oh one hundred
    time 07:00 24h = oh seven hundred
    time 07:45 24h = oh seven forty-five
    time 09:09 24h = oh nine oh nine
    time 10:00 24h = ten hundred
    time 12:00 24h = twelve hundred
    time 13:13 24h = thirteen thirteen
    time 15:05 24h = fifteen oh five
    time 20:20 24h = twenty twenty
    time 21:00 24h = twenty-one hundred
    time 23:59 24h = twenty-three fifty-nine
    """)

@Suite struct SaidEnglishTests {
    @Test(arguments: ordinals + largerOrdinals + numbers + characters + dates + times)
    func aValueIsSaid(_ row: SpokenRow) throws {
        #expect(try SaidText(row.value).words(in: .english) == row.words)
    }

    @Test func theTablesAreWhole() {
        #expect(ordinals.count == 42 && largerOrdinals.count == 27 && numbers.count == 24)
        #expect(characters.count == 30 && dates.count == 39 && times.count == 39)
    }

    /// Wherever a table says a value, the vocabulary has the recordings of all its words.
    @Test(arguments: ordinals + largerOrdinals + numbers + characters.dropLast(2) + dates + times)
    func aValueHasItsRecordings(_ row: SpokenRow) throws {
        try expectSaidByVocabulary(row, .english)
    }
}
