import Amounts
import CardData
import JSONText

/// Why a session can't be opened, as its answer says it.
struct SessionProblem: Error {
    let message: String
}

/// The body of a request for a session, read and checked.
struct SessionRequest {
    let account: String?
    let amount: Money?
    let currency: Currency
    let isCurrencyGiven: Bool
    let reference: String?
    let language: String?
    let parameters: [PaymentSession.Parameter]

    private static let names = ["account", "amount", "currency", "reference", "language", "parameters"]

    init(_ body: String?) throws(SessionProblem) {
        let value: JSONValue
        do { value = try JSONValue(parsing: body ?? "") } catch {
            throw SessionProblem(message: "the body is \(error)")
        }
        guard case .object(let members) = value else { throw SessionProblem(message: "the body must be a JSON object") }
        guard members.allSatisfy({ SessionRequest.names.contains($0.name) }) else {
            throw SessionProblem(
                message: "a session has \(SessionRequest.names.joined(separator: ", ")) alone; "
                    + "give anything else in parameters")
        }
        account = try SessionRequest.text("account", of: value, length: 64)
        let given = try SessionRequest.currency(of: value)
        currency = given ?? .usd
        isCurrencyGiven = given != nil
        amount = try SessionRequest.amount(of: value, in: currency)
        reference = try SessionRequest.text("reference", of: value, length: 200)
        language = try SessionRequest.text("language", of: value, length: 35)
        parameters = try SessionRequest.parameters(of: value)
        guard account != nil || amount != nil else {
            throw SessionProblem(message: "a session needs an account, an amount or both")
        }
    }

    private static func currency(of value: JSONValue) throws(SessionProblem) -> Currency? {
        guard let code = try text("currency", of: value, length: 3) else { return nil }
        guard let currency = Currency(code: code) else {
            throw SessionProblem(message: "currency: use a code of ISO 4217 like USD")
        }
        return currency
    }

    private static func amount(of value: JSONValue, in currency: Currency) throws(SessionProblem) -> Money? {
        guard let text = try text("amount", of: value, length: 32) else { return nil }
        guard let amount = Money(decimal: text, currency: currency), amount.minor > 0 else {
            let example = Money(minor: 12_050, currency: currency).decimalText
            throw SessionProblem(message: "amount: write an amount of \(currency.code) greater than 0 like \(example)")
        }
        return amount
    }

    private static func parameters(of value: JSONValue) throws(SessionProblem) -> [PaymentSession.Parameter] {
        guard let given = value["parameters"], given != .null else { return [] }
        guard case .object(let members) = given, members.count <= 100 else {
            throw SessionProblem(message: "parameters: give an object of at most 100 members")
        }
        var parameters: [PaymentSession.Parameter] = []
        for member in members {
            guard let text = try text(member.name, of: given, length: 1_000) else { continue }
            parameters.append(.init(name: member.name, value: text))
        }
        return parameters
    }

    /// A member's text; an empty one counts as none. A card number has no business here: it is keyed in the payment, and nowhere else.
    private static func text(
        _ name: String, of value: JSONValue, length: Int
    ) throws(SessionProblem) -> String? {
        guard let member = value[name], member != .null, member != .string("") else { return nil }
        guard let text = member.plainText, text.unicodeScalars.count <= length,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f })
        else { throw SessionProblem(message: "\(name): give text of at most \(length) characters on one line") }
        guard CardMask.masking(text) == text else {
            throw SessionProblem(message: "\(name): this could be a card number; a card is keyed in the payment alone")
        }
        return text
    }
}
