import CardData

/// A moment of the calendar, UTC. Every request is given one: the service never reads a clock.
public struct GatewayTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// So many milliseconds since 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Orders by time.
    public static func < (left: GatewayTime, right: GatewayTime) -> Bool { left.milliseconds < right.milliseconds }

    /// So many seconds later; earlier for a negative count.
    public func advanced(bySeconds seconds: Double) -> GatewayTime {
        GatewayTime(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
    }

    /// ISO 8601 with milliseconds: `2026-11-25T20:44:31.123Z`.
    public var description: String {
        let (date, clock) = (civilDate, clockParts)
        return GatewayTime.padded(date.year, 4) + "-" + GatewayTime.padded(date.month, 2) + "-"
            + GatewayTime.padded(date.day, 2) + "T" + clock.text + "." + GatewayTime.padded(clock.milliseconds, 3) + "Z"
    }

    /// As HTTP's Date header has it: `Wed, 25 Nov 2026 20:44:31 GMT`.
    public var httpDate: String {
        let date = civilDate
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = Int((daysSince1970 % 7 + 7) % 7)
        return "\(days[weekday]), \(GatewayTime.padded(date.day, 2)) \(months[Int(date.month) - 1]) "
            + "\(GatewayTime.padded(date.year, 4)) \(clockParts.text) GMT"
    }

    /// The month it falls in; nil for a year outside 2000 to 2199.
    var month: CalendarMonth? { CalendarMonth(year: Int(civilDate.year), month: Int(civilDate.month)) }

    private static let dayLength: Int64 = 86_400_000

    private var daysSince1970: Int64 {
        milliseconds / GatewayTime.dayLength - (milliseconds % GatewayTime.dayLength < 0 ? 1 : 0)
    }

    private var clockParts: (text: String, milliseconds: Int64) {
        let rest = milliseconds - daysSince1970 * GatewayTime.dayLength
        let seconds = rest / 1000
        let text =
            GatewayTime.padded(seconds / 3600, 2) + ":" + GatewayTime.padded(seconds / 60 % 60, 2) + ":"
            + GatewayTime.padded(seconds % 60, 2)
        return (text, rest % 1000)
    }

    /// The Gregorian date. Years are counted from March, so that the leap day is the last of its year.
    private var civilDate: (year: Int64, month: Int64, day: Int64) {
        let sinceMarch0000 = daysSince1970 + 719_468
        let era = (sinceMarch0000 >= 0 ? sinceMarch0000 : sinceMarch0000 - 146_096) / 146_097
        let dayOfEra = sinceMarch0000 - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
