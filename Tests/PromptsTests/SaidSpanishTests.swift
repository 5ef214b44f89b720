import PaymentCall
import Testing

@testable import Prompts

private let ordinals = SpokenRow.listed(
    "ordinal", from: 1,
    """
    primero, segundo, tercero, cuarto, quinto, sexto, séptimo, octavo, noveno, décimo
    undécimo, duodécimo, decimotercero, decimocuarto, decimoquinto, decimosexto, decimoséptimo, decimoctavo
    decimonoveno, vigésimo
    vigésimo primero, vigésimo segundo, vigésimo tercero, vigésimo cuarto, vigésimo quinto, vigésimo sexto
    vigésimo séptimo, vigésimo octavo, vigésimo noveno, trigésimo, trigésimo primero, trigésimo segundo
    """)

private let feminineOrdinals = SpokenRow.rows(
    """
    ordinal 1 feminine = primera
    ordinal 2 feminine = segunda
    ordinal 3 feminine = tercera
    ordinal 4 feminine = cuarta
    ordinal 5 feminine = quinta
    ordinal 6 feminine = sexta
    ordinal 7 feminine = séptima
    ordinal 8 feminine = octava
    ordinal 9 feminine = novena
    ordinal 10 feminine = décima
    ordinal 11 feminine = undécima
    ordinal 12 feminine = duodécima
    ordinal 13 feminine = decimotercera
    ordinal 18 feminine = decimoctava
    ordinal 20 feminine = vigésima
    ordinal 21 feminine = vigésima primera
    ordinal 33 feminine = trigésima tercera
    ordinal 100 feminine = centésima
    ordinal 1 before-noun = primer
    ordinal 2 before-noun = segundo
    ordinal 3 before-noun = tercer
    ordinal 4 before-noun = cuarto
    ordinal 10 before-noun = décimo
    ordinal 13 before-noun = decimotercer
    ordinal 21 before-noun = vigésimo primer
    ordinal 43 before-noun = cuadragésimo tercer
    ordinal 30 before-noun = trigésimo
    ordinal 1 masculine = primero
    """)

private let largerOrdinals = SpokenRow.rows(
    """
    ordinal 40 = cuadragésimo
    ordinal 44 = cuadragésimo cuarto
    ordinal 50 = quincuagésimo
    ordinal 55 = quincuagésimo quinto
    ordinal 60 = sexagésimo
    ordinal 66 = sexagésimo sexto
    ordinal 70 = septuagésimo
    ordinal 77 = septuagésimo séptimo
    ordinal 80 = octogésimo
    ordinal 88 = octogésimo octavo
    ordinal 90 = nonagésimo
    ordinal 99 = nonagésimo noveno
    ordinal 100 = centésimo
    ordinal 101 = ciento uno
    ordinal 101 feminine = ciento una
    ordinal 121 before-noun = ciento veintiún
    ordinal 200 feminine = doscientas
    ordinal 1000 = mil
    """)

private let numbers = SpokenRow.rows(
    """
    number -1 = menos uno
    number -21 = menos veintiuno
    number -100 = menos cien
    number -1987 = menos mil novecientos ochenta y siete
    number -1000000 = menos un millón
    number 007 = siete
    number 1000000000000 = un billón
    number 3000000000000000 = tres mil billones
    number 1000000000000000000 = un trillón
    number 9223372036854775807 = nueve trillones doscientos veintitrés mil trescientos setenta y dos billones treinta y seis mil ochocientos cincuenta y cuatro millones setecientos setenta y cinco mil ochocientos siete
    number -9223372036854775808 = menos nueve trillones doscientos veintitrés mil trescientos setenta y dos billones treinta y seis mil ochocientos cincuenta y cuatro millones setecientos setenta y cinco mil ochocientos ocho
    amount -5 USD = menos cinco dólares
    amount -1 USD = menos un dólar
    amount -0.01 USD = menos un centavo
    amount -1.21 USD = menos un dólar con veintiún centavos
    amount -120.05 USD = menos ciento veinte dólares con cinco centavos
    amount -1 JPY = menos un yen
    amount -0.005 KWD = menos cinco fils
    amount -5.05 SEK = menos cinco punto cero cinco S E K
    amount -200.01 GBP = menos doscientas libras con un penique
    amount -1000000 USD = menos un millón de dólares
    amount 0 USD = cero dólares
    amount -0 USD = cero dólares
    amount 120.05 usd = ciento veinte dólares con cinco centavos
    """)

private let characters = SpokenRow.rows(
    """
    digits 7 = 7
    digits 4242 = 4 2 4 2
    digits 4242 4242 = 4 2 4 2, 4 2 4 2
    digits 05 = 0 5
    digits 55 1234 5678 = 5 5, 1 2 3 4, 5 6 7 8
    grouped 12345 = 1 2 3 4 5
    grouped 123456 = 1 2 3, 4 5 6
    grouped 1234567 = 1 2 3, 4 5 6 7
    grouped 12345678 = 1 2 3 4, 5 6 7 8
    grouped 123456789 = 1 2 3, 4 5 6, 7 8 9
    grouped 12345678901234 = 1 2 3, 4 5 6, 7 8 9 0, 1 2 3 4
    last-four 4242 = 4 2 4 2
    last-four 0005 = 0 0 0 5
    reference AU-666L = A U, 6 6 6 L
    reference yo-1 = Y O, 1
    reference ñu7 = Ñ U 7
    reference w2 = W 2
    text Muchas gracias. = Muchas gracias.
    """)

private let dates = SpokenRow.rows(
    """
    date 2030-01-01 = primero de enero de dos mil treinta
    date 2030-02-02 = dos de febrero de dos mil treinta
    date 2030-03-03 = tres de marzo de dos mil treinta
    date 2030-04-04 = cuatro de abril de dos mil treinta
    date 2030-05-05 = cinco de mayo de dos mil treinta
    date 2030-06-06 = seis de junio de dos mil treinta
    date 2030-07-07 = siete de julio de dos mil treinta
    date 2030-08-08 = ocho de agosto de dos mil treinta
    date 2030-09-09 = nueve de septiembre de dos mil treinta
    date 2030-10-10 = diez de octubre de dos mil treinta
    date 2030-11-11 = once de noviembre de dos mil treinta
    date 2030-12-12 = doce de diciembre de dos mil treinta
    date 2026-03-16 = dieciséis de marzo de dos mil veintiséis
    date 2026-03-21 = veintiuno de marzo de dos mil veintiséis
    date 2026-03-22 = veintidós de marzo de dos mil veintiséis
    date 2026-03-31 = treinta y uno de marzo de dos mil veintiséis
    date 2024-02-29 = veintinueve de febrero de dos mil veinticuatro
    date 2000-02-29 = veintinueve de febrero de dos mil
    date 2001-09-11 = once de septiembre de dos mil uno
    date 2021-05-20 = veinte de mayo de dos mil veintiuno
    date 1999-12-31 = treinta y uno de diciembre de mil novecientos noventa y nueve
    date 1987-03-30 = treinta de marzo de mil novecientos ochenta y siete
    date 1810-09-16 = dieciséis de septiembre de mil ochocientos diez
    date 1900-01-14 = catorce de enero de mil novecientos
    date 2100-08-18 = dieciocho de agosto de dos mil cien
    date 2105-08-19 = diecinueve de agosto de dos mil ciento cinco
    date 1492-10-12 = doce de octubre de mil cuatrocientos noventa y dos
    date 2026-11-22 weekday = domingo veintidós de noviembre de dos mil veintiséis
    date 2026-11-23 weekday = lunes veintitrés de noviembre de dos mil veintiséis
    date 2026-11-24 weekday = martes veinticuatro de noviembre de dos mil veintiséis
    date 2026-11-25 weekday = miércoles veinticinco de noviembre de dos mil veintiséis
    date 2026-11-26 weekday = jueves veintiséis de noviembre de dos mil veintiséis
    date 2026-11-27 weekday = viernes veintisiete de noviembre de dos mil veintiséis
    date 2026-11-28 weekday = sábado veintiocho de noviembre de dos mil veintiséis
    date 2000-01-01 weekday = sábado primero de enero de dos mil
    date 1969-07-20 weekday = domingo veinte de julio de mil novecientos sesenta y nueve
    """)

private let times = SpokenRow.rows(
    """
    time 00:00 = medianoche
    time 00:05 = las doce y cinco de la noche
    time 00:30 = las doce y media de la noche
    time 01:00 = la una de la madrugada
    time 01:15 = la una y cuarto de la madrugada
    time 02:20 = las dos y veinte de la madrugada
    time 03:05 = las tres y cinco de la madrugada
    time 05:59 = las cinco y cincuenta y nueve de la madrugada
    time 06:00 = las seis de la mañana
    time 07:21 = las siete y veintiuno de la mañana
    time 08:30 = las ocho y media de la mañana
    time 9:45 = las nueve y cuarenta y cinco de la mañana
    time 10:10 = las diez y diez de la mañana
    time 11:16 = las once y dieciséis de la mañana
    time 12:00 = mediodía
    time 12:01 = las doce y uno de la tarde
    time 12:30 = las doce y media de la tarde
    time 13:00 = la una de la tarde
    time 13:31 = la una y treinta y uno de la tarde
    time 14:15 = las dos y cuarto de la tarde
    time 15:05 = las tres y cinco de la tarde
    time 18:00 = las seis de la tarde
    time 19:00 = las siete de la noche
    time 21:30 = las nueve y media de la noche
    time 23:59 = las once y cincuenta y nueve de la noche
    time 00:00 24h = las cero horas
    time 00:05 24h = las cero y cinco
    time 01:00 24h = la una hora
    time 01:30 24h = la una y treinta
    time 07:15 24h = las siete y quince
    time 12:00 24h = las doce horas
    time 13:00 24h = las trece horas
    time 15:05 24h = las quince y cinco
    time 20:20 24h = las veinte y veinte
    time 21:00 24h = las veintiuna horas
    time 21:21 24h = las veintiuna y veintiuno
    time 23:59 24h = las veintitrés y cincuenta y nueve
    """)

@Suite struct SaidSpanishTests {
    @Test(arguments: ordinals + feminineOrdinals + largerOrdinals + numbers + characters + dates + times)
    func aValueIsSaid(_ row: SpokenRow) throws {
        #expect(try SaidText(row.value).words(in: .spanish) == row.words)
    }

    @Test func theTablesAreWhole() {
        #expect(ordinals.count == 32 && feminineOrdinals.count == 28 && largerOrdinals.count == 18)
        #expect(numbers.count == 24 && characters.count == 18 && dates.count == 36 && times.count == 37)
    }

    /// Wherever a table says a value, the vocabulary has the recordings of all its words.
    @Test(arguments: ordinals + feminineOrdinals + largerOrdinals + numbers + characters.dropLast() + dates + times)
    func aValueHasItsRecordings(_ row: SpokenRow) throws {
        try expectSaidByVocabulary(row, .spanish)
    }
}
