import Amounts
import CallTestKit
import CardData
import Testing

@testable import Prompts

private let firstNumbers = SpokenRow.numbers(
    """
    cero, uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve
    diez, once, doce, trece, catorce, quince, dieciséis, diecisiete, dieciocho, diecinueve
    veinte, veintiuno, veintidós, veintitrés, veinticuatro, veinticinco, veintiséis, veintisiete, veintiocho, veintinueve
    treinta, treinta y uno, treinta y dos, treinta y tres, treinta y cuatro, treinta y cinco, treinta y seis
    treinta y siete, treinta y ocho, treinta y nueve
    cuarenta, cuarenta y uno, cuarenta y dos, cuarenta y tres, cuarenta y cuatro, cuarenta y cinco, cuarenta y seis
    cuarenta y siete, cuarenta y ocho, cuarenta y nueve
    cincuenta, cincuenta y uno, cincuenta y dos, cincuenta y tres, cincuenta y cuatro, cincuenta y cinco, cincuenta y seis
    cincuenta y siete, cincuenta y ocho, cincuenta y nueve
    sesenta, sesenta y uno, sesenta y dos, sesenta y tres, sesenta y cuatro, sesenta y cinco, sesenta y seis
    sesenta y siete, sesenta y ocho, sesenta y nueve
    setenta, setenta y uno, setenta y dos, setenta y tres, setenta y cuatro, setenta y cinco, setenta y seis
    setenta y siete, setenta y ocho, setenta y nueve
    ochenta, ochenta y uno, ochenta y dos, ochenta y tres, ochenta y cuatro, ochenta y cinco, ochenta y seis
    ochenta y siete, ochenta y ocho, ochenta y nueve
    noventa, noventa y uno, noventa y dos, noventa y tres, noventa y cuatro, noventa y cinco, noventa y seis
    noventa y siete, noventa y ocho, noventa y nueve
    cien, ciento uno, ciento dos
    """)

private let largerNumbers = SpokenRow.rows(
    """
    110 = ciento diez
    115 = ciento quince
    116 = ciento dieciséis
    121 = ciento veintiuno
    131 = ciento treinta y uno
    199 = ciento noventa y nueve
    200 = doscientos
    201 = doscientos uno
    222 = doscientos veintidós
    300 = trescientos
    333 = trescientos treinta y tres
    400 = cuatrocientos
    444 = cuatrocientos cuarenta y cuatro
    500 = quinientos
    555 = quinientos cincuenta y cinco
    600 = seiscientos
    666 = seiscientos sesenta y seis
    700 = setecientos
    777 = setecientos setenta y siete
    800 = ochocientos
    888 = ochocientos ochenta y ocho
    900 = novecientos
    901 = novecientos uno
    999 = novecientos noventa y nueve
    1000 = mil
    1001 = mil uno
    1010 = mil diez
    1021 = mil veintiuno
    1100 = mil cien
    1101 = mil ciento uno
    1500 = mil quinientos
    1987 = mil novecientos ochenta y siete
    2000 = dos mil
    2026 = dos mil veintiséis
    5000 = cinco mil
    9999 = nueve mil novecientos noventa y nueve
    10000 = diez mil
    16000 = dieciséis mil
    20001 = veinte mil uno
    21000 = veintiún mil
    21021 = veintiún mil veintiuno
    31000 = treinta y un mil
    31031 = treinta y un mil treinta y uno
    91000 = noventa y un mil
    100000 = cien mil
    100100 = cien mil cien
    101000 = ciento un mil
    101101 = ciento un mil ciento uno
    121000 = ciento veintiún mil
    200000 = doscientos mil
    500000 = quinientos mil
    700700 = setecientos mil setecientos
    999999 = novecientos noventa y nueve mil novecientos noventa y nueve
    1000000 = un millón
    1000001 = un millón uno
    1001000 = un millón mil
    1100000 = un millón cien mil
    2000000 = dos millones
    2500000 = dos millones quinientos mil
    21000000 = veintiún millones
    31000021 = treinta y un millones veintiuno
    100000000 = cien millones
    101000000 = ciento un millones
    1000000000 = mil millones
    1000000001 = mil millones uno
    1001000000 = mil un millones
    2000000000 = dos mil millones
    21000000000 = veintiún mil millones
    999999999999 = novecientos noventa y nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve
    1000000000000 = un billón
    2000000000001 = dos billones uno
    1000000000000000000 = un trillón
    """)

private let amounts = SpokenRow.rows(
    """
    USD 0 = cero dólares
    USD 0.01 = un centavo
    USD 0.02 = dos centavos
    USD 0.10 = diez centavos
    USD 0.11 = once centavos
    USD 0.16 = dieciséis centavos
    USD 0.21 = veintiún centavos
    USD 0.31 = treinta y un centavos
    USD 0.50 = cincuenta centavos
    USD 0.91 = noventa y un centavos
    USD 0.99 = noventa y nueve centavos
    USD 1 = un dólar
    USD 1.01 = un dólar con un centavo
    USD 1.10 = un dólar con diez centavos
    USD 1.21 = un dólar con veintiún centavos
    USD 2 = dos dólares
    USD 3.03 = tres dólares con tres centavos
    USD 5.05 = cinco dólares con cinco centavos
    USD 5.50 = cinco dólares con cincuenta centavos
    USD 10 = diez dólares
    USD 11 = once dólares
    USD 12 = doce dólares
    USD 13.13 = trece dólares con trece centavos
    USD 14 = catorce dólares
    USD 15 = quince dólares
    USD 16 = dieciséis dólares
    USD 19.19 = diecinueve dólares con diecinueve centavos
    USD 20 = veinte dólares
    USD 21 = veintiún dólares
    USD 21.01 = veintiún dólares con un centavo
    USD 22 = veintidós dólares
    USD 30 = treinta dólares
    USD 31 = treinta y un dólares
    USD 40.40 = cuarenta dólares con cuarenta centavos
    USD 41.41 = cuarenta y un dólares con cuarenta y un centavos
    USD 42 = cuarenta y dos dólares
    USD 99.99 = noventa y nueve dólares con noventa y nueve centavos
    USD 100 = cien dólares
    USD 100.01 = cien dólares con un centavo
    USD 101 = ciento un dólares
    USD 110 = ciento diez dólares
    USD 120 = ciento veinte dólares
    USD 120.05 = ciento veinte dólares con cinco centavos
    USD 121 = ciento veintiún dólares
    USD 131.31 = ciento treinta y un dólares con treinta y un centavos
    USD 199 = ciento noventa y nueve dólares
    USD 200 = doscientos dólares
    USD 500 = quinientos dólares
    USD 700 = setecientos dólares
    USD 900 = novecientos dólares
    USD 999 = novecientos noventa y nueve dólares
    USD 1000 = mil dólares
    USD 1001 = mil un dólares
    USD 1021 = mil veintiún dólares
    USD 1100 = mil cien dólares
    USD 1101 = mil ciento un dólares
    USD 1500 = mil quinientos dólares
    USD 1987.65 = mil novecientos ochenta y siete dólares con sesenta y cinco centavos
    USD 2000 = dos mil dólares
    USD 5000 = cinco mil dólares
    USD 10000 = diez mil dólares
    USD 12345 = doce mil trescientos cuarenta y cinco dólares
    USD 20001 = veinte mil un dólares
    USD 21000 = veintiún mil dólares
    USD 31000 = treinta y un mil dólares
    USD 100000 = cien mil dólares
    USD 100001 = cien mil un dólares
    USD 101000 = ciento un mil dólares
    USD 500500 = quinientos mil quinientos dólares
    USD 999999.99 = novecientos noventa y nueve mil novecientos noventa y nueve dólares con noventa y nueve centavos
    USD 1000000 = un millón de dólares
    USD 1000000.01 = un millón de dólares con un centavo
    USD 1000001 = un millón un dólares
    USD 1000100 = un millón cien dólares
    USD 1001000 = un millón mil dólares
    USD 2000000 = dos millones de dólares
    USD 2500000 = dos millones quinientos mil dólares
    USD 2500000.50 = dos millones quinientos mil dólares con cincuenta centavos
    USD 21000000 = veintiún millones de dólares
    USD 100000000 = cien millones de dólares
    USD 1000000000 = mil millones de dólares
    USD 1000000001 = mil millones un dólares
    USD 9999999999.99 = nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve dólares con noventa y nueve centavos
    EUR 0.01 = un céntimo
    EUR 0.50 = cincuenta céntimos
    EUR 1 = un euro
    EUR 1.01 = un euro con un céntimo
    EUR 2.20 = dos euros con veinte céntimos
    EUR 21 = veintiún euros
    EUR 45.50 = cuarenta y cinco euros con cincuenta céntimos
    EUR 1000000 = un millón de euros
    GBP 0 = cero libras
    GBP 0.01 = un penique
    GBP 0.02 = dos peniques
    GBP 0.21 = veintiún peniques
    GBP 1 = una libra
    GBP 1.01 = una libra con un penique
    GBP 2 = dos libras
    GBP 20.99 = veinte libras con noventa y nueve peniques
    GBP 21 = veintiuna libras
    GBP 31 = treinta y una libras
    GBP 100 = cien libras
    GBP 101 = ciento una libras
    GBP 121.21 = ciento veintiuna libras con veintiún peniques
    GBP 200 = doscientas libras
    GBP 201 = doscientas una libras
    GBP 300 = trescientas libras
    GBP 400 = cuatrocientas libras
    GBP 500 = quinientas libras
    GBP 600 = seiscientas libras
    GBP 700 = setecientas libras
    GBP 800 = ochocientas libras
    GBP 900 = novecientas libras
    GBP 1000 = mil libras
    GBP 1001 = mil una libras
    GBP 2200 = dos mil doscientas libras
    GBP 21000 = veintiuna mil libras
    GBP 100000 = cien mil libras
    GBP 200000 = doscientas mil libras
    GBP 1000000 = un millón de libras
    GBP 1000001 = un millón una libras
    GBP 200000000 = doscientos millones de libras
    GBP 200000200 = doscientos millones doscientas libras
    JPY 0 = cero yenes
    JPY 1 = un yen
    JPY 2 = dos yenes
    JPY 21 = veintiún yenes
    JPY 5000 = cinco mil yenes
    JPY 123456 = ciento veintitrés mil cuatrocientos cincuenta y seis yenes
    JPY 1000000 = un millón de yenes
    JPY 1000001 = un millón un yenes
    JPY 1000000000 = mil millones de yenes
    JPY 999999999999 = novecientos noventa y nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve yenes
    KWD 0 = cero dinares kuwaitíes
    KWD 0.001 = un fils
    KWD 0.005 = cinco fils
    KWD 0.021 = veintiún fils
    KWD 0.100 = cien fils
    KWD 0.101 = ciento un fils
    KWD 0.999 = novecientos noventa y nueve fils
    KWD 1 = un dinar kuwaití
    KWD 1.005 = un dinar kuwaití con cinco fils
    KWD 2.500 = dos dinares kuwaitíes con quinientos fils
    KWD 12.3 = doce dinares kuwaitíes con trescientos fils
    KWD 21.021 = veintiún dinares kuwaitíes con veintiún fils
    MXN 0.01 = un centavo
    MXN 1 = un peso mexicano
    MXN 2.01 = dos pesos mexicanos con un centavo
    MXN 21.50 = veintiún pesos mexicanos con cincuenta centavos
    MXN 500 = quinientos pesos mexicanos
    MXN 1000000 = un millón de pesos mexicanos
    CAD 1 = un dólar canadiense
    CAD 2.02 = dos dólares canadienses con dos centavos
    CAD 101 = ciento un dólares canadienses
    AUD 2.02 = dos dólares australianos con dos centavos
    CHF 0.05 = cinco céntimos
    CHF 1.01 = un franco suizo con un céntimo
    CHF 31.31 = treinta y un francos suizos con treinta y un céntimos
    CHF 700 = setecientos francos suizos
    INR 0.01 = una paisa
    INR 0.21 = veintiuna paisas
    INR 1.02 = una rupia con dos paisas
    INR 500 = quinientas rupias
    SEK 0.05 = cero punto cero cinco S E K
    SEK 1 = un S E K
    SEK 1.01 = uno punto cero uno S E K
    SEK 5 = cinco S E K
    SEK 5.05 = cinco punto cero cinco S E K
    SEK 5.50 = cinco punto cinco cero S E K
    SEK 21 = veintiún S E K
    SEK 21.21 = veintiuno punto dos uno S E K
    SEK 1000000 = un millón de S E K
    BHD 5.005 = cinco punto cero cero cinco B H D
    KRW 1000 = mil K R W
    """)

private let lists: [([String], String)] = [
    ([], ""), (["diez dólares"], "diez dólares"), (["uno", "dos"], "uno o dos"),
    (["uno", "dos", "tres"], "uno, dos o tres"),
    (["siete", "ocho"], "siete u ocho"), (["diez dólares", "once dólares"], "diez dólares u once dólares"),
    (["setenta", "ochenta"], "setenta u ochenta"), (["ocho", "nueve"], "ocho o nueve"),
    (["quinientos", "ochocientos"], "quinientos u ochocientos"), (["ochenta", "un millón"], "ochenta o un millón"),
]

@Suite struct SpokenSpanishTests {
    @Test(arguments: firstNumbers + largerNumbers) func aNumberIsSaid(_ row: SpokenRow) throws {
        #expect(SpokenSpanish.cardinal(try #require(Int64(row.value))) == row.words)
    }

    @Test(arguments: amounts) func anAmountIsSaid(_ row: SpokenRow) throws {
        #expect(SpokenSpanish.amount(try row.money()) == row.words)
    }

    @Test(arguments: lists) func aListIsSaid(_ texts: [String], _ words: String) {
        #expect(SpokenSpanish.choice(of: texts) == words)
    }

    @Test func theTablesAreWhole() {
        #expect(firstNumbers.count == 103 && largerNumbers.count > 70 && amounts.count > 150)
    }

    @Test(arguments: ["USD", "GBP", "JPY", "KWD", "INR", "SEK", "BHD"]) func noTwoAmountsSoundAlike(_ code: String)
        throws
    {
        try expectNoTwoAmountsSoundAlike(SpokenSpanish.self, code)
    }

    /// Rules of the language that hold for every number, whatever the table has.
    @Test(arguments: [SpokenSpanish.Form.alone, .masculine, .feminine]) func noNumberBreaksARule(
        _ form: SpokenSpanish.Form
    ) {
        let noun = SpanishNoun("cosa", "cosas", isFeminine: form == .feminine, ids: ("thing", "things"))
        for number in Array(Int64(0)..<3_000) + Array(stride(from: 3_000, to: 5_000_000_000, by: 1_234_567)) {
            let words = form == .alone ? SpokenSpanish.cardinal(number) : SpokenSpanish.counted(UInt64(number), noun)
            let list = words.split(separator: " ")
            #expect(
                !words.hasPrefix("un mil ") && !words.contains("uno mil") && !words.contains("ciento mil"), "\(words)")
            if form != .alone { #expect(!list.contains("uno") && !list.contains("veintiuno"), "\(words)") }
            if form == .masculine { #expect(!words.contains("ientas") && !list.contains("una"), "\(words)") }
            #expect(words.contains(" de ") == (form != .alone && number > 0 && number % 1_000_000 == 0), "\(words)")
        }
    }

    @Test func whatIsHiddenIsNotShown() {
        #expect(SpokenSpanish.hidden(.expiry) == "(mes y año, no se muestran)")
        for detail in Detail.allCases { #expect(!SpokenSpanish.hidden(detail).contains { $0.isNumber }) }
    }

    @Test func everyPromptIsSaidInSpanish() {
        for prompt in everyPrompt(in: .spanish) {
            let words = CallKit.prompts.words(for: prompt)
            #expect(words != prompt.id && words.count > 5 && !words.contains("  ") && !words.contains(" ."), "\(words)")
            for english in [" press ", "Please", " your ", " dollars ", " and ", " cents"] {
                #expect(!words.contains(english), "\(words)")
            }
        }
    }
}
