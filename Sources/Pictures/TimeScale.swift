/// The times written along an axis: how far apart, and how they are written.
public struct TimeScale: Sendable {
    /// Between two times that are written, in seconds.
    public let step: Double

    /// A scale whose times are not closer than `step` seconds: 1, 2 or 5 times a power of ten up to 10 s, then steps of a
    /// clock.
    public init(step least: Double) {
        let steps = [
            0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200,
        ]
        step = steps.first { $0 >= least } ?? 14_400
    }

    /// The times from second `from` to `to` that are written, in seconds.
    public func times(from: Double, to: Double) -> [Double] {
        let first = Int((from / step).rounded(.up))
        let last = Int((to / step + 1e-9).rounded(.down))
        return first > last ? [] : (first...last).map { Double($0) * step }
    }

    /// An instant as it is written: seconds up to a minute, else minutes and seconds; a fine one to the millisecond, others
    /// to the step.
    public func clock(_ second: Double, fine: Bool) -> String {
        let places = fine ? 3 : step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3
        let scale = [1.0, 10, 100, 1000][places]
        let parts = Int((second * scale).rounded())
        let (whole, rest) = parts.quotientAndRemainder(dividingBy: Int(scale))
        let fraction = places == 0 ? "" : "." + padded(rest, places)
        if second < 60 { return "\(whole)\(fraction) s" }
        let tail = padded(whole / 60 % 60, second < 3600 ? 1 : 2) + ":" + padded(whole % 60, 2) + fraction
        return second < 3600 ? tail : "\(whole / 3600):\(tail)"
    }

    private func padded(_ number: Int, _ places: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, places - digits.count)) + digits
    }
}
