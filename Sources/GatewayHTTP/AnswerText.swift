import Amounts
import CardData
import JSONText
import PaymentCall

// What is taken out of answers. A gateway may send anything: what is kept of it is short, can be printed, and has no card in it.
extension JSONValue {
    /// Characters that a text of an answer may have to be kept.
    static let longestKept = 255

    /// The string of that name where it may be kept and shown; nil otherwise.
    func kept(_ name: String) -> String? {
        guard case .string(let text) = self[name], JSONValue.isKept(text), CardMask.masking(text) == text else {
            return nil
        }
        return text
    }

    /// Whether a text is short and can be printed.
    private static func isKept(_ text: String) -> Bool {
        (1...longestKept).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    }

    /// The whole number of that name; nil for anything else.
    func whole(_ name: String) -> Int64? {
        guard case .number(let text) = self[name] else { return nil }
        return Int64(text)
    }

    /// Members of an answer that are kept at most.
    private static let mostParameters = 50

    /// The members of that name whose values are short texts, in order, what could be a card number masked.
    func parameters(_ name: String) -> [GatewayParameter] {
        guard case .object(let members) = self[name] else { return [] }
        return members.prefix(JSONValue.mostParameters).compactMap { member in
            guard case .string(let value) = member.value, JSONValue.isKept(member.name),
                value.isEmpty || JSONValue.isKept(value)
            else { return nil }
            return GatewayParameter(name: CardMask.masking(member.name), value: CardMask.masking(value))
        }
    }

    /// A code of an error, a lower-case name; nil for anything else.
    func code(_ name: String) -> String? {
        guard let text = kept(name), text.utf8.count <= 64,
            text.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f })
        else { return nil }
        return text
    }
}

extension Money {
    /// An amount in minor units and its currency's code, in either case; nil where one of them is none.
    init?(minor: Int64?, code: String?) {
        guard let minor, (0...Money.largestMinor).contains(minor), let currency = code.flatMap(Currency.init(code:))
        else {
            return nil
        }
        self.init(minor: minor, currency: currency)
    }
}
