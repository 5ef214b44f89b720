import Telephony

/// What a tester reads of a refused pair, and can act on.
extension NearMiss {
    /// One line: `12.340 s: 697+1336 Hz for 19.2 ms: too short (25.5 ms needed)`.
    public var words: String {
        // Beside a limit with a decimal the length needs one too.
        let isShort = if case .short = refusal { true } else { false }
        let length =
            (isShort ? limit((duration.seconds * 10_000).rounded() / 10) : fixed(duration.seconds * 1000, 0)) + " ms"
        return "\(fixed(begin.seconds, 3)) s: \(fixed(lowHertz, 0))+\(fixed(highHertz, 0)) Hz for \(length): "
            + refusal.words
    }
}

extension Refusal {
    /// The rule that was missed, with what was measured and what is needed: `too weak (-44.1 dBm0, at least -42
    /// needed)`. A duration that is too short stands beside the pair, and only what is needed here.
    public var words: String {
        switch self {
        case .weak(let level, let needed):
            "\(reason) (\(fixed(level, 1)) dBm0, at least \(limit(needed)) needed)"
        case .twisted(let twist, let allowed):
            "\(reason) (high tone \(signed(twist, 1)) dB over the low one, \(limits(allowed)) allowed)"
        case .offFrequency(let group, let error, let allowed):
            "\(reason) (\(group == .low ? "low" : "high") tone \(signed(error, 1)) %, up to ±\(limit(allowed)) % allowed)"
        case .apart(let spread, let allowed):
            "\(reason) (errors \(fixed(abs(spread), 1)) % apart, up to \(limit(allowed)) % allowed)"
        case .short(_, let needed): "\(reason) (\(limit(needed.seconds * 1000)) ms needed)"
        case .noisy(let snr, let needed): "\(reason) (\(fixed(snr, 1)) dB over the noise, \(limit(needed)) dB needed)"
        case .thirdTone(let margin, let needed):
            "\(reason) (\(fixed(margin, 1)) dB below the weaker of the pair, \(limit(needed)) dB needed)"
        case .unsteady(let share, let allowed):
            "\(reason) (a steady pair explains \(fixed(share, 2)) of it, \(limits(allowed)) allowed)"
        case .leakage(let drop, let allowed):
            "\(reason) (\(fixed(drop, 1)) dB below that, up to \(limit(allowed)) dB allowed)"
        }
    }

    /// The rule in two or three words, as they stand beside a mark in a picture.
    public var reason: String {
        switch self {
        case .weak: "too weak"
        case .twisted: "too much twist"
        case .offFrequency: "off frequency"
        case .apart: "tones apart"
        case .short: "too short"
        case .noisy: "too noisy"
        case .thirdTone: "third tone"
        case .unsteady: "not steady"
        case .leakage: "echo of the key before"
        }
    }
}

/// `value` with exactly `places` decimals.
private func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let (whole, rest) = Int64((value * scale).rounded()).magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    let sign = value < 0 && (whole, rest) != (0, 0) ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let fraction = String(rest)
    return sign + String(whole) + "." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// With a plus where it is positive.
private func signed(_ value: Double, _ places: Int) -> String { (value > 0 ? "+" : "") + fixed(value, places) }

/// A limit as it was set: at most two decimals, none where they are zero.
private func limit(_ value: Double) -> String {
    var text = fixed(value, 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
}

private func limits(_ range: ClosedRange<Double>) -> String {
    limit(range.lowerBound) + " to " + limit(range.upperBound)
}
