// Places in a row, days and times as US English says them.
extension SpokenEnglish {
    /// A place in a row: `twenty-first`, `one hundred and first`.
    public static func ordinal(_ number: Int64, _ form: OrdinalForm = .masculine) -> String {
        let words = cardinal(number)
        let last = words.lastIndex { $0 == " " || $0 == "-" }.map { words.index(after: $0) } ?? words.startIndex
        return words[..<last] + ordinalWord(words[last...])
    }

    /// `three` is `third`.
    static func ordinalWord(_ word: Substring) -> String {
        if let known = irregular[String(word)] { return known }
        return word.hasSuffix("y") ? word.dropLast() + "ieth" : word + "th"
    }

    /// A year in two halves, as years are said: `nineteen eighty-seven`, `twenty thirty`, `two thousand and five`.
    static func year(_ year: Int) -> String {
        let (century, rest) = Int64(year).quotientAndRemainder(dividingBy: 100)
        if century % 10 == 0, rest < 10 { return cardinal(Int64(year)) }
        if rest == 0 { return cardinal(century) + " hundred" }
        return cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest)
    }

    /// A day: `March third, twenty thirty`; with its weekday `Sunday, March third, twenty thirty`.
    public static func date(_ date: SpokenDate, withWeekday: Bool) -> String {
        let weekday = withWeekday ? weekdays[date.weekday] + ", " : ""
        return weekday + months[date.month - 1] + " " + ordinal(Int64(date.day)) + ", " + year(date.year)
    }

    /// A time: `three oh five p.m.`, `noon`; of 24 hours `fifteen oh five`, `oh seven hundred`.
    public static func time(_ time: SpokenTime, of clock: SpokenTime.Clock) -> String {
        let minute = Int64(time.minute)
        let minutes = minute == 0 ? "" : (minute < 10 ? " oh " : " ") + cardinal(minute)
        guard clock == .twelve else {
            let hour = Int64(time.hour)
            let hours = (1...9).contains(hour) ? "oh " + cardinal(hour) : cardinal(hour)
            return hours + (minute == 0 ? " hundred" : minutes)
        }
        if minute == 0, time.hour % 12 == 0 { return time.hour == 0 ? "midnight" : "noon" }
        return cardinal(time.hourOfTwelve) + minutes + (time.hour < 12 ? " a.m." : " p.m.")
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let irregular = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]
}
