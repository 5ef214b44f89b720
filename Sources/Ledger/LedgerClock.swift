#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The clocks of a ledger. Nothing but the times it shows depends on the first; the second says when a lease is over.
public struct LedgerClock: Sendable {
    /// Milliseconds since 1970, UTC. It may be set, also back.
    public var now: @Sendable () -> Int64
    /// Milliseconds since the machine was started, also while it slept. Nobody can set it.
    public var sinceBoot: @Sendable () -> Int64

    /// Two clocks.
    public init(now: @escaping @Sendable () -> Int64, sinceBoot: @escaping @Sendable () -> Int64) {
        self.now = now
        self.sinceBoot = sinceBoot
    }

    /// The clocks of this machine.
    public static let system = LedgerClock(
        now: { milliseconds(CLOCK_REALTIME) }, sinceBoot: { milliseconds(CLOCK_BOOTTIME) })

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The first clock's time as ISO 8601, UTC, with milliseconds.
    var text: String { LedgerTime.text(now()) }
}

/// Times and days as a ledger writes them.
public enum LedgerTime {
    /// A time as ISO 8601: `2026-11-25T20:40:00.000Z`. What lies outside of the years 1970 to 9999 is their nearest end.
    public static func text(_ milliseconds: Int64) -> String {
        let kept = min(max(milliseconds, 0), 253_402_300_799_999)
        let (day, rest) = kept.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, dayOfMonth) = date(day)
        let second = rest / 1000
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) + "T" + padded(second / 3600, 2)
            + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2) + "." + padded(rest % 1000, 3) + "Z"
    }

    /// Whether `text` is a day of the calendar, as 2026-11-25.
    public static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...days(inMonth: month, of: year)).contains(day)
    }

    /// The date of a day counted from 1 January 1970.
    private static func date(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        var (year, rest) = (Int64(1970), day)
        // Four hundred years have the same days again and again.
        year += rest / 146_097 * 400
        rest %= 146_097
        while rest >= days(in: year) {
            rest -= days(in: year)
            year += 1
        }
        var month: Int64 = 1
        while rest >= days(inMonth: month, of: year) {
            rest -= days(inMonth: month, of: year)
            month += 1
        }
        return (year, month, rest + 1)
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in year: Int64) -> Int64 { isLeap(year) ? 366 : 365 }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
