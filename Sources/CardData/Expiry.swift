/// A month of the calendar, the one "today" falls in. It is an input of every call, never read off a clock.
public struct CalendarMonth: Hashable, Comparable, Sendable {
    /// The year, e.g. 2026.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// A month; nil for a month outside 1 to 12 or a year outside 2000 to 2199.
    public init?(year: Int, month: Int) {
        guard (2000...2199).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// How many days it has.
    public var days: Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Orders by time.
    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}

/// What an expiry entry is worth.
public enum ExpiryVerdict: Sendable, Equatable {
    /// A month from now to 19 years ahead.
    case valid
    /// Not four digits, or no month.
    case invalid
    /// A month before this one.
    case expired
}

/// The expiry of a card as it is keyed: MMYY, good to the last day of the month.
public enum Expiry {
    /// Digits of an entry.
    public static let length = 4
    /// How many years ahead a card may expire.
    public static let yearsAhead = 19

    /// Judges four digits `MMYY` against the month of today.
    public static func judge(_ digits: Span<UInt8>, today: CalendarMonth) -> ExpiryVerdict {
        guard digits.count == length else { return .invalid }
        let month = Int(digits[0]) * 10 + Int(digits[1])
        var year = today.year / 100 * 100 + Int(digits[2]) * 10 + Int(digits[3])
        // Two digits mean the next century's year where that is not too far ahead.
        if year + 100 <= today.year + yearsAhead { year += 100 }
        guard let expiry = CalendarMonth(year: year, month: month), year <= today.year + yearsAhead else {
            return .invalid
        }
        return expiry < today ? .expired : .valid
    }
}
