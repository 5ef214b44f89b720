import Telephony

extension MediaDuration {
    /// The length in seconds as it is written, to the millisecond: `10 s`, `2.5 s`.
    var words: String {
        let thousandths = Int((seconds * 1000).rounded())
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        guard rest != 0 else { return "\(whole) s" }
        var fraction = String(rest)
        fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction) s"
    }
}
