import CallTestKit
import PaymentCall
import Telephony
import Testing

@testable import Prompts

@Suite struct SaidTextTests {
    @Test(arguments: SaidText.Kind.allCases) func itsOwnExampleIsRead(_ kind: SaidText.Kind) throws {
        let said = try SaidText(kind.example)
        #expect(said.kind == kind && kind.example.hasPrefix(kind.rawValue + " "))
        for language in [Language.english, .spanish] { #expect(said.words(in: language)?.isEmpty == false) }
        #expect(said.words(in: Language(tag: "tlh")) == nil)
    }

    @Test(
        arguments: [
            ("", "nothing to say: write one of amount, number,"), ("   ", "nothing to say"),
            ("4242424242424242", "the first word says no kind of value"), ("money 5 USD", "like 'amount 120.05 USD'"),
            ("amount", "the code of its currency"), ("amount 5", "the code of its currency"),
            ("amount 5 XXX", "ISO 4217"), ("amount five USD", "at most 2 decimals"),
            ("amount 5.055 USD", "at most 2 decimals"),
            ("amount 5.5 JPY", "no decimals"), ("amount --5 USD", "decimals"),
            ("amount 10000000000 USD", "twelve digits"),
            ("number", "whole"), ("number 1.5", "whole"), ("number +5", "whole"),
            ("number 9223372036854775808", "64 bits"),
            ("number 1 2", "whole"), ("digits", "0 to 9"), ("digits 42a", "0 to 9"), ("digits ٤", "0 to 9"),
            ("grouped 42 42", "without spaces"), ("grouped x", "without spaces"), ("ordinal 0", "from 1"),
            ("ordinal -1", "from 1"), ("ordinal 1 neuter", "masculine, feminine, before-noun"),
            ("ordinal 1 feminine x", "from 1"),
            ("date 2030-02-29", "no such day"), ("date 2030-13-01", "no such day"), ("date 0999-01-01", "no such day"),
            ("date 3/3/2030", "year-month-day"), ("date 2030-3-3", "year-month-day"), ("date 2030-03-03 x", "weekday"),
            ("date", "year-month-day"), ("time 24:00", "23:59"), ("time 12:60", "23:59"), ("time 12", "hours:minutes"),
            ("time 12:5", "hours:minutes"), ("time 12:05 12h", "24h or nothing"), ("time :30", "hours:minutes"),
            ("last-four 424", "four digits"), ("last-four 42424242", "four digits"), ("last-four 42x2", "four digits"),
            ("reference", "letters or digits"), ("reference --", "letters or digits"),
            ("reference " + String(repeating: "x", count: 65), "at most 64"), ("text", "words"), ("text  ", "words"),
        ])
    func whatIsWrongIsSaid(_ text: String, _ message: String) {
        #expect {
            try SaidText(text)
        } throws: { error in
            let description = (error as? SaidTextError)?.description ?? ""
            // The value may be a card number: it stands in no message.
            return description.contains(message) && description.contains("like '")
                && !description.contains("42424242424242")
        }
    }

    @Test func itIsHeardAsItIsWritten() throws {
        let words = try shippedWords(in: .english)
        let said = try SaidText("amount 120.05 USD")
        #expect(words.words(for: said) == "one hundred and twenty dollars and five cents")
        #expect(
            heard(words.parts(saying: said)) == ["one", "hundred", "and", "twenty", "dollars", "and", "five", "cents."])
        var silent = CallKit.prompts.words(in: .english)
        silent.lexicon = .empty
        #expect(silent.parts(saying: said) == [.unsaid(words.words(for: said), .milliseconds(8 * 60_000 / 170 + 300))])
    }

    /// A day of the week follows the one before, over four hundred years.
    @Test func theWeekNeverBreaks() throws {
        var weekday = try #require(SpokenDate(year: 1800, month: 1, day: 1)).weekday
        #expect(weekday == 3)
        var days = 0
        for year in 1800...2200 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = SpokenDate(year: year, month: month, day: day) else { continue }
                    #expect(days == 0 || date.weekday == (weekday + 1) % 7, "\(date)")
                    weekday = date.weekday
                    days += 1
                }
            }
        }
        #expect(days == 146_462)
    }
}
