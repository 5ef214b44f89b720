/// A day of the Gregorian calendar, to be said.
public struct SpokenDate: Hashable, Sendable {
    /// The year, 1000 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A day; nil for one that the calendar does not have.
    public init?(year: Int, month: Int, day: Int) {
        guard (1000...9999).contains(year), (1...12).contains(month) else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard (1...days).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day of the week, 0 for Sunday to 6 (Sakamoto's method).
    public var weekday: Int {
        let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1]
        let year = month < 3 ? year - 1 : year
        return (year + year / 4 - year / 100 + year / 400 + shift + day) % 7
    }
}

/// A time of day, to be said.
public struct SpokenTime: Hashable, Sendable {
    /// How many hours a clock counts before it begins anew.
    public enum Clock: Hashable, Sendable {
        case twelve, twentyFour
    }

    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int

    /// A time; nil for one that no clock shows.
    public init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// The hour as a clock of twelve shows it.
    var hourOfTwelve: Int64 { Int64(hour % 12 == 0 ? 12 : hour % 12) }
}
