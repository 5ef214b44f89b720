import Amounts
import CardData
import PaymentCall
import YAMLText

extension YAMLValue {
    /// A name: not empty, not a card number.
    public func name() throws(YAMLError) -> String {
        let name = try text()
        guard !name.isEmpty, name.count <= 200 else { throw error("a name of 1 to 200 characters is needed here") }
        guard CardMask.masking(name) == name else {
            throw error("this looks like a card number; give a name, or mask its digits")
        }
        return name
    }

    /// ASCII digits, as many as `length` says.
    public func digits(_ length: ClosedRange<Int>, _ what: String) throws(YAMLError) -> String {
        let text = try text()
        guard length.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw error("\(what) has \(length.lowerBound) to \(length.upperBound) digits and nothing else; quote it")
        }
        return text
    }

    /// A currency by its code.
    public func currency() throws(YAMLError) -> Currency {
        guard let currency = Currency(code: try text()) else {
            throw error("this is no currency of ISO 4217 that is known here; use a code like USD")
        }
        return currency
    }

    /// An amount of `currency`.
    public func money(_ currency: Currency) throws(YAMLError) -> Money {
        guard let money = Money(decimal: try text(), currency: currency) else {
            let example = Money(minor: 120 * currency.minorUnitsPerMajor, currency: currency)
            throw error("this is no amount of \(currency.code); write it like \(example.decimalText)")
        }
        return money
    }

    /// A language's tag, e.g. `en-US`.
    func languageTag() throws(YAMLError) -> String {
        let parts = try text().split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), parts.count <= 4,
            parts.dropFirst().allSatisfy({ (2...8).contains($0.count) }),
            first.allSatisfy({ $0.isASCII && $0.isLetter }),
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
        else { throw error("a language is written like en-US") }
        return parts.joined(separator: "-")
    }

    /// A way out: `hang-up`, or a mapping of its kind to a name.
    func route() throws(YAMLError) -> Route {
        let kinds = Route.kinds.map { "{ \($0): NAME }" }.joined(separator: ", ")
        if !isMapping {
            guard try text() == "hang-up" else { throw error("a way out is hang-up, or one of \(kinds)") }
            return .hangUp
        }
        let keys = try mapping(Route.kinds)
        guard keys.count == 1, let (kind, value) = keys.first else {
            throw error("one of \(Route.kinds.joined(separator: ", ")) is needed here, or hang-up")
        }
        let name = try value.name()
        return switch kind {
        case "queue": .queue(name)
        case "agent": .agent(name)
        case "number": .number(name)
        case "payment-link": .paymentLink(name)
        default: .callbackOffer(name)
        }
    }
}

extension Route {
    /// The ways out that have a name, as settings write them.
    static let kinds = ["queue", "agent", "number", "payment-link", "callback"]
}
