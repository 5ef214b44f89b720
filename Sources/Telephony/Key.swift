/// One key of a telephone keypad: the sixteen of ITU-T Q.23.
///
/// The raw value is the event code of RFC 4733, table 3: 0-9 for the digits, 10 `*`, 11 `#`, 12-15 `A`-`D`.
public enum Key: UInt8, Hashable, Sendable, CaseIterable {
    case zero, one, two, three, four, five, six, seven, eight, nine
    case star, pound
    case a, b, c, d

    private static let characters: [Character] = Array("0123456789*#ABCD")

    /// The key printed as `character` (`0`-`9`, `*`, `#`, `A`-`D`), nil for anything else.
    public init?(_ character: Character) {
        guard let index = Key.characters.firstIndex(of: character), let key = Key(rawValue: UInt8(index)) else {
            return nil
        }
        self = key
    }

    /// The key of the decimal digit `value`, 0 to 9; nil outside.
    public init?(digit value: UInt8) {
        guard value < 10 else { return nil }
        self.init(rawValue: value)
    }

    /// The decimal digit this key stands for, nil for `*`, `#` and the letters.
    public var digit: UInt8? { rawValue < 10 ? rawValue : nil }

    /// The key as it is printed: one of `0123456789*#ABCD`.
    public var character: Character { Key.characters[Int(rawValue)] }
}
