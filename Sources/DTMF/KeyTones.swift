import Telephony

extension Key {
    /// The two frequencies of a key's tone in hertz: its row (low group) and its column (high group), ITU-T Q.23.
    public var frequencies: (low: Double, high: Double) {
        let rows = [697.0, 770, 852, 941]
        let columns = [1209.0, 1336, 1477, 1633]
        let place = Key.keypad.firstIndex(of: self) ?? 0
        return (rows[place / 4], columns[place % 4])
    }

    /// The key in `row` and `column` of the four by four keypad, from 0; nil outside.
    init?(row: Int, column: Int) {
        guard 0..<4 ~= row, 0..<4 ~= column else { return nil }
        self = Key.keypad[row * 4 + column]
    }

    private static let keypad: [Key] = [
        .one, .two, .three, .a, .four, .five, .six, .b, .seven, .eight, .nine, .c, .star, .zero, .pound, .d,
    ]
}
