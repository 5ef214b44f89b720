extension CoverageReport {
    /// How much was reached of a kind, or of all, in percent with one decimal, cut off: 100 only where all was. Of nothing
    /// all was reached.
    public func percent(_ kind: CoveragePoint.Kind? = nil) -> Double {
        let sum = reached(kind)
        return sum.of == 0 ? 100 : Double(sum.reached * 1000 / sum.of) / 10
    }

    /// Whether at least `percent` was reached of all, of what there is and not of what is shown.
    public func isAtLeast(_ percent: Double) -> Bool {
        let sum = reached()
        // A decimal number is a little off as a double: by less than any share of points is.
        return Double(sum.reached) * 100 >= (percent - 1e-9) * Double(sum.of)
    }

    /// How much was reached of all where that is less than `percent`, as text with a decimal more than `percent` has, cut
    /// off; nil where it is enough.
    public func shortfall(of percent: Double) -> String? {
        guard !isAtLeast(percent) else { return nil }
        let sum = reached()
        var (digit, rest) = (sum.reached * 100).quotientAndRemainder(dividingBy: sum.of)
        var text = String(digit) + "."
        for _ in 0...CoverageReport.decimals(percent) {
            (digit, rest) = (rest * 10).quotientAndRemainder(dividingBy: sum.of)
            text += String(digit)
        }
        return text
    }

    /// How many decimals the shortest text of a number has; 0 for a whole one.
    private static func decimals(_ number: Double) -> Int {
        let parts = String(number).split(separator: ".")
        return parts.count < 2 || parts[1] == "0" ? 0 : parts[1].prefix { $0.isNumber }.count
    }

    /// The points that no scenario reached, in order.
    public var missed: [CoveragePoint] { points.filter { $0.count == 0 }.map(\.point) }

    /// The report for people: a line for each kind, one for all, then what was not reached: every point, or the first few of
    /// each kind.
    public func lines(all: Bool = false) -> [String] {
        let kinds = CoveragePoint.Kind.allCases.filter { reached($0).of > 0 }
        var lines = kinds.map { line($0.rawValue, reached($0), percent($0)) }
        lines.append(line("all", reached(), percent()))
        let missed = missed
        if missed.isEmpty { return lines }
        lines.append("not reached:")
        for kind in kinds {
            let names = missed.filter { $0.kind == kind }.map(\.name)
            let shown = all || names.count <= CoverageReport.mostShown + 1 ? names.count : CoverageReport.mostShown
            lines += names.prefix(shown).map { "  \(kind.rawValue): \($0)" }
            if shown < names.count { lines.append("  \(kind.rawValue): and \(names.count - shown) more") }
        }
        return lines
    }

    /// Points of a kind that are named where not all are asked for.
    private static let mostShown = 10

    private func line(_ name: String, _ sum: (reached: Int, of: Int), _ percent: Double) -> String {
        let digits = String(sum.of).count
        let numbers = padded(String(sum.reached), to: max(digits, 4)) + " of " + padded(String(sum.of), to: 4)
        let share = padded(tenths(percent), to: 5) + " %"
        return name + String(repeating: " ", count: 10 - min(name.count, 9)) + numbers + "  " + share
    }

    private func tenths(_ percent: Double) -> String {
        let tenths = Int((percent * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
