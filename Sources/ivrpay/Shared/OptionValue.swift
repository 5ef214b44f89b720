/// A number that an option takes: its unit and range.
struct Quantity {
    let unit: String
    let range: ClosedRange<Double>

    init(_ unit: String, _ range: ClosedRange<Double>) { (self.unit, self.range) = (unit, range) }

    /// The range in words: `10 to 400 Hz`.
    var words: String { "\(Quantity.plain(range.lowerBound)) to \(Quantity.plain(range.upperBound)) \(unit)" }

    /// `value`, where it is in range.
    func checked(_ value: Double, _ option: String) throws(Failure) -> Double {
        guard range.contains(value) else { throw .usage("\(option): give \(words)") }
        return value
    }

    /// The number that `text` is, where it is one in range.
    func read(_ text: some StringProtocol) -> Double? {
        guard let value = Double(text), range.contains(value) else { return nil }
        return value
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}

/// Two numbers with @ between them: a what and a how much, as 50@-20.
struct AtPair {
    let what: Quantity
    let howMuch: Quantity
    let example: String

    /// The numbers of `text`; the first may be several with + between them, as 350+440@-20.
    func read(_ text: String, _ option: String) throws(Failure) -> (what: [Double], howMuch: Double) {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, let right = howMuch.read(sides[1]) else { throw wrong(option) }
        var left: [Double] = []
        for part in sides[0].split(separator: "+", omittingEmptySubsequences: false) {
            guard let value = what.read(part) else { throw wrong(option) }
            left.append(value)
        }
        return (left, right)
    }

    /// The two numbers of `text`.
    func readOne(_ text: String, _ option: String) throws(Failure) -> (what: Double, howMuch: Double) {
        let (left, right) = try read(text, option)
        guard left.count == 1 else { throw wrong(option) }
        return (left[0], right)
    }

    private func wrong(_ option: String) -> Failure {
        .usage("\(option): give \(what.words) @ \(howMuch.words), as \(example)")
    }
}
