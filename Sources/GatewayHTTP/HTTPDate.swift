import Telephony

/// The dates of HTTP headers (RFC 9110, 5.6.7) in all three of their forms, as seconds since 1970 in UTC.
enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`; nil for another text.
    static func seconds(_ text: String) -> Int64? {
        guard text.utf8.count <= 64 else { return nil }
        var parts = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        guard parts.count >= 5 else { return nil }
        parts.removeFirst()
        // The name of the weekday is gone; the last form has the month first and the year at the end.
        let isLastForm = months.contains(parts[0])
        let (day, month) = isLastForm ? (parts[1], parts[0]) : (parts[0], parts[1])
        let (time, year) = isLastForm ? (parts[2], parts[3]) : (parts[3], parts[2])
        guard parts.count == (isLastForm ? 4 : 5), isLastForm || parts[4] == "gmt",
            let day = UInt8(day), (1...31).contains(day), let month = months.firstIndex(of: month),
            let year = UInt16(year), year <= 9_999, let time = secondsOfDay(time)
        else { return nil }
        // Two digits: the century that is not far ahead.
        let fullYear = parts[isLastForm ? 3 : 2].count == 2 ? Int64(year) + (year < 70 ? 2_000 : 1_900) : Int64(year)
        return days(fullYear, Int64(month) + 1, Int64(day)) * 86_400 + time
    }

    private static func secondsOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2], hour < 24,
            minute < 60,
            second <= 60
        else { return nil }
        return Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second)
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar: years begin with March, so that a leap day is a year's last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

extension GatewayHTTPAnswer {
    /// The longest wait that is taken seriously: a day.
    static let longestWait: Int64 = 86_400

    /// How long the gateway wants to be left alone (`Retry-After`, in seconds or as a date); nil where it does not say.
    ///
    /// A date counts from the answer's own `Date`, by the gateway's clock: ours may be another. Without that it says nothing.
    var retryAfter: MediaDuration? {
        guard let text = header("Retry-After") else { return nil }
        let seconds: Int64
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            seconds = Int64(text) ?? GatewayHTTPAnswer.longestWait
        } else if let until = HTTPDate.seconds(text), let now = header("Date").flatMap(HTTPDate.seconds) {
            seconds = until - now
        } else {
            return nil
        }
        return MediaDuration(
            flicks: MediaDuration.flicksPerSecond * min(max(seconds, 0), GatewayHTTPAnswer.longestWait))
    }

    /// Whether another try is of use, as the gateway says; nil where it does not.
    var shouldRetry: Bool? {
        switch (header("Stripe-Should-Retry") ?? header("Should-Retry"))?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
