/// The check digit of card numbers (ISO/IEC 7812-1, annex B).
public enum Luhn {
    /// Whether `digits` (values 0 to 9) end in their right check digit; false for none.
    public static func isValid(_ digits: Span<UInt8>) -> Bool {
        guard digits.count > 0 else { return false }
        var sum = 0
        for offset in 0..<digits.count {
            let digit = Int(digits[digits.count - 1 - offset])
            sum += offset % 2 == 0 ? digit : (digit > 4 ? 2 * digit - 9 : 2 * digit)
        }
        return sum % 10 == 0
    }
}
