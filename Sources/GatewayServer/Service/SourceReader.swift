import CardData
import JSONText

/// Reads what is paid with. Numbers that are not published are refused unseen (PCI DSS 6.5.5).
struct SourceReader {
    /// What was read: the source as it is kept, and what the rules may ask about it.
    struct Reading {
        var source: Payment.Source
        var facts = OutcomeRules.Facts()
        /// A token that is none of the published ones.
        var isOwnToken = false
        var isExpired = false
    }

    /// The month of the request; nil for a year that no card can have.
    let today: CalendarMonth?

    private static let kinds = Payment.Source.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    func source(_ value: JSONValue, isStored: Bool) throws(GatewayProblem) -> Reading {
        guard case .string(let type)? = value["type"] else { throw .missing("source.type") }
        switch Payment.Source.Kind(rawValue: type) {
        case .card: return try card(value)
        case .bankAccount: return try bankAccount(value)
        case .token:
            guard !isStored else {
                throw .member("source.type", "a token is stored already; give a card or an account")
            }
            return try token(value)
        case nil: throw .member("source.type", "this must be one of: \(SourceReader.kinds)")
        }
    }

    // MARK: Cards

    private func card(_ value: JSONValue) throws(GatewayProblem) -> Reading {
        let members = try MemberReader(
            value, at: "source", knowing: ["type", "number", "expiry", "securityCode", "postalCode"])
        var digits = try SourceReader.secret(members, "number", 12...19, "a card number: 12 to 19 digits")
        defer { digits.wipe() }
        guard digits.withDigits({ Luhn.isValid($0) }) else {
            throw .member("source.number", "this is no card number: its check digit is wrong")
        }
        guard let card = TestCards.card(numbered: digits) else {
            throw .invalid(
                "live_card_refused", "only published test numbers are taken; this one is none", param: "source.number")
        }
        let code = try members.digits("securityCode", 3...4, "the security code: 3 or 4 digits")
        if let code, code.utf8.count != card.brand.securityCodeLength {
            throw .member(
                "source.securityCode", "the security code of this brand has \(card.brand.securityCodeLength) digits")
        }
        if let postal = try members.text("postalCode") {
            guard (1...10).contains(postal.count),
                postal.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " " || $0 == "-") })
            else { throw .member("source.postalCode", "a postal code has 1 to 10 letters, digits, spaces and hyphens") }
        }
        var reading = Reading(
            source: Payment.Source(
                kind: .card, brand: card.brand.rawValue, masked: digits.masked.description, token: nil))
        reading.isExpired = try isExpired(members)
        reading.facts.card = card.number
        reading.facts.securityCode = code
        return reading
    }

    private func isExpired(_ members: MemberReader) throws(GatewayProblem) -> Bool {
        let digits = try SourceReader.secret(members, "expiry", 4...4, "the expiry: four digits, MMYY")
        guard let today else { return false }
        switch digits.withDigits({ Expiry.judge($0, today: today) }) {
        case .valid: return false
        case .expired: return true
        case .invalid:
            throw .member(
                "source.expiry", "the expiry is MMYY: a month from 01 to 12, at most \(Expiry.yearsAhead) years ahead")
        }
    }

    // MARK: Accounts and tokens

    private func bankAccount(_ value: JSONValue) throws(GatewayProblem) -> Reading {
        let members = try MemberReader(value, at: "source", knowing: ["type", "routingNumber", "accountNumber"])
        let routing = try SourceReader.secret(members, "routingNumber", 9...9, "a routing number: nine digits")
        guard routing.withDigits({ RoutingNumber.isValid($0) }) else {
            throw .member("source.routingNumber", "this is no routing number: its check digit or its prefix is wrong")
        }
        let digits = try SourceReader.secret(
            members, "accountNumber", BankAccountNumber.lengths, "an account number: 4 to 17 digits")
        guard routing.equal(TestBankAccount.routingNumber), let account = TestBankAccount.account(numbered: digits)
        else {
            throw .invalid(
                "live_card_refused", "only published test accounts are taken; this one is none",
                param: "source.accountNumber")
        }
        var reading = Reading(
            source: Payment.Source(
                kind: .bankAccount, brand: nil, masked: BankAccountNumber.masked(digits), token: nil))
        reading.facts.account = account.number
        return reading
    }

    private func token(_ value: JSONValue) throws(GatewayProblem) -> Reading {
        let members = try MemberReader(value, at: "source", knowing: ["type", "token"])
        let token = try members.required("token")
        guard (1...64).contains(token.utf8.count), GatewayText.isHarmless(token),
            token.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw .member("source.token", "a token has 1 to 64 printable ASCII characters") }
        guard let test = TestToken.token(named: token) else {
            var reading = Reading(source: Payment.Source(kind: .token, brand: nil, masked: nil, token: token))
            reading.isOwnToken = true
            return reading
        }
        let masked = String(repeating: "*", count: 12) + test.card.lastFour
        var reading = Reading(
            source: Payment.Source(kind: .token, brand: test.card.brand.rawValue, masked: masked, token: token))
        reading.facts.token = token
        return reading
    }

    private static func secret(
        _ members: MemberReader, _ name: String, _ counts: ClosedRange<Int>, _ what: String
    ) throws(GatewayProblem) -> SecretDigits {
        guard let text = try members.digits(name, counts, what) else { throw .missing(members.path(name)) }
        var digits = SecretDigits()
        for digit in text.utf8 { digits.append(digit &- 0x30) }
        return digits
    }
}
