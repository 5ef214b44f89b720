import Amounts

/// Reads the value of one kind.
struct SaidTextReader {
    /// The longest reference that is spelled, in characters.
    private static let longestReference = 64

    let kind: SaidText.Kind
    let text: Substring

    private var words: [Substring] { text.split(whereSeparator: \.isWhitespace) }

    /// The value; throws what it should be.
    func value() throws(SaidTextError) -> SaidText.Value {
        switch kind {
        case .amount: try amount()
        case .number: .number(try number(words.count == 1 ? words[0] : "", "a number is whole and of 64 bits"))
        case .digits: try digits(words.map(String.init))
        case .grouped: try digits(words.count == 1 ? groups(of: words[0]) : [])
        case .ordinal: try ordinal()
        case .date: try date()
        case .time: try time()
        case .lastFour: try lastFour()
        case .reference: try reference()
        case .text: try plainText()
        }
    }

    private func wrong(_ need: String) -> SaidTextError { .wrong(kind, need) }

    // MARK: Numbers

    private func amount() throws(SaidTextError) -> SaidText.Value {
        guard words.count == 2 else { throw wrong("an amount is a number and the code of its currency") }
        guard let currency = Currency(code: String(words[1])) else {
            throw wrong("the amount's currency is no code of ISO 4217 that is known here")
        }
        let isNegative = words[0].hasPrefix("-")
        guard let money = Money(decimal: isNegative ? words[0].dropFirst() : words[0], currency: currency) else {
            let decimals = currency.decimals == 0 ? "no" : "a point and at most \(currency.decimals)"
            throw wrong("an amount of \(currency.code) has digits, \(decimals) decimals, and twelve digits at most")
        }
        return .money(isNegative ? Money(minor: -money.minor, currency: currency) : money)
    }

    private func number(_ word: Substring, _ need: String) throws(SaidTextError) -> Int64 {
        guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }), let number = Int64(word)
        else { throw wrong(need) }
        return number
    }

    private func ordinal() throws(SaidTextError) -> SaidText.Value {
        let forms: [String: OrdinalForm] = [
            "masculine": .masculine, "feminine": .feminine, "before-noun": .beforeNoun,
        ]
        let need = "an ordinal is a number from 1, and behind it masculine, feminine, before-noun or nothing"
        guard (1...2).contains(words.count), let form = words.count == 1 ? .masculine : forms[words[1].lowercased()]
        else { throw wrong(need) }
        let number = try number(words[0], need)
        guard number > 0 else { throw wrong(need) }
        return .ordinal(number, form)
    }

    // MARK: Characters

    private func digits(_ groups: [String]) throws(SaidTextError) -> SaidText.Value {
        guard !groups.isEmpty, groups.allSatisfy(isDigits) else {
            throw wrong(
                kind == .digits
                    ? "digits are 0 to 9, with spaces between groups" : "grouped takes digits without spaces")
        }
        return .characters(groups.joined(separator: " "))
    }

    private func groups(of digits: Substring) -> [String] {
        var rest = digits
        return SpeechPause.groups(of: digits.count).map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }
    }

    private func lastFour() throws(SaidTextError) -> SaidText.Value {
        guard words.count == 1, words[0].utf8.count == 4, isDigits(String(words[0])) else {
            throw wrong("the last four are four digits")
        }
        return .characters(String(words[0]))
    }

    private func reference() throws(SaidTextError) -> SaidText.Value {
        guard text.contains(where: { $0.isLetter || $0.isNumber }), text.count <= SaidTextReader.longestReference else {
            throw wrong(
                "a reference has letters or digits, at most \(SaidTextReader.longestReference) characters in all")
        }
        return .characters(String(text))
    }

    private func plainText() throws(SaidTextError) -> SaidText.Value {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }) else {
            throw wrong("a text has words")
        }
        return .text(String(text[first...]))
    }

    private func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    // MARK: Calendar

    private func date() throws(SaidTextError) -> SaidText.Value {
        let need = "a date is year-month-day, and behind it weekday or nothing"
        guard (1...2).contains(words.count), words.count == 1 || words[1].lowercased() == "weekday",
            let numbers = numbers(words[0], "-", [4, 2, 2])
        else { throw wrong(need) }
        guard let date = SpokenDate(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            throw wrong("the calendar has no such day; a year is 1000 to 9999")
        }
        return .date(date, withWeekday: words.count == 2)
    }

    private func time() throws(SaidTextError) -> SaidText.Value {
        let need = "a time is hours:minutes from 00:00 to 23:59, and behind it 24h or nothing"
        guard (1...2).contains(words.count), words.count == 1 || words[1].lowercased() == "24h",
            let numbers = numbers(words[0], ":", [2, 2]), let time = SpokenTime(hour: numbers[0], minute: numbers[1])
        else { throw wrong(need) }
        return .time(time, words.count == 2 ? .twentyFour : .twelve)
    }

    /// Numbers of that many digits between marks; the hour and the like may have one digit less.
    private func numbers(_ word: Substring, _ mark: Character, _ lengths: [Int]) -> [Int]? {
        let pieces = word.split(separator: mark, omittingEmptySubsequences: false)
        guard pieces.count == lengths.count else { return nil }
        var numbers: [Int] = []
        for (piece, length) in zip(pieces, lengths) {
            let shortest = length == 2 && numbers.isEmpty ? 1 : length
            guard (shortest...length).contains(piece.utf8.count), isDigits(String(piece)), let number = Int(piece)
            else {
                return nil
            }
            numbers.append(number)
        }
        return numbers
    }
}
