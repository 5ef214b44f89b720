import PaymentCall
import Amounts
import JSONText

/// What a data source holds during a call.
public enum DataValue: Hashable, Sendable {
    /// Text, digits, or one of several texts.
    case text(String)
    /// A finite number.
    case number(Double)
    /// An amount.
    case amount(Money)
    /// True or false.
    case boolean(Bool)
    /// What became of a payment.
    case result(PaymentResult)
    /// Whatever a secret data source holds, as text.
    case secret(SecretText)

    /// Reads `text` as `source` needs it, amounts in `currency`; nil where it does not fit.
    public init?(_ text: String, for source: DataSource, currency: Currency) {
        self.init(text, of: source.type, isSecret: source.isSecret, currency: currency)
    }

    /// Reads `text` as a value of `type`; nil where it does not fit.
    public init?(_ text: String, of type: DataType, isSecret: Bool = false, currency: Currency) {
        guard let plain = DataValue.plain(text, type, currency) else { return nil }
        self = isSecret ? .secret(SecretText(text)) : plain
    }

    private static func plain(_ text: String, _ type: DataType, _ currency: Currency) -> DataValue? {
        switch type {
        case .text: .text(text)
        case .digits: text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? .text(text) : nil
        case .number: decimal(text).map(DataValue.number)
        case .amount: Money(decimal: text, currency: currency).map(DataValue.amount)
        case .boolean: ["true": .boolean(true), "false": .boolean(false)][text]
        case .oneOf(let texts): texts.contains(text) ? .text(text) : nil
        case .paymentResult: PaymentResult(rawValue: text).map(DataValue.result)
        }
    }

    /// A number as people write it: `12`, `-3.5`; nil for exponents, words and signs like `+`.
    public static func decimal(_ text: String) -> Double? {
        let body = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard (1...2).contains(parts.count), areDigits, body.utf8.count <= 20 else { return nil }
        return Double(text)
    }

    /// The value as it may be shown and said in text: amounts as `120.05`; of a secret, that it is one.
    public var text: String { if case .secret = self { "(not shown)" } else { sentText } }

    /// The value as a request has it, secrets too.
    var sentText: String {
        switch self {
        case .text(let text): text
        case .number(let number): DataValue.text(of: number)
        case .amount(let money): money.decimalText
        case .boolean(let truth): truth ? "true" : "false"
        case .result(let result): result.rawValue
        case .secret(let secret): secret.revealed
        }
    }

    /// The value as a member of a JSON body: numbers and truths stay what they are, amounts are decimal text.
    var sentJSON: JSON {
        switch self {
        case .number: .number(sentText)
        case .boolean(let truth): .bool(truth)
        default: .string(sentText)
        }
    }

    /// The size of a number or an amount (in major units), for comparisons; nil for anything else.
    ///
    /// A quotient of whole numbers is rounded as the text of a number is, so `5.10` equals 510 cents.
    public var size: Double? {
        switch self {
        case .number(let number): number
        case .amount(let money): Double(money.minor) / Double(money.currency.minorUnitsPerMajor)
        default: nil
        }
    }

    private static func text(of number: Double) -> String {
        let text = String(number)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// The value of a secret data source: compared and sent, never described.
public struct SecretText: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let revealed: String

    /// Keeps `text`.
    public init(_ text: String) { revealed = text }

    /// Says that it is a secret, not which.
    public var description: String { "secret" }
    /// Hides the text from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
